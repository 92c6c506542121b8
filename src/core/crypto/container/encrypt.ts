import { u64 } from '../../bytes.js';
import { SafeError } from '../../errors.js';
import { blake2b, aeadEncrypt, AEAD_NONCE_BYTES, random, wipe } from '../sodium.js';
import { deriveKey, type DocumentKey, type FileKey } from '../keys.js';
import {
  chunkContext,
  type ContainerHeader,
  type ContainerPlace,
  containerRoot,
  makeHeader,
  SALT_BYTES,
  startLeaf,
  storedBytes,
} from './header.js';

export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface EncryptedContainer {
  /** Exact size of what `bytes` will yield. */
  readonly size: number;
  readonly header: ContainerHeader;
  /** Header and chunks, to be read once and in order. */
  readonly bytes: AsyncGenerator<Uint8Array, void, undefined>;
  /** The root; only after `bytes` was read to its end. */
  root(): Uint8Array;
}

export const fileKey = (key: DocumentKey, header: ContainerHeader): FileKey =>
  deriveKey(key, 'file', header.bytes);

/** `u64 length | data | zeros` in pieces of exactly one chunk (the last one may be shorter). The buffer is reused. */
async function* paddedChunks(header: ContainerHeader, length: number, source: ByteSource) {
  const size = 2 ** header.log2Chunk;
  const buffer = new Uint8Array(Math.min(size, header.paddedLength));
  buffer.set(u64(length));
  let filled = 8;
  let seen = 0;
  for await (const piece of source) {
    seen += piece.length;
    if (seen > length) throw new SafeError('file_changed');
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + buffer.length - filled);
      buffer.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === size) {
        yield buffer;
        filled = 0;
      }
    }
  }
  if (seen !== length) throw new SafeError('file_changed');
  for (let left = header.paddedLength - 8 - length; filled + left > 0; filled = 0) {
    const end = Math.min(size, filled + left);
    buffer.fill(0, filled, end);
    left -= end - filled;
    yield buffer.subarray(0, end);
  }
}

const leafOf = (index: number, pieces: readonly Uint8Array[]): Uint8Array => {
  const leaf = startLeaf(index);
  for (const piece of pieces) leaf.update(piece);
  return leaf.digest();
};

/**
 * Encrypts `length` bytes as a container CSD1 while they are read, in memory of a few chunks. Salt and nonces are fresh,
 * so that encrypting again (a retry) never reuses one. A source that yields more or less rejects with `file_changed`.
 */
export const encryptContainer = (
  key: DocumentKey,
  place: ContainerPlace,
  length: number,
  source: ByteSource,
): EncryptedContainer => {
  const header = makeHeader(place, length, random(SALT_BYTES));
  const fk = fileKey(key, header);
  const headerHash = blake2b(header.bytes);
  const leaves: Uint8Array[] = [];

  // joining nonce and ciphertext would copy every byte of a paper once more
  const closeChunk = (plain: Uint8Array): readonly Uint8Array[] => {
    const index = leaves.length;
    const nonce = random(AEAD_NONCE_BYTES);
    const context = chunkContext(headerHash, index, index === header.chunkCount - 1);
    const pieces = [nonce, aeadEncrypt(fk, nonce, context, plain)];
    leaves.push(leafOf(index, pieces));
    return pieces;
  };

  async function* bytes() {
    try {
      yield header.bytes;
      for await (const plain of paddedChunks(header, length, source)) yield* closeChunk(plain);
    } finally {
      wipe(fk);
    }
  }

  return {
    size: storedBytes(header),
    header,
    bytes: bytes(),
    root: () => {
      if (leaves.length !== header.chunkCount) throw new SafeError('internal');
      return containerRoot(header.bytes, leaves);
    },
  };
};
