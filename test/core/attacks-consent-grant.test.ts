import t from 'tap';
import { canonicalBytes, type Json } from '../../src/core/crypto/jcs.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { seal } from '../../src/core/crypto/seal.js';
import { envelopeBytes, signBytes, signObject } from '../../src/core/crypto/sign.js';
import { random } from '../../src/core/crypto/sodium.js';
import { concat, toBase64Url, toHex, utf8 } from '../../src/core/bytes.js';
import * as grants from '../../src/core/protocol/grant.js';
import { type GrantKeys, openGrantKeys, sealGrantKeys } from '../../src/core/protocol/grant-keys.js';
import { allFail, DAMAGED } from '../helpers/attacks.js';
import { newGrant, person, PRIVATE } from '../helpers/consent.js';

const [holder, worker, mallory] = [person('holder'), person(), person()];
const [key, secretKey] = [holder.member.sign, holder.keys.sign.secretKey];
const made = newGrant(holder, worker);
const genuine = grants.signGrant(made.value, secretKey);
const read = (envelope: Uint8Array, by?: Uint8Array) => () => grants.openGrant(envelope, key, by);
const json = JSON.parse(Buffer.from(envelopeBytes(genuine)).toString()) as Record<string, Json>;
/** What a holder's key signed, though no honest client would write it. */
const says = (change: Record<string, Json>) =>
  read(signObject({ ...json, ...change } as { t: string } & Json, secretKey));
const id = (byte: number) => toHex(new Uint8Array(16).fill(byte));
const scope = (kind: string, ...ids: string[]) => says({ scope: { kind, ids } });

t.test('a consent says what the holder signed', async (t) => {
  t.strictSame(read(genuine, holder.uid)(), { t: 'grant', ...made.value });
  t.strictSame(says({})(), read(genuine)());
  t.strictSame(openGrantKeys(worker.keys.enc, read(genuine)(), made.blob), made.keys);
  t.strictSame(grants.claimedGrant(genuine), read(genuine)());
  t.doesNotThrow(scope('doc', id(1), id(2)));
  t.doesNotThrow(scope('safe'));
  t.doesNotThrow(says({ perm: ['add', 'manage', 'read'] }));
  t.doesNotThrow(says({ exp: 1_000 + grants.MAX_GRANT_MS }));
  t.doesNotThrow(says({ parent: id(7), by: toHex(worker.uid) }));
});

const spliced = (change: Record<string, Json>) =>
  concat(genuine.subarray(0, 64), canonicalBytes({ ...json, ...change }));
allFail('a consent is refused', {
  'that somebody else signed': read(grants.signGrant(made.value, mallory.keys.sign.secretKey)),
  'of another verified person, shown as this one’s': () =>
    grants.openGrant(genuine, mallory.member.sign, mallory.uid),
  'of another person, whose key signed it': () => {
    const forged = grants.signGrant(made.value, mallory.keys.sign.secretKey);
    return grants.openGrant(forged, mallory.member.sign, mallory.uid);
  },
  'widened after it was signed': read(spliced({ scope: { kind: 'safe', ids: [] } })),
  'extended after it was signed': read(spliced({ exp: 1_000 + 10 * 86_400_000 })),
  'with more permissions than were signed': read(spliced({ perm: ['manage', 'read'] })),
  'for somebody else than was signed': read(
    spliced({ to: { id: toHex(mallory.uid), gen: 1, fp: toHex(mallory.fp) } }),
  ),
  'without its signature': read(genuine.subarray(64)),
  'of no bytes': read(genuine.subarray(0, 64)),
  'signed under another type': () =>
    grants.openGrant(
      concat(signBytes('grant.end', envelopeBytes(genuine), secretKey), envelopeBytes(genuine)),
      key,
    ),
  'that names another type': says({ t: 'grant.end' }),
});

