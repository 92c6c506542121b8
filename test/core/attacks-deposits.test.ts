import t from 'tap';
import { concat, toHex } from '../../src/core/bytes.js';
import { canonicalBytes, type Json } from '../../src/core/crypto/jcs.js';
import { hash, newKey } from '../../src/core/crypto/keys.js';
import { seal } from '../../src/core/crypto/seal.js';
import { envelopeBytes, signBytes, signObject } from '../../src/core/crypto/sign.js';
import { random } from '../../src/core/crypto/sodium.js';
import * as deposits from '../../src/core/protocol/deposit.js';
import { openDepositRefusal, signDepositRefusal } from '../../src/core/protocol/deposit-refusal.js';
import { keyCommitment } from '../../src/core/protocol/safe-keys.js';
import { allFail } from '../helpers/attacks.js';
import { person } from '../helpers/consent.js';

const [holder, worker, mallory] = [person('holder'), person(), person()];
const [sign, secretKey] = [worker.keys.sign.publicKey, worker.keys.sign.secretKey];
const key = newKey<'document'>();
const open = {
  safe: random(16),
  doc: random(16),
  to: { id: holder.uid, gen: 1, fp: holder.fp },
  relay: random(16),
  grant: null,
  roots: { content: random(32), metadata: random(32), thumbnail: null },
  dekc: keyCommitment(key),
  by: worker.uid,
  ts: 1_000,
};
const blob = deposits.sealDepositKey(holder.keys.enc.publicKey, open, key);
const value = { ...open, sealed: deposits.depositKeyHash(blob) };
const genuine = deposits.signDeposit(value, secretKey);
const place = { safe: open.safe, doc: open.doc };
const read =
  (envelope: Uint8Array, at: typeof place = place, by = worker.uid, signer = sign) =>
  () =>
    deposits.openDeposit(envelope, signer, at, by);
const json = JSON.parse(Buffer.from(envelopeBytes(genuine)).toString()) as Record<string, Json>;
/** What the worker's key signed, though no honest client would write it. */
const says = (change: Record<string, Json>) =>
  read(signObject({ ...json, ...change } as { t: string } & Json, secretKey));
const spliced = (change: Record<string, Json>) =>
  read(concat(genuine.subarray(0, 64), canonicalBytes({ ...json, ...change })));
const hex = (bytes: number) => toHex(random(bytes));

t.test('a statement says what the worker signed, and its key opens for the holder alone', async (t) => {
  t.strictSame(read(genuine)(), { t: 'deposit', ...value });
  t.strictSame(says({})(), read(genuine)());
  t.strictSame(deposits.openDepositKey(holder.keys.enc, read(genuine)(), blob), key);
  t.doesNotThrow(says({ grant: hex(16), relay: null }));
});

allFail('a statement is refused', {
  'for another safe': read(genuine, { ...place, safe: random(16) }),
  'under the id of another paper': read(genuine, { ...place, doc: random(16) }),
  'shown as somebody else’s': read(genuine, place, mallory.uid),
  'under the key of somebody else': read(genuine, place, worker.uid, mallory.keys.sign.publicKey),
  'that somebody else signed in their name': read(deposits.signDeposit(value, mallory.keys.sign.secretKey)),
  'in the name of another relay than was signed': spliced({ relay: hex(16) }),
  'under a consent that was not named': spliced({ grant: hex(16) }),
  'moved to another safe after it was signed': spliced({ safe: hex(16) }),
  'with other bytes than were signed': spliced({
    roots: { content: hex(32), metadata: hex(32), thumbnail: null },
  }),
  'with another sealed key than was signed': spliced({ sealed: hex(32) }),
  'dated back': spliced({ ts: 1 }),
  'without its signature': read(genuine.subarray(64)),
  'of no bytes': read(genuine.subarray(0, 64)),
  cut: read(genuine.subarray(0, -1)),
  'with something behind it': read(concat(genuine, Uint8Array.of(0x20))),
  'signed under another type': read(
    concat(signBytes('deposit.no', envelopeBytes(genuine), secretKey), envelopeBytes(genuine)),
  ),
});

