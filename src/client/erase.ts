import { toBase64Url, toHex } from '../core/bytes.js';
import { eraseSafe as eraseSafeContract } from '../core/api/safes.js';
import { isSafeError } from '../core/errors.js';
import { signErasure } from '../core/protocol/erasure.js';
import { loadSafe } from './safe.js';
import type { Session } from './session.js';

/** After a lost answer the order may find nothing left: no safe, no account, and no lock that was there a moment ago. */
const isGone = (error: unknown): boolean =>
  isSafeError(error) && ['not_found', 'unauthorized', 'unknown_lock'].includes(error.code);

/**
 * Destroys the safe at once, keys, papers, log and account, and makes this device forget it. Nothing can bring it back.
 */
export const eraseSafe = async (session: Session): Promise<void> => {
  const { head } = await loadSafe(session);
  const order = signErasure(session.safe, head.seq, session.device.clock.now(), session.keys.sign.secretKey);
  const request = { params: { safe: toHex(session.safe) }, body: { order: toBase64Url(order) } };
  let lost = false;
  for (let attempt = 1; ; attempt++) {
    try {
      await session.api.call(eraseSafeContract, request);
      break;
    } catch (error) {
      if (lost && isGone(error)) break;
      if (attempt === 4 || !isSafeError(error, 'unavailable')) throw error;
      lost = true;
      await session.device.clock.wait(300 * attempt);
    }
  }
  session.state = undefined;
  await session.device.memory.forget();
};
