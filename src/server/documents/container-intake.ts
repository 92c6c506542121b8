import { Readable } from 'node:stream';
import {
  type ContainerHeader,
  type ContainerPlace,
  HEADER_BYTES,
  isAt,
  readHeader,
  storedBytes,
} from '../../core/crypto/container/header.js';
import { type RootReader, rootReader } from '../../core/crypto/container/root-reader.js';
import { SafeError } from '../../core/errors.js';

/** A container on its way in: its size is known before its bytes are stored, its root after. */
export interface IncomingContainer {
  readonly size: number;
  /** The container's bytes, hashed as they pass; ends in an error if they are not what the header announced. */
  readonly bytes: Readable;
  /** Resolves once all bytes were read, and are what the header announced; never where they are not. */
  readonly arrived: Promise<void>;
  /** The root over all bytes; call it once they arrived. */
  root(): Uint8Array;
  /** Frees what the hashing holds, whatever happened. */
  close(): void;
}

const refuse = (): never => {
  throw new SafeError('root_mismatch');
};

/** Reads until the header is whole; resolves with it and everything read so far. */
const readStart = async (source: Readable): Promise<{ header: ContainerHeader; start: Buffer }> => {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < HEADER_BYTES) {
    const piece = (await nextPiece(source)) ?? refuse();
    start = start.length === 0 ? piece : Buffer.concat([start, piece]);
  }
  try {
    return { header: readHeader(start.subarray(0, HEADER_BYTES)), start };
  } catch {
    return refuse();
  }
};

/** The next bytes of a paused stream, or null at its end. */
const nextPiece = async (source: Readable): Promise<Buffer | null> => {
  for (;;) {
    const piece = source.read() as Buffer | null;
    if (piece !== null) return piece;
    if (source.readableEnded) return null;
    // It broke off while its last bytes were being stored: no event will come any more.
    if (source.errored) throw source.errored;
    if (source.destroyed) throw new SafeError('unavailable');
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: Error | null) => {
        source.off('readable', settle).off('end', settle).off('error', settle).off('close', settle);
        if (error instanceof Error) reject(error);
        else if (source.destroyed && !source.readableEnded) reject(new SafeError('unavailable'));
        else resolve();
      };
      source.once('readable', settle).once('end', settle).once('error', settle).once('close', settle);
    });
  }
};

/** How many bytes may pass before it is known whether they may be stored. */
const AHEAD = 2 ** 20;

interface Passing {
  readonly start: Buffer;
  readonly size: number;
  readonly roots: RootReader;
  readonly allowed: Promise<void>;
}

/** Passes bytes on while hashing them; memory is what the stream's buffer holds. Ends only once they are allowed. */
async function* hashed(source: Readable, { start, size, roots, allowed }: Passing, tell: () => void) {
  let seen = 0;
  for (let piece: Buffer | null = start; piece !== null; piece = await nextPiece(source)) {
    if (seen <= AHEAD && seen + piece.length > AHEAD) await allowed;
    seen += piece.length;
    if (seen > size) refuse();
    roots.push(piece);
    yield piece;
  }
  if (seen !== size) refuse();
  tell();
  await allowed;
}

/**
 * Begins to take a container that must lie at `place` and hold at most `maxBytes`. Refuses with `root_mismatch` a header
 * that says otherwise, with `too_large` a container over the limit, before a byte is stored.
 *
 * @param allow asked with its size while the first bytes pass on; they don't come to an end before it allowed that, and end
 * with what it throws
 */
export const takeContainer = async (
  source: Readable,
  place: ContainerPlace,
  maxBytes: number,
  allow: (size: number) => Promise<void> = async () => {},
): Promise<IncomingContainer> => {
  const { header, start } = await readStart(source);
  if (!isAt(header, place)) refuse();
  const size = storedBytes(header);
  if (size > maxBytes) throw new SafeError('too_large');
  const roots = rootReader();
  const allowed = allow(size);
  allowed.catch(() => undefined); // thrown where the bytes end
  const passing = { start, size, roots, allowed };
  let tell: (() => void) | undefined;
  const arrived = new Promise<void>((resolve) => {
    tell = resolve;
  });
  return {
    size,
    arrived,
    bytes: Readable.from(
      hashed(source, passing, () => tell?.()),
      { objectMode: false, highWaterMark: 512 * 1024 },
    ),
    root: () => roots.finish().root,
    close: roots.abandon,
  };
};

/** Takes a small container whole, in memory. */
export const takeSmallContainer = async (
  source: Readable,
  place: ContainerPlace,
  maxBytes: number,
): Promise<{ bytes: Buffer; root: Uint8Array }> => {
  const container = await takeContainer(source, place, maxBytes);
  try {
    const pieces: Buffer[] = [];
    for await (const piece of container.bytes) pieces.push(piece as Buffer);
    return { bytes: Buffer.concat(pieces), root: container.root() };
  } finally {
    container.close();
  }
};

/** Takes a part of at most `maxBytes` bytes that is no container; more is `too_large`. */
export const takeBytes = async (source: Readable, maxBytes: number): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of source) {
    length += (piece as Buffer).length;
    if (length > maxBytes) throw new SafeError('too_large');
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces);
};
