import type { Readable } from 'node:stream';
import type { Kysely } from 'kysely';
import { MAX_METADATA_CONTAINER } from '../../core/api/documents.js';
import { sameBytes, toHex } from '../../core/bytes.js';
import { CHUNK_OVERHEAD, HEADER_BYTES } from '../../core/crypto/container/header.js';
import type { ContainerKind } from '../../core/crypto/container/kind.js';
import { THUMBNAIL_BYTES } from '../../core/crypto/container/padding.js';
import { WRAP_OVERHEAD } from '../../core/crypto/wrap.js';
import { random } from '../../core/crypto/sodium.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { type Manifest, manifestHash, openManifest } from '../../core/protocol/manifest.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { type Asked, operate, recordRefusal, refusalOf } from '../log/record.js';
import type { BlobStore, ByteRange } from '../storage/blob-store.js';
import { takeBytes, takeContainer, takeSmallContainer } from './container-intake.js';
import * as repository from './repository.js';

const THUMBNAIL_CONTAINER = HEADER_BYTES + THUMBNAIL_BYTES + CHUNK_OVERHEAD;
const MAX_MANIFEST = 16 * 1024;
const WRAPPED_KEY = WRAP_OVERHEAD + 32;

export interface DocumentsPorts {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  readonly quota: { readonly plain: number; readonly vouched: number };
  /** Largest content container, in bytes. */
  readonly maxBytes: number;
}

export interface Place {
  readonly safe: Uint8Array;
  readonly document: Uint8Array;
  readonly version: number;
}

/** The parts of a version, in the order of the contract. */
export type Parts = AsyncIterable<{ readonly name: string; readonly bytes: Readable }>;

