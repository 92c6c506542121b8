import { WRAP_OVERHEAD } from '../../core/crypto/wrap.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { type Manifest, manifestHash, openManifest } from '../../core/protocol/manifest.js';
import type { Caller } from '../http/caller.js';
import { type Asked, operate, recordRefusal, refusalOf } from '../log/record.js';
import type { PartsShape, Received } from './parts.js';
import type { DocumentsPorts, Parts, Place } from './ports.js';
import * as repository from './repository.js';
import { bytesOf, checkRoots, containerColumns, takeIn } from './take-in.js';

const SHAPE: PartsShape = { keyBytes: WRAP_OVERHEAD + 32, signed: 'manifest' };

/** The manifest, if it is the caller's own over exactly what arrived; else `root_mismatch`. */
const readManifest = (
  received: Received,
  caller: Caller,
  place: Place,
  { signKey, epoch }: repository.Reception,
): Manifest => {
  let manifest: Manifest;
  try {
    manifest = openManifest(received.signed, signKey ?? new Uint8Array(0), place, caller.uid);
  } catch (error) {
    throw isSafeError(error, 'damaged') ? new SafeError('root_mismatch', { cause: error }) : error;
  }
  if (manifest.grant !== null || manifest.epoch > (epoch ?? 0)) throw new SafeError('root_mismatch');
  checkRoots(manifest.roots, received);
  return manifest;
};

const rowOf = (place: Place, received: Received, { cat, epoch }: Manifest): repository.StagedVersion => ({
  ...place,
  ...containerColumns(received),
  manifest: received.signed,
  manifest_hash: manifestHash(received.signed),
  wrapped_key: received.key,
  category: cat,
  wrap_epoch: epoch,
});

/** Stores the rows of what arrived, with the entry; the blobs lie safe on disk by then. */
const stage = async (
  { db, quota, blobsDoomed }: DocumentsPorts,
  asked: Asked,
  place: Place,
  received: Received,
  manifest: Manifest,
): Promise<number> => {
  const row = rowOf(place, received, manifest);
  const { freed } = await operate(db, asked, (tx) =>
    repository.stageVersion(tx, row, manifest.catEpoch, quota),
  );
  if (freed > 0) blobsDoomed();
  return bytesOf(received);
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
 * Takes a version in. It stays invisible until a head keeps it.
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
    const intake = {
      refused: (error: unknown) => recordRefusal(ports.db, asked, error),
      place,
      shape: SHAPE,
      admit: () => admit(ports, asked, place, announced),
      read: (received: Received, ready: repository.Reception) => readManifest(received, caller, place, ready),
    };
    return takeIn(ports, intake, parts, async (received, manifest) => {
      const bytes = await stage(ports, asked, place, received, manifest);
      return { manifest: manifestHash(received.signed), bytes };
    });
  };
