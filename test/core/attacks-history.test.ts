import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { ed25519KeyPair, random } from '../../src/core/crypto/sodium.js';
import * as head from '../../src/core/protocol/head.js';
import * as log from '../../src/core/protocol/log.js';
import * as unlockers from '../../src/core/protocol/unlockers.js';
import { allFail } from '../helpers/attacks.js';

const ROLLED_BACK = { code: 'rolled_back' };
const signer = ed25519KeyPair(newKey());
const [safe, uid] = [random(16), random(16)];

const makeHead = (seq: number, prev: Uint8Array | null, of = safe) => {
  const hash = random(32);
  const envelope = head.signHead(
    { safe: of, seq, prev, docs: hash, grants: hash, epochs: hash, log: { seq: 0, hash }, ts: 1 },
    signer.secretKey,
  );
  return { envelope, head: head.openHead(envelope, signer.publicKey, of) };
};
const first = makeHead(1, null);
const second = makeHead(2, head.headHash(first.envelope));
const fork = makeHead(2, head.headHash(first.envelope));
const stray = makeHead(3, random(32));
const pin = head.advanceHeadPin(undefined, second.envelope, second.head);
const headAfter = (made: typeof first) => () => head.advanceHeadPin(pin, made.envelope, made.head);

t.test('a safe goes on from the state this device has seen', async (t) => {
  const third = makeHead(3, head.headHash(second.envelope));
  t.equal(headAfter(second)().seq, 2);
  t.equal(headAfter(third)().seq, 3);
  t.equal(headAfter(makeHead(9, random(32)))().seq, 9, 'after a long absence');
});

allFail(
  'a safe is not shown',
  {
    'in an older state': headAfter(first),
    'in another state of the same number': headAfter(fork),
    'in a next state that does not follow': headAfter(stray),
  },
  ROLLED_BACK,
);

allFail('a head is refused', {
  'of another safe': () => head.openHead(first.envelope, signer.publicKey, random(16)),
  'by another key': () => head.openHead(first.envelope, ed25519KeyPair(newKey()).publicKey, safe),
  'that is the first and has one before': () => makeHead(1, random(32)),
  'that is not the first and has none before': () => makeHead(2, null),
  'that lists a paper under a cut id': () =>
    head.documentsHash([{ doc: random(15), ver: 1, manifest: random(32), binned: false }]),
  'that lists a version beyond 32 bits': () =>
    head.documentsHash([{ doc: random(16), ver: 2 ** 32, manifest: random(32), binned: false }]),
});

t.test('a paper dropped, kept, moved to the bin or put back changes what the holder signs', async (t) => {
  const one = { doc: random(16), ver: 1, manifest: random(32), binned: false };
  const two = { doc: random(16), ver: 2, manifest: random(32), binned: true };
  const lists = [
    [],
    [one],
    [two],
    [one, two],
    [{ ...one, binned: true }, two],
    [{ ...one, ver: 2 }, two],
    [{ ...one, manifest: two.manifest }, two],
    [one, two, two],
  ];
  const hashes = new Set(lists.map((list) => toHex(head.documentsHash(list))));
  t.equal(hashes.size, lists.length);
});

const makeList = (seq: number, prev: Uint8Array | null, locs: readonly Uint8Array[]) => {
  const label = unlockers.wrapLabel(newKey(), uid, random(16), new Uint8Array(0));
  const list = locs.map((loc) => ({
    type: 'card' as const,
    loc,
    auth: random(32),
    key: random(32),
    label,
    since: 1,
  }));
  const envelope = unlockers.signUnlockers({ uid, gen: 1, seq, prev, list, ts: 1 }, signer.secretKey);
  return { envelope, value: unlockers.openUnlockers(envelope, signer.publicKey, uid) };
};
const [stolen, kept] = [random(16), random(16)];
const before = makeList(1, null, [stolen, kept]);
const after = makeList(2, unlockers.unlockersHash(before.envelope), [kept]);
const revived = makeList(2, unlockers.unlockersHash(before.envelope), [kept, stolen]);
const listPin = unlockers.advanceUnlockersPin(undefined, after.envelope, after.value);
const listAfter = (made: typeof before) => () =>
  unlockers.advanceUnlockersPin(listPin, made.envelope, made.value);

