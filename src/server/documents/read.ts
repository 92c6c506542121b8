import type { Readable } from 'node:stream';
import { SafeError } from '../../core/errors.js';
import type { Caller } from '../http/caller.js';
import { refusalOf } from '../log/record.js';
import type { ByteRange } from '../storage/blob-store.js';
import type { DocumentsPorts, Place } from './ports.js';
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

/** Records the reading, then gives the bytes: a range is worked out from the size before anything is opened. */
export const reading =
  ({ db, blobs }: DocumentsPorts) =>
  async (
    caller: Caller,
    place: Place,
    part: 'content' | 'thumbnail',
    rangeOf: (size: number) => ByteRange | undefined,
  ): Promise<{ bytes: Readable | Buffer; size: number; range: ByteRange | undefined }> => {
    const act = part === 'content' ? 'paper.read' : 'paper.preview';
    const asked = { caller, safe: place.safe, act, doc: place.document, ver: place.version } as const;
    const found = await repository.findBlob(db, asked, part);
    const refusal = refusalOf(found);
    if (refusal || found.key === null || found.bytes === null) throw new SafeError(refusal ?? 'not_found');
    const range = rangeOf(found.bytes);
    const whole = range === undefined && found.bytes <= SMALL;
    const bytes = await (whole ? blobs.getWhole(found.key, found.bytes) : blobs.get(found.key, range));
    // A row without its blob can't be: the store lost something, and the holder's paper is not "not there".
    if (!bytes) throw new SafeError('unavailable');
    return { bytes, size: found.bytes, range };
  };
