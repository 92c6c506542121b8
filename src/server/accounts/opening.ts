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
import { recordForAccount } from '../log/record.js';
import { checkListed } from './listed.js';
import { insertLocks, isEnrolled } from './lock-repository.js';
import type { AccountsPorts, FirstSafe } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

export interface Opening {
  readonly statement: Uint8Array;
  readonly unlockers: Uint8Array;
  readonly locks: readonly LockEnrolment[];
  /** A holder's first safe; none for a worker. */
  readonly safe: FirstSafe | null;
}

/** The account that a statement claims to speak for; the chain that names it is verified next. */
const claimedUid = (statement: Uint8Array): Uint8Array => {
  const claimed = parseCanonical(envelopeBytes(statement)) as { uid?: string } | null;
  return ID(claimed?.uid);
};

const identityOf = ({ statement, unlockers, locks, safe }: Opening): Identity => {
  const identity = openIdentityChain(claimedUid(statement), [{ statement, approval: null }]);
  const list = openUnlockers(unlockers, identity.sign, identity.uid);
  const first = list.seq === 1 && list.gen === identity.gen;
  // A relay has no card: its key is its team's.
  const role = identity.role === (safe === null ? 'worker' : 'holder');
  // A spare is left by somebody who has a safe.
  if (locks.some(({ type }) => type === 'spare')) throw damaged();
  if (!role || !first || list.list.length !== locks.length) throw damaged();
  checkListed(list, locks);
  return identity;
};

const store = async (ports: AccountsPorts, tx: Db, identity: Identity, wanted: Opening): Promise<void> => {
  const { uid, gen, sign } = identity;
  await repository.insertIdentity(tx, uid, gen, { statement: wanted.statement, approval: null }, sign);
  await repository.insertUnlockers(tx, uid, 1, wanted.unlockers);
  const enrolled = await insertLocks(tx, uid, gen, wanted.locks, ports.secrets.protectShare);
  if (!enrolled) throw new SafeError('conflict');
  if (wanted.safe) await ports.openFirstSafe(tx, identity, wanted.safe);
  const loc = wanted.locks[0]?.loc ?? uid;
  await recordForAccount(tx, { caller: { uid, loc }, act: 'safe.open', outcome: 'ok' });
};

/** Whether all of it was stored before, the codes of its locks included: then the first answer got lost. */
const isRepeated = async (
  ports: AccountsPorts,
  tx: Db,
  identity: Identity,
  wanted: Opening,
): Promise<boolean> => {
  const { uid } = identity;
  const [first] = await repository.identityChain(tx, uid);
  const list = await repository.firstUnlockers(tx, uid);
  if (!first || !sameBytes(first.statement, wanted.statement)) return false;
  if (!list || !sameBytes(list, wanted.unlockers)) return false;
  const codes = wanted.locks.map(({ loc, tagHash }) => isEnrolled(tx, uid, loc, tagHash));
  if (!(await Promise.all(codes)).every(Boolean)) return false;
  return wanted.safe === null || ports.isFirstSafe(tx, identity, wanted.safe);
};

/** Makes an account, its locks and a holder's first safe, all or nothing. Everything signed is verified before. */
export const opening =
  (ports: AccountsPorts) =>
  async (wanted: Opening): Promise<{ uid: Uint8Array }> => {
    const identity = identityOf(wanted);
    await ports.db.transaction().execute(async (tx) => {
      if (await repository.insertAccount(tx, identity.uid, identity.role)) {
        await store(ports, tx, identity, wanted);
      } else if (!(await isRepeated(ports, tx, identity, wanted))) {
        throw new SafeError('conflict');
      }
    });
    return { uid: identity.uid };
  };
