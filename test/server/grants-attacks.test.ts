import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { grantHash } from '../../src/core/protocol/grant.js';
import {
  docs,
  endGrant,
  type Given,
  give,
  grantPath,
  look,
  nextEpoch,
  ofPaper,
  type Party,
  prepareGrant,
  read,
  readWith,
  received,
  signedReading,
  withdrawalOf,
} from '../helpers/grants.js';
import { call, commit, keep, openHolder } from '../helpers/holder.js';
import { ownerOf, stateOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { foundRelay, newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const DAY = 86_400_000;

const world = async () => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(400), { thumbnail: true });
  return { relay, manager, member, holder, paper };
};

/** The same grant with another blob or receipt on the wire. */
const withWire = (given: Given, wire: Partial<Given['wire']>): Given => ({
  ...given,
  wire: { ...given.wire, ...wire },
});

t.test('a consent that the person did not sign as it stands is not taken', async (t) => {
  const { relay, holder, paper, manager } = await world();
  const other = await openHolder(server.address);
  const otherPaper = await keep(other, randomBytes(100));
  const to = relayParty(relay);
  const honest = () => prepareGrant(holder, to, { scope: docs(paper) });
  const unknown = await foundRelay(await openWorker(server.address));
  const changedText = (given: Given, from: string, into: string): Given => {
    const bytes = Buffer.from(given.envelope);
    const json = bytes.subarray(64).toString().replace(from, into);
    const envelope = Buffer.concat([bytes.subarray(0, 64), Buffer.from(json)]);
    return { ...withWire(given, { grant: toBase64Url(envelope) }), hash: grantHash(envelope) };
  };
  const stranger: Party = { ...to, fp: randomBytes(32) };
  const cases: Record<
    string,
    readonly ['damaged' | 'head_conflict' | 'not_found' | 'not_certified' | 'grant_expired', () => Given]
  > = {
    'signed by somebody else': ['damaged', () => prepareGrant(holder, to, {}, other.keys.sign.secretKey)],
    'signed by who gets it': ['damaged', () => prepareGrant(holder, to, {}, manager.keys.sign.secretKey)],
    'widened afterwards': [
      'damaged',
      () => changedText(honest(), '"perm":["read"]', '"perm":["add","read"]'),
    ],
    'extended afterwards': [
      'damaged',
      () => {
        const given = honest();
        return changedText(given, `"exp":${given.grant.exp}`, `"exp":${given.grant.exp + DAY}`);
      },
    ],
    'for another paper afterwards': [
      'damaged',
      () => changedText(honest(), toHex(paper.doc), toHex(otherPaper.doc)),
    ],
    'with other sealed keys': [
      'damaged',
      () => withWire(honest(), { sealed: toBase64Url(randomBytes(1200)) }),
    ],
    'with the keys of another grant': ['damaged', () => withWire(honest(), { sealed: honest().wire.sealed })],
    'of another safe': ['damaged', () => prepareGrant(holder, to, { safe: other.safe })],
    'in another holder’s name': [
      'damaged',
      () => prepareGrant(holder, to, { holder: other.uid, by: other.uid }),
    ],
    'under a grant that is none': [
      'damaged',
      () => prepareGrant(holder, to, { parent: randomBytes(16), by: manager.uid }),
    ],
    'to a key that is not the relay’s': ['damaged', () => prepareGrant(holder, stranger)],
    'to a generation that is not there': ['damaged', () => prepareGrant(holder, { ...to, gen: 7 })],
    'to nobody': ['not_found', () => prepareGrant(holder, { ...to, id: randomBytes(16) })],
    'to another holder': ['not_found', () => prepareGrant(holder, { ...to, id: other.uid })],
    'to a relay without certificate': ['not_certified', () => prepareGrant(holder, relayParty(unknown))],
    'of a paper that is not there': [
      'not_found',
      () => prepareGrant(holder, to, { scope: docs(otherPaper) }),
    ],
    'of a category that is not there': [
      'not_found',
      () => prepareGrant(holder, to, { scope: { kind: 'cat', ids: [randomBytes(16)] } }),
    ],
    'of another epoch': ['head_conflict', () => prepareGrant(holder, to, { epoch: 2 })],
    'under an older head': [
      'head_conflict',
      () => prepareGrant(holder, to, { headSeq: holder.head.seq - 1 }),
    ],
    'that is over already': [
      'grant_expired',
      () => prepareGrant(holder, to, { nbf: Date.now() - DAY, exp: Date.now() - 1000 }),
    ],
  };
  const before = await stateOf(owner);
  for (const [name, [code, make]] of Object.entries(cases)) {
    refused(t, await commit(holder, { give: [make()] }), code, `a consent ${name}`);
  }
  t.strictSame(await stateOf(owner), before, 'nothing is stored');
  t.strictSame((await received(manager)).ids, []);
  const given = honest();
  refused(
    t,
    await commit(holder, { give: [{ ...given, hash: randomBytes(32) }] }),
    'head_conflict',
    'a head without it',
  );
  t.equal((await commit(holder, { give: [given] })).status, 200, 'the honest one is taken');
});

