import type { Readable } from 'node:stream';
import { SafeError } from '../../core/errors.js';
import type { Caller } from '../http/caller.js';
import { refusalOf } from '../log/record.js';
import type { ByteRange } from '../storage/blob-store.js';
import type { DocumentsPorts, Place } from './ports.js';
import { chunkRange } from './range.js';
import * as repository from './repository.js';

/** Up to here a paper is read whole before it is sent: thumbnails above all, of which a page shows many. */
const SMALL = 64 * 1024;

const NOBODY = { refusal: null, mine: false };

/** A page of the safe's papers, by id, with the head that lists them. */
export const listing =
  ({ db }: DocumentsPorts) =>
  async (caller: Caller, safe: Uint8Array, after: Uint8Array, limit: number) => {
    const asked = { caller, safe, act: 'paper.list' } as const;
    const rows = await repository.listPapers(db, asked, after, limit + 1);
    const [first] = rows;
    const refusal = refusalOf(first ?? NOBODY);
    if (!first || refusal) throw new SafeError(refusal ?? 'not_found');
    const found = rows.filter((row) => row.doc !== null);
    const page = found.slice(0, limit);
    return { head: first.head, rows: page, more: first.found > page.length };
  };

/** Every kept version of one paper, oldest first. */
export const listingVersions =
  ({ db }: DocumentsPorts) =>
  async (caller: Caller, safe: Uint8Array, doc: Uint8Array) => {
    const rows = await repository.listVersions(db, { caller, safe, act: 'paper.versions', doc });
    const [first] = rows;
    const refusal = refusalOf(first ?? NOBODY);
    if (!first?.doc || refusal) throw new SafeError(refusal ?? 'not_found');
    return rows;
  };

export interface OpenedBlob {
  readonly bytes: Readable | Buffer;
  readonly size: number;
  readonly range: ByteRange | undefined;
}

/** Opens a blob that somebody may read, by whatever rule, or the part of it that a Range header asks for. */
export const openingBlob =
  ({ blobs, db }: Pick<DocumentsPorts, 'blobs' | 'db'>) =>
  async (blob: { key: string; bytes: number }, header: string | undefined): Promise<OpenedBlob> => {
    const range = chunkRange(header, blob.bytes);
    const whole = range === undefined && blob.bytes <= SMALL;
    const bytes = await (whole ? blobs.getWhole(blob.key, blob.bytes) : blobs.get(blob.key, range));
    // Destroyed since it was looked up, or lost by the store: then the holder's paper is not "not there".
    if (!bytes) throw new SafeError((await repository.isLive(db, blob.key)) ? 'unavailable' : 'not_found');
    return { bytes, size: blob.bytes, range };
  };

/** Records the reading, then gives the bytes: a range is worked out from the size before anything is opened. */
export const reading = (ports: DocumentsPorts) => {
  const openBlob = openingBlob(ports);
  return async (
    caller: Caller,
    place: Place,
    part: 'content' | 'thumbnail',
    range: string | undefined,
  ): Promise<OpenedBlob> => {
    const act = part === 'content' ? 'paper.read' : 'paper.preview';
    const asked = { caller, safe: place.safe, act, doc: place.document, ver: place.version } as const;
    const { key, bytes, ...gate } = await repository.findBlob(ports.db, asked, part);
    const refusal = refusalOf(gate);
    if (refusal || key === null || bytes === null) throw new SafeError(refusal ?? 'not_found');
    return openBlob({ key, bytes }, range);
  };
};
