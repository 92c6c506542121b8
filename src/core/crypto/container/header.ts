import { concat, exactly, u32, u64, utf8 } from '../../bytes.js';
import { damaged } from '../../errors.js';
import { hash } from '../keys.js';
import { AEAD_NONCE_BYTES, AEAD_TAG_BYTES, blake2bStream } from '../sodium.js';
import { CONTAINER_KINDS, type ContainerKind } from './kind.js';
import { isPaddedLength, paddedLength } from './padding.js';

export const HEADER_BYTES = 96;
export const SALT_BYTES = 32;
export const LOG2_CHUNK = 18;
const MIN_LOG2_CHUNK = 16;
const MAX_LOG2_CHUNK = 22;
/** What encryption adds to each chunk: nonce and tag. */
export const CHUNK_OVERHEAD = AEAD_NONCE_BYTES + AEAD_TAG_BYTES;
const MAGIC = utf8('CSD1');
const VERSION = 1;
const SUITE = 1;

/** Where a container belongs: the ids are 16 bytes, the version counts from 1. */
export interface ContainerPlace {
  readonly safe: Uint8Array;
  readonly document: Uint8Array;
  readonly version: number;
  readonly kind: ContainerKind;
}

export interface ContainerHeader extends ContainerPlace {
  readonly log2Chunk: number;
  /** Length of the padded plaintext in bytes, its 8-byte length field included. */
  readonly paddedLength: number;
  readonly chunkCount: number;
  readonly salt: Uint8Array;
  readonly bytes: Uint8Array;
}

/** A header for `length` bytes of data, at most 2⁵⁰; `salt` is 32 fresh random bytes. */
export const makeHeader = (place: ContainerPlace, length: number, salt: Uint8Array): ContainerHeader => {
  const padded = paddedLength(place.kind, length);
  const chunkCount = Math.ceil(padded / 2 ** LOG2_CHUNK);
  const kind = CONTAINER_KINDS.indexOf(place.kind) + 1;
  const bytes = concat(
    MAGIC,
    Uint8Array.of(VERSION, SUITE, kind, LOG2_CHUNK),
    exactly(16, place.safe),
    exactly(16, place.document),
    u32(place.version),
    u64(padded),
    u32(chunkCount),
    new Uint8Array(8),
    exactly(SALT_BYTES, salt),
  );
  return { ...place, log2Chunk: LOG2_CHUNK, paddedLength: padded, chunkCount, salt, bytes };
};

const readPadded = (view: DataView, kind: ContainerKind): number => {
  const padded = Number(view.getBigUint64(44));
  if (!Number.isSafeInteger(padded) || !isPaddedLength(kind, padded)) throw damaged();
  return padded;
};

/** Reads 96 bytes of a container's beginning. Throws `damaged` on anything that {@link makeHeader} could not have meant. */
export const readHeader = (bytes: Uint8Array): ContainerHeader => {
  if (bytes.length !== HEADER_BYTES || MAGIC.some((byte, i) => byte !== bytes[i])) throw damaged();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = CONTAINER_KINDS[view.getUint8(6) - 1];
  const log2Chunk = view.getUint8(7);
  if (view.getUint8(4) !== VERSION || view.getUint8(5) !== SUITE || !kind) throw damaged();
  // A larger chunk would let a sender fill the reader's memory.
  if (log2Chunk < MIN_LOG2_CHUNK || log2Chunk > MAX_LOG2_CHUNK) throw damaged();
  const version = view.getUint32(40);
  if (version < 1) throw damaged();
  const padded = readPadded(view, kind);
  const chunkCount = view.getUint32(52);
  if (chunkCount !== Math.ceil(padded / 2 ** log2Chunk)) throw damaged();
  if (bytes.subarray(56, 64).some((byte) => byte !== 0)) throw damaged();
  return {
    kind,
    log2Chunk,
    safe: bytes.slice(8, 24),
    document: bytes.slice(24, 40),
    version,
    paddedLength: padded,
    chunkCount,
    salt: bytes.slice(64, 96),
    bytes: bytes.slice(),
  };
};

/** Whether a header names exactly this place. */
export const isAt = (header: ContainerHeader, place: ContainerPlace): boolean =>
  header.kind === place.kind &&
  header.version === place.version &&
  header.safe.every((byte, i) => byte === place.safe[i]) &&
  header.document.every((byte, i) => byte === place.document[i]) &&
  place.safe.length === 16 &&
  place.document.length === 16;

/** Bytes of chunk `index` as stored: nonce, ciphertext and tag. */
export const storedChunkBytes = (header: ContainerHeader, index: number): number => {
  const full = 2 ** header.log2Chunk;
  return Math.min(full, header.paddedLength - index * full) + CHUNK_OVERHEAD;
};

/** Bytes of the whole container as stored. */
export const storedBytes = (header: ContainerHeader): number =>
  HEADER_BYTES + header.paddedLength + header.chunkCount * CHUNK_OVERHEAD;

/** Additional data of chunk `index`: `H(header) | u32 index | last`. */
export const chunkContext = (headerHash: Uint8Array, index: number, last: boolean): Uint8Array =>
  concat(headerHash, u32(index), Uint8Array.of(last ? 1 : 0));

const LEAF = concat(utf8('CS1/leaf'), Uint8Array.of(0));

/** The hash of chunk `index` under way: `leaf = H("CS1/leaf" 00 u32 i chunk)`. */
export const startLeaf = (index: number): ReturnType<typeof blake2bStream> => {
  const state = blake2bStream();
  state.update(concat(LEAF, u32(index)));
  return state;
};

/** `root = H("CS1/root" 00 header leaf₀ …)`. */
export const containerRoot = (header: Uint8Array, leaves: readonly Uint8Array[]): Uint8Array =>
  hash('root', header, ...leaves);
