import t from 'tap';
import { fromBase64Url } from '../../src/core/bytes.js';
import {
  lockAuthKeys,
  lockKek,
  lockLocator,
  lockTag,
  verifyRelease,
} from '../../src/core/crypto/locked-secret.js';
import { noPin, type StretchedPin } from '../../src/core/crypto/pin.js';
import { ed25519KeyPair, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import * as link from '../../src/core/protocol/link.js';
import { openLinkReceipt } from '../../src/core/protocol/link-receipt.js';
import * as parts from '../../src/core/protocol/link-secret.js';
import { unseal, unwrap, wrap, seal, padded64 } from '../helpers/second/keys.js';
import * as second from '../helpers/second/links.js';
import { lock, release, stretchedPin } from '../helpers/second/lock.js';
import { envelope, openEnvelope, type Value } from '../helpers/second/objects.js';
import { kemKeys } from '../helpers/second/primitives.js';
import { tohex, unhex, vectors } from '../helpers/vectors.js';

const cases = vectors('links');
const nonceOf = (wrapped: string) => unhex(wrapped).slice(1, 25);
const bytes = (value: Uint8Array) => Buffer.from(value).toString('hex');

t.test('a link’s address, card and keys are the same in both programs', async (t) => {
  for (const v of cases) {
    const [secret, loc] = [unhex(v.secret), unhex(v.loc)];
    t.strictSame(parts.parseLink(v.url), { server: v.server, secret });
    t.equal(second.linkText(v.server, secret), v.url);
    t.equal(bytes(lockLocator('link', secret)), v.loc);
    const p = stretchedPin('link', secret, v.pin);
    if (v.pin === null) t.equal(bytes(noPin(secret)), bytes(p));
    const made = lock('link', secret, p, unhex(v.released));
    t.equal(bytes(made.loc), v.loc);

    const cardText = JSON.parse(v.card.text) as Value;
    const card = wrap(
      second.cardKey(secret),
      second.LINK_CONTEXTS.card(loc),
      second.padded512(cardText),
      nonceOf(v.card.wrapped),
    );
    t.equal(bytes(card), v.card.wrapped, 'the card');
    const opened = parts.unwrapCard(secret, loc, unhex(v.card.wrapped));
    t.match(opened, { from: 'Samia', count: 2 });

    const said = JSON.parse(v.statement.canonical) as { [key: string]: Value };
    const keys = { keys: v.keys.map((key) => Buffer.from(unhex(key)).toString('base64url')) };
    const payload = wrap(
      made.kek,
      second.LINK_CONTEXTS.payload(loc, said),
      second.padded512(keys),
      nonceOf(v.payload),
    );
    t.equal(bytes(payload), v.payload, 'the keys');
    const signer = ed25519KeyPair(unhex(v.makerSeed)).publicKey;
    const statement = link.openLinkStatement(unhex(v.statement.envelope), signer);
    const kek = lockKek('link', secret, p as StretchedPin, unhex(v.released));
    t.strictSame(parts.unwrapLinkKeys(kek, statement, unhex(v.payload)).map(bytes), v.keys);
    t.equal(said['card'], tohex(second.blobHash(unhex(v.card.wrapped))));
    t.equal(said['sealed'], tohex(second.blobHash(unhex(v.payload))));
    t.equal(tohex(second.papersHash(said['papers'] as Value)), v.papersHash);
    t.equal(bytes(link.linkPapersHash(statement)), v.papersHash);
  }
});

t.test('what holder and maker keep of a link opens in both', async (t) => {
  for (const v of cases) {
    const loc = unhex(v.loc);
    for (const [kept, keeper] of [
      [v.own, 'link.own'],
      [v.made, 'link.made'],
    ] as const) {
      if (!kept) continue;
      const pair = kemKeys(unhex(kept.seed));
      const context = keeper === 'link.own' ? second.LINK_CONTEXTS.own(loc) : second.LINK_CONTEXTS.made(loc);
      const text = second.padded512(JSON.parse(kept.text) as Value);
      t.equal(bytes(seal(pair.publicKey, context, text, unhex(kept.randomness))), kept.sealed);
      t.same(unseal(pair, context, unhex(kept.sealed)), text);
      const own = parts.unsealOwn(xwingKeyPair(unhex(kept.seed)), keeper, loc, unhex(kept.sealed));
      t.equal(bytes(own.secret), v.secret);
      t.equal(own.code, v.pin);
    }
  }
});

t.test('what is signed for a link is signed alike, and read alike', async (t) => {
  for (const v of cases) {
    const [secret, loc] = [unhex(v.secret), unhex(v.loc)];
    for (const one of [v.statement, ...v.objects]) {
      const object = JSON.parse(one.canonical) as { t: string } & Value;
      t.equal(bytes(envelope(object, unhex(one.seed))), one.envelope, one.name);
      t.same(openEnvelope(one.type, unhex(one.envelope), unhex(one.publicKey)), object);
    }
    const made = lock('link', secret, stretchedPin('link', secret, v.pin), unhex(v.released));
    const auth = lockAuthKeys('link', secret);
    const challenge = unhex(v.look.challenge);
    t.equal(bytes(second.lookAnswer(made.authSeed, loc, challenge)), v.look.signature);
    t.ok(parts.verifyLook(auth.publicKey, loc, challenge, unhex(v.look.signature)));
    t.equal(bytes(release(made, challenge)), v.open.signature);
    const tag = lockTag('link', secret, stretchedPin('link', secret, v.pin) as StretchedPin);
    t.ok(verifyRelease(auth.publicKey, loc, challenge, tag, unhex(v.open.signature)));
    t.notOk(parts.verifyLook(auth.publicKey, loc, challenge, unhex(v.open.signature)));

    const [change, end, receipt] = v.objects.map((one) => unhex(one.envelope)) as [never, never, never];
    const signer = ed25519KeyPair(unhex(v.makerSeed)).publicKey;
    const { safe, by } = link.openLinkStatement(unhex(v.statement.envelope), signer);
    t.match(link.openLinkChange(change, signer, { loc, safe }, by), { seq: 1, max: 5 });
    t.ok(link.openLinkEnd(end, signer, { loc, safe }, by));
    const read = openLinkReceipt(receipt, auth.publicKey, { loc, papers: unhex(v.papersHash) });
    t.equal(bytes(read.name ?? new Uint8Array()), v.note.wrapped);
    t.equal(parts.unwrapNote(secret, loc, unhex(v.note.wrapped)), v.note.name);
    const note = wrap(
      second.noteKey(secret),
      second.LINK_CONTEXTS.note(loc),
      padded64(v.note.name),
      nonceOf(v.note.wrapped),
    );
    t.equal(bytes(note), v.note.wrapped);
    t.same(unwrap(second.noteKey(secret), second.LINK_CONTEXTS.note(loc), note), padded64(v.note.name));
  }
});

t.test('what is no link, or no statement that anybody would take, is refused', async (t) => {
  const [v] = cases;
  if (!v) throw new Error('no vector');
  for (const text of [
    '',
    v.url.slice(0, -1),
    `${v.url}A`,
    v.url.replace('#1', '#2'),
    v.url.replace('#1', '?1'),
    v.url.replace('https', 'ftp'),
    v.url.replace(/.$/, 'B'),
    v.url.slice(v.url.indexOf('#')),
  ]) {
    t.throws(() => parts.parseLink(text), { code: 'bad_link' }, text);
  }
  t.strictSame(parts.parseLink(` ${v.url.replace('/o/', '/o')}\n`).secret, unhex(v.secret));
  const signer = ed25519KeyPair(unhex(v.makerSeed));
  const good = link.openLinkStatement(unhex(v.statement.envelope), signer.publicKey);
  const [one, two] = good.papers;
  if (!one || !two) throw new Error('no papers');
  for (const [name, changed] of [
    ['no paper', { papers: [] }],
    ['papers that do not rise', { papers: [two, one] }],
    ['a paper twice', { papers: [one, one] }],
    ['a maker who is not the holder, without a grant', { by: two.doc }],
    ['a grant, and the holder as maker', { parent: two.doc }],
    ['a second note without a second maker', { made: good.own }],
  ] as const) {
    t.throws(() => link.signLink({ ...good, ...changed }, signer.secretKey), { code: 'damaged' }, name);
    const said = { ...(JSON.parse(v.statement.canonical) as { t: string }) } as { [key: string]: Value };
    for (const [key, value] of Object.entries(changed)) {
      said[key] = JSON.parse(
        JSON.stringify(value, (_, inner: unknown) => (inner instanceof Uint8Array ? tohex(inner) : inner)),
      ) as Value;
    }
    const forged = envelope(said as { t: string } & Value, unhex(v.makerSeed));
    t.throws(() => link.openLinkStatement(forged, signer.publicKey), { code: 'damaged' }, `${name}, read`);
  }
  for (const max of [0, 51, 1.5]) {
    const said = { ...(JSON.parse(v.statement.canonical) as { t: string }), max };
    const forged = envelope(said, unhex(v.makerSeed));
    t.throws(() => link.openLinkStatement(forged, signer.publicKey), { code: 'damaged' }, `${max} openings`);
  }
  t.equal(fromBase64Url(v.url.slice(-27)).length, 20);
});
