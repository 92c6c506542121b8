import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { xwingKeyPair } from '../../src/core/crypto/sodium.js';
import * as deposit from '../../src/core/protocol/deposit.js';
import { openDepositRefusal } from '../../src/core/protocol/deposit-refusal.js';
import * as second from '../helpers/second/deposits.js';
import { seal, unseal } from '../helpers/second/keys.js';
import { envelope, objectHash, openEnvelope, type Value } from '../helpers/second/objects.js';
import { kemKeys } from '../helpers/second/primitives.js';
import { tohex, unhex, vectors } from '../helpers/vectors.js';

const cases = vectors('deposits');
type Said = { readonly t: string; readonly [key: string]: Value };

t.test('what is signed of a paper that is left is signed alike, and read alike', async (t) => {
  for (const v of cases) {
    for (const one of [v.statement, v.refusal]) {
      const object = JSON.parse(one.canonical) as Said;
      t.equal(tohex(envelope(object, unhex(one.seed))), one.envelope, `${v.name}: ${one.name}`);
      t.same(openEnvelope(one.type, unhex(one.envelope), unhex(one.publicKey)), object);
      t.equal(tohex(objectHash(one.type, unhex(one.envelope))), one.hash);
    }
    const said = JSON.parse(v.statement.canonical) as Said;
    const [signed, signer] = [unhex(v.statement.envelope), unhex(v.statement.publicKey)];
    const claimed = deposit.claimedDeposit(signed);
    const opened = deposit.openDeposit(signed, signer, claimed, claimed.by);
    const { id, fp } = said['to'] as { readonly id: string; readonly fp: string };
    t.strictSame([toHex(opened.to.id), toHex(opened.to.fp)], [id, fp]);
    t.strictSame(
      [opened.relay && toHex(opened.relay), opened.grant && toHex(opened.grant)],
      [said['relay'], said['grant']],
    );
    const refused = openDepositRefusal(unhex(v.refusal.envelope), unhex(v.refusal.publicKey), opened.safe);
    t.strictSame(refused.docs.map(toHex), [toHex(opened.doc)]);
  }
  t.ok(cases.length > 2);
});

t.test('its key is sealed and opened alike by both programs', async (t) => {
  for (const v of cases) {
    const said = JSON.parse(v.statement.canonical) as Said;
    const [pair, context, key] = [kemKeys(unhex(v.seed)), second.depositContext(said), unhex(v.key)];
    t.equal(tohex(seal(pair.publicKey, context, key, unhex(v.randomness))), v.sealed, v.name);
    t.same(unseal(pair, context, unhex(v.sealed)), key);
    t.equal(tohex(second.depositSealedHash(unhex(v.sealed))), said['sealed']);
    t.equal(tohex(second.commitment(key)), said['dekc']);
    const statement = deposit.claimedDeposit(unhex(v.statement.envelope));
    const own = xwingKeyPair(unhex(v.seed));
    t.equal(toHex(deposit.openDepositKey(own, statement, unhex(v.sealed))), v.key);
    // with fresh randomness too, in both directions
    const fresh = seal(pair.publicKey, context, key);
    const named = { ...statement, sealed: deposit.depositKeyHash(fresh) };
    t.equal(toHex(deposit.openDepositKey(own, named, fresh)), v.key);
    const ours = deposit.sealDepositKey(own.publicKey, statement, key as never);
    t.equal(ours.length, deposit.DEPOSIT_KEY_BYTES);
    t.same(unseal(pair, context, ours), key);
  }
});
