import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { newKey } from '../../src/core/crypto/keys.js';
import { enrolLock, newLockedSecret } from '../../src/core/crypto/locked-secret.js';
import { stretchPin } from '../../src/core/crypto/pin.js';
import { seal, unseal } from '../../src/core/crypto/seal.js';
import { openObject, signObject } from '../../src/core/crypto/sign.js';
import { ed25519KeyPair, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import { unwrap, wrap } from '../../src/core/crypto/wrap.js';
import * as identity from '../../src/core/protocol/identity.js';
import * as container from '../helpers/second/container.js';
import * as keys from '../helpers/second/keys.js';
import * as lock from '../helpers/second/lock.js';
import * as objects from '../helpers/second/objects.js';
import { kemKeys, sign } from '../helpers/second/primitives.js';
import { opened, stored } from '../helpers/stored.js';
import { pattern, tohex } from '../helpers/vectors.js';

const bytes = (max = 200) => fc.uint8Array({ maxLength: max });
const base64 = (given: Uint8Array) => Buffer.from(given).toString('base64url');
const fresh = (length: number) => new Uint8Array(randomBytes(length));

t.test('what one program wraps, the other opens, both ways', async () => {
  fc.assert(
    fc.property(bytes(), bytes(), (context, message) => {
      const key = newKey<'wrapping'>();
      const there = keys.unwrap(key, context, wrap(key, context, message));
      const back = unwrap(key, context, keys.wrap(key, context, message, fresh(24)));
      return tohex(there) === tohex(message) && tohex(back) === tohex(message);
    }),
  );
});

t.test('what one program seals to a person, the other opens, both ways', async () => {
  const property = fc.property(bytes(), bytes(), (context, message) => {
    const seed = fresh(32);
    const [ours, second] = [xwingKeyPair(seed), kemKeys(seed)];
    const there = keys.unseal(second, context, seal(second.publicKey, context, message));
    const back = unseal(ours, context, keys.seal(ours.publicKey, context, message));
    return tohex(there) === tohex(message) && tohex(back) === tohex(message);
  });
  fc.assert(property, { numRuns: 10 });
});

t.test('what one program signs, the other believes, both ways', async (t) => {
  const seed = fresh(32);
  const pair = ed25519KeyPair(seed);
  const object = { t: 'test', id: tohex(fresh(16)), n: 12, list: [true, null, 'é'] };
  t.strictSame(objects.openEnvelope('test', signObject(object, pair.secretKey), pair.publicKey), object);
  t.strictSame(openObject('test', objects.envelope(object, seed), pair.publicKey), object);
});

t.test('a paper that one program put away comes back from the other, both ways', async (t) => {
  for (const length of [0, 1, 4088, 4089, 262_135, 262_136, 262_137, 524_280, 524_281]) {
    const key = newKey<'document'>();
    const place = { safe: fresh(16), document: fresh(16), version: 1, kind: 'content' as const };
    const data = pattern(length);
    const ours = await stored(key, place, data);
    t.equal(tohex(container.openContainer(key, place, ours.root, ours.stored)), tohex(data), `${length}`);
    const second = container.makeContainer(key, place, data, fresh(32), () => fresh(24));
    t.equal(tohex(await opened(key, place, second.root, second.stored)), tohex(data), `${length}`);
  }
});

t.test('a card enrolled by one program opens the account in the other', async (t) => {
  const secret = newLockedSecret();
  const account = { uid: fresh(16), generation: 1, key: newKey<'account'>() };
  const enrolled = await enrolLock('card', secret, () => stretchPin('card', secret, '730164'), account);
  const made = lock.lock('card', secret, lock.stretchedPin('card', secret, '730164'), enrolled.released);
  const context = keys.CONTEXTS.accountKey(account.uid, lock.LOCK_BYTES.card, made.loc, 1);
  t.equal(tohex(made.loc), tohex(enrolled.loc));
  t.equal(tohex(made.auth), tohex(enrolled.auth));
  t.equal(tohex(made.tagHash), tohex(enrolled.tagHash));
  t.equal(tohex(keys.unwrap(made.kek, context, enrolled.wrappedKey)), tohex(account.key));
});

t.test('a person whose statements another program made is believed over a change of keys', async (t) => {
  const uid = fresh(16);
  const [one, two] = [objects.identityKeys(fresh(32)), objects.identityKeys(fresh(32))];
  const statement = (keysOf: typeof one, gen: number, prev: string | null) =>
    objects.envelope(
      {
        t: 'id',
        uid: tohex(uid),
        role: 'holder',
        gen,
        sign: base64(keysOf.sign),
        enc: base64(keysOf.enc.publicKey),
        prev,
        ts: 1,
      },
      keysOf.signSeed,
    );
  const first = { statement: statement(one, 1, null), approval: null };
  const next = statement(two, 2, tohex(objects.objectHash('id', first.statement)));
  const chain = [first, { statement: next, approval: sign('id.next', next.slice(64), one.signSeed) }];
  const newest = identity.openIdentityChain(uid, chain);
  t.equal(tohex(newest.sign), tohex(two.sign));
  const fp = objects.fingerprint(uid, two.sign, two.enc.publicKey);
  t.equal(tohex(identity.openPinnedIdentity({ uid, gen: 2, fp }, chain).enc), tohex(two.enc.publicKey));
});
