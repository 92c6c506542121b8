import t from 'tap';
import { concat, toHex, utf8 } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import * as locked from '../../src/core/crypto/locked-secret.js';
import { checkNewPin, noPin, type StretchedPin, stretchPin } from '../../src/core/crypto/pin.js';
import { openObject } from '../../src/core/crypto/sign.js';
import { random } from '../../src/core/crypto/sodium.js';
import { isSafeError } from '../../src/core/errors.js';
import { allFail } from '../helpers/attacks.js';

const account = { uid: random(16), generation: 2, key: newKey<'account'>() };
const secret = locked.newLockedSecret();
const right = await stretchPin('card', secret, '730164');
const wrong = await stretchPin('card', secret, '730165');
const enrolled = await locked.enrolLock('card', secret, () => stretchPin('card', secret, '730164'), account);
const place = { uid: account.uid, type: 'card' as const, loc: enrolled.loc, generation: 2 };
const kek = (pin = right, released = enrolled.released, of = secret, type: locked.LockType = 'card') =>
  locked.lockKek(type, of, pin, released);
const open =
  (key = kek(), at: Parameters<typeof locked.unwrapAccountKey>[1] = place, wrapped = enrolled.wrappedKey) =>
  () =>
    locked.unwrapAccountKey(key, at, wrapped);

t.test('a card with its code and the server’s share opens the account', async (t) => {
  t.equal(toHex(open()()), toHex(account.key));
});

allFail('an account stays shut', {
  'with a wrong code': open(kek(wrong)),
  'without a code': open(kek(noPin(secret))),
  'with another share from the server': open(kek(right, random(32))),
  'with a share of zeros': open(kek(right, new Uint8Array(32))),
  'with a share that is cut': open(kek(right, enrolled.released.subarray(0, 31))),
  'with another card and the same code': open(kek(right, enrolled.released, random(20))),
  'with a card taken for a device': open(kek(right, enrolled.released, secret, 'device')),
  'as another account': open(kek(), { ...place, uid: random(16) }),
  'at another locator': open(kek(), { ...place, loc: random(16) }),
  'as a key of an earlier generation': open(kek(), { ...place, generation: 1 }),
  'as a lock of another type': open(kek(), { ...place, type: 'link' }),
  'with the wrapped key of another account': open(
    kek(),
    place,
    locked.wrapAccountKey(kek(), { ...place, uid: random(16) }, newKey()),
  ),
});

const auth = locked.lockAuthKeys('card', secret);
const tag = locked.lockTag('card', secret, right);
const challenge = random(32);
const signature = locked.signRelease(auth, place.loc, challenge, tag);

interface Answer {
  readonly key: Uint8Array;
  readonly loc: Uint8Array;
  readonly challenge: Uint8Array;
  readonly tag: Uint8Array;
  readonly signature: Uint8Array;
}
const honest: Answer = { key: auth.publicKey, loc: place.loc, challenge, tag, signature };
const believed = (answer: Partial<Answer>): boolean => {
  const { key, loc, challenge: asked, tag: shown, signature: by } = { ...honest, ...answer };
  return locked.verifyRelease(key, loc, asked, shown, by);
};
const stranger = locked.lockAuthKeys('card', locked.newLockedSecret());
const elsewhere = random(16);

t.test('a card that answers its own challenge is believed', async (t) => {
  t.ok(believed({}));
});

