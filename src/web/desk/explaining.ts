import { isSafeError } from '../../core/errors.js';
import type { DeskWords } from '../i18n/desk/words.js';
import { engine } from './engine/engine.js';
import type { Relays, RelayView } from './engine/signing.js';
import { sentenceOf } from './troubles.js';

const relaysNow = (): Promise<Relays | null> =>
  engine()
    .relays()
    .catch(() => null);

/** What the server says to somebody who does not belong to a relay any more. */
const PERHAPS_OUT: ReadonlySet<string> = new Set(['not_found', 'not_member', 'not_granted']);

/** What to say of a failure; the relays are looked at anew where it may mean that one is out. */
export const explaining =
  (words: DeskWords, relay: RelayView | null, setRelays: (relays: Relays) => void) =>
  async (error: unknown): Promise<string> => {
    if (relay && isSafeError(error) && PERHAPS_OUT.has(error.code)) {
      const now = await relaysNow();
      if (now && !now.own.some(({ id }) => id === relay.id)) {
        setRelays(now);
        return words.troubles.out;
      }
    }
    return sentenceOf(words, error);
  };
