import t from 'tap';
import type { Json } from '../../src/core/crypto/jcs.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { type Envelope, envelopeBytes, signBytes, signObject } from '../../src/core/crypto/sign.js';
import { random } from '../../src/core/crypto/sodium.js';
import { concat } from '../../src/core/bytes.js';
import * as directory from '../../src/core/protocol/directory.js';
import { grantHash, openGrant, sealedHash, signGrant } from '../../src/core/protocol/grant.js';
import { openWithdrawal, signWithdrawal } from '../../src/core/protocol/grant-end.js';
import * as sealing from '../../src/core/protocol/grant-keys.js';
import { openReading, signReading } from '../../src/core/protocol/reading.js';
import { openTeam } from '../../src/core/protocol/team.js';
import { openVouching, signVouching } from '../../src/core/protocol/vouching.js';
import { allFail, DAMAGED } from '../helpers/attacks.js';
import { newGrant, newRelay, person } from '../helpers/consent.js';

const [alice, mallory] = [person('holder'), person()];
const [key, secretKey] = [alice.member.sign, alice.keys.sign.secretKey];
const association = directory.directoryKeys(newKey());
const relay = newRelay(alice);
const made = newGrant(alice, mallory);
const { safe, id } = made.value;
const envelope = signGrant(made.value, secretKey);
const receipt = grantHash(envelope);

const said = { relay: relay.uid, fp: relay.fps[0] as Uint8Array, name: 'Halte du Pont', ts: 1 };
const certificate = directory.signCertificate(said, association.secretKey);
const withdrawal = signWithdrawal({ safe, grant: id, by: alice.uid, ts: 2 }, secretKey);
const renewed = { receipt, gen: 2, epoch: 3 };
const blob = sealing.resealGrantKeys(mallory.keys.enc.publicKey, renewed, made.keys);
const value = { grant: id, ...renewed, sealed: sealedHash(blob), by: alice.uid, ts: 3 };
const reseal = sealing.signReseal(value, secretKey);
const ask = {
  safe,
  grant: id,
  part: 'content',
  doc: random(16),
  ver: 1,
  by: alice.uid,
  nonce: random(16),
  ts: 4,
} as const;
const reading = signReading(ask, secretKey);
const vouching = signVouching({ relay: relay.uid, holder: mallory.uid, by: alice.uid, ts: 5 }, secretKey);

/** Every kind of signed word with its own reader, all under one key. */
const WORDS: Record<string, [Envelope, (envelope: Envelope, key: Uint8Array) => unknown]> = {
  'relay.cert': [directory.signCertificate(said, secretKey), directory.openCertificate],
  team: [relay.link.entry, (e, sign) => openTeam({ ...relay.id, sign }, [{ entry: e, approval: null }])],
  grant: [envelope, (e, k) => openGrant(e, k, alice.uid)],
  'grant.end': [withdrawal, (e, k) => openWithdrawal(e, k, { safe, id }, alice.uid)],
  'grant.reseal': [reseal, (e, k) => sealing.openReseal(e, k, receipt, { grant: id, by: alice.uid })],
  read: [reading, (e, k) => openReading(e, k, alice.uid)],
  vouch: [vouching, (e, k) => openVouching(e, k, relay.uid, alice.uid)],
};

t.test('a valid signature is of no use as another word, for another key, or with a byte more', async (t) => {
  for (const [type, [signed]] of Object.entries(WORDS)) {
    for (const [name, [, open]] of Object.entries(WORDS)) {
      const signer = name === 'team' ? relay.id.sign : key;
      if (name === type) t.doesNotThrow(() => open(signed, signer), type);
      else t.throws(() => open(signed, signer), DAMAGED, `${type} as ${name}`);
      t.throws(() => open(signed, mallory.member.sign), DAMAGED, `${type} of another person`);
      t.throws(() => open(concat(signed, Uint8Array.of(32)), signer), DAMAGED);
    }
    const bytes = envelopeBytes(signed);
    const [, open] = WORDS[type] as [Envelope, (e: Envelope, k: Uint8Array) => unknown];
    for (const purpose of ['id', 'team.co', 'head', 'lock', `${type}.`, ...Object.keys(WORDS)]) {
      if (purpose === type || type === 'team') continue;
      const other = concat(signBytes(purpose, bytes, secretKey), bytes);
      t.throws(() => open(other, key), DAMAGED, `${type} signed as ${purpose}`);
    }
  }
});