const ANSWERS: Record<string, Partial<Answer>> = {
  'a tag without signature': { signature: new Uint8Array(0) },
  'a tag with a signature of zeros': { signature: new Uint8Array(64) },
  'a tag signed by another card': { signature: locked.signRelease(stranger, place.loc, challenge, tag) },
  'an answer to another challenge': { challenge: random(32) },
  'an answer to the challenge of another lock': { loc: elsewhere },
  'an answer for another lock': { signature: locked.signRelease(auth, elsewhere, challenge, tag) },
  'another tag under the same signature': { tag: locked.lockTag('card', secret, wrong) },
  'the key of the same secret as a device': { key: locked.lockAuthKeys('device', secret).publicKey },
  'a challenge that takes a byte of the locator': {
    loc: place.loc.subarray(0, 15),
    challenge: concat(place.loc.subarray(15), challenge),
  },
  'a challenge that is cut': { challenge: challenge.subarray(0, 31) },
  'a signature that is cut': { signature: signature.subarray(0, 63) },
};
for (const [name, answer] of Object.entries(ANSWERS)) {
  t.test(`a lock stays shut to ${name}`, async (t) => {
    t.notOk(believed(answer));
  });
}

t.test('an answer to a challenge is never taken for a signed object', async (t) => {
  const bytes = utf8('{"t":"lock"}');
  t.throws(() => openObject('lock', concat(signature, bytes), auth.publicKey), { code: 'damaged' });
});

t.test('a wrong code reveals nothing', async (t) => {
  const refusals = [
    open(kek(wrong)),
    open(kek(right, random(32))),
    open(kek(), { ...place, uid: random(16) }),
  ];
  const said = refusals.map((attempt) => {
    try {
      return attempt();
    } catch (error) {
      return isSafeError(error) && [error.code, error.message, error.details, error.cause];
    }
  });
  t.strictSame(said[1], said[0], 'a wrong code looks like a wrong share');
  t.strictSame(said[2], said[0], 'and like a wrong account');
  // What the server sees before it compares is the same for every code.
  t.strictSame(locked.lockLocator('card', secret), enrolled.loc);
  t.strictSame(locked.lockAuthKeys('card', secret).publicKey, enrolled.auth);
  const tags = [right, wrong].map((pin) => locked.lockTag('card', secret, pin));
  const alike = tags[0]?.filter((byte, i) => byte === tags[1]?.[i]).length ?? 32;
  t.ok(alike <= 4, 'two codes next to each other have nothing in common');
});

t.test('what the server keeps of a lock contains none of its secrets', async (t) => {
  const row = toHex(
    concat(enrolled.loc, enrolled.auth, enrolled.tagHash, enrolled.released, enrolled.wrappedKey),
  );
  for (const hidden of [
    secret,
    right,
    tag,
    kek(),
    account.key,
    locked.lockAuthKeys('card', secret).secretKey.slice(0, 32),
  ]) {
    t.notOk(row.includes(toHex(hidden.slice(0, 8))));
  }
});

t.test('a code that does not derive the same twice enrols nothing', async (t) => {
  const pins: StretchedPin[] = [right, wrong];
  const flaky = () => Promise.resolve(pins.shift() as StretchedPin);
  await t.rejects(locked.enrolLock('card', secret, flaky, account), { code: 'damaged' });
  t.equal(pins.length, 0, 'derived twice');
  const failing = async () => (pins.push(right) === 1 ? right : Promise.reject(new Error('worker died')));
  await t.rejects(locked.enrolLock('card', secret, failing, account), { message: 'worker died' });
});

t.test('two cards of one account share nothing that a server could link', async (t) => {
  const other = locked.newLockedSecret();
  const second = await locked.enrolLock('card', other, () => stretchPin('card', other, '730164'), account);
  for (const field of ['loc', 'auth', 'tagHash', 'released', 'wrappedKey'] as const) {
    t.not(toHex(second[field]), toHex(enrolled[field]), field);
  }
});

t.test('a code that a thief would try first is not taken', async (t) => {
  for (const weak of ['000000', '121212', '123123', '123456', '987654', '112233', '٠٠٠٠٠٠']) {
    t.throws(() => checkNewPin(weak), { code: 'weak_code' }, weak);
  }
  for (const bad of ['', '12345', '1234567', '12345a', '1 2345', '౧౨౩౪౫౬']) {
    t.throws(() => checkNewPin(bad), { code: 'bad_code_format' }, bad);
  }
});
