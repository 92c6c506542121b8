import { type Kysely, sql } from 'kysely';
import { toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { Kept } from './changes.js';

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
const checkKept = (epoch: number, kept: readonly Kept[], rewrapped: EpochChanges['rewrap']): void => {
  const anew = new Set(rewrapped.map(({ doc, ver }) => `${toHex(doc)} ${ver}`));
  const isOld = ({ doc, ver, wrapEpoch }: Kept): boolean =>
    wrapEpoch < epoch && !anew.has(`${toHex(doc)} ${ver}`);
  if (kept.some(isOld)) throw new SafeError('conflict', { details: { reason: 'new_key' } });
};

/**
 * Applies what a head changes of the safe's keys, after it kept what it keeps; `newest` is the epoch before it. Gives the
 * epoch in force from it on.
 */
export const applyEpochs = async (
  tx: Db,
  { safe, newest, kept }: { safe: Uint8Array; newest: number; kept: readonly Kept[] },
  changes: EpochChanges,
): Promise<number> => {
  const epoch = changes.epoch ? newest + 1 : newest;
  if (changes.epoch) await addEpoch(tx, safe, epoch, changes.epoch);
  await rewrap(tx, safe, epoch, changes.rewrap);
  checkKept(epoch, kept, changes.rewrap);
  return epoch;
};