interface StoredBlob {
  readonly key: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** What has arrived of a version so far. */
interface Received {
  content?: StoredBlob;
  thumbnail?: StoredBlob;
  metadata?: { bytes: Buffer; root: Uint8Array };
  key?: Buffer;
  manifest?: Buffer;
}
type Whole = Required<Omit<Received, 'thumbnail'>> & Pick<Received, 'thumbnail'>;

const PART_ORDER = ['content', 'thumbnail', 'metadata', 'key', 'manifest'] as const;
type PartName = (typeof PART_ORDER)[number];

/** Every root that arrived is one the author signed, and every one signed has arrived. */
const checkRoots = (manifest: Manifest, received: Whole): void => {
  const { content, metadata, thumbnail } = manifest.roots;
  const sameThumbnail =
    thumbnail === null
      ? received.thumbnail === undefined
      : received.thumbnail !== undefined && sameBytes(thumbnail, received.thumbnail.root);
  const same =
    sameBytes(content, received.content.root) && sameBytes(metadata, received.metadata.root) && sameThumbnail;
  if (!same) throw new SafeError('root_mismatch');
};

const isWhole = (received: Received): received is Whole =>
  received.content !== undefined &&
  received.metadata !== undefined &&
  received.key?.length === WRAPPED_KEY &&
  received.manifest !== undefined;

export const documentsService = ({ db, blobs, quota, maxBytes }: DocumentsPorts) => {
  /** Stores a container under a fresh key that the database knew first. */
  const storeContainer = async (
    source: Readable,
    place: Place,
    kind: ContainerKind,
    limit: number,
    keys: string[],
  ): Promise<StoredBlob> => {
    const container = await takeContainer(source, { ...place, kind }, limit);
    try {
      const key = toHex(random(16));
      keys.push(key);
      await repository.registerBlob(db, key);
      await blobs.put(key, container.bytes, { size: container.size });
      return { key, size: container.size, root: container.root() };
    } finally {
      container.bytes.destroy();
      container.close();
    }
  };

  const receivePart = async (
    name: PartName,
    bytes: Readable,
    place: Place,
    free: number,
    keys: string[],
  ): Promise<Received> => {
    switch (name) {
      case 'content':
        return { content: await storeContainer(bytes, place, name, Math.min(maxBytes, free), keys) };
      case 'thumbnail':
        return { thumbnail: await storeContainer(bytes, place, name, THUMBNAIL_CONTAINER, keys) };
      case 'metadata':
        return {
          metadata: await takeSmallContainer(bytes, { ...place, kind: name }, MAX_METADATA_CONTAINER),
        };
      case 'key':
        return { key: await takeBytes(bytes, WRAPPED_KEY) };
      case 'manifest':
        return { manifest: await takeBytes(bytes, MAX_MANIFEST) };
    }
  };

  const receiveParts = async (parts: Parts, place: Place, free: number, keys: string[]): Promise<Whole> => {
    let received: Received = {};
    let expected = 0;
    for await (const part of parts) {
      const at = PART_ORDER.findIndex((name, i) => i >= expected && name === part.name);
      const name = PART_ORDER[at];
      if (!name)
        throw new SafeError('invalid_request', {
          message: 'The parts are not the ones described, in their order.',
        });
      expected = at + 1;
      received = { ...received, ...(await receivePart(name, part.bytes, place, free, keys)) };
    }
    if (!isWhole(received))
      throw new SafeError('invalid_request', { message: 'A part of the version is missing.' });
    return received;
  };

  /** Stores the rows of what arrived; the blobs lie safe on disk by then. */
  const stage = async (
    caller: Caller,
    place: Place,
    received: Whole,
    manifest: Manifest,
  ): Promise<number> => {
    const { content, thumbnail, metadata } = received;
    const bytes = content.size + (thumbnail?.size ?? 0) + metadata.bytes.length;
    const asked: Asked = {
      caller,
      safe: place.safe,
      act: 'paper.send',
      doc: place.document,
      ver: place.version,
    };
    await operate(db, asked, async (tx) => {
      const replaced = await repository.removeStaged(tx, place);
      if (!(await repository.stillPending(tx, keysOf(received)))) throw new SafeError('unavailable');
      if (!(await repository.hasCategory(tx, place.safe, manifest.cat))) throw new SafeError('root_mismatch');
      if (!(await repository.takeRoom(tx, place.safe, bytes - replaced, quota)))
        throw new SafeError('quota_exceeded');
      const stored = await repository.insertStaged(tx, {
        ...place,
        manifest: received.manifest,
        manifest_hash: manifestHash(received.manifest),
        wrapped_key: received.key,
        metadata: metadata.bytes,
        content_key: content.key,
        content_bytes: content.size,
        thumbnail_key: thumbnail?.key ?? null,
        thumbnail_bytes: thumbnail?.size ?? null,
      });
      if (!stored) throw new SafeError('version_exists');
    });
    return bytes;
  };

  const readManifest = (
    received: Whole,
    caller: Caller,
    place: Place,
    ready: repository.Reception,
  ): Manifest => {
    try {
      const manifest = openManifest(received.manifest, ready.signKey ?? new Uint8Array(0), place);
      const mine =
        sameBytes(manifest.by, caller.uid) && manifest.grant === null && manifest.epoch <= (ready.epoch ?? 0);
      if (mine) return manifest;
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
    }
    throw new SafeError('root_mismatch');
  };

  const receive = async (
    caller: Caller,
    place: Place,
    parts: Parts,
    announced: number,
  ): Promise<{ manifest: Uint8Array; bytes: number }> => {
    const asked = {
      caller,
      safe: place.safe,
      act: 'paper.send' as const,
      doc: place.document,
      ver: place.version,
    };
    const keys: string[] = [];
    let staging = false;
    try {
      const ready = await repository.reception(db, asked, quota);
      const refusal = refusalOf(ready);
      if (refusal) throw new SafeError(refusal);
      if (ready.keptVersion !== null && place.version <= ready.keptVersion)
        throw new SafeError('version_exists');
      if (announced > ready.free) throw new SafeError('quota_exceeded');
      const received = await receiveParts(parts, place, ready.free, keys);
      const manifest = readManifest(received, caller, place, ready);
      checkRoots(manifest, received);
      staging = true;
      const bytes = await stage(caller, place, received, manifest);
      return { manifest: manifestHash(received.manifest), bytes };
    } catch (error) {
      if (!staging) await recordRefusal(db, asked, error).catch(() => undefined);
      // Best effort: what is not doomed here is still pending, and the collector finds it.
      await repository.doomBlobs(db, keys).catch(() => undefined);
      throw error;
    }
  };

  const list = async (caller: Caller, safe: Uint8Array, after: Uint8Array, limit: number) => {
    const rows = await repository.listPapers(db, { caller, safe, act: 'paper.list' }, after, limit + 1);
    const [first] = rows;
    const refusal = refusalOf(first ?? { refusal: null, mine: false });
    if (!first || refusal) throw new SafeError(refusal ?? 'not_found');
    const found = rows.filter((row) => row.doc !== null);
    return { head: first.head, rows: found.slice(0, limit), more: found.length > limit };
  };

  const versions = async (caller: Caller, safe: Uint8Array, doc: Uint8Array) => {
    const rows = await repository.listVersions(db, { caller, safe, act: 'paper.versions', doc });
    const [first] = rows;
    const refusal = refusalOf(first ?? { refusal: null, mine: false });
    if (!first?.doc || refusal) throw new SafeError(refusal ?? 'not_found');
    return rows;
  };

  /** Records the reading, then gives the bytes: a range is worked out from the size before anything is opened. */
  const read = async (
    caller: Caller,
    place: Place,
    part: 'content' | 'thumbnail',
    rangeOf: (size: number) => ByteRange | undefined,
  ): Promise<{ bytes: Readable; size: number; range: ByteRange | undefined }> => {
    const act = part === 'content' ? 'paper.read' : 'paper.preview';
    const asked = { caller, safe: place.safe, act, doc: place.document, ver: place.version } as const;
    const found = await repository.findBlob(db, asked, part);
    const refusal = refusalOf(found);
    if (refusal || found.key === null || found.bytes === null) throw new SafeError(refusal ?? 'not_found');
    const range = rangeOf(found.bytes);
    const bytes = await blobs.get(found.key, range);
    // A row without its blob can't be: the store lost something, and it is not the holder's paper that is missing.
    if (!bytes) throw new SafeError('unavailable');
    return { bytes, size: found.bytes, range };
  };

  return { receive, list, versions, read };
};

const keysOf = (received: Whole): string[] =>
  [received.content.key, received.thumbnail?.key].filter((key) => key !== undefined);
