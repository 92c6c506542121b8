import t from 'tap';
import type { GrantKey } from '../../src/core/protocol/grant.js';
import * as asks from '../../src/core/protocol/ask.js';
import { askBody, askBodyHash, askContext } from '../helpers/second/asks.js';
import { wrap } from '../helpers/second/keys.js';
import { envelope, openEnvelope, type Value } from '../helpers/second/objects.js';
import { flip } from '../helpers/cheating.js';
import { tohex, unhex, vectors } from '../helpers/vectors.js';

const cases = vectors('asks');
const flipped = (hex: string): Uint8Array =>
  new Uint8Array(Buffer.from(flip(Buffer.from(hex, 'hex').toString('base64url')), 'base64url'));

t.test('asking for a paper is wrapped and signed alike in both programs, and read alike', async (t) => {
  for (const v of cases) {
    const [safe, id, key] = [unhex(v.safe), unhex(v.id), unhex(v.key)];
    const nonce = unhex(v.wrapped).slice(1, 25);
    t.equal(tohex(wrap(key, askContext(safe, id), askBody(v.body), nonce)), v.wrapped, v.name);
    t.equal(tohex(asks.askBodyHash(unhex(v.wrapped))), tohex(askBodyHash(unhex(v.wrapped))));
    for (const one of [v.ask, v.end]) {
      const object = JSON.parse(one.canonical) as { t: string } & Value;
      t.equal(tohex(envelope(object, unhex(one.seed))), one.envelope, one.name);
      t.same(openEnvelope(one.type, unhex(one.envelope), unhex(one.publicKey)), object);
    }
    const place = { safe, grant: unhex(v.grant), by: unhex(v.by) };
    const ask = asks.openAsk(unhex(v.ask.envelope), unhex(v.ask.publicKey), place);
    t.strictSame(asks.openAskBody(key as GrantKey, ask, unhex(v.wrapped)), v.body);
    const end = { safe, ask: id, by: unhex(v.holder) };
    t.equal(asks.openAskEnd(unhex(v.end.envelope), unhex(v.end.publicKey), end).how, 'shown');
  }
});

t.test('whatever was changed in it is refused with one code', async (t) => {
  const [v, other] = cases;
  if (!v || !other) throw new Error('two cases');
  const place = { safe: unhex(v.safe), grant: unhex(v.grant), by: unhex(v.by) };
  const key = unhex(v.key) as GrantKey;
  const signer = unhex(v.ask.publicKey);
  const ask = asks.openAsk(unhex(v.ask.envelope), signer, place);
  const damaged = { code: 'damaged' };
  const none = new Uint8Array(16);
  for (const [name, attempt] of Object.entries({
    'another signer': () => asks.openAsk(unhex(v.ask.envelope), unhex(v.end.publicKey), place),
    'a bit of the statement': () => asks.openAsk(flipped(v.ask.envelope), signer, place),
    'another safe': () => asks.openAsk(unhex(v.ask.envelope), signer, { ...place, safe: none }),
    'another consent': () => asks.openAsk(unhex(v.ask.envelope), signer, { ...place, grant: none }),
    'another person': () => asks.openAsk(unhex(v.ask.envelope), signer, { ...place, by: none }),
    'the end in its place': () => asks.openAsk(unhex(v.end.envelope), unhex(v.end.publicKey), place),
    'another key': () => asks.openAskBody(unhex(other.key) as GrantKey, ask, unhex(v.wrapped)),
    'another body': () => asks.openAskBody(key, ask, unhex(other.wrapped)),
    'a bit of the body': () => asks.openAskBody(key, ask, flipped(v.wrapped)),
    'a body of another place': () => asks.openAskBody(key, { ...ask, id: none }, unhex(v.wrapped)),
    'the end of another': () =>
      asks.openAskEnd(unhex(v.end.envelope), unhex(v.end.publicKey), {
        safe: unhex(v.safe),
        ask: unhex(other.id),
        by: unhex(v.holder),
      }),
  })) {
    t.throws(attempt, damaged, name);
  }
  t.throws(() => asks.wrapAskBody(key, { id: none, safe: none }, { kinds: [], note: '' }), {
    code: 'invalid_request',
  });
});