allFail('a statement is refused though the worker signed it', {
  'for no relay and under no consent': says({ relay: null }),
  'that names another type': says({ t: 'deposit.no' }),
  'with a field too many': says({ note: 'x' }),
  'for a holder of no generation': says({ to: { id: toHex(holder.uid), gen: 0, fp: toHex(holder.fp) } }),
  'with an id that is too short': says({ doc: hex(15) }),
});
t.test('nobody can sign one that acts for nobody', async (t) => {
  t.throws(() => deposits.signDeposit({ ...value, relay: null }, secretKey), { code: 'damaged' });
});

const opening =
  (change: Partial<typeof value>, sealed = blob, to = holder) =>
  () =>
    deposits.openDepositKey(to.keys.enc, { t: 'deposit', ...value, ...change }, sealed);
const other = newKey<'document'>();
const sealedAs = (said: typeof open, enc = holder.keys.enc.publicKey, dek = key) => {
  const made = deposits.sealDepositKey(enc, said, dek);
  return opening({ ...said, sealed: deposits.depositKeyHash(made) }, made);
};
/** The context that a statement's key is sealed to, as the format says it. */
const sealOther = (bytes: Uint8Array): Uint8Array => {
  const { sealed: _, ...rest } = json;
  return seal(holder.keys.enc.publicKey, hash('deposit.ctx', canonicalBytes(rest)), bytes);
};
const foreign = deposits.sealDepositKey(holder.keys.enc.publicKey, { ...open, doc: random(16) }, key);
allFail('the key of a paper that is left stays shut', {
  'for another holder': opening({}, blob, person('holder')),
  'of another blob than was signed': opening({}, foreign),
  'replayed under a statement for another paper': opening({ doc: random(16) }),
  'replayed under a statement for another safe': opening({ safe: random(16) }),
  'replayed in the name of another relay': opening({ relay: random(16) }),
  'replayed in the name of another worker': opening({ by: mallory.uid }),
  'swapped for the key of another paper of theirs': opening(
    { sealed: deposits.depositKeyHash(foreign) },
    foreign,
  ),
  'sealed to somebody else': sealedAs(open, mallory.keys.enc.publicKey),
  'that is not the one that was promised': sealedAs(open, holder.keys.enc.publicKey, other),
  'that promises another one': sealedAs({ ...open, dekc: keyCommitment(other) }),
  cut: opening({ sealed: deposits.depositKeyHash(blob.subarray(0, -1)) }, blob.subarray(0, -1)),
  'of a length that no key has': () => {
    // sealed to the very statement, as a cheating worker would
    const bad = sealOther(random(31));
    return opening({ sealed: deposits.depositKeyHash(bad) }, bad)();
  },
});

const docs = [random(16), random(16)];
const holderKey = holder.keys.sign.secretKey;
const no = signDepositRefusal({ safe: open.safe, docs, ts: 1_000 }, holderKey);
const refusal =
  (envelope: Uint8Array, safe = open.safe, by = holder.keys.sign.publicKey) =>
  () =>
    openDepositRefusal(envelope, by, safe);
const noJson = JSON.parse(Buffer.from(envelopeBytes(no)).toString()) as Record<string, Json>;
const refusing = (change: Record<string, Json>) =>
  refusal(signObject({ ...noJson, ...change } as { t: string } & Json, holderKey));

t.test('a refusal says what the holder signed', async (t) => {
  t.strictSame(refusal(no)(), { t: 'deposit.no', safe: open.safe, docs, ts: 1_000 });
});
allFail('a refusal is refused', {
  'for another safe': refusal(no, random(16)),
  'that somebody else signed': refusal(no, open.safe, mallory.keys.sign.publicKey),
  'that who left the paper signed': refusal(
    signDepositRefusal({ safe: open.safe, docs, ts: 1_000 }, secretKey),
  ),
  'of other papers than were signed': refusal(
    concat(no.subarray(0, 64), canonicalBytes({ ...noJson, docs: [hex(16)] })),
  ),
  cut: refusal(no.subarray(0, -1)),
  'of nothing': refusing({ docs: [] }),
  'of more than can wait': refusing({ docs: Array.from({ length: 201 }, () => hex(16)) }),
  'that is a statement': refusal(genuine),
  'that names another type': refusing({ t: 'erase' }),
});
