import { login } from '../../../client/login.js';
import type { Session } from '../../../client/session.js';
import { fromBase64Url, toBase64Url, toHex } from '../../../core/bytes.js';
import { isSafeError } from '../../../core/errors.js';
import { phoneName } from '../phone-name.js';
import { change } from '../store/database.js';
import { keep, unsealText } from '../store/sealed.js';
import { device } from './device.js';

/** A card that was made, of which it is not known yet whether it opens. */
export const NEXT = 'next-card';
/** A change of the code of which it is not known yet whether it was done. */
export const RENEWAL = 'renewal';

/** What opens the safe if the change was done. */
export interface Renewal {
  readonly cardSecret: string;
  readonly deviceSecret: string;
  /** Whose code it is; missing in what an earlier release kept. */
  readonly uid?: string;
}

interface Next {
  readonly secret: string;
  /** Whose card it is; missing in what an earlier release kept. */
  readonly uid?: string;
}

export const keepNext = (secret: Uint8Array, { uid }: Session): Promise<void> =>
  keep('kept', NEXT, { secret: toBase64Url(secret), uid: toHex(uid) } satisfies Next);

const readNext = async (): Promise<Next | null> => {
  const kept = await unsealText<Next | string>('kept', NEXT);
  return typeof kept === 'string' ? { secret: kept } : kept;
};

/** The card of this person that was made and not settled; null where there is none, or another's. */
export const nextOf = async ({ uid }: Session): Promise<Uint8Array | null> => {
  const next = await readNext();
  return next && (next.uid === undefined || next.uid === toHex(uid)) ? fromBase64Url(next.secret) : null;
};

/** Forgets the safe, but not what may be all that still opens it: a card nobody has seen yet. */
export const forgetButPending = (): Promise<void> =>
  change(['kept', 'cache'], (store) => {
    const kept = store('kept');
    const keys = kept.getAllKeys();
    keys.addEventListener('success', () => {
      for (const key of keys.result) if (key !== NEXT && key !== RENEWAL) kept.delete(key);
    });
    store('cache').clear();
  });

/** What another way in may still get past. */
const isShut = (error: unknown): boolean =>
  isSafeError(error, 'lock_frozen') ||
  isSafeError(error, 'lock_blocked') ||
  isSafeError(error, 'unknown_lock');

/**
 * Opens the safe; where this phone, or the card in hand, is shut for good, by a card whose making broke off: if the service took
 * it, the old card opens nothing, and nobody has the new one but this phone. Each has its own ten tries at the service.
 */
export const orByPending = async (pin: string, open: () => Promise<Session>): Promise<Session> => {
  try {
    return await open();
  } catch (error) {
    if (!isShut(error)) throw error;
    const renewal = await unsealText<Renewal>('kept', RENEWAL);
    const secrets = [renewal?.cardSecret, (await readNext())?.secret].filter((one) => one !== undefined);
    let told = error;
    for (const secret of secrets) {
      const entry = { server: location.origin, cardSecret: fromBase64Url(secret), pin, label: phoneName() };
      try {
        return await login(device, entry);
      } catch (refused) {
        if (isSafeError(refused, 'wrong_code') || isSafeError(refused, 'unavailable')) told = refused;
      }
    }
    throw told;
  }
};
