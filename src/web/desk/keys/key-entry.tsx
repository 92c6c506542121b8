import type { DeskWords } from '../../i18n/desk/words.js';
import { Button } from '../../ui/parts.js';
import { askKey, mayHaveKeys } from './passkey.js';
import { useKey } from './use-key.js';

/** The passkey's answer goes to where the account is, and stays nowhere else. */
export const withAnswer = async <T,>(prf: Uint8Array, use: (prf: Uint8Array) => Promise<T>): Promise<T> => {
  try {
    return await use(prf);
  } finally {
    prf.fill(0);
  }
};

/** One press, one touch; nothing where there are no passkeys. */
export const KeyEntry = ({
  words,
  isMain = false,
  onKey,
}: {
  readonly words: DeskWords;
  readonly isMain?: boolean;
  readonly onKey: (prf: Uint8Array) => Promise<void>;
}) => {
  const { key } = words.access;
  const { busy, fault, act } = useKey(words);
  if (!mayHaveKeys()) return null;
  const touch = (): void => act(async () => withAnswer((await askKey()).prf, onKey));
  return (
    <div class="key-entry">
      <Button look={isMain ? 'main' : 'side'} icon="key" busy={busy} onPress={touch}>
        {key.use}
      </Button>
      <p class={fault === '' ? 'soft' : 'fault'} role="status">
        {busy ? key.touch : fault}
      </p>
    </div>
  );
};