t.test('the list of cards and devices goes on from what this device has seen', async (t) => {
  const next = makeList(3, unlockers.unlockersHash(after.envelope), [kept, random(16)]);
  t.equal(listAfter(after)().seq, 2);
  t.equal(listAfter(next)().seq, 3);
  t.ok(unlockers.unlockersFollow(next.value, after.envelope, 2));
  t.notOk(unlockers.unlockersFollow(revived.value, after.envelope, 2));
});

allFail(
  'a blocked card is not revived',
  {
    'by the list from before': listAfter(before),
    'by the list from before, where only its number is known': () =>
      unlockers.checkUnlockersPin(2, before.value),
    'by another list of the same number': listAfter(revived),
    'by a list that does not follow': listAfter(makeList(3, random(32), [stolen])),
  },
  ROLLED_BACK,
);

allFail('a list of cards and devices is refused', {
  'of another account': () => unlockers.openUnlockers(before.envelope, signer.publicKey, random(16)),
  'by another key': () => unlockers.openUnlockers(before.envelope, ed25519KeyPair(newKey()).publicKey, uid),
  'with a locator twice': () => makeList(1, null, [kept, kept]),
  'of more than 32': () =>
    makeList(
      1,
      null,
      Array.from({ length: 33 }, () => random(16)),
    ),
});

const start = log.logStart(safe);
const entries: log.LogEntry[] = [];
let last = start.hash;
for (let seq = 1; seq <= 5; seq++) {
  const none = { by: null, lock: null, doc: null, grant: null, proof: null };
  const body = log.logBody({ act: 'paper.read', ...none, ver: seq, out: 'ok' });
  const entry = { seq, at: 1000 * seq, salt: random(16), body };
  last = log.logEntryHash(last, entry);
  entries.push({ ...entry, hash: last });
}
const [e1, e2, e3, e4, e5] = entries as [
  log.LogEntry,
  log.LogEntry,
  log.LogEntry,
  log.LogEntry,
  log.LogEntry,
];
const follow =
  (...list: log.LogEntry[]) =>
  () =>
    log.verifyLog(start, list);
const rehashed = (change: Partial<log.LogEntry>, prev: Uint8Array, entry: log.LogEntry): log.LogEntry => {
  const altered = { ...entry, ...change };
  return { ...altered, hash: log.logEntryHash(prev, altered) };
};
const seen = log.verifyLog(start, [e1, e2, e3]);

t.test('a history that nobody touched is read, in one go or in pages', async (t) => {
  t.strictSame(follow(...entries)(), { seq: 5, hash: e5.hash, at: 5000 });
  t.strictSame(log.verifyLog(seen, [e4, e5]), follow(...entries)());
});

allFail(
  'a history is not shown',
  {
    'with an entry edited': follow(e1, { ...e2, body: e3.body }, e3),
    'with an entry edited and hashed anew': follow(e1, rehashed({ body: e3.body }, e1.hash, e2), e3),
    'with an entry dropped': follow(e1, e3),
    'with an entry dropped and the next renumbered': follow(e1, rehashed({ seq: 2 }, e1.hash, e3), e4),
    'with its beginning dropped': follow(e2, e3),
    'in another order': follow(e1, e3, e2),
    'with an entry twice': follow(e1, e1),
    'with an entry dated otherwise': follow(e1, { ...e2, at: 2001 }),
    'with an entry dated back': follow(e1, rehashed({ at: 999 }, e1.hash, e2)),
    'with an entry dated back after what was seen': () =>
      log.verifyLog(seen, [rehashed({ at: 2999 }, e3.hash, e4)]),
    'with another salt': follow(e1, { ...e2, salt: random(16) }),
    'with a byte moved from the body to the salt': follow(e1, {
      ...e2,
      salt: new Uint8Array([...e2.salt, e2.body[0] as number]),
      body: e2.body.subarray(1),
    }),
    'with a time that is none': follow({ ...e1, at: Number.NaN }),
    'with a time between two milliseconds': follow({ ...e1, at: 1000.5 }),
    'of another safe': () => log.verifyLog(log.logStart(random(16)), entries),
    'that forks from what was seen': () =>
      log.verifyLog(seen, [rehashed({}, e2.hash, e4), rehashed({}, e4.hash, e5)]),
  },
  ROLLED_BACK,
);
