import { exactly, sameBytes, toHex, u32 } from '../bytes.js';
import { hash } from '../crypto/keys.js';
import { type Envelope, envelopeHash, openObject, signObject } from '../crypto/sign.js';
import { damaged, SafeError } from '../errors.js';
import { HASH, ID, literal, nullable, type Read, shape, TIME, whole } from './shape.js';

const TYPE = 'head';

const fields = {
  t: literal(TYPE),
  safe: ID,
  seq: whole(1),
  prev: nullable(HASH),
  docs: HASH,
  grants: HASH,
  epochs: HASH,
  /** The last log entry that the signer had verified. */
  log: shape({ seq: whole(0), hash: HASH }),
  ts: TIME,
};
const readHead = shape(fields);

/** What the holder signs of the whole safe after each change. */
export type Head = Read<typeof fields>;

/** One document in the head's list; `manifest` is the hash of its newest manifest. */
export interface HeadDocument {
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly manifest: Uint8Array;
  readonly binned: boolean;
}

const byBytes = (a: Uint8Array, b: Uint8Array): number => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number);
  return 0;
};

/** `H("CS1/docs" 00 (doc16 u32 ver manifest32 u8 binned)…)`, sorted by document id. */
export const documentsHash = (documents: readonly HeadDocument[]): Uint8Array => {
  const sorted = [...documents].sort((a, b) => byBytes(a.doc, b.doc));
  const parts = sorted.flatMap(({ doc, ver, manifest, binned }) => [
    exactly(16, doc),
    u32(ver),
    exactly(32, manifest),
    Uint8Array.of(binned ? 1 : 0),
  ]);
  return hash('docs', ...parts);
};

/** `H("CS1/epochs" 00 (u32 epoch H(wrapped))…)` over the safe's wrapped keys, oldest first. */
export const epochsHash = (wrappedKeys: readonly Uint8Array[]): Uint8Array =>
  hash('epochs', ...wrappedKeys.flatMap((wrapped, i) => [u32(i + 1), hash('epoch', wrapped)]));

/** `H("CS1/grants" 00 grant32…)` over the grants' hashes, sorted; without any it is the hash of the empty list. */
export const grantsHash = (grants: readonly Uint8Array[]): Uint8Array =>
  hash('grants', ...[...grants].sort(byBytes).map((grant) => exactly(32, grant)));

export const headHash = (envelope: Envelope): Uint8Array => envelopeHash(TYPE, envelope);

export const signHead = (head: Omit<Head, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      safe: toHex(head.safe),
      seq: head.seq,
      prev: head.prev === null ? null : toHex(head.prev),
      docs: toHex(head.docs),
      grants: toHex(head.grants),
      epochs: toHex(head.epochs),
      log: { seq: head.log.seq, hash: toHex(head.log.hash) },
      ts: head.ts,
    },
    secretKey,
  );

/** Verifies a head under the holder's key, for this safe; throws `damaged`. */
export const openHead = (envelope: Envelope, holderKey: Uint8Array, safe: Uint8Array): Head => {
  const head = readHead(openObject(TYPE, envelope, holderKey));
  if (!sameBytes(head.safe, safe) || (head.seq === 1) !== (head.prev === null)) throw damaged();
  return head;
};

/** The highest head that a client has seen. */
export interface HeadPin {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/**
 * Refuses a head older than the pinned one, or another one under the same number, with `rolled_back`.
 * Returns the pin to remember.
 */
export const advanceHeadPin = (pin: HeadPin | undefined, envelope: Envelope, head: Head): HeadPin => {
  const seen = { seq: head.seq, hash: headHash(envelope) };
  if (!pin) return seen;
  const older = head.seq < pin.seq;
  const forked = head.seq === pin.seq && !sameBytes(seen.hash, pin.hash);
  const broken = head.seq === pin.seq + 1 && !(head.prev && sameBytes(head.prev, pin.hash));
  if (older || forked || broken) throw new SafeError('rolled_back');
  return seen;
};
