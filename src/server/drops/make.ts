import { sameBytes } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
import {
  type DropLink,
  dropBlobHash,
  MAX_DROP_MS,
  openDropEnd,
  openDropLink,
} from '../../core/protocol/drop-link.js';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { type Asked, entryBody, operate, refusalOf } from '../log/record.js';
import type { DropsPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** How far the clock of who signs may be from ours. */
const CLOCKS_MS = 120_000;
/** Links that one safe may have, those that are over included. */
const MAX_DROPS = 200;

export interface NewDrop {
  readonly statement: Uint8Array;
  readonly card: Uint8Array;
  readonly own: Uint8Array;
}

export interface Made {
  readonly loc: Uint8Array;
  readonly expires: number;
}

/** What the holder signed is of this safe, under their newest keys, and about what lies beside it. */
const checkStatement = async (
  tx: Db,
  { uid }: Caller,
  safe: Uint8Array,
  { statement, card, own }: NewDrop,
): Promise<DropLink> => {
  const signer = await repository.signerOf(tx, uid);
  const said = openDropLink(statement, signer?.sign_key ?? new Uint8Array(0), { safe, by: uid });
  const fits = sameBytes(said.card, dropBlobHash(card)) && sameBytes(said.own, dropBlobHash(own));
  if (!fits || said.gen !== signer?.generation) throw damaged();
  const now = await repository.safeClock(tx, safe);
  if (said.exp <= now) throw new SafeError('drop_expired');
  if (said.exp > now + MAX_DROP_MS + CLOCKS_MS) throw damaged();
  return said;
};

/** A link by which papers may be left for its holder. The same again answers the same. */
export const making =
  ({ db }: DropsPorts) =>
  async (caller: Caller, safe: Uint8Array, link: NewDrop): Promise<Made> => {
    // A refusal names no link: its id would be what somebody wrote there.
    const asked: Asked = { caller, safe, act: 'drop.make' };
    return operate(
      db,
      asked,
      async (tx) => {
        const { loc, auth, exp, count, bytes } = await checkStatement(tx, caller, safe, link);
        const outcome = await repository.insertDrop(tx, {
          loc,
          safe,
          ...link,
          auth_key: auth,
          expires: exp,
          max_papers: count,
          max_bytes: bytes,
        });
        if (outcome === 'taken') throw new SafeError('conflict');
        if ((await repository.countDrops(tx, safe)) > MAX_DROPS) throw new SafeError('too_large');
        return { loc, expires: exp, repeat: outcome === 'repeat' };
      },
      ({ repeat, loc }) => (repeat ? [] : [entryBody({ ...asked, grant: loc, proof: link.statement })]),
    );
  };

export const listing =
  ({ db }: DropsPorts) =>
  async (caller: Caller, safe: Uint8Array): Promise<readonly repository.ListedRow[]> => {
    const rows = await repository.listOfSafe(db, { caller, safe, act: 'drop.list' });
    const [first] = rows;
    const refusal = first ? refusalOf(first) : 'not_found';
    if (refusal) throw new SafeError(refusal);
    return rows.filter((row) => row.found);
  };

/** Ends a link: from the answer on nothing is taken by it. Ending it again answers again. */
export const ending =
  ({ db }: DropsPorts) =>
  async (caller: Caller, loc: Uint8Array, envelope: Uint8Array): Promise<void> => {
    const safe = await repository.ownSafe(db, loc, caller);
    if (!safe) return asCaller(db, caller, () => Promise.reject(new SafeError('not_found')));
    const asked: Asked = { caller, safe, act: 'drop.end', grant: loc };
    await operate(
      db,
      asked,
      async (tx) => {
        const key = await repository.signKeyOf(tx, caller.uid);
        openDropEnd(envelope, key, { loc, safe, by: caller.uid });
        return repository.markEnded(tx, loc, envelope);
      },
      (first) => (first ? [entryBody({ ...asked, proof: envelope })] : []),
    );
  };
