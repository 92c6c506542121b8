import { existsSync } from 'node:fs';
import { Transform } from 'node:stream';
import { fromHex, sameBytes } from '../../core/bytes.js';
import { rootReader } from '../../core/crypto/container/root-reader.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import { envelopeBytes } from '../../core/crypto/sign.js';
import { SafeError } from '../../core/errors.js';
import { DEPOSITS, tableFile, VERSIONS } from './format.js';
import { readTable } from './rows.js';

/** A blob that a version or a deposit refers to. */
export interface ListedBlob {
  readonly key: string;
  readonly size: number;
  /** What its author signed of its bytes. */
  readonly root: Uint8Array;
}

/** A row of `versions`, or of `deposits`, where what was answered has no bytes. */
interface Line {
  readonly manifest?: string;
  readonly statement?: string;
  readonly content_key: string | null;
  readonly content_bytes: number | null;
  readonly thumbnail_key: string | null;
  readonly thumbnail_bytes: number | null;
}

const fromPgHex = (text: string): Uint8Array => Buffer.from(text.slice(2), 'hex');

const rootsOf = (manifest: string): { content: string; thumbnail: string | null } => {
  const { roots } = parseCanonical(envelopeBytes(fromPgHex(manifest))) as {
    roots: { content: string; thumbnail: string | null };
  };
  return roots;
};

async function* blobsOf(folder: string, table: string): AsyncGenerator<ListedBlob> {
  for await (const line of readTable(folder, table)) {
    const row = JSON.parse(line) as Line;
    if (row.content_key === null) continue;
    const roots = rootsOf(row.manifest ?? row.statement ?? '');
    yield { key: row.content_key, size: row.content_bytes ?? 0, root: fromHex(roots.content, 32) };
    if (row.thumbnail_key !== null && roots.thumbnail !== null)
      yield { key: row.thumbnail_key, size: row.thumbnail_bytes ?? 0, root: fromHex(roots.thumbnail, 32) };
  }
}

/** The blobs of everything in a backup's database, one after the other: their number is of no matter. */
export async function* listedBlobs(folder: string): AsyncGenerator<ListedBlob> {
  yield* blobsOf(folder, VERSIONS);
  // A backup from before there were deposits has no such table.
  if (existsSync(tableFile(folder, DEPOSITS))) yield* blobsOf(folder, DEPOSITS);
}

const mismatch = (cause?: unknown): SafeError => new SafeError('root_mismatch', { cause });

/** Passes a container on and fails with `root_mismatch` at its end if it is not the one that was signed. */
export const checkingRoot = ({ root }: ListedBlob): Transform => {
  const reader = rootReader();
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        reader.push(chunk);
        done(null, chunk);
      } catch (error) {
        done(mismatch(error));
      }
    },
    flush(done) {
      try {
        done(sameBytes(reader.finish().root, root) ? null : mismatch());
      } catch (error) {
        done(mismatch(error));
      }
    },
    destroy(error, done) {
      reader.abandon();
      done(error);
    },
  });
};
