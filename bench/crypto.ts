import sodium from 'libsodium-wrappers';
import { decryptContainer } from '../src/core/crypto/container/decrypt.js';
import { type ByteSource, encryptContainer } from '../src/core/crypto/container/encrypt.js';
import { newKey } from '../src/core/crypto/keys.js';
import { sideBySide } from './rounds.js';
import { MB, type Row, type Size } from './row.js';

const SIZE = 50 * MB;
const CHUNK = 2 ** 18;
const PIECE = 2 ** 16;
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

const side = async (
  name: string,
  ours: () => Promise<void>,
  bare: () => void,
  { quick }: Size,
): Promise<Row> => {
  const sides = await sideBySide(
    quick ? 3 : 9,
    () => speed(ours),
    () => speed(bare),
  );
  return { name, ...sides, unit: 'MB/s', goal: { atLeast: 0.6 } };
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

const encryptRow = (size: Size): Promise<Row> =>
  side(
    'encrypt and hash 50 MB (bare: XChaCha20-Poly1305 alone)',
    () => drain(encryptContainer(key, place, SIZE, source(SIZE)).bytes),
    bareEncrypt,
    size,
  );

const decryptRow = async (size: Size): Promise<Row> => {
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
    size,
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

/** Memory does not grow with the file: the peak of a stream ten times as long is nearly that of a small one. */
const memoryRow = async (): Promise<Row> => {
  await peakMemory(SIZE);
  const bare = await peakMemory(SIZE);
  return {
    name: 'peak memory, encrypt and decrypt 500 MB (bare: 50 MB)',
    ours: await peakMemory(10 * SIZE),
    bare,
    unit: 'MB',
    goal: { atMost: 1.25 },
  };
};

/** The container against the bare cipher in the same run, and its memory against itself. */
export const cryptoRows = async (_ground: unknown, size: Size): Promise<Row[]> => {
  await sodium.ready;
  return [await encryptRow(size), await decryptRow(size), await memoryRow()];
};
