import type { Kysely } from 'kysely';
import { SafeError } from '../../core/errors.js';
import { type Identity, openIdentityChain } from '../../core/protocol/identity.js';
import type { TeamRole } from '../../core/protocol/team.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** The caller's role in a relay's team, or null; `not_found` if there is no such relay. The row is locked for a change. */
export const roleIn = async (
  tx: Db,
  relay: Uint8Array,
  caller: Caller,
  lock: 'to change' | 'to look',
): Promise<TeamRole | null> => {
  const found = await repository.findRelay(tx, relay, lock === 'to change');
  if (!found) throw new SafeError('not_found');
  return repository.teamRole(tx, relay, caller.uid);
};

export const mustManage = async (
  tx: Db,
  relay: Uint8Array,
  caller: Caller,
  lock: 'to change' | 'to look',
): Promise<void> => {
  if ((await roleIn(tx, relay, caller, lock)) !== 'manager') throw new SafeError('not_manager');
};

/** The newest identity of a worker, verified; undefined for anybody else. */
export const workerIdentity = async (tx: Db, uid: Uint8Array): Promise<Identity | undefined> => {
  const chain = await repository.identityChain(tx, uid);
  if (chain.length === 0) return undefined;
  const identity = openIdentityChain(uid, chain);
  return identity.role === 'worker' ? identity : undefined;
};