allFail('a consent is refused though the holder signed it', {
  'without a permission': says({ perm: [] }),
  'with a permission that nobody knows': says({ perm: ['read', 'sell'] }),
  'with a permission twice': says({ perm: ['read', 'read'] }),
  'with permissions in another order': says({ perm: ['read', 'add'] }),
  'that ends before it begins': says({ exp: 999 }),
  'that ends when it begins': says({ exp: 1_000 }),
  'for longer than a year': says({ exp: 1_000 + grants.MAX_GRANT_MS + 1 }),
  'until no date at all': says({ exp: 8.64e15 + 1 }),
  'from before all dates': says({ nbf: -1 }),
  'of no paper': scope('doc'),
  'of no category': scope('cat'),
  'of the safe and of a paper': scope('safe', id(1)),
  'of something that nobody knows': scope('all'),
  'of a paper twice': scope('doc', id(1), id(1)),
  'of papers in another order': scope('doc', id(2), id(1)),
  'of more papers than can be read through': scope(
    'doc',
    ...Array.from({ length: 201 }, (_, i) => i.toString(16).padStart(32, '0')),
  ),
  'of a paper under a cut id': scope('doc', id(1).slice(2)),
  'of a paper in capital letters': scope('doc', id(0xab).toUpperCase()),
  'of generation 0 of the recipient': says({ to: { id: id(1), gen: 0, fp: toHex(worker.fp) } }),
  'to a recipient without fingerprint': says({ to: { id: id(1), gen: 1 } }),
  'of an epoch beyond 32 bits': says({ epoch: 2 ** 32 }),
  'under no head': says({ headSeq: 0 }),
  'given by somebody else, under no grant of theirs': says({ by: toHex(mallory.uid) }),
  'given by the holder, as if by a delegate': says({ parent: id(7) }),
  'that hides a field': says({ note: 'and everything else' }),
  'with a field twice': () => {
    const text = Buffer.from(envelopeBytes(genuine)).toString().replace('"by":', '"by":"","by":');
    return grants.openGrant(concat(signBytes('grant', utf8(text), secretKey), utf8(text)), key);
  },
});

t.test('a client does not even sign a consent that nobody would take', async (t) => {
  for (const change of [
    { perm: [] },
    { exp: made.value.nbf },
    { exp: made.value.nbf + grants.MAX_GRANT_MS + 1 },
    { scope: { kind: 'doc', ids: [] } as const },
    { by: mallory.uid },
  ]) {
    t.throws(() => grants.signGrant({ ...made.value, ...change }, secretKey), DAMAGED);
  }
});

const grant = read(genuine)();
const opens = (changed: Partial<grants.Grant>, blob = made.blob, who = worker) => {
  return () => openGrantKeys(who.keys.enc, { ...grant, ...changed }, blob);
};
/** A blob and a receipt that names it: everything fits, but for what the blob was sealed for. */
const named = (blob: Uint8Array) => opens({ sealed: grants.sealedHash(blob) }, blob);
const toWorker = (context: Uint8Array, keys: Json) =>
  named(seal(worker.keys.enc.publicKey, context, canonicalBytes(keys)));
const text = toBase64Url(newKey());
const list = (...keys: [number, number][]) => ({
  grantKey: text,
  keys: keys.map(([byte, n]) => ({ id: id(byte), n, key: text })),
});
const here = grants.grantContext(made.open);
const other = newGrant(holder, worker);
t.doesNotThrow(toWorker(here, list([0xd0, 1], [0xd0, 2])), 'the helper seals as the holder does');

