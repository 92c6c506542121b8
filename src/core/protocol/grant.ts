import { concat, exactly, sameBytes, toHex, utf8 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { type AccountKey, deriveKey, hash, type Key } from '../crypto/keys.js';
import { type Envelope, envelopeBytes, envelopeHash, openObject, signObject } from '../crypto/sign.js';
import { random } from '../crypto/sodium.js';
import { unwrap, unwrapKey, wrap } from '../crypto/wrap.js';
import { damaged } from '../errors.js';
import {
  count,
  HASH,
  ID,
  list,
  literal,
  nullable,
  oneOf,
  type Read,
  shape,
  text,
  TIME,
  whole,
} from './shape.js';

const TYPE = 'grant';
const MAX_IDS = 200;
const SALT_BYTES = 32;
const DAY = 86_400_000;
/** The longest consent (the mandates of Aidants Connect know the same): a year, and a day for summer time. */
export const MAX_GRANT_MS = 366 * DAY;

export const PERMISSIONS = ['add', 'manage', 'read'] as const;
export type Permission = (typeof PERMISSIONS)[number];
export const SCOPES = ['doc', 'cat', 'safe'] as const;

export type GrantKey = Key<'grant'>;

const fields = {
  t: literal(TYPE),
  id: ID,
  safe: ID,
  holder: ID,
  to: shape({ id: ID, gen: count, fp: HASH }),
  scope: shape({ kind: oneOf(SCOPES), ids: list(ID, MAX_IDS) }),
  perm: list(oneOf(PERMISSIONS), PERMISSIONS.length),
  nbf: TIME,
  exp: TIME,
  /** Epoch of the safe's root key when it was given. */
  epoch: count,
  /** The grant under which a delegate gave this one. */
  parent: nullable(ID),
  by: ID,
  /** Number of the head under which it was given. */
  headSeq: whole(1),
  /** Hash of the private part: purpose, labels, the words that were shown. */
  priv: HASH,
  /** Hash of the sealed keys. */
  sealed: HASH,
  ts: TIME,
};
const readGrant = shape(fields);

/** The public part of a receipt: what the server enforces and everybody may verify. */
export type Grant = Read<typeof fields>;

const rising = (words: readonly string[]): boolean =>
  words.every((word, i) => i === 0 || word > (words[i - 1] ?? ''));

/** What no honest client would sign: no permission, an end before the beginning, a scope that names nothing. */
const isSound = ({ scope, perm, nbf, exp, by, holder, parent }: Grant): boolean =>
  perm.length > 0 &&
  rising(perm) &&
  exp > nbf &&
  exp - nbf <= MAX_GRANT_MS &&
  rising(scope.ids.map(toHex)) &&
  (scope.kind === 'safe') === (scope.ids.length === 0) &&
  (parent === null) === sameBytes(by, holder);

const grantJson = (value: Omit<Grant, 't' | 'sealed'>) => ({
  t: TYPE,
  id: toHex(value.id),
  safe: toHex(value.safe),
  holder: toHex(value.holder),
  to: { id: toHex(value.to.id), gen: value.to.gen, fp: toHex(value.to.fp) },
  scope: { kind: value.scope.kind, ids: value.scope.ids.map(toHex) },
  perm: [...value.perm],
  nbf: value.nbf,
  exp: value.exp,
  epoch: value.epoch,
  parent: value.parent === null ? null : toHex(value.parent),
  by: toHex(value.by),
  headSeq: value.headSeq,
  priv: toHex(value.priv),
  ts: value.ts,
});

/** What the sealed keys are bound to: `H("CS1/grant.ctx" 00 the public part without "sealed")`. */
export const grantContext = (value: Omit<Grant, 't' | 'sealed'>): Uint8Array =>
  hash('grant.ctx', canonicalBytes(grantJson(value)));

export const sealedHash = (blob: Uint8Array): Uint8Array => hash('grant.sealed', blob);

/** Signs a receipt; the sealed keys are made first, under {@link grantContext}. `damaged` for one that nobody would take. */
export const signGrant = (value: Omit<Grant, 't'>, secretKey: Uint8Array): Envelope => {
  if (!isSound({ t: TYPE, ...value })) throw damaged();
  return signObject({ ...grantJson(value), sealed: toHex(value.sealed) }, secretKey);
};

/**
 * Verifies a receipt under its signer's key; throws `damaged`, also if it names another giver than `by`. Dates are judged by
 * who enforces them.
 */
export const openGrant = (envelope: Envelope, signerKey: Uint8Array, by?: Uint8Array): Grant => {
  const grant = readGrant(openObject(TYPE, envelope, signerKey));
  if (!isSound(grant) || (by && !sameBytes(grant.by, by))) throw damaged();
  return grant;
};

/** Reads a receipt without believing it: to find out whose key must have signed it. */
export const claimedGrant = (envelope: Envelope): Grant => readGrant(parseCanonical(envelopeBytes(envelope)));

export const grantHash = (envelope: Envelope): Uint8Array => envelopeHash(TYPE, envelope);

/** How it was explained to the person before they said yes. */
export const EXPLAINED = ['read', 'read-aloud', 'interpreted', 'pictures'] as const;
/** Of a grant that was passed on: nothing was explained to the person, who had agreed to that before. */
export const PASSED_ON = 'passed-on';

const privateFields = {
  purpose: text(300),
  labels: list(shape({ id: ID, kind: text(40), title: text(200) }), MAX_IDS),
  recipient: text(200),
  language: text(12),
  /** The very words that were shown, in that language. */
  shown: text(6000),
  explained: oneOf([...EXPLAINED, PASSED_ON]),
  witness: nullable(text(120)),
};
const readPrivate = shape(privateFields);

/** What only holder and grantee read, and whoever they show it to. */
export type GrantPrivate = Read<typeof privateFields>;

/** The private part with its salt: `salt32 | canonical JSON`. */
export const privateBytes = (value: GrantPrivate): Uint8Array =>
  concat(
    random(SALT_BYTES),
    canonicalBytes({ ...value, labels: value.labels.map((one) => ({ ...one, id: toHex(one.id) })) }),
  );

/** `H("CS1/grant.priv" 00 salt32 JSON)`: salted, because a purpose could be guessed from its bare hash. */
export const privateHash = (bytes: Uint8Array): Uint8Array => hash('grant.priv', bytes);

/** Reads the private part; `damaged` unless it is the one that was signed. */
export const openPrivate = (grant: Pick<Grant, 'priv'>, bytes: Uint8Array): GrantPrivate => {
  if (bytes.length <= SALT_BYTES || !sameBytes(privateHash(bytes), grant.priv)) throw damaged();
  return readPrivate(parseCanonical(bytes.subarray(SALT_BYTES)));
};

const place = (label: string, safe: Uint8Array, id: Uint8Array): Uint8Array =>
  concat(utf8(label), Uint8Array.of(0), exactly(16, safe), exactly(16, id));

/** Where a grant belongs. */
export type Place = Pick<Grant, 'safe' | 'id'>;

/** The private part, encrypted under the grant's key, which holder and grantee have. */
export const wrapPrivate = (key: GrantKey, { safe, id }: Place, bytes: Uint8Array): Uint8Array =>
  wrap(key, place('grant.priv', safe, id), bytes);

export const unwrapPrivate = (key: GrantKey, { safe, id }: Place, wrapped: Uint8Array): Uint8Array =>
  unwrap(key, place('grant.priv', safe, id), wrapped);

const ownWrapping = (account: AccountKey) => deriveKey<'wrapping'>(account, 'grant.own');

/** The grant's key, wrapped for the holder. */
export const wrapGrantKey = (account: AccountKey, { safe, id }: Place, key: GrantKey): Uint8Array =>
  wrap(ownWrapping(account), place('grant.key', safe, id), key);

export const unwrapGrantKey = (account: AccountKey, { safe, id }: Place, wrapped: Uint8Array): GrantKey =>
  unwrapKey(ownWrapping(account), place('grant.key', safe, id), wrapped);

/** The key of a sub-grant, wrapped under that of its parent: for the holder, and for all to whom the parent is given. */
export const wrapSubGrantKey = (parent: GrantKey, { safe, id }: Place, key: GrantKey): Uint8Array =>
  wrap(parent, place('grant.sub', safe, id), key);

export const unwrapSubGrantKey = (parent: GrantKey, { safe, id }: Place, wrapped: Uint8Array): GrantKey =>
  unwrapKey(parent, place('grant.sub', safe, id), wrapped);
