import { joinHand } from '../../core/api/hands.js';
import { toHex } from '../../core/bytes.js';
import { isSafeError } from '../../core/errors.js';
import { greetHand, handLocator, type HandPurpose, readHand } from '../../core/protocol/hand.js';
import { wireBytes } from '../wire.js';
import { type HandDevice, type Joined, joinedBy, makeMailbox } from './joined.js';

/**
 * Joins the screen whose code was read here: its key is the one that the code names, or nothing is sent.
 *
 * @param typed an address, the text of a code, or 8 words
 * @throws SafeError `bad_hand`, `hand_taken` if another screen was faster or reads it too, `hand_ended`, `damaged` if the server
 * puts another key in between
 */
export const joinShown = async (
  device: HandDevice,
  server: string,
  typed: string,
  purpose: HandPurpose,
): Promise<Joined> => {
  const fp = readHand(typed);
  const loc = handLocator(fp);
  const mailbox = makeMailbox(device, server, loc);
  const body = { hand: toHex(loc), guest: mailbox.owner };
  const { card } = await mailbox.api.call(joinHand, { body }, { again: true });
  try {
    const { hello, welcomed } = greetHand(fp, wireBytes(card), purpose);
    await mailbox.post(0, hello);
    return joinedBy(mailbox, welcomed(await mailbox.take(0)));
  } catch (error) {
    // of a third screen the other one is to hear too
    if (!isSafeError(error, 'hand_taken')) await mailbox.end();
    throw error;
  }
};
