import type { DropState } from '../../core/api/drops.js';
import { toBase64Url, toHex } from '../../core/bytes.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { bytesOf, post } from '../quick/post.js';
import { derive, signChallenge } from '../quick/primitives.js';
import { type Depot, openDepot } from './depot-door.js';
import { locatorOf, openCard, type QuickLook } from './quick-card.js';

const STATES: readonly unknown[] = ['open', 'full', 'expired', 'ended'] satisfies DropState[];

const askQuickly = async (seed: Uint8Array): Promise<QuickLook> => {
  const loc = locatorOf(seed);
  const drop = toHex(loc);
  const { challenge } = await post('/v1/locks/challenge', { loc: drop });
  const signature = await signChallenge('drop.look', derive(seed, 'drop.auth'), loc, bytesOf(challenge));
  const answer = await post('/v1/drops/look', { drop, challenge, signature: toBase64Url(signature) });
  const { state, card, papersLeft, bytesLeft, maxPaperBytes } = answer;
  const numbers = [papersLeft, bytesLeft, maxPaperBytes];
  const sound = STATES.includes(state) && numbers.every(Number.isSafeInteger);
  if (!sound || (card === null) !== (state === 'ended')) throw damaged();
  return {
    state: state as DropState,
    card: card === null ? null : openCard(seed, bytesOf(card)),
    papersLeft: papersLeft as number,
    bytesLeft: bytesLeft as number,
    maxPaperBytes: maxPaperBytes as number,
  };
};

/** The same by libsodium, where the browser itself can't sign. */
const askSlowly = (depot: Depot): Promise<QuickLook> => depot.look();

/**
 * For whom papers are taken until when: loads nothing but what the page has already. What the card says is the person's
 * own word; how much is left is the server's.
 *
 * @throws SafeError `unauthorized` if there is no such link, `damaged`, `unavailable`, `rate_limited`
 */
export const lookQuickly = (seed: Uint8Array): Promise<QuickLook> =>
  askQuickly(seed).catch((error: unknown) => {
    if (isSafeError(error)) throw error;
    return askSlowly(openDepot(seed));
  });
