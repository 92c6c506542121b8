import type { Kysely } from 'kysely';
import { toHex } from '../../core/bytes.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { type Parties, partiesOf } from './repository.js';

/** Of a few hundred bytes each; beyond it all are read again. */
const MOST = 10_000;

const nameOf = (grant: Uint8Array, { uid }: Caller): string => `${toHex(grant)}/${toHex(uid)}`;

/**
 * Whom grants are about, remembered so that a reading costs one statement instead of two. Nothing is decided by it: whoever
 * uses it asks the database in the deciding statement whether it holds still.
 */
export const knownParties = (db: Kysely<Database>) => {
  const known = new Map<string, Parties>();
  return {
    /** As {@link partiesOf}, from memory where it is there. */
    of: async (grant: Uint8Array, caller: Caller): Promise<Parties> => {
      const name = nameOf(grant, caller);
      const found = known.get(name) ?? (await partiesOf(db, grant, caller));
      if (known.size >= MOST) known.clear();
      known.set(name, found);
      return found;
    },
    forget: (grant: Uint8Array, caller: Caller): void => void known.delete(nameOf(grant, caller)),
  };
};

export type KnownParties = ReturnType<typeof knownParties>;
