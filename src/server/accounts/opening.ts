import type { Kysely } from 'kysely';
import { sameBytes, toHex } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import type { LockEnrolment } from '../../core/crypto/locked-secret.js';
import { envelopeBytes } from '../../core/crypto/sign.js';
import { damaged, SafeError } from '../../core/errors.js';
import { type Identity, type IdentityLink, openIdentityChain } from '../../core/protocol/identity.js';
import { ID } from '../../core/protocol/shape.js';
import { openUnlockers, type UnlockerList, wrappedKeyHash } from '../../core/protocol/unlockers.js';
import type { Database } from '../database/schema.js';
import type { AccountsPorts } from './ports.js';
import * as repository from './repository.js';

export interface Opening {
  readonly statement: Uint8Array;
  readonly unlockers: Uint8Array;
  readonly locks: readonly LockEnrolment[];
  readonly safe: { readonly id: Uint8Array; readonly wrappedKey: Uint8Array; readonly head: Uint8Array };
}

/** The account that a statement claims to speak for; the chain that names it is verified next. */
const claimedUid = (statement: Uint8Array): Uint8Array => {
  const claimed = parseCanonical(envelopeBytes(statement)) as { uid?: string } | null;
  return ID(claimed?.uid);
};

/** Every lock on the list is one that is kept or newly enrolled, with the same key and the same wrapped account key. */
export const checkLocks = (
  list: UnlockerList,
  locks: readonly Pick<LockEnrolment, 'loc' | 'auth' | 'wrappedKey'>[],
): void => {
  const known = new Map(locks.map((lock) => [toHex(lock.loc), lock]));
  for (const entry of list.list) {
    const lock = known.get(toHex(entry.loc));
    const same =
      lock && sameBytes(lock.auth, entry.auth) && sameBytes(wrappedKeyHash(lock.wrappedKey), entry.key);
    if (!same) throw damaged();
  }
};

const store = async (
  { secrets, openFirstSafe }: AccountsPorts,
  tx: Kysely<Database>,
  identity: Identity,
  link: IdentityLink,
  opening: Opening,
): Promise<void> => {
  await repository.insertIdentity(tx, identity.uid, 1, link, identity.sign);
  await repository.insertUnlockers(tx, identity.uid, 1, opening.unlockers);
  await repository.insertLocks(tx, identity.uid, 1, opening.locks, secrets.protectShare);
  await openFirstSafe(tx, identity, opening.safe);
};

/** Whether the account was opened before with exactly this statement: then the first answer got lost. */
const isRepeated = async (tx: Kysely<Database>, uid: Uint8Array, statement: Uint8Array): Promise<boolean> => {
  const [first] = await repository.identityChain(tx, uid);
  return first !== undefined && sameBytes(first.statement, statement);
};

/** Makes an account, its locks and its first safe, all or nothing. Everything signed is verified before. */
export const opening =
  (ports: AccountsPorts) =>
  async (wanted: Opening): Promise<{ uid: Uint8Array }> => {
    const link = { statement: wanted.statement, approval: null };
    const identity = openIdentityChain(claimedUid(wanted.statement), [link]);
    const list = openUnlockers(wanted.unlockers, identity.sign, identity.uid);
    if (identity.role !== 'holder' || list.seq !== 1 || list.list.length !== wanted.locks.length) {
      throw damaged();
    }
    checkLocks(list, wanted.locks);
    await ports.db.transaction().execute(async (tx) => {
      if (await repository.insertAccount(tx, identity.uid, identity.role)) {
        await store(ports, tx, identity, link, wanted);
      } else if (!(await isRepeated(tx, identity.uid, wanted.statement))) {
        throw new SafeError('conflict');
      }
    });
    return { uid: identity.uid };
  };
