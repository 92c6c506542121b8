import fc from 'fast-check';
import t from 'tap';
import { CONTAINER_KINDS, type ContainerKind } from '../../src/core/crypto/container/kind.js';
import { decryptChunk, decryptContainer } from '../../src/core/crypto/container/decrypt.js';
import { encryptContainer } from '../../src/core/crypto/container/encrypt.js';
import {
  CHUNK_OVERHEAD,
  HEADER_BYTES,
  readHeader,
  storedBytes,
} from '../../src/core/crypto/container/header.js';
import {
  isPaddedLength,
  MAX_THUMBNAIL,
  paddedLength,
  padme,
} from '../../src/core/crypto/container/padding.js';
import { rootReader } from '../../src/core/crypto/container/root-reader.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { isSafeError } from '../../src/core/errors.js';
import { paddedTo } from '../helpers/second/container.js';
import { collect, inPieces, opened, stored } from '../helpers/stored.js';
import { pattern, tohex } from '../helpers/vectors.js';

const CHUNK = 2 ** 18;
const key = newKey<'document'>();
const at = (kind: ContainerKind = 'content') => ({
  safe: new Uint8Array(16).fill(1),
  document: new Uint8Array(16).fill(2),
  version: 1,
  kind,
});

const near = (...edges: number[]) =>
  fc
    .tuple(fc.constantFrom(...edges), fc.integer({ min: -2, max: 2 }))
    .map(([edge, by]) => Math.max(0, edge + by));
const contentLength = near(0, 4088, 4096, CHUNK - 8, CHUNK, 2 * CHUNK - 8, 700_000);
const lengths = fc.oneof(
  contentLength.map((length) => ({ kind: 'content' as const, length })),
  near(0, 504, 512, 1016, 16_384).map((length) => ({ kind: 'metadata' as const, length })),
  near(0, 1000, MAX_THUMBNAIL - 2).map((length) => ({ kind: 'thumbnail' as const, length })),
);
/** Lengths of pieces; at least one is not empty, so that the source gets on. */
const pieces = fc
  .array(fc.oneof(fc.nat(3), near(40, 96, 4096, CHUNK, CHUNK + CHUNK_OVERHEAD)), { maxLength: 4 })
  .map((list) => list.concat(50_021));

t.test('a paper of any length comes back, however it arrives', async () => {
  await fc.assert(
    fc.asyncProperty(lengths, pieces, pieces, async ({ kind, length }, input, output) => {
      const data = pattern(length);
      const made = await stored(key, at(kind), data, input);
      const back = await opened(key, at(kind), made.root, made.stored, output);
      return Buffer.compare(back, data) === 0;
    }),
    { numRuns: 60 },
  );
});

t.test('the size said beforehand is the size that comes', async () => {
  await fc.assert(
    fc.asyncProperty(lengths, async ({ kind, length }) => {
      const container = encryptContainer(key, at(kind), length, inPieces(pattern(length)));
      const bytes = await collect(container.bytes);
      const header = readHeader(bytes.subarray(0, HEADER_BYTES));
      return bytes.length === container.size && storedBytes(header) === bytes.length;
    }),
    { numRuns: 20 },
  );
});

t.test('a file that changes its length while it is read is not stored', async () => {
  await fc.assert(
    fc.asyncProperty(contentLength, fc.constantFrom(-1, 1, 5000), async (length, by) => {
      const said = Math.max(0, length + by);
      if (said === length) return true;
      const container = encryptContainer(key, at(), said, inPieces(pattern(length)));
      const error: unknown = await collect(container.bytes).catch((refused: unknown) => refused);
      return isSafeError(error, 'file_changed');
    }),
    { numRuns: 20 },
  );
});

t.test('two encryptions of one paper have nothing in common but their place', async (t) => {
  const [one, two] = [await stored(key, at(), pattern(100)), await stored(key, at(), pattern(100))];
  t.equal(tohex(one.stored.subarray(0, 64)), tohex(two.stored.subarray(0, 64)));
  t.not(tohex(one.stored.subarray(64, 96)), tohex(two.stored.subarray(64, 96)));
  t.not(tohex(one.stored.subarray(96, 120)), tohex(two.stored.subarray(96, 120)));
  t.not(tohex(one.root), tohex(two.root));
});

