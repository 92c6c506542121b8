import { WRAP_OVERHEAD } from '../../core/crypto/wrap.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { type Manifest, manifestHash, openManifest } from '../../core/protocol/manifest.js';
import type { Foreseen } from '../database/sent-head.js';
import type { Caller } from '../http/caller.js';
import { type Asked, entryBody, operate, recordRefusal, refusalOf } from '../log/record.js';
import type { PartsShape, Received } from './parts.js';
import type { DocumentsPorts, Parts, Place, ReceivingPorts } from './ports.js';
import * as repository from './receive-repository.js';
import { bytesOf, checkRoots, containerColumns, takeIn } from './take-in.js';

const SHAPE: PartsShape = { keyBytes: WRAP_OVERHEAD + 32, signed: 'manifest', head: true };

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

/** The head that came along, if it is the next one no longer: what was sent waits for another. Not a refusal of the upload. */
class Overtaken extends Error {}

const stageAlone = (
  { db, quota }: ReceivingPorts,
  asked: Asked,
  row: repository.StagedVersion,
  catEpoch: number,
) => operate(db, asked, (tx) => repository.stageVersion(tx, row, catEpoch, quota));

/** Stages and keeps in one transaction, with the entries of both. */
const stageAndKeep = (
  { db, quota, heads }: ReceivingPorts,
  asked: Asked,
  row: repository.StagedVersion,
  catEpoch: number,
  head: Uint8Array,
) =>
  operate(
    db,
    asked,
    async (tx) => {
      const { freed } = await repository.stageVersion(tx, row, catEpoch, quota);
      const sent = { head, doc: row.document, ver: row.version };
      const kept = await heads.keepSent(tx, asked.caller, asked.safe, sent).catch((error: unknown) => {
        throw isSafeError(error, 'head_conflict') ? new Overtaken(error.message, { cause: error }) : error;
      });
      return { freed, ...kept };
    },
    ({ entries }) => [entryBody(asked), ...entries],
  );

/** What the author of a version signed. */
interface Signed {
  readonly manifest: Manifest;
  readonly row: repository.StagedVersion;
  /** The head that came along. */
  readonly head: Uint8Array | undefined;
  /** What was found out about it while the bytes were still on their way to the disk. */
  readonly foreseen: Promise<Foreseen | null>;
}

/** The version as it was signed, and the head that came along. One of zeros is none: its author found it overtaken. */
const readSigned = (
  { heads }: ReceivingPorts,
  received: Received,
  caller: Caller,
  place: Place,
  ready: repository.Reception,
): Signed => {
  const manifest = readManifest(received, caller, place, ready);
  const row = rowOf(place, received, manifest);
  const head = received.head?.some((byte) => byte !== 0) ? received.head : undefined;
  const { prev, epoch: wrapEpoch } = manifest;
  const { document: doc, version: ver, manifest_hash: hash } = row;
  const foreseen = head
    ? heads.foresee(caller, place.safe, { head, doc, ver, manifest: hash, prev, wrapEpoch })
    : Promise.resolve(null);
  foreseen.catch(() => undefined); // thrown where it is waited for
  return { manifest, row, head, foreseen };
};

/** What became of the version: bytes freed, and the number of the head that keeps it, if one does. */
interface Stored {
  readonly freed: number;
  readonly head: number | null;
}

/** Stores the rows of what arrived, with the entries; the blobs lie safe on disk by then. */
const store = async (ports: ReceivingPorts, asked: Asked, signed: Signed): Promise<Stored> => {
  const { row, head } = signed;
  const { catEpoch } = signed.manifest;
  const foreseen = await signed.foreseen;
  if (foreseen) {
    const entries = [entryBody(asked), ...foreseen.entries];
    const known = { ...foreseen, entries };
    const freed = await repository.sendAndKeep(ports.db, asked.caller, row, catEpoch, ports.quota, known);
    if (freed !== null) return { freed, head: foreseen.seq };
  }
  if (!head) return { ...(await stageAlone(ports, asked, row, catEpoch)), head: null };
  try {
    const { freed, seq } = await stageAndKeep(ports, asked, row, catEpoch, head);
    return { freed, head: seq };
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
    const staged = await stageAlone(ports, asked, row, catEpoch);
    const { caller, safe } = asked;
    await recordRefusal(ports.db, { caller, safe, act: 'safe.head' }, error.cause);
    return { ...staged, head: null };
  }
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
 * Takes a version in. It stays invisible until a head keeps it, which may come along with it: then `head` is its number, or
 * null if it was not the next one.
 *
 * @param announced bytes that the request says it carries
 */
export const receiving =
  (ports: ReceivingPorts) =>
  async (
    caller: Caller,
    place: Place,
    parts: Parts,
    announced: number,
  ): Promise<{ manifest: Uint8Array; bytes: number; head?: number | null }> => {
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
      read: (received: Received, ready: repository.Reception) =>
        readSigned(ports, received, caller, place, ready),
    };
    return takeIn(ports, intake, parts, async (received, signed) => {
      const { freed, head } = await store(ports, asked, signed);
      if (freed > 0) ports.blobsDoomed();
      const answer = { manifest: signed.row.manifest_hash, bytes: bytesOf(received) };
      return received.head ? { ...answer, head } : answer;
    });
  };
