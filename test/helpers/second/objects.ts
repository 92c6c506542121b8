import { sha256 } from '@noble/hashes/sha2.js';
import { wordlist } from '@scure/bip39/wordlists/french.js';
import { demand, H, int, join, KD, kemKeys, sign, signKey, verify } from './primitives.js';

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** The JCS subset, written out member by member. */
export const jcs = (value: Value): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jcs).join(',')}]`;
  const members = Object.entries(value as { readonly [key: string]: Value });
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${jcs(one)}`).join(',')}}`;
};

/** `signature64 | bytes` of an object whose field `t` is its type. */
export const envelope = (object: { readonly t: string } & Value, seed: Uint8Array): Uint8Array => {
  const bytes = join(jcs(object));
  return join(sign(object.t, bytes, seed), bytes);
};

export const openEnvelope = (type: string, signed: Uint8Array, publicKey: Uint8Array): Value => {
  const bytes = signed.slice(64);
  demand(verify(type, bytes, signed.slice(0, 64), publicKey));
  const text = Buffer.from(bytes).toString();
  const value = JSON.parse(text) as Value;
  demand(jcs(value) === text);
  return value;
};

export const objectHash = (type: string, signed: Uint8Array): Uint8Array =>
  H('CS1/obj\0', type, '\0', signed.slice(64));

export const identityKeys = (account: Uint8Array) => {
  const signSeed = KD(account, 'id.sign');
  return { signSeed, sign: signKey(signSeed), enc: kemKeys(KD(account, 'id.enc')) };
};

export const fingerprint = (uid: Uint8Array, signing: Uint8Array, enc: Uint8Array): Uint8Array =>
  H('CS1/fp\0', uid, signing, enc);

/** 8 words of 11 bits from the first 88 bits. */
export const words = (fp: Uint8Array): string[] => {
  const bits = Array.from(fp.subarray(0, 11), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: 8 }, (_, i) => wordlist[Number.parseInt(bits.slice(11 * i, 11 * i + 11), 2)]!);
};

export interface ListedDocument {
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly manifest: Uint8Array;
  readonly binned: boolean;
}

export const documentsHash = (documents: readonly ListedDocument[]): Uint8Array => {
  const sorted = documents.toSorted((a, b) => Buffer.compare(a.doc, b.doc));
  return H(
    'CS1/docs\0',
    ...sorted.map((one) => join(one.doc, int(one.ver, 4), one.manifest, int(one.binned ? 1 : 0, 1))),
  );
};

export const epochsHash = (wrapped: readonly Uint8Array[]): Uint8Array =>
  H('CS1/epochs\0', ...wrapped.map((one, i) => join(int(i + 1, 4), H('CS1/epoch\0', one))));

export const grantsHash = (grants: readonly Uint8Array[]): Uint8Array =>
  H('CS1/grants\0', ...grants.toSorted((a, b) => Buffer.compare(a, b)));

export const unlockerKeyHash = (wrapped: Uint8Array): Uint8Array => H('CS1/unlocker\0', wrapped);

export const logStart = (safe: Uint8Array): Uint8Array => sha256(join('CS1/log.start\0', safe));

export const logEntry = (
  previous: Uint8Array,
  entry: { seq: number; at: number; salt: Uint8Array; body: Uint8Array },
): Uint8Array =>
  sha256(
    join('CS1/log\0', previous, int(entry.seq, 8), int(entry.at, 8), sha256(join(entry.salt, entry.body))),
  );
