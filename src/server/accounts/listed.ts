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

export const isListed = (list: UnlockerList, loc: Uint8Array): boolean =>
  list.list.some((entry) => sameBytes(entry.loc, loc));

/** Every enrolled lock is on the list, comes once, and was never this account's before: a blocked one stays so. */
export const checkEnrolled = (
  list: UnlockerList,
  enrolled: readonly { loc: Uint8Array }[],
  before: readonly { loc: Uint8Array }[],
): void => {
  const distinct = new Set(enrolled.map((lock) => toHex(lock.loc))).size === enrolled.length;
  const fresh = enrolled.every((lock) => !before.some((old) => sameBytes(old.loc, lock.loc)));
  if (!distinct || !fresh || !enrolled.every((lock) => isListed(list, lock.loc))) throw damaged();
};
