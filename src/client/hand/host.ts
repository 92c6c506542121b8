import { openHand } from '../../core/api/hands.js';
import { toBase64Url, toHex } from '../../core/bytes.js';
import {
  formatHand,
  type HandPurpose,
  handText,
  handWords,
  newHand,
  welcomeGuest,
} from '../../core/protocol/hand.js';
import { serverUrl } from '../session.js';
import { type HandDevice, type Joined, joinedBy, makeMailbox } from './joined.js';

/** A code that this screen shows, until another one reads it. */
export interface ShownHand {
  /** An address that any phone's camera opens; only of use where the other screen is to open a page. */
  readonly url: string;
  /** Read inside the app alone. */
  readonly text: string;
  readonly words: readonly string[];
  /** Waits for the other screen. @throws SafeError `hand_taken` if two read the code, `hand_ended` */
  joined(): Promise<Joined>;
  end(): Promise<void>;
}

/**
 * Makes a code that another screen reads: a key for this one time, and its hash. It is good for ten minutes and for one
 * other screen.
 */
export const showHand = async (
  device: HandDevice,
  server: string,
  purpose: HandPurpose,
): Promise<ShownHand> => {
  const hand = newHand(purpose);
  const mailbox = makeMailbox(device, server, hand.loc);
  const body = { hand: toHex(hand.loc), card: toBase64Url(hand.card), host: mailbox.owner };
  await mailbox.api.call(openHand, { body }, { again: true });
  return {
    url: formatHand(serverUrl(server), hand.fp),
    text: handText(hand.fp),
    words: handWords(hand.fp),
    joined: async () => {
      const { welcome, line } = welcomeGuest(hand, await mailbox.take(0));
      await mailbox.post(0, welcome);
      return joinedBy(mailbox, line);
    },
    end: mailbox.end,
  };
};
