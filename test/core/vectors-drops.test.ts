import t from 'tap';
import type { AccountKey } from '../../src/core/crypto/keys.js';
import { ed25519KeyPair } from '../../src/core/crypto/sodium.js';
import * as drops from '../../src/core/protocol/drop.js';
import * as links from '../../src/core/protocol/drop-link.js';
import * as secrets from '../../src/core/protocol/drop-secret.js';
import * as second from '../helpers/second/drops.js';
import { padded64, seal, unseal, unwrap, wrap } from '../helpers/second/keys.js';
import { envelope, identityKeys, openEnvelope, type Value } from '../helpers/second/objects.js';
import { kemKeys, signKey } from '../helpers/second/primitives.js';
import { tohex, unhex, vectors } from '../helpers/vectors.js';

const cases = vectors('drops');
const nonceOf = (wrapped: string) => unhex(wrapped).slice(1, 25);

t.test('the address and card of a deposit link are the same in both programs', async (t) => {
  for (const v of cases) {
    const [seed, loc] = [unhex(v.seed), unhex(v.loc)];
    const card = JSON.parse(v.card.text) as Value;
    t.equal(tohex(second.seedOf(card)), v.seed, 'the address follows from the card');
    t.equal(second.dropText(v.server, seed), v.url);
    t.strictSame(secrets.parseDrop(v.url), { server: v.server, seed });
    t.equal(tohex(second.locatorOf(seed)), v.loc);
    t.equal(tohex(secrets.dropLocator(seed)), v.loc);
    const [key, context] = [second.cardKey(seed), second.DROP_CONTEXTS.card(loc)];
    t.equal(tohex(wrap(key, context, second.paddedCard(card), nonceOf(v.card.wrapped))), v.card.wrapped);
    t.match(secrets.unwrapDropCard(seed, unhex(v.card.wrapped)), { to: 'Samia', from: 'CAF du Rhône' });
    t.equal(tohex(secrets.dropSeed(secrets.unwrapDropCard(seed, unhex(v.card.wrapped)))), v.seed);
  }
});

t.test('what the holder keeps, and the key that they derive, are the same', async (t) => {
  for (const v of cases) {
    const [account, safe, id, loc] = [unhex(v.account), unhex(v.safe), unhex(v.id), unhex(v.loc)];
    const pair = kemKeys(second.encSeed(account, safe, id));
    const own = secrets.dropKeys(account as AccountKey, safe, id);
    t.equal(tohex(own.publicKey), tohex(pair.publicKey));
    t.match(v.card.text, Buffer.from(pair.publicKey).toString('base64url'), 'it is the card’s');
    const context = second.DROP_CONTEXTS.own(safe, loc);
    t.equal(tohex(wrap(second.ownKey(account), context, unhex(v.seed), nonceOf(v.own))), v.own);
    t.equal(tohex(secrets.unwrapDropOwn(account as AccountKey, safe, loc, unhex(v.own))), v.seed);
  }
});

t.test('what is signed for a deposit link is signed alike, and read alike', async (t) => {
  for (const v of cases) {
    for (const one of [v.link, v.end, v.statement]) {
      const object = JSON.parse(one.canonical) as { t: string } & Value;
      t.equal(tohex(envelope(object, unhex(one.seed))), one.envelope, one.name);
      t.same(openEnvelope(one.type, unhex(one.envelope), unhex(one.publicKey)), object);
    }
    const [seed, loc, safe] = [unhex(v.seed), unhex(v.loc), unhex(v.safe)];
    const holder = ed25519KeyPair(identityKeys(unhex(v.account)).signSeed).publicKey;
    const by = unhex(v.holder);
    const link = links.openDropLink(unhex(v.link.envelope), holder, { safe, by });
    t.equal(tohex(link.card), tohex(second.dropBlobHash(unhex(v.card.wrapped))));
    t.equal(tohex(link.own), tohex(second.dropBlobHash(unhex(v.own))));
    t.equal(tohex(link.auth), tohex(signKey(second.authSeedOf(seed))));
    t.ok(links.openDropEnd(unhex(v.end.envelope), holder, { loc, safe, by }));
    const challenge = unhex(v.look.challenge);
    t.equal(tohex(second.dropLookAnswer(second.authSeedOf(seed), loc, challenge)), v.look.signature);
    t.ok(secrets.verifyDropLook(link.auth, loc, challenge, unhex(v.look.signature)));
  }
});

t.test('a paper that was left by a link is sealed alike, and opened alike', async (t) => {
  for (const v of cases) {
    const [account, safe, id, doc] = [unhex(v.account), unhex(v.safe), unhex(v.id), unhex(v.paper.doc)];
    const pair = kemKeys(second.encSeed(account, safe, id));
    const object = JSON.parse(v.statement.canonical) as { [key: string]: Value };
    const context = second.DROP_CONTEXTS.sealed(object);
    const key = unhex(v.paper.key);
    t.equal(tohex(seal(pair.publicKey, context, key, unhex(v.paper.randomness))), v.paper.sealed);
    t.same(unseal(pair, context, unhex(v.paper.sealed)), key);
    t.equal(object['sealed'], tohex(second.dropSealedHash(unhex(v.paper.sealed))));
    const place = { loc: unhex(v.loc), safe, doc };
    const auth = secrets.dropAuthKeys(unhex(v.seed)).publicKey;
    const said = drops.openDrop(unhex(v.statement.envelope), auth, place);
    const own = secrets.dropKeys(account as AccountKey, safe, id);
    t.equal(tohex(drops.openDropKey(own, said, unhex(v.paper.sealed))), v.paper.key);
    if (!v.leaver) {
      t.equal(said.name, null);
      continue;
    }
    const wrapped = unhex(v.leaver.wrapped);
    t.equal(secrets.unwrapDropName(key, doc, wrapped), v.leaver.name);
    const naming = [second.nameKey(key), second.DROP_CONTEXTS.name(doc)] as const;
    t.equal(tohex(wrap(...naming, padded64(v.leaver.name), nonceOf(v.leaver.wrapped))), v.leaver.wrapped);
    t.same(unwrap(...naming, wrapped), padded64(v.leaver.name));
  }
});
