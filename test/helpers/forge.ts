import { concat, u32, u64 } from '../../src/core/bytes.js';
import {
  chunkContext,
  type ContainerPlace,
  containerRoot,
  makeHeader,
  startLeaf,
} from '../../src/core/crypto/container/header.js';
import { deriveKey, type DocumentKey } from '../../src/core/crypto/keys.js';
import { aeadEncrypt, blake2b, random } from '../../src/core/crypto/sodium.js';
import type { StoredContainer } from './stored.js';

/** Offsets of the header's fields (docs/protocol.md §5): name, first byte, length. */
export const HEADER_FIELDS = [
  ['magic', 0, 4],
  ['version', 4, 1],
  ['suite', 5, 1],
  ['kind', 6, 1],
  ['log2chunk', 7, 1],
  ['safe', 8, 16],
  ['document', 24, 16],
  ['document version', 40, 4],
  ['padded length', 44, 8],
  ['chunk count', 52, 4],
  ['reserved zeros', 56, 8],
  ['salt', 64, 32],
] as const;

const leafOf = (index: number, chunk: Uint8Array): Uint8Array => {
  const leaf = startLeaf(index);
  leaf.update(chunk);
  return leaf.digest();
};

/** The stored pieces of a container of 256 KiB chunks: header, then chunks. */
export const cut = ({ stored }: StoredContainer, log2Chunk = 18): Uint8Array[] => {
  const step = 2 ** log2Chunk + 40;
  const count = Math.ceil((stored.length - 96) / step);
  const chunks = Array.from({ length: count }, (_, i) => stored.slice(96 + i * step, 96 + (i + 1) * step));
  return [stored.slice(0, 96), ...chunks];
};

/** Puts pieces together and computes the root that somebody without any scruple would have signed. */
export const joined = (header: Uint8Array, ...chunks: readonly Uint8Array[]): StoredContainer => ({
  stored: concat(header, ...chunks),
  root: containerRoot(
    header,
    chunks.map((chunk, i) => leafOf(i, chunk)),
  ),
});

/** A header with fields put in by offset. */
export const patched = (header: Uint8Array, ...patches: readonly [number, Uint8Array][]): Uint8Array => {
  const out = header.slice();
  for (const [offset, bytes] of patches) out.set(bytes, offset);
  return out;
};

/**
 * A container by somebody who knows the document key and keeps no rule: `plain` is taken as the padded plaintext, and
 * every chunk is encrypted and hashed as it should be.
 */
export const forge = (
  key: DocumentKey,
  place: ContainerPlace,
  plain: Uint8Array,
  options: { log2Chunk?: number; patches?: readonly [number, Uint8Array][] } = {},
): StoredContainer => {
  const { log2Chunk = 18, patches = [] } = options;
  const size = 2 ** log2Chunk;
  const count = Math.max(1, Math.ceil(plain.length / size));
  const honest = makeHeader(place, 0, random(32)).bytes;
  const header = patched(
    honest,
    [7, Uint8Array.of(log2Chunk)],
    [44, u64(plain.length)],
    [52, u32(count)],
    ...patches,
  );
  const fk = deriveKey<'file'>(key, 'file', header);
  const chunks = Array.from({ length: count }, (_, i) => {
    const nonce = random(24);
    const context = chunkContext(blake2b(header), i, i === count - 1);
    return concat(nonce, aeadEncrypt(fk, nonce, context, plain.subarray(i * size, (i + 1) * size)));
  });
  return joined(header, ...chunks);
};

/** `u64 length | data`, filled with zeros up to `padded` bytes. */
export const padTo = (padded: number, length: number | bigint, data: Uint8Array): Uint8Array => {
  const out = new Uint8Array(padded);
  new DataView(out.buffer).setBigUint64(0, BigInt(length));
  out.set(data, 8);
  return out;
};
