import sodium from 'libsodium-wrappers';
import { decryptContainer } from '../src/core/crypto/container/decrypt.js';
import { type ByteSource, encryptContainer } from '../src/core/crypto/container/encrypt.js';
import { newKey } from '../src/core/crypto/keys.js';

/** One line of the benchmark: what is reached is `ours / bare`, what must be reached is `goal`. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly bare: number;
  readonly unit: 'MB/s' | 'MB';
  readonly goal: number;
}

const MB = 1e6;
const SIZE = 50 * MB;
const CHUNK = 2 ** 18;
const PIECE = 2 ** 16;
const ROUNDS = 9;
const PIECE_OF_FILE = new Uint8Array(PIECE).fill(0x5a);
const key = newKey<'document'>();
const place = {
  safe: new Uint8Array(16),
  document: new Uint8Array(16),
  version: 1,
  kind: 'content' as const,
};

/** `total` bytes in pieces of 64 KiB, as a file is read; the same bytes over and over. */
function* source(total: number): Generator<Uint8Array> {
  for (let left = total; left > 0; left -= PIECE)
    yield left < PIECE ? PIECE_OF_FILE.subarray(0, left) : PIECE_OF_FILE;
}

const drain = async (bytes: ByteSource, each: () => void = () => {}): Promise<void> => {
  for await (const _ of bytes) each();
};

/** MB for each second of processor time, the collector's threads included: nothing here waits, and neighbours do not count. */
const speed = async (job: () => Promise<void> | void): Promise<number> => {
  const begin = process.cpuUsage();
  await job();
  const { user, system } = process.cpuUsage(begin);
  return SIZE / MB / ((user + system) / 1e6);
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Takes turns, so that a machine that is busy for a while slows both alike. */
const side = async (name: string, ours: () => Promise<void>, bare: () => void): Promise<Row> => {
  const times = { ours: [] as number[], bare: [] as number[] };
  await ours();
  bare();
  for (let round = 0; round < ROUNDS; round++) {
    times.bare.push(await speed(bare));
    times.ours.push(await speed(ours));
  }
  return { name, ours: median(times.ours), bare: median(times.bare), unit: 'MB/s', goal: 0.6 };
};

const chunks = Math.ceil(SIZE / CHUNK);
const ad = new Uint8Array(37);
const plain = new Uint8Array(CHUNK).fill(0x5a);

const bareEncrypt = (): void => {
  for (let i = 0; i < chunks; i++) {
    const nonce = sodium.randombytes_buf(24);
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, null, nonce, key);
  }
};

const bareDecrypt = (nonce: Uint8Array, secrets: readonly Uint8Array[]) => (): void => {
  for (const secret of secrets) {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, secret, ad, nonce, key);
  }
};

const encryptRow = (): Promise<Row> =>
  side(
    'encrypt and hash 50 MB (bare: XChaCha20-Poly1305 alone)',
    () => drain(encryptContainer(key, place, SIZE, source(SIZE)).bytes),
    bareEncrypt,
  );

const decryptRow = async (): Promise<Row> => {
  const container = encryptContainer(key, place, SIZE, source(SIZE));
  const stored: Uint8Array[] = [];
  for await (const piece of container.bytes) stored.push(piece);
  const root = container.root();
  const nonce = sodium.randombytes_buf(24);
  // As many bytes from memory as ours reads, not one chunk that stays in the cache.
  const secrets = Array.from({ length: chunks }, () =>
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, ad, null, nonce, key),
  );
  return side(
    'decrypt and verify 50 MB (bare: XChaCha20-Poly1305 alone)',
    () => drain(decryptContainer(key, place, root, stored)),
    bareDecrypt(nonce, secrets),
  );
};

/** Most memory of the process while so many bytes go through encryption and back, none of them kept. */
const peakMemory = async (total: number): Promise<number> => {
  const container = encryptContainer(key, place, total, source(total));
  const root = new Uint8Array(32);
  async function* passed() {
    yield* container.bytes;
    root.set(container.root());
  }
  let peak = 0;
  await drain(decryptContainer(key, place, root, passed()), () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  });
  return peak / MB;
};

/** Memory does not grow with the file: the peak of a small stream is nearly that of one ten times as long. */
const memoryRow = async (): Promise<Row> => {
  await peakMemory(SIZE);
  return {
    name: 'peak memory of a 50 MB stream (against 500 MB)',
    ours: await peakMemory(SIZE),
    bare: await peakMemory(10 * SIZE),
    unit: 'MB',
    goal: 0.8,
  };
};

/** The container against the bare cipher in the same run, and its memory against itself. */
export const benchCrypto = async (): Promise<Row[]> => {
  await sodium.ready;
  return [await memoryRow(), await encryptRow(), await decryptRow()];
};
