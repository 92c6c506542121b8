import { useState } from 'preact/hooks';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Button } from '../../ui/parts.js';
import { engine } from '../engine/engine.js';
import type { WayView } from '../engine/ways.js';
import { Line } from '../screens/line.js';
import { askKey, type KeyAnswer, KeyFault, makeKey } from './passkey.js';
import { useKey } from './use-key.js';

/** A passkey that was made and did not answer twice yet. */
interface Begun {
  readonly credential: Uint8Array;
  readonly first: KeyAnswer | null;
}

const forgetAnswer = ({ first }: Begun): void => void first?.prf.fill(0);

/** Two answers of the same passkey become one more way into the account; they stay nowhere else. */
const added = async (first: KeyAnswer, second: KeyAnswer, name: string): Promise<WayView[]> => {
  try {
    if (!first.prf.every((byte, i) => byte === second.prf[i])) throw new KeyFault('differ');
    return await engine().addKey(first.prf, second.prf, name);
  } finally {
    first.prf.fill(0);
    second.prf.fill(0);
  }
};

/** A new passkey: made by one touch, and proved by answering the same once more before anything is sent. */
export const AddKey = ({
  words,
  onAdded,
}: {
  readonly words: DeskWords;
  readonly onAdded: (ways: readonly WayView[]) => void;
}) => {
  const { key } = words.access;
  const [name, setName] = useState('');
  const [begun, setBegun] = useState<Begun | null>(null);
  const [isCopied, setCopied] = useState(false);
  const { busy, fault, act } = useKey(words);
  const begin = (): void =>
    act(async () => {
      const { credential, answer } = await makeKey(name.trim() || key.other);
      setCopied(answer?.isCopied ?? false);
      setBegun({ credential, first: answer });
    });
  const again = (from: Begun): void =>
    act(async () => {
      const answer = await askKey(from.credential);
      setCopied(answer.isCopied);
      if (!from.first) return setBegun({ ...from, first: answer });
      setBegun(null);
      onAdded(await added(from.first, answer, name.trim()));
      return setName('');
    });
  return (
    <form
      class="add-key"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) begin();
      }}
    >
      {begun === null ? (
        <>
          <Line id="key-name" label={key.name} value={name} longest={40} onType={setName} />
          <p class="soft">{key.addText}</p>
          <Button icon="key" type="submit" busy={busy}>
            {key.add}
          </Button>
        </>
      ) : (
        <>
          <p class="lead">{key.again}</p>
          <div class="row">
            <Button look="main" icon="key" busy={busy} onPress={() => again(begun)}>
              {key.use}
            </Button>
            <Button
              look="quiet"
              onPress={() => {
                forgetAnswer(begun);
                setBegun(null);
              }}
            >
              {words.no}
            </Button>
          </div>
        </>
      )}
      {isCopied && <p class="told">{key.copied}</p>}
      <p class={fault === '' ? 'soft' : 'fault'} role="status">
        {busy ? key.touch : fault}
      </p>
    </form>
  );
};