t.test('no signed word is read with a field more, less, or of another kind', async (t) => {
  for (const [type, [signed, open]] of Object.entries(WORDS)) {
    if (type === 'team') continue;
    const object = JSON.parse(Buffer.from(envelopeBytes(signed)).toString()) as Record<string, Json>;
    const attempt = (other: object) => () =>
      open(signObject({ ...other } as { t: string } & Json, secretKey), key);
    t.doesNotThrow(attempt(object), `${type}, written again`);
    t.throws(attempt({ ...object, more: 1 }), DAMAGED, `${type} with a field more`);
    for (const name of Object.keys(object)) {
      if (name === 't') continue;
      const { [name]: _, ...less } = object;
      t.throws(attempt(less), DAMAGED, `${type} without ${name}`);
      t.throws(attempt({ ...object, [name]: true }), DAMAGED, `${type} with another ${name}`);
    }
  }
});

const certified =
  (change: Partial<typeof said>, pin: Uint8Array | undefined = association.publicKey) =>
  () =>
    directory.openCertificate(directory.signCertificate({ ...said, ...change }, association.secretKey), pin);
t.strictSame(certified({})().name, 'Halte du Pont');

allFail('a relay is not certified', {
  'where no directory was pinned': () => directory.openCertificate(certificate, undefined),
  'by another directory': () =>
    directory.openCertificate(certificate, directory.directoryKeys(newKey()).publicKey),
  'by its own key': () =>
    directory.openCertificate(directory.signCertificate(said, secretKey), association.publicKey),
  'without a name': certified({ name: ' ' }),
  'under a name too long to be shown': certified({ name: 'x'.repeat(81) }),
  'with a fingerprint cut short': certified({ fp: said.fp.subarray(1) }),
  'by a signature of another type': () => {
    const bytes = envelopeBytes(certificate);
    return directory.openCertificate(
      concat(signBytes('id', bytes, association.secretKey), bytes),
      association.publicKey,
    );
  },
});

allFail('a consent is not ended', {
  'by a word about another': () => openWithdrawal(withdrawal, key, { safe, id: random(16) }),
  'by a word about another safe': () => openWithdrawal(withdrawal, key, { safe: random(16), id }),
  'by somebody else': () => openWithdrawal(withdrawal, mallory.member.sign, { safe, id }),
  'by one who signs in the other’s name': () => openWithdrawal(withdrawal, key, { safe, id }, mallory.uid),
});

const opened =
  (change: Partial<typeof value>, sealed = blob) =>
  () =>
    sealing.openResealedKeys(mallory.keys.enc, { t: 'grant.reseal', ...value, ...change }, sealed);
t.strictSame(opened({})(), made.keys);
const again = sealing.resealGrantKeys(mallory.keys.enc.publicKey, renewed, made.keys);

allFail('keys sealed anew are refused', {
  'of another receipt': () => sealing.openReseal(reseal, key, grantHash(withdrawal)),
  'by somebody who is no member any more': () => sealing.openReseal(reseal, mallory.member.sign, receipt),
  'that name another grant': () =>
    sealing.openReseal(reseal, key, receipt, { grant: random(16), by: alice.uid }),
  'in somebody else’s name': () => sealing.openReseal(reseal, key, receipt, { grant: id, by: mallory.uid }),
  'from another blob than was signed': opened({}, again),
  'for another receipt': opened({ receipt: random(32) }),
  'for another generation': opened({ gen: 1 }),
  'for another epoch': opened({ epoch: 2 }),
  'that are those of the receipt itself': opened({ sealed: sealedHash(made.blob) }, made.blob),
  'for somebody else': () => sealing.openResealedKeys(alice.keys.enc, { t: 'grant.reseal', ...value }, blob),
  'under a receipt’s hash cut short': () =>
    sealing.resealGrantKeys(
      mallory.keys.enc.publicKey,
      { ...renewed, receipt: receipt.subarray(1) },
      made.keys,
    ),
});

const asked = (change: object) => () =>
  openReading(signReading({ ...ask, ...change }, secretKey), key, alice.uid);
allFail('a reading is refused', {
  'in somebody else’s name': asked({ by: mallory.uid }),
  'of a list that names a paper': asked({ part: 'list' }),
  'of a paper that names none': asked({ doc: null, ver: null }),
  'of a paper that names no version': asked({ ver: null }),
  'of a thumbnail that names no paper': asked({ part: 'thumbnail', doc: null }),
  'of version 0': asked({ ver: 0 }),
  'of a part that nobody knows': asked({ part: 'metadata' }),
  'with a short nonce': asked({ nonce: random(15) }),
});
t.doesNotThrow(asked({ part: 'list', doc: null, ver: null }));

allFail('nobody is vouched for', {
  'by another relay’s member': () => openVouching(vouching, key, random(16)),
  'in another member’s name': () => openVouching(vouching, key, relay.uid, mallory.uid),
});
