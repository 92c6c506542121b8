import { sameBytes, toHex } from '../../core/bytes.js';
import type { LockEnrolment } from '../../core/crypto/locked-secret.js';
import { damaged } from '../../core/errors.js';
import { type UnlockerList, wrappedKeyHash } from '../../core/protocol/unlockers.js';

/** What a signed list says of a lock, as the server has it. */
export interface KnownLock extends Pick<LockEnrolment, 'loc' | 'auth' | 'wrappedKey'> {
  readonly type: string;
}

/**
 * Every lock on the list is one that is kept or newly enrolled, of the same type, with the same key and the same wrapped
 * account key; else `damaged`.
 */
export const checkListed = (list: UnlockerList, locks: readonly KnownLock[]): void => {
  const known = new Map(locks.map((lock) => [toHex(lock.loc), lock]));
  for (const entry of list.list) {
    const lock = known.get(toHex(entry.loc));
    const same =
      lock?.type === entry.type &&
      sameBytes(lock.auth, entry.auth) &&
      sameBytes(wrappedKeyHash(lock.wrappedKey), entry.key);
    if (!same) throw damaged();
  }
};
