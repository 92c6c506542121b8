import t from 'tap';
import { concat, toBase64Url } from '../../src/core/bytes.js';
import { type AccountKey, newKey } from '../../src/core/crypto/keys.js';
import { ed25519KeyPair, random, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import * as drops from '../../src/core/protocol/drop.js';
import * as links from '../../src/core/protocol/drop-link.js';
import * as secret from '../../src/core/protocol/drop-secret.js';
import { keyCommitment } from '../../src/core/protocol/safe-keys.js';
import { openLinkEnd } from '../../src/core/protocol/link.js';
import { allFail } from '../helpers/attacks.js';

const [account, other] = [newKey<'account'>(), newKey<'account'>()] as const;
const [safe, id, uid] = [random(16), random(16), random(16)];
const holder = ed25519KeyPair(newKey());
const pair = secret.dropKeys(account, safe, id);

const cardOf = (changed: Partial<secret.DropCard> = {}): secret.DropCard => ({
  key: pair.publicKey,
  safe,
  to: 'Samia',
  from: 'CAF',
  purpose: 'APL',
  language: 'fr',
  exp: 2_000_000_000_000,
  salt: random(32),
  ...changed,
});

const card = cardOf();
const seed = secret.dropSeed(card);
const loc = secret.dropLocator(seed);
const auth = secret.dropAuthKeys(seed);

t.test('whoever has the address finds the card, and the address again', async (t) => {
  t.strictSame(secret.unwrapDropCard(seed, secret.wrapDropCard(seed, card)), card);
  const url = secret.formatDrop({ server: 'https://a.example/p', seed });
  t.equal(url, `https://a.example/p/d/#1${toBase64Url(seed)}`);
  t.strictSame(secret.parseDrop(` ${url}\n`), { server: 'https://a.example/p', seed });
  const own = secret.wrapDropOwn(account, safe, seed);
  t.equal(own.length, 105);
  t.same(secret.unwrapDropOwn(account, safe, loc, own), seed);
});

t.test('what is no address is refused, and never quoted', async (t) => {
  const url = secret.formatDrop({ server: 'https://a.example', seed });
  const bad = {
    'one sign less': url.slice(0, -1),
    'one more': `${url}A`,
    'another version': url.replace('#1', '#2'),
    'a link to papers': url.replace('/d/', '/o/'),
    'no fragment': url.replace('#', '?'),
    'stray bits': `${url.slice(0, -1)}B`,
    'no server': url.slice('https://a.example'.length),
  };
  for (const [name, text] of Object.entries(bad)) {
    const refused = t.throws(() => secret.parseDrop(text), { code: 'bad_drop' }, name) as unknown;
    t.notMatch(String(refused), toBase64Url(seed).slice(0, 10));
  }
});

// Somebody who has the link and owns the server too can make a card that opens under its seed: but not with another key.
const forged = cardOf({ key: xwingKeyPair(random(32)).publicKey, salt: card.salt });
allFail('no other card is believed by who has the address', {
  'with a swapped key': () => secret.unwrapDropCard(seed, secret.wrapDropCard(seed, forged)),
  'of another safe': () =>
    secret.unwrapDropCard(seed, secret.wrapDropCard(seed, cardOf({ safe: random(16), salt: card.salt }))),
  'with another name': () =>
    secret.unwrapDropCard(seed, secret.wrapDropCard(seed, cardOf({ to: 'Sam', salt: card.salt }))),
  'another link’s': () => {
    const theirs = cardOf();
    return secret.unwrapDropCard(seed, secret.wrapDropCard(secret.dropSeed(theirs), theirs));
  },
  cut: () => secret.unwrapDropCard(seed, secret.wrapDropCard(seed, card).slice(0, -1)),
  nothing: () => secret.unwrapDropCard(seed, new Uint8Array(0)),
  'under a seed of another length': () => secret.wrapDropCard(concat(seed, seed), card),
});

allFail('what the holder keeps of a link opens for its holder, safe and link alone', {
  'another account': () => secret.unwrapDropOwn(other, safe, loc, secret.wrapDropOwn(account, safe, seed)),
  'another safe': () =>
    secret.unwrapDropOwn(account, random(16), loc, secret.wrapDropOwn(account, safe, seed)),
  'another link': () =>
    secret.unwrapDropOwn(account, safe, random(16), secret.wrapDropOwn(account, safe, seed)),
});

const key = newKey<'document'>();
const doc = random(16);
const open = {
  loc,
  safe,
  doc,
  roots: { content: random(32), metadata: random(32), thumbnail: null },
  dekc: keyCommitment(key),
  name: secret.wrapDropName(key, doc, 'Guichet 4'),
  ts: 5,
};
const sealed = drops.sealDropKey(card.key, open, key);
const said = { ...open, sealed: drops.dropKeyHash(sealed) };
const statement = drops.signDrop(said, auth.secretKey);
const place = { loc, safe, doc };
const read = (changed: Partial<typeof place> = {}, envelope = statement, by = auth.publicKey) =>
  drops.openDrop(envelope, by, { ...place, ...changed });

t.test('a paper that was left opens for who made the link', async (t) => {
  t.strictSame(read(), { t: 'drop', ...said });
  t.same(drops.openDropKey(pair, read(), sealed), key);
  t.equal(secret.unwrapDropName(key, doc, open.name), 'Guichet 4');
});

const resealed = (changed: Partial<typeof open>, to = card.key) => {
  const value = { ...open, ...changed };
  const blob = drops.sealDropKey(to, value, key);
  return { blob, drop: { t: 'drop' as const, ...value, sealed: drops.dropKeyHash(blob) } };
};
const open2 = (account2: AccountKey, id2: Uint8Array) =>
  drops.openDropKey(secret.dropKeys(account2, safe, id2), read(), sealed);

allFail('what was left is good for its link, its place and its key alone', {
  'shown as by another link': () => read({ loc: random(16) }),
  'in another safe': () => read({ safe: random(16) }),
  'as another paper': () => read({ doc: random(16) }),
  'signed by somebody else': () => read({}, drops.signDrop(said, holder.secretKey)),
  cut: () => read({}, statement.slice(0, -1)),
  'with a bit changed': () =>
    read(
      {},
      Uint8Array.from(statement, (byte, i) => (i === 80 ? byte ^ 1 : byte)),
    ),
  'a name of another length': () =>
    read({}, drops.signDrop({ ...said, name: said.name.slice(1) }, auth.secretKey)),
  'another account’s key': () => open2(other, id),
  'another link’s key': () => open2(account, random(16)),
  'another sealed key than was signed': () => drops.openDropKey(pair, read(), resealed({}).blob),
  'a key sealed for another place': () => {
    const { blob } = resealed({ doc: random(16) });
    return drops.openDropKey(pair, { ...read(), sealed: drops.dropKeyHash(blob) }, blob);
  },
  'another key than was promised': () => {
    const { blob, drop } = resealed({ dekc: keyCommitment(newKey<'document'>()) });
    return drops.openDropKey(pair, drop, blob);
  },
  'a name of another paper': () => secret.unwrapDropName(key, random(16), open.name),
});

const linkSaid = {
  loc,
  safe,
  id,
  gen: 1,
  auth: auth.publicKey,
  count: 10,
  bytes: 1000,
  exp: card.exp,
  card: random(32),
  own: random(32),
  by: uid,
  ts: 1,
};
const signLink = (changed: Partial<typeof linkSaid> = {}) =>
  links.signDropLink({ ...linkSaid, ...changed }, holder.secretKey);
const openLink = (envelope: Uint8Array, changed: { safe?: Uint8Array; by?: Uint8Array } = {}) =>
  links.openDropLink(envelope, holder.publicKey, { safe, by: uid, ...changed });
const end = links.signDropEnd({ loc, safe, by: uid, ts: 2 }, holder.secretKey);
const openEnd = (changed: object = {}, envelope = end) =>
  links.openDropEnd(envelope, holder.publicKey, { loc, safe, by: uid, ...changed });

t.test('a link and its end say what was signed', async (t) => {
  t.strictSame(openLink(signLink()), { t: 'drop.link', ...linkSaid });
  t.match(openEnd(), { loc, safe, by: uid });
});

allFail('no other link, and no other end, is believed', {
  'for another safe': () => openLink(signLink(), { safe: random(16) }),
  'of another holder': () => openLink(signLink(), { by: random(16) }),
  'signed by somebody else': () => openLink(links.signDropLink(linkSaid, auth.secretKey)),
  'for no paper': () => openLink(signLink({ count: 0 })),
  'for 51 papers': () => openLink(signLink({ count: 51 })),
  'for more than a gibibyte': () => openLink(signLink({ bytes: links.MAX_DROP_BYTES + 1 })),
  'the end of another link': () => openEnd({ loc: random(16) }),
  'an end in another safe': () => openEnd({ safe: random(16) }),
  'an end by somebody else': () => openEnd({ by: random(16) }),
  'a link in the place of its end': () => openEnd({}, signLink()),
  'an end of such a link in the place of the end of a link to papers': () =>
    openLinkEnd(end, holder.publicKey, { loc, safe }, uid),
});

t.test('a look is good for its link and challenge alone', async (t) => {
  const challenge = random(32);
  const signature = secret.signDropLook(auth, loc, challenge);
  t.ok(secret.verifyDropLook(auth.publicKey, loc, challenge, signature));
  t.notOk(secret.verifyDropLook(auth.publicKey, random(16), challenge, signature));
  t.notOk(secret.verifyDropLook(auth.publicKey, loc, random(32), signature));
  t.notOk(secret.verifyDropLook(holder.publicKey, loc, challenge, signature));
  t.notOk(secret.verifyDropLook(auth.publicKey, new Uint8Array(0), challenge, signature));
});
