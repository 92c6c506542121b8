import { sameBytes } from '../../bytes.js';
import { damaged } from '../../errors.js';
import { AEAD_NONCE_BYTES, aeadDecrypt, blake2b, wipe } from '../sodium.js';
import { type DocumentKey, type FileKey, useOnce } from '../keys.js';
import { type ByteSource, fileKey } from './encrypt.js';
import {
  chunkContext,
  type ContainerHeader,
  type ContainerPlace,
  HEADER_BYTES,
  isAt,
  readHeader,
  storedChunkBytes,
} from './header.js';
import { paddedLength } from './padding.js';
import { rootReader } from './root-reader.js';

/** Cuts a stream into pieces of the lengths asked for, holding one: it is good until the next is taken. */
const cutter = (source: ByteSource) => {
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let rest: Uint8Array = new Uint8Array(0);
  let buffer = new Uint8Array(0);
  const more = async (): Promise<boolean> => {
    const next = await iterator.next();
    if (next.done) return false;
    rest = next.value;
    return true;
  };
  return {
    /** Exactly `length` bytes, or `damaged` if the stream ends before. */
    take: async (length: number): Promise<Uint8Array> => {
      // Reused: a fresh one for each chunk costs a twentieth of the speed.
      if (buffer.length < length) buffer = new Uint8Array(length);
      const out = buffer.subarray(0, length);
      for (let filled = 0; filled < length; ) {
        if (rest.length === 0 && !(await more())) throw damaged();
        const part = rest.subarray(0, length - filled);
        out.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
      }
      return out;
    },
    isAtEnd: async (): Promise<boolean> => {
      while (rest.length === 0) if (!(await more())) return true;
      return false;
    },
    close: async () => {
      await iterator.return?.();
    },
  };
};

/** Takes the length field and the padding away; throws `damaged` on a padding that was not ours. */
const unpadder = (header: ContainerHeader) => {
  let length = -1;
  let given = 0;
  return (plain: Uint8Array): Uint8Array => {
    let data = plain;
    if (length < 0) {
      const field = new DataView(plain.buffer, plain.byteOffset).getBigUint64(0);
      if (field > BigInt(header.paddedLength - 8)) throw damaged();
      length = Number(field);
      if (paddedLength(header.kind, length) !== header.paddedLength) throw damaged();
      data = plain.subarray(8);
    }
    const part = data.subarray(0, length - given);
    if (data.subarray(part.length).some((byte) => byte !== 0)) throw damaged();
    given += part.length;
    return part;
  };
};

/** Decrypts one stored chunk: for readers that fetched a range and already trust the header through its root. */
export const decryptChunk = (
  key: DocumentKey,
  header: ContainerHeader,
  index: number,
  chunk: Uint8Array,
): Uint8Array => {
  const within = Number.isInteger(index) && index >= 0 && index < header.chunkCount;
  if (!within || chunk.length !== storedChunkBytes(header, index)) throw damaged();
  return useOnce(fileKey(key, header), (fk) => openChunk(fk, header, blake2b(header.bytes), index, chunk));
};

const openChunk = (
  key: FileKey,
  header: ContainerHeader,
  headerHash: Uint8Array,
  index: number,
  chunk: Uint8Array,
): Uint8Array => {
  const context = chunkContext(headerHash, index, index === header.chunkCount - 1);
  return aeadDecrypt(key, chunk.subarray(0, AEAD_NONCE_BYTES), context, chunk.subarray(AEAD_NONCE_BYTES));
};

/**
 * Decrypts a container that must lie at `place` and have the signed `root`. A chunk is yielded only after it verified;
 * **nothing may be kept as a paper before the generator ended**: it then has checked the root over all bytes.
 * Every fault throws `damaged`.
 */
export async function* decryptContainer(
  key: DocumentKey,
  place: ContainerPlace,
  root: Uint8Array,
  source: ByteSource,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = cutter(source);
  const roots = rootReader();
  let fk: FileKey | undefined;
  try {
    const headerBytes = await input.take(HEADER_BYTES);
    const header = readHeader(headerBytes);
    if (!isAt(header, place)) throw damaged();
    roots.push(headerBytes);
    const data = unpadder(header);
    fk = fileKey(key, header);
    const headerHash = blake2b(header.bytes);
    for (let i = 0; i < header.chunkCount; i++) {
      const chunk = await input.take(storedChunkBytes(header, i));
      const plain = data(openChunk(fk, header, headerHash, i, chunk));
      roots.push(chunk);
      if (i === header.chunkCount - 1) await endsWell(input, roots, root);
      if (plain.length > 0) yield plain;
    }
  } finally {
    if (fk) wipe(fk);
    roots.abandon();
    await input.close();
  }
}

/** Before the last plaintext leaves: no byte too many, and the root that was signed. */
const endsWell = async (
  input: ReturnType<typeof cutter>,
  roots: ReturnType<typeof rootReader>,
  root: Uint8Array,
): Promise<void> => {
  if (!(await input.isAtEnd()) || !sameBytes(roots.finish().root, root)) throw damaged();
};
