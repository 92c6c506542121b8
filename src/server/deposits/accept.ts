import { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import { MAX_METADATA_CONTAINER } from '../../core/api/documents.js';
import { sameBytes } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { claimedDeposit, type Deposit } from '../../core/protocol/deposit.js';
import { claimedDrop } from '../../core/protocol/drop.js';
import { type Manifest, manifestHash, openManifest } from '../../core/protocol/manifest.js';
import type { Database } from '../database/schema.js';
import { takeSmallContainer } from '../documents/container-intake.js';
import { hasCategory, insertStaged } from '../documents/receive-repository.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** A deposit as the holder keeps it. */
export interface Accepted {
  readonly doc: Uint8Array;
  readonly manifest: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly metadata: Uint8Array;
}

interface Holder {
  readonly safe: Uint8Array;
  readonly holder: Uint8Array;
  readonly signKey: Uint8Array;
}

const sameRoot = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : sameBytes(a, b);

/** What was signed of it, by a worker or with a link's key: verified when it was stored. */
const claimed = ({ statement, drop_loc }: repository.AcceptedRow): Pick<Deposit, 'roots' | 'dekc'> =>
  drop_loc === null ? claimedDeposit(statement) : claimedDrop(statement);

/** The holder signs the very bytes and the very key that were left; the metadata is their own. */
const isSame = ({ roots, dekc }: Manifest, left: Pick<Deposit, 'roots' | 'dekc'>): boolean =>
  sameBytes(roots.content, left.roots.content) &&
  sameRoot(roots.thumbnail, left.roots.thumbnail) &&
  sameBytes(dekc, left.dekc);

const mustBe = (holds: boolean): void => {
  if (!holds) throw new SafeError('root_mismatch');
};

const acceptOne = async (tx: Db, { safe, holder, signKey }: Holder, one: Accepted): Promise<void> => {
  const row = await repository.takeWaiting(tx, safe, one.doc);
  // Refused or kept by another device, or over.
  if (!row) throw new SafeError('not_found');
  const place = { safe, document: one.doc, version: 1 };
  const manifest = openManifest(one.manifest, signKey, place, holder);
  const source = Readable.from([one.metadata], { objectMode: false });
  const metadata = await takeSmallContainer(source, { ...place, kind: 'metadata' }, MAX_METADATA_CONTAINER);
  mustBe(isSame(manifest, claimed(row)));
  mustBe(sameBytes(manifest.roots.metadata, metadata.root) && manifest.grant === null);
  mustBe(manifest.epoch <= (await repository.newestEpoch(tx, safe)));
  mustBe(await hasCategory(tx, safe, manifest));
  const { content_key, content_bytes, thumbnail_key, thumbnail_bytes } = row;
  const stored = await insertStaged(tx, {
    ...place,
    manifest: one.manifest,
    manifest_hash: manifestHash(one.manifest),
    wrapped_key: one.wrappedKey,
    category: manifest.cat,
    wrap_epoch: manifest.epoch,
    metadata: metadata.bytes,
    content_key,
    content_bytes,
    thumbnail_key,
    thumbnail_bytes,
  });
  if (!stored) throw new SafeError('head_conflict');
  await repository.markKept(tx, safe, one.doc);
  await repository.resize(tx, safe, metadata.bytes.length - row.metadata_bytes);
};

/**
 * Moves what waited among the papers, inside the transaction of the head that lists it: not a byte of it is sent again. Its
 * version is staged until that head keeps it.
 */
export const acceptDeposits = async (tx: Db, holder: Holder, accept: readonly Accepted[]): Promise<void> => {
  for (const one of accept) await acceptOne(tx, holder, one);
};
