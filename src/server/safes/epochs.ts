import { type Kysely, sql } from 'kysely';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { Changes } from './changes.js';

type Db = Kysely<Database>;

export interface EpochChanges {
  /** A new root key of the safe, for the account and with the one before under it. */
  readonly epoch: { readonly wrappedKey: Uint8Array; readonly wrappedPrevious: Uint8Array } | null;
  /** Keys of versions, wrapped under the epoch that is in force from this head on. */
  readonly rewrap: readonly { doc: Uint8Array; ver: number; wrappedKey: Uint8Array }[];
}

const addEpoch = async (
  tx: Db,
  safe: Uint8Array,
  epoch: number,
  { wrappedKey, wrappedPrevious }: NonNullable<EpochChanges['epoch']>,
): Promise<void> => {
  await tx
    .insertInto('safe_epochs')
    .values({ safe, epoch, wrapped_key: wrappedKey, wrapped_previous: wrappedPrevious })
    .execute();
};

/** Only forward: a key under an older epoch never takes the place of one under a newer. */
const rewrap = async (
  tx: Db,
  safe: Uint8Array,
  epoch: number,
  keys: EpochChanges['rewrap'],
): Promise<void> => {
  if (keys.length === 0) return;
  const { numAffectedRows } = await sql`
    update versions v set wrapped_key = k.wrapped_key, wrap_epoch = ${epoch}
    from unnest(${keys.map((one) => one.doc)}::bytea[], ${keys.map((one) => one.ver)}::integer[],
      ${keys.map((one) => one.wrappedKey)}::bytea[]) as k (document, version, wrapped_key)
    where v.safe = ${safe} and v.document = k.document and v.version = k.version and not v.staged
      and v.wrap_epoch < ${epoch}
  `.execute(tx);
  if (numAffectedRows !== BigInt(keys.length)) throw new SafeError('head_conflict');
};

/** What was sent under a key that somebody was shown, and that is no longer in force, is kept under the new one or not at all. */
const checkKept = async (tx: Db, safe: Uint8Array, epoch: number, keep: Changes['keep']): Promise<void> => {
  if (keep.length === 0) return;
  const { rows } = await sql`
    select from unnest(${keep.map((one) => one.doc)}::bytea[], ${keep.map((one) => one.ver)}::integer[]) as k (doc, ver)
    join versions v on v.safe = ${safe} and v.document = k.doc and v.version = k.ver and v.wrap_epoch < ${epoch} limit 1
  `.execute(tx);
  if (rows.length > 0) throw new SafeError('conflict', { details: { reason: 'new_key' } });
};

/** Applies what a head changes of the safe's keys, after it kept what it keeps; gives the epoch in force from it on. */
export const applyEpochs = async (
  tx: Db,
  safe: Uint8Array,
  changes: EpochChanges & Pick<Changes, 'keep'>,
): Promise<number> => {
  const { newest } = await tx
    .selectFrom('safe_epochs')
    .select(sql<number>`max(epoch)`.as('newest'))
    .where('safe', '=', safe)
    .executeTakeFirstOrThrow();
  const epoch = changes.epoch ? newest + 1 : newest;
  if (changes.epoch) await addEpoch(tx, safe, epoch, changes.epoch);
  await rewrap(tx, safe, epoch, changes.rewrap);
  await checkKept(tx, safe, epoch, changes.keep);
  return epoch;
};