t.test('one part of a paper opens by itself, as the whole does', async (t) => {
  const data = pattern(700_000);
  const made = await stored(key, at(), data);
  const header = readHeader(made.stored.subarray(0, HEADER_BYTES));
  const step = CHUNK + CHUNK_OVERHEAD;
  for (let i = 0; i < header.chunkCount; i++) {
    const chunk = made.stored.subarray(HEADER_BYTES + i * step, HEADER_BYTES + (i + 1) * step);
    const plain = decryptChunk(key, header, i, chunk);
    const begin = Math.max(0, i * CHUNK - 8);
    const expected = data.subarray(begin, (i + 1) * CHUNK - 8);
    t.equal(tohex(plain.subarray(i === 0 ? 8 : 0).subarray(0, expected.length)), tohex(expected), `${i}`);
  }
});

t.test('the server computes the root that was signed, however the bytes arrive', async () => {
  const made = await stored(key, at(), pattern(600_000));
  fc.assert(
    fc.property(pieces, (split) => {
      const reader = rootReader();
      for (const piece of inPieces(made.stored, split)) reader.push(piece);
      return tohex(reader.finish().root) === tohex(made.root);
    }),
    { numRuns: 30 },
  );
});

t.test('padding costs at most 12 %, grows with the paper, and is the same everywhere', async (t) => {
  const size = fc.oneof(
    fc.integer({ min: 4096, max: 2 ** 26 }),
    fc.tuple(fc.integer({ min: 12, max: 49 }), fc.integer({ min: -3, max: 3 })).map(([e, by]) => 2 ** e + by),
  );
  fc.assert(
    fc.property(size, (length) => {
      const padded = padme(length);
      return padded >= length && padded <= length * 1.12 && padme(padded) === padded;
    }),
    { numRuns: 1000 },
  );
  fc.assert(fc.property(size, fc.nat(5000), (length, more) => padme(length) <= padme(length + more)));
  fc.assert(
    fc.property(size, fc.constantFrom(...CONTAINER_KINDS), (length, kind) => {
      if (kind === 'thumbnail') return true;
      const padded = paddedLength(kind, length);
      return padded === paddedTo(kind, length) && isPaddedLength(kind, padded);
    }),
  );
  for (let n = 1; n <= 4096; n++) if (padme(n) > Math.ceil(n * 1.12)) t.fail(`${n} becomes ${padme(n)}`);
});

t.test('a reader who leaves in the middle closes the source', async (t) => {
  const made = await stored(key, at(), pattern(700_000));
  let closed = false;
  function* source() {
    try {
      yield* inPieces(made.stored);
    } finally {
      closed = true;
    }
  }
  for await (const first of decryptContainer(key, at(), made.root, source())) {
    t.ok(first.length > 0);
    break;
  }
  t.ok(closed);
});

t.test('readers that give up do not fill the memory that no collector sees', async (t) => {
  const { stored: bytes } = await stored(key, at(), pattern(1));
  const readers = (count: number) => {
    for (let i = 0; i < count; i++) {
      const reader = rootReader();
      reader.push(bytes.subarray(0, HEADER_BYTES + 1));
      reader.abandon();
    }
  };
  readers(1000);
  const before = process.memoryUsage().rss;
  readers(200_000);
  // 200,000 states that were never freed would take 75 MB.
  t.ok(process.memoryUsage().rss - before < 50e6);
});

t.test('a paper of 300 MB passes through in the memory of a few chunks', async (t) => {
  const total = 300 * 2 ** 20;
  const piece = new Uint8Array(65_536).fill(7);
  let outstanding = 0;
  let most = 0;
  function* source() {
    for (let sent = 0; sent < total; sent += piece.length) {
      outstanding += piece.length;
      most = Math.max(most, outstanding);
      yield piece;
    }
  }
  const root = new Uint8Array(32);
  const container = encryptContainer(key, at(), total, source());
  async function* passed() {
    yield* container.bytes;
    root.set(container.root());
  }
  const before = process.memoryUsage().rss;
  let peak = 0;
  let received = 0;
  for await (const plain of decryptContainer(key, at(), root, passed())) {
    received += plain.length;
    outstanding -= plain.length;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  t.equal(received, total);
  t.ok(most <= 4 * CHUNK, `at most ${most} bytes under way`);
  t.ok(peak - before < 150e6, `memory grew by ${Math.round((peak - before) / 1e6)} MB`);
});
