import { sameBytes } from '../../core/bytes.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { type Manifest, manifestHash, openManifest } from '../../core/protocol/manifest.js';
import type { Caller } from '../http/caller.js';
import { type Asked, operate, recordRefusal, refusalOf } from '../log/record.js';
import { type Received, receiveParts } from './parts.js';
import type { DocumentsPorts, Parts, Place } from './ports.js';
import * as repository from './repository.js';

/** Every root that arrived is one the author signed, and every one signed has arrived. */
const checkRoots = (manifest: Manifest, received: Received): void => {
  const { content, metadata, thumbnail } = manifest.roots;
  const sameThumbnail =
    thumbnail === null
      ? received.thumbnail === undefined
      : received.thumbnail !== undefined && sameBytes(thumbnail, received.thumbnail.root);
  const same =
    sameBytes(content, received.content.root) && sameBytes(metadata, received.metadata.root) && sameThumbnail;
  if (!same) throw new SafeError('root_mismatch');
};

/** The manifest, if it is the caller's own over exactly what arrived; else `root_mismatch`. */
const readManifest = (
  received: Received,
  caller: Caller,
  place: Place,
  { signKey, epoch }: repository.Reception,
): Manifest => {
  let manifest: Manifest;
  try {
    manifest = openManifest(received.manifest, signKey ?? new Uint8Array(0), place, caller.uid);
  } catch (error) {
    throw isSafeError(error, 'damaged') ? new SafeError('root_mismatch', { cause: error }) : error;
  }
  if (manifest.grant !== null || manifest.epoch > (epoch ?? 0)) throw new SafeError('root_mismatch');
  checkRoots(manifest, received);
  return manifest;
};

const keysOf = ({ content, thumbnail }: Received): string[] =>
  thumbnail ? [content.key, thumbnail.key] : [content.key];

const rowOf = (place: Place, received: Received, { cat, epoch }: Manifest): repository.StagedVersion => ({
  ...place,
  manifest: received.manifest,
  manifest_hash: manifestHash(received.manifest),
  wrapped_key: received.key,
  category: cat,
  wrap_epoch: epoch,
  metadata: received.metadata.bytes,
  content_key: received.content.key,
  content_bytes: received.content.size,
  thumbnail_key: received.thumbnail?.key ?? null,
  thumbnail_bytes: received.thumbnail?.size ?? null,
});

/** Stores the rows of what arrived, with the entry; the blobs lie safe on disk by then. */
const stage = async (
  { db, quota, blobsDoomed }: DocumentsPorts,
  asked: Asked,
  place: Place,
  received: Received,
  manifest: Manifest,
): Promise<number> => {
  const { content, thumbnail, metadata } = received;
  const bytes = content.size + (thumbnail?.size ?? 0) + metadata.bytes.length;
  const freed = await operate(db, asked, async (tx) => {
    const replaced = await repository.removeStaged(tx, place);
    if (!(await repository.stageBlobs(tx, keysOf(received)))) throw new SafeError('unavailable');
    if (!(await repository.hasCategory(tx, place.safe, manifest))) throw new SafeError('root_mismatch');
    if (!(await repository.takeRoom(tx, place.safe, bytes - replaced, quota))) {
      throw new SafeError('quota_exceeded');
    }
    if (!(await repository.insertStaged(tx, rowOf(place, received, manifest))))
      throw new SafeError('version_exists');
    return replaced;
  });
  if (freed > 0) blobsDoomed();
  return bytes;
};

/** Whether the caller may send this version at all, before a byte of it is read. */
const admit = async (
  { db, quota }: DocumentsPorts,
  asked: Asked & { doc: Uint8Array; ver: number },
  { version }: Place,
  announced: number,
): Promise<repository.Reception> => {
  const ready = await repository.reception(db, asked, quota);
  const refusal = refusalOf(ready);
  if (refusal) throw new SafeError(refusal);
  if (ready.keptVersion !== null && version <= ready.keptVersion) throw new SafeError('version_exists');
  if (announced > ready.room - ready.used) throw new SafeError('quota_exceeded');
  return ready;
};

/**
 * Takes a version in: streams its containers to the store while their roots are computed, checks them against the signed
 * manifest, then stores the rows. It stays invisible until a head keeps it. Whatever fails leaves nothing behind.
 *
 * @param announced bytes that the request says it carries
 */
export const receiving =
  (ports: DocumentsPorts) =>
  async (
    caller: Caller,
    place: Place,
    parts: Parts,
    announced: number,
  ): Promise<{ manifest: Uint8Array; bytes: number }> => {
    const asked = {
      caller,
      safe: place.safe,
      act: 'paper.send',
      doc: place.document,
      ver: place.version,
    } as const;
    const keys: string[] = [];
    let staging = false;
    try {
      const ready = await admit(ports, asked, place, announced);
      const received = await receiveParts(ports, parts, { place, room: ready.room, keys });
      const manifest = readManifest(received, caller, place, ready);
      staging = true;
      const bytes = await stage(ports, asked, place, received, manifest);
      return { manifest: manifestHash(received.manifest), bytes };
    } catch (error) {
      // From staging on, the refusal is in the log already.
      if (!staging) await recordRefusal(ports.db, asked, error).catch(() => undefined);
      // Best effort: what is not doomed here is still pending, and the collector finds it.
      await repository.doomPending(ports.db, keys).catch(() => undefined);
      if (keys.length > 0) ports.blobsDoomed();
      throw error;
    }
  };
