import type { Kysely } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import type { LockEnrolment } from '../../core/crypto/locked-secret.js';
import { envelopeBytes } from '../../core/crypto/sign.js';
import { damaged, SafeError } from '../../core/errors.js';
import { type Identity, openIdentityChain } from '../../core/protocol/identity.js';
import { ID } from '../../core/protocol/shape.js';
import { openUnlockers } from '../../core/protocol/unlockers.js';
import type { Database } from '../database/schema.js';
import type { ServerSecrets } from '../server-key.js';
import { checkListed } from './listed.js';
import * as lockRepository from './lock-repository.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

export interface FirstSafe {
  readonly id: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly head: Uint8Array;
}

export interface OpeningPorts {
  readonly db: Db;
  readonly secrets: Pick<ServerSecrets, 'protectShare'>;
  /**
   * Makes the account's first safe in the same transaction; throws `damaged` unless the holder signed it, `conflict` if
   * there is a safe of that id.
   */
  openFirstSafe(tx: Db, holder: Identity, safe: FirstSafe): Promise<void>;
  /** Whether this safe was opened for this holder. */
  isFirstSafe(tx: Db, holder: Identity, safe: FirstSafe): Promise<boolean>;
}

export interface Opening {
  readonly statement: Uint8Array;
  readonly unlockers: Uint8Array;
  readonly locks: readonly LockEnrolment[];
  readonly safe: FirstSafe;
}

/** The account that a statement claims to speak for; the chain that names it is verified next. */
const claimedUid = (statement: Uint8Array): Uint8Array => {
  const claimed = parseCanonical(envelopeBytes(statement)) as { uid?: string };
  return ID(claimed?.uid);
};

const identityOf = ({ statement, unlockers, locks }: Opening): Identity => {
  const identity = openIdentityChain(claimedUid(statement), [{ statement, approval: null }]);
  const list = openUnlockers(unlockers, identity.sign, identity.uid);
  const first = identity.role === 'holder' && list.seq === 1 && list.gen === identity.gen;
  if (!first || list.list.length !== locks.length) throw damaged();
  checkListed(list, locks);
  return identity;
};

/** Opens an account with its locks and its first safe, in one transaction. The same again is no other account. */
export const accountOpening = ({ db, secrets, openFirstSafe, isFirstSafe }: OpeningPorts) => {
  const store = async (tx: Db, identity: Identity, opening: Opening): Promise<void> => {
    const { uid, gen, sign } = identity;
    await repository.insertIdentity(tx, uid, gen, { statement: opening.statement, approval: null }, sign);
    await repository.insertUnlockers(tx, uid, 1, opening.unlockers);
    if (!(await lockRepository.insertLocks(tx, uid, gen, opening.locks, secrets.protectShare)))
      throw new SafeError('conflict');
    await openFirstSafe(tx, identity, opening.safe);
  };

  /** Whether all of it was stored before, the codes of its locks included: then the first answer got lost. */
  const isRepeated = async (tx: Db, identity: Identity, opening: Opening): Promise<boolean> => {
    const { uid } = identity;
    const [first] = await repository.identityChain(tx, uid);
    const list = await repository.firstUnlockers(tx, uid);
    const codes = await Promise.all(
      opening.locks.map(({ loc, tagHash }) => lockRepository.isEnrolled(tx, uid, loc, tagHash)),
    );
    return (
      first !== undefined &&
      sameBytes(first.statement, opening.statement) &&
      list !== undefined &&
      sameBytes(list, opening.unlockers) &&
      codes.every(Boolean) &&
      (await isFirstSafe(tx, identity, opening.safe))
    );
  };

  return async (opening: Opening): Promise<{ uid: Uint8Array }> => {
    const identity = identityOf(opening);
    await db.transaction().execute(async (tx) => {
      if (await repository.insertAccount(tx, identity.uid, identity.role)) await store(tx, identity, opening);
      else if (!(await isRepeated(tx, identity, opening))) throw new SafeError('conflict');
    });
    return { uid: identity.uid };
  };
};