allFail('the keys of a consent do not open', {
  'from another blob than was signed': opens({}, other.blob),
  'from a blob sealed anew for the same consent': opens(
    {},
    sealGrantKeys(worker.keys.enc.publicKey, made.open, made.keys),
  ),
  'from another consent’s blob, though it is named': named(other.blob),
  'from a blob with a changed byte': () => {
    const blob = made.blob.slice();
    blob[1200]! ^= 1;
    return named(blob)();
  },
  'for somebody else': opens({}, made.blob, mallory),
  'sealed to somebody else and signed': named(
    sealGrantKeys(mallory.keys.enc.publicKey, made.open, made.keys),
  ),
  'under a receipt with another end': opens({ exp: grant.exp + 1 }),
  'under a receipt with another scope': opens({ scope: { kind: 'safe', ids: [] } }),
  'under a receipt for another generation': opens({ to: { ...grant.to, gen: 2 } }),
  'under a receipt of another epoch': opens({ epoch: 2 }),
  'under a receipt with another private part': opens({ priv: random(32) }),
  'under another id': opens({ id: random(16) }),
  'when they were sealed for something else': toWorker(utf8('team'), list([0xd0, 1])),
  'when they reach beyond the papers that were shown': toWorker(here, list([0xd0, 1], [0xd1, 1])),
  'when one place has two keys': toWorker(here, list([0xd0, 1], [0xd0, 1])),
  'when they come in another order': toWorker(here, list([0xd0, 2], [0xd0, 1])),
  'when one is of version 0': toWorker(here, list([0xd0, 0])),
  'when one is too short': toWorker(here, {
    grantKey: text,
    keys: [{ id: id(0xd0), n: 1, key: text.slice(4) }],
  }),
  'when the grant’s own key is missing': toWorker(here, { keys: [] }),
  'when there is more beside them': toWorker(here, { ...list([0xd0, 1]), root: text }),
});

t.test('keys that no reader would take are not sealed', async (t) => {
  const one = { id: new Uint8Array(16), n: 1, key: newKey() };
  const sealing = (keys: GrantKeys['keys']) => () =>
    sealGrantKeys(worker.keys.enc.publicKey, made.open, { grantKey: newKey(), keys });
  t.throws(sealing([one, one]), { code: 'invalid_request' });
  t.throws(sealing(Array.from({ length: 2001 }, (_, i) => ({ ...one, n: i + 1 }))), {
    code: 'invalid_request',
  });
});

const { grantKey } = made.keys;
const wrappedPrivate = grants.wrapPrivate(grantKey, grant, made.priv);
const ownKey = grants.wrapGrantKey(holder.account, grant, grantKey);
t.strictSame(grants.openPrivate(grant, grants.unwrapPrivate(grantKey, grant, wrappedPrivate)), PRIVATE);
t.strictSame(grants.unwrapGrantKey(holder.account, grant, ownKey), grantKey);
const rewritten = (change: Record<string, Json>) => () => {
  const labels = PRIVATE.labels.map((one) => ({ ...one, id: toHex(one.id) }));
  const bytes = concat(random(32), canonicalBytes({ ...PRIVATE, labels, ...change }));
  return grants.openPrivate({ priv: grants.privateHash(bytes) }, bytes);
};
t.doesNotThrow(rewritten({}), 'the helper writes what the holder wrote');

allFail('the private part of a consent is not shown', {
  'of another consent': () => grants.openPrivate(grant, other.priv),
  'with other words under another salt': () => grants.openPrivate(grant, grants.privateBytes(PRIVATE)),
  'without its salt': () => grants.openPrivate(grant, made.priv.subarray(32)),
  'of salt alone': () => grants.openPrivate({ priv: grants.privateHash(random(32)) }, random(32)),
  'that was explained in a way that nobody knows': rewritten({ explained: 'shouted' }),
  'with a field more': rewritten({ fee: 10 }),
  'under another consent’s key': () => grants.unwrapPrivate(other.keys.grantKey, grant, wrappedPrivate),
  'moved to another consent': () => grants.unwrapPrivate(grantKey, other.value, wrappedPrivate),
  'moved to another consent of the same safe': () =>
    grants.unwrapPrivate(grantKey, { id: random(16), safe: grant.safe }, wrappedPrivate),
  'moved to another safe': () =>
    grants.unwrapPrivate(grantKey, { id: grant.id, safe: random(16) }, wrappedPrivate),
  'with a key moved to another consent': () => grants.unwrapGrantKey(holder.account, other.value, ownKey),
  'with another holder’s key': () => grants.unwrapGrantKey(mallory.account, grant, ownKey),
  'with the wrapped key in its place': () =>
    grants.unwrapPrivate(grantKey, grant, grants.wrapGrantKey(grantKey as never, grant, grantKey)),
});
