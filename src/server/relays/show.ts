import type { Kysely } from 'kysely';
import { SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import type { TeamLink } from '../../core/protocol/team.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import type { RelaysPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** What a relay says of itself: chains and a certificate, which whoever reads them verifies. */
export interface ShownRelay extends repository.RelayRow {
  readonly identity: readonly IdentityLink[];
  readonly team: readonly TeamLink[];
}

export const relayOf = async (tx: Db, relay: Uint8Array): Promise<ShownRelay> => {
  const found = await repository.findRelay(tx, relay);
  if (!found) throw new SafeError('not_found');
  const identity = await repository.identityChain(tx, relay);
  return { ...found, identity, team: await repository.teamChain(tx, relay) };
};

export const showing =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array): Promise<ShownRelay> =>
    asCaller(db, caller, (tx) => relayOf(tx, relay));

/** The caller's relays, with the keys that are sealed to them. */
export const listing =
  ({ db }: RelaysPorts) =>
  async (caller: Caller) =>
    asCaller(db, caller, async (tx) => {
      const listed = [];
      for (const { relay, role } of await repository.relaysOf(tx, caller.uid)) {
        const keys = await repository.keysFor(tx, relay, caller.uid);
        const previous = await repository.previousKeys(tx, relay);
        listed.push({ relay: await relayOf(tx, relay), role, keys, previous });
      }
      return listed;
    });