t.test('what was withdrawn can’t be given again under its old receipt', async (t) => {
  const { relay, holder, member } = await world();
  const given = await give(holder, relayParty(relay));
  t.equal((await endGrant(holder, given)).status, 204);
  t.equal((await commit(holder, { drop: [given], epoch: nextEpoch(holder) })).status, 200);
  const again = prepareGrant(holder, relayParty(relay), { id: given.id });
  refused(t, await commit(holder, { give: [given] }), 'head_conflict', 'the same receipt');
  refused(t, await commit(holder, { give: [again] }), 'head_conflict', 'a new one under its name');
  refused(t, await look(member, given), 'grant_ended');
  refused(
    t,
    await commit(holder, { drop: [given], epoch: nextEpoch(holder) }),
    'head_conflict',
    'dropped twice',
  );
});

t.test('a reading is good once, for two minutes, for what it says, and by who signed it', async (t) => {
  const { relay, holder, member, manager, paper } = await world();
  const given = await give(holder, relayParty(relay), { scope: docs(paper) });
  const second = await give(holder, relayParty(relay), { scope: docs(paper) });
  const reading = (of: Parameters<typeof signedReading>[2] = {}, by: Worker = member) =>
    signedReading(by, given, { ...ofPaper(paper), ...of });
  const once = reading();
  t.equal((await readWith(member, given, once)).status, 200);
  const list = signedReading(member, given);
  t.equal((await look(member, given, list)).status, 200);
  const bad: Record<string, () => Promise<{ status: number; json: any }>> = {
    'read again': () => readWith(member, given, once),
    'read again by a colleague': () => readWith(manager, given, once),
    'looked at again': () => look(member, given, list),
    'with the nonce of another': () => readWith(member, given, reading({ nonce: nonceOf(once) })),
    'signed by a colleague': () => readWith(member, given, reading({}, manager)),
    'signed in a colleague’s name': () => readWith(member, given, reading({ by: manager.uid })),
    'of another grant': () => readWith(member, given, signedReading(member, second, ofPaper(paper))),
    'of another safe': () => readWith(member, given, reading({ safe: randomBytes(16) })),
    'of yesterday': () => readWith(member, given, reading({ ts: Date.now() - DAY })),
    'of three minutes ago': () => readWith(member, given, reading({ ts: Date.now() - 181_000 })),
    'of tomorrow': () => readWith(member, given, reading({ ts: Date.now() + DAY })),
    'of a list where a paper is asked': () => readWith(member, given, signedReading(member, given)),
    'of a paper where the list is asked': () => look(member, given, reading()),
    'of a list that names a paper': () => look(member, given, reading({ part: 'list' })),
    'of no version': () => readWith(member, given, reading({ ver: null })),
    'that is none': () => readWith(member, given, randomBytes(300)),
  };
  for (const [name, ask] of Object.entries(bad)) refused(t, await ask(), 'damaged', `a reading ${name}`);
  const parallel = reading();
  const answers = await Promise.all(Array.from({ length: 8 }, () => readWith(member, given, parallel)));
  t.equal(answers.filter((one) => one.status === 200).length, 1, 'of eight at once one is answered');
  const { bodies } = await readLog(holder);
  const tries = bodies.filter((body) => body.out === 'damaged' && body.grant === toHex(given.id));
  t.equal(tries.length, Object.keys(bad).length + 7, 'the person reads of every try');
});
const nonceOf = (reading: Uint8Array): Uint8Array =>
  Buffer.from(JSON.parse(Buffer.from(reading.subarray(64)).toString()).nonce, 'hex');

t.test('only who gave or got a grant ends it, with their own signature', async (t) => {
  const { relay, holder, member, manager, paper } = await world();
  const stranger = await openHolder(server.address);
  const given = await give(holder, relayParty(relay));
  const second = await give(holder, relayParty(relay));
  for (let again = 0; again < 3; again++)
    refused(t, await endGrant(stranger, given), 'not_found', 'a stranger');
  refused(t, await endGrant(holder, given, withdrawalOf(holder, second)), 'damaged', 'of another grant');
  refused(t, await endGrant(holder, given, withdrawalOf(member, given)), 'damaged', 'signed by another');
  refused(t, await endGrant(member, given, withdrawalOf(holder, given)), 'damaged', 'in the holder’s name');
  refused(t, await endGrant(holder, given, randomBytes(200)), 'damaged', 'none at all');
  t.equal((await read(member, given, paper)).status, 200, 'it goes on');
  for (let again = 0; again < 2; again++) t.equal((await endGrant(member, given)).status, 204);
  refused(t, await read(manager, given, paper), 'grant_ended', 'given back by a member');
  t.equal((await endGrant(holder, given)).status, 204, 'ended again');
  t.equal((await read(manager, second, paper)).status, 200);
  refused(
    t,
    await call(holder, 'POST', grantPath({ id: randomBytes(16) }, '/end'), {
      withdrawal: toBase64Url(withdrawalOf(holder, given)),
    }),
    'not_found',
    'a grant that is none',
  );
  const ends = (await readLog(holder)).bodies
    .filter((body) => body.act === 'grant.end')
    .map((body) => body.out);
  const told = ['not_found', 'damaged', 'damaged', 'damaged', 'damaged', 'ok'];
  t.strictSame(ends, told, 'neither a stranger nor ending it again fills the log');
});
