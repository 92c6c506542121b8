import { sameBytes } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { Roots } from '../../core/protocol/manifest.js';
import { type PartsShape, type Received, receiveParts } from './parts.js';
import type { DocumentsPorts, Parts, Place } from './ports.js';
import * as repository from './receive-repository.js';

/** Every root that arrived is one the author signed, and every one signed has arrived; else `root_mismatch`. */
export const checkRoots = ({ content, metadata, thumbnail }: Roots, received: Received): void => {
  const sameThumbnail =
    thumbnail === null
      ? received.thumbnail === undefined
      : received.thumbnail !== undefined && sameBytes(thumbnail, received.thumbnail.root);
  const same =
    sameBytes(content, received.content.root) && sameBytes(metadata, received.metadata.root) && sameThumbnail;
  if (!same) throw new SafeError('root_mismatch');
};

export const keysOf = ({ content, thumbnail }: Received): string[] =>
  thumbnail ? [content.key, thumbnail.key] : [content.key];

/** What a paper takes of its safe's room. */
export const bytesOf = ({ content, thumbnail, metadata }: Received): number =>
  content.size + (thumbnail?.size ?? 0) + metadata.bytes.length;

/** The columns that versions and deposits share. */
export const containerColumns = ({ content, thumbnail, metadata }: Received) => ({
  metadata: metadata.bytes,
  content_key: content.key,
  content_bytes: content.size,
  thumbnail_key: thumbnail?.key ?? null,
  thumbnail_bytes: thumbnail?.size ?? null,
});

/** How one sort of paper is taken in. */
export interface Intake<R extends { readonly room: number }, S> {
  readonly place: Place;
  readonly shape: PartsShape;
  /** Whether it may be sent at all, before a byte of it is read. */
  admit(): Promise<R>;
  /** What its author signed, if it is their own over exactly what arrived. */
  read(received: Received, ready: R): S;
  /** Tells the holder's log of a refusal that came before anything was stored. */
  refused(error: unknown): Promise<void>;
}

/**
 * Takes a paper in: streams its containers to the store while their roots are computed, has them checked against what was
 * signed, then, once they lie on stable storage, has the rows stored by `store`, which records refusals of its own. Whatever
 * fails leaves nothing behind.
 */
export const takeIn = async <R extends { readonly room: number }, S, T>(
  ports: DocumentsPorts,
  { place, shape, admit, read, refused }: Intake<R, S>,
  parts: Parts,
  store: (received: Received, signed: S) => Promise<T>,
): Promise<T> => {
  const keys: string[] = [];
  const storing: Promise<void>[] = [];
  let recording = false;
  try {
    const ready = await admit();
    const received = await receiveParts(ports, parts, { place, room: ready.room, keys, storing, shape });
    const signed = read(received, ready);
    await Promise.all(storing);
    recording = true;
    return await store(received, signed);
  } catch (error) {
    // From then on, the refusal is in the log already.
    if (!recording) await refused(error).catch(() => undefined);
    // A blob that is given up before it is whole would come after its collector.
    await Promise.allSettled(storing);
    // Best effort: what is not doomed here is still pending, and the collector finds it.
    await repository.doomPending(ports.db, keys).catch(() => undefined);
    if (keys.length > 0) ports.blobsDoomed();
    throw error;
  }
};
