import type { Kysely } from 'kysely';
import { sameBytes, toHex } from '../../core/bytes.js';
import type { LockEnrolment } from '../../core/crypto/locked-secret.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import {
  openUnlockers,
  type UnlockerList,
  unlockersFollow,
  unlockersHash,
} from '../../core/protocol/unlockers.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { recordForAccount } from '../log/record.js';
import { checkLocks } from './opening.js';
import type { AccountsPorts } from './ports.js';
import * as repository from './repository.js';

/** The caller's account with its row locked; refuses a caller whose lock no longer opens. */
const ownAccount = async (tx: Kysely<Database>, caller: Caller): Promise<{ vouched: boolean }> => {
  const account = await repository.lockAccount(tx, caller.uid, caller.loc);
  if (!account) throw new SafeError('unauthorized');
  if (account.refusal !== null) throw new SafeError(account.refusal as ErrorCode);
  return account;
};

/** The account as its holder may see it: locks that were blocked are gone. */
export const showing =
  ({ db }: AccountsPorts) =>
  async (caller: Caller) =>
    db.transaction().execute(async (tx) => {
      const { vouched } = await ownAccount(tx, caller);
      const unlockers = await repository.newestUnlockers(tx, caller.uid);
      return {
        vouched,
        identity: await repository.identityChain(tx, caller.uid),
        unlockers: unlockers?.envelope ?? new Uint8Array(0),
        locks: (await repository.accountLocks(tx, caller.uid)).filter((lock) => !lock.blocked_at),
      };
    });

type KnownLocks = Awaited<ReturnType<typeof repository.accountLocks>>;

/** New locks are on the list and new indeed: a locator that was blocked once never comes back. */
const checkEnrolled = (list: UnlockerList, known: KnownLocks, enrolled: readonly LockEnrolment[]): void => {
  const listed = new Set(list.list.map((entry) => toHex(entry.loc)));
  const old = new Set(known.map((lock) => toHex(lock.loc)));
  if (enrolled.some(({ loc }) => !listed.has(toHex(loc)) || old.has(toHex(loc)))) throw damaged();
};

const replace = async (
  { secrets }: AccountsPorts,
  tx: Kysely<Database>,
  uid: Uint8Array,
  envelope: Uint8Array,
  enrolled: readonly LockEnrolment[],
): Promise<UnlockerList> => {
  const signer = await repository.newestSignKey(tx, uid);
  const last = await repository.newestUnlockers(tx, uid);
  if (!signer || !last) throw new SafeError('unauthorized');
  const list = openUnlockers(envelope, signer.key, uid);
  if (sameBytes(envelope, last.envelope)) return list;
  if (!unlockersFollow(list, last.envelope, last.seq)) throw new SafeError('conflict');
  const known = await repository.accountLocks(tx, uid);
  const kept = known.filter((lock) => !lock.blocked_at);
  const asEnrolled = kept.map((lock) => ({
    loc: lock.loc,
    auth: lock.auth_key,
    wrappedKey: lock.wrapped_key,
  }));
  checkLocks(list, [...asEnrolled, ...enrolled]);
  checkEnrolled(list, known, enrolled);
  await repository.insertUnlockers(tx, uid, list.seq, envelope);
  await repository.insertLocks(tx, uid, signer.generation, enrolled, secrets.protectShare);
  const listed = new Set(list.list.map((entry) => toHex(entry.loc)));
  const gone = kept.map((lock) => lock.loc).filter((loc) => !listed.has(toHex(loc)));
  await repository.blockLocks(tx, uid, gone);
  return list;
};

/** Puts a new signed list in the place of the old one; what it leaves out is blocked when this is committed. */
export const changing =
  (ports: AccountsPorts) =>
  async (
    caller: Caller,
    envelope: Uint8Array,
    enrolled: readonly LockEnrolment[],
  ): Promise<{ seq: number; hash: Uint8Array }> =>
    ports.db.transaction().execute(async (tx) => {
      await ownAccount(tx, caller);
      const list = await replace(ports, tx, caller.uid, envelope, enrolled);
      await recordForAccount(tx, { caller, act: 'unlocker.change', outcome: 'ok' });
      return { seq: list.seq, hash: unlockersHash(envelope) };
    });
