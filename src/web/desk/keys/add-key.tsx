import { useState } from 'preact/hooks';
import type { DeskWords } from '../../i18n/desk/words.js';
import { Line } from '../../ui/line.js';
import { Button } from '../../ui/parts.js';
import { engine } from '../engine/engine.js';
import type { WayView } from '../engine/ways.js';
import { askKey, type KeyAnswer, KeyFault, makeKey } from './passkey.js';
import { useKey } from './use-key.js';

/** A passkey that was made and did not answer twice yet. */
interface Begun {
  readonly credential: Uint8Array;
  readonly first: KeyAnswer | null;
}

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

/** How far a new passkey is: named, made, and asked once more. */
const useNewKey = (words: DeskWords, onAdded: (ways: readonly WayView[]) => void) => {
  const [name, setName] = useState('');
  const [begun, setBegun] = useState<Begun | null>(null);
  const [isCopied, setCopied] = useState(false);
  const { busy, fault, act } = useKey(words);
  const begin = (): void =>
    act(async () => {
      const { credential, answer } = await makeKey(name.trim() || words.access.key.other);
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
  const giveUp = (from: Begun): void => {
    from.first?.prf.fill(0);
    setBegun(null);
  };
  return { name, setName, begun, isCopied, busy, fault, begin, again, giveUp };
};

const Again = ({
  words,
  busy,
  onTouch,
  onNo,
}: {
  readonly words: DeskWords;
  readonly busy: boolean;
  readonly onTouch: () => void;
  readonly onNo: () => void;
}) => (
  <>
    <p class="lead">{words.access.key.again}</p>
    <div class="row">
      <Button look="main" icon="key" busy={busy} onPress={onTouch}>
        {words.access.key.use}
      </Button>
      <Button look="quiet" onPress={onNo}>
        {words.no}
      </Button>
    </div>
  </>
);

/** A new passkey: made by one touch, and proved by answering the same once more before anything is sent. */
export const AddKey = ({
  words,
  onAdded,
}: {
  readonly words: DeskWords;
  readonly onAdded: (ways: readonly WayView[]) => void;
}) => {
  const { key } = words.access;
  const { name, setName, begun, isCopied, busy, fault, begin, again, giveUp } = useNewKey(words, onAdded);
  return (
    <form
      class="add-key"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && begun === null) begin();
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
        <Again words={words} busy={busy} onTouch={() => again(begun)} onNo={() => giveUp(begun)} />
      )}
      {isCopied && <p class="told">{key.copied}</p>}
      <p class={fault === '' ? 'soft' : 'fault'} role="status">
        {busy ? key.touch : fault}
      </p>
    </form>
  );
};
