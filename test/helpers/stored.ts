import { decryptContainer } from '../../src/core/crypto/container/decrypt.js';
import { type ByteSource, encryptContainer } from '../../src/core/crypto/container/encrypt.js';
import type { ContainerPlace } from '../../src/core/crypto/container/header.js';
import type { DocumentKey } from '../../src/core/crypto/keys.js';

/** Reads a source to its end. */
export const collect = async (source: ByteSource): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece.slice());
  return new Uint8Array(Buffer.concat(pieces));
};

/** Cuts bytes into pieces of these lengths, over and over. */
export function* inPieces(bytes: Uint8Array, lengths: readonly number[] = [65_536]): Generator<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const end = at + (lengths[i % lengths.length] ?? 1);
    yield bytes.subarray(at, end);
    at = end;
  }
}

export interface StoredContainer {
  readonly stored: Uint8Array;
  readonly root: Uint8Array;
}

/** A whole container in memory, as the store would keep it. */
export const stored = async (
  key: DocumentKey,
  place: ContainerPlace,
  data: Uint8Array,
  pieces: readonly number[] = [65_536],
): Promise<StoredContainer> => {
  const container = encryptContainer(key, place, data.length, inPieces(data, pieces));
  const bytes = await collect(container.bytes);
  return { stored: bytes, root: container.root() };
};

/** Opens a whole container, as a reader would that saves a paper. */
export const opened = (
  key: DocumentKey,
  place: ContainerPlace,
  root: Uint8Array,
  bytes: Uint8Array,
  pieces: readonly number[] = [65_536],
): Promise<Uint8Array> => collect(decryptContainer(key, place, root, inPieces(bytes, pieces)));
