import { decrypt, demand, encrypt, equal, H, int, join, KD } from './primitives.js';

const CHUNK = 262_144;

export interface Place {
  readonly safe: Uint8Array;
  readonly document: Uint8Array;
  readonly version: number;
  readonly kind: 'content' | 'thumbnail' | 'metadata';
}

/** Padmé with whole numbers only. */
const padme = (length: number): number => {
  let exponent = 0;
  while (2 ** (exponent + 1) <= length) exponent++;
  let digits = 1;
  while (2 ** digits <= exponent) digits++;
  const unit = 2 ** (exponent - digits);
  const rest = length % unit;
  return rest === 0 ? length : length + unit - rest;
};

export const paddedTo = (kind: Place['kind'], length: number): number => {
  if (kind === 'thumbnail') return 32_768;
  if (kind === 'metadata') return 512 * Math.ceil((length + 8) / 512);
  return length + 8 <= 4096 ? 4096 : padme(length + 8);
};

const header = (place: Place, padded: number, salt: Uint8Array): Uint8Array =>
  join(
    'CSD1',
    Uint8Array.of(1, 1, { content: 1, thumbnail: 2, metadata: 3 }[place.kind], 18),
    place.safe,
    place.document,
    int(place.version, 4),
    int(padded, 8),
    int(Math.ceil(padded / CHUNK), 4),
    new Uint8Array(8),
    salt,
  );

const rootOf = (head: Uint8Array, chunks: readonly Uint8Array[]): Uint8Array =>
  H('CS1/root\0', head, ...chunks.map((chunk, i) => H('CS1/leaf\0', int(i, 4), chunk)));

const ad = (head: Uint8Array, i: number, count: number): Uint8Array =>
  join(H(head), int(i, 4), int(i === count - 1 ? 1 : 0, 1));

/** A whole container in memory; `nonces` gives the 24 bytes of each chunk. */
export const makeContainer = (
  key: Uint8Array,
  place: Place,
  data: Uint8Array,
  salt: Uint8Array,
  nonces: (index: number) => Uint8Array,
) => {
  const padded = paddedTo(place.kind, data.length);
  const head = header(place, padded, salt);
  const plain = join(int(data.length, 8), data, new Uint8Array(padded - 8 - data.length));
  const count = Math.ceil(padded / CHUNK);
  const fk = KD(key, 'file', head);
  const chunks = Array.from({ length: count }, (_, i) => {
    const part = plain.slice(i * CHUNK, (i + 1) * CHUNK);
    const nonce = nonces(i);
    return join(nonce, encrypt(fk, nonce, ad(head, i, count), part));
  });
  return { fk, header: head, stored: join(head, ...chunks), root: rootOf(head, chunks) };
};

/** Opens a whole container that must lie at `place` and have this root; chunks of 256 KiB only. */
export const openContainer = (
  key: Uint8Array,
  place: Place,
  root: Uint8Array,
  stored: Uint8Array,
): Uint8Array => {
  const head = stored.slice(0, 96);
  const padded = Number(Buffer.from(head).readBigUInt64BE(44));
  demand(equal(head, header(place, padded, head.slice(64))));
  const count = Math.ceil(padded / CHUNK);
  demand(stored.length === 96 + padded + count * 40);
  const chunks = Array.from({ length: count }, (_, i) =>
    stored.slice(96 + i * (CHUNK + 40), 96 + (i + 1) * (CHUNK + 40)),
  );
  demand(equal(rootOf(head, chunks), root));
  const fk = KD(key, 'file', head);
  const plain = join(
    ...chunks.map((chunk, i) => decrypt(fk, chunk.slice(0, 24), ad(head, i, count), chunk.slice(24))),
  );
  const length = Number(Buffer.from(plain).readBigUInt64BE(0));
  demand(paddedTo(place.kind, length) === padded);
  demand(plain.subarray(8 + length).every((byte) => byte === 0));
  return plain.slice(8, 8 + length);
};
