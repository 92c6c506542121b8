import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { documentsHash, epochsHash, grantsHash, type Head, signHead } from '../../src/core/protocol/head.js';
import { firstIdentity, identityKeys } from '../../src/core/protocol/identity.js';
import { logStart } from '../../src/core/protocol/log.js';
import { firstKeyring, newLock, nextKeyring } from '../helpers/devices.js';
import { call, type Holder, lockWire, openHolder } from '../helpers/holder.js';
import { type Loose, ownerOf, stateOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const open = (opening: object) => call({ url: server.address }, 'POST', '/v1/accounts', opening);

/** The opening of a person whom the server never saw: made on a server apart, so that all of it is well signed. */
const elsewhere = await testServer(t);
const unseen = (): Promise<Holder> => openHolder(elsewhere.address);

const other = await unseen();
type Opening = Record<string, Loose>;
const headOf = (holder: Holder, changes: Partial<Head> = {}, key = holder.keys.sign.secretKey): string =>
  toBase64Url(
    signHead(
      {
        safe: holder.safe,
        seq: 1,
        prev: null,
        docs: documentsHash([]),
        grants: grantsHash([]),
        epochs: epochsHash([holder.wrappedSafeKey]),
        log: logStart(holder.safe),
        ts: Date.now(),
        ...changes,
      },
      key,
    ),
  );
const listOf = (
  holder: Holder,
  locks: Holder['locks'],
  changes = {},
  key = holder.keys.sign.secretKey,
): string => {
  const first = { seq: 1, prev: null, ...changes };
  return toBase64Url(nextKeyring(holder, firstKeyring(holder), locks, first, key).envelope);
};
const flipped = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
const withLock = (holder: Holder, opening: Opening, changes: object): Opening => ({
  ...opening,
  locks: [{ ...lockWire(holder.locks[0]!), ...changes }],
});
const withHead = (opening: Opening, head: string): Opening => ({
  ...opening,
  safe: { ...opening['safe'], head },
});
const HASH = new Uint8Array(32).fill(1);

const tampered: Record<string, (holder: Holder, opening: Opening) => Opening | Promise<Opening>> = {
  'a statement with another signature': (_, o) => ({ ...o, statement: flipped(o['statement'], 10) }),
  'a statement with other words': (_, o) => ({ ...o, statement: flipped(o['statement'], 400) }),
  'somebody else’s statement': (_, o) => ({ ...o, statement: (other.opening as Opening)['statement'] }),
  'a statement of a relay': (holder, o) => ({
    ...o,
    statement: toBase64Url(firstIdentity(holder.uid, 'relay', holder.keys, Date.now()).statement),
  }),
  'a list of cards with another signature': (_, o) => ({ ...o, unlockers: flipped(o['unlockers'], 10) }),
  'a list of cards signed by another key': (holder, o) => ({
    ...o,
    unlockers: listOf(holder, holder.locks, {}, other.keys.sign.secretKey),
  }),
  'a list of cards that is not the first': (holder, o) => ({
    ...o,
    unlockers: listOf(holder, holder.locks, { seq: 2, prev: HASH }),
  }),
  'a list of another account': (holder, o) => ({
    ...o,
    unlockers: listOf(holder, holder.locks, { uid: other.uid }),
  }),
  'a list of another generation': (holder, o) => ({
    ...o,
    unlockers: listOf(holder, holder.locks, { gen: 2 }),
  }),
  'a card on the list that is not enrolled': async (holder, o) => ({
    ...o,
    unlockers: listOf(holder, [...holder.locks, (await newLock(holder)).lock]),
  }),
  'a card that is not on the list': async (holder, o) => ({
    ...o,
    locks: [...o['locks'], lockWire((await newLock(holder)).lock)],
  }),
  'a card enrolled twice': (_, o) => ({ ...o, locks: [o['locks'][0], o['locks'][0]] }),
  'a card with another login key': (holder, o) => withLock(holder, o, { auth: toBase64Url(HASH) }),
  'a card with another wrapped key': (holder, o) =>
    withLock(holder, o, { wrappedKey: toBase64Url(new Uint8Array(105)) }),
  'a card that says it is a device': (holder, o) => withLock(holder, o, { type: 'device' }),
  'a head with another signature': (_, o) => withHead(o, flipped(o['safe'].head, 10)),
  'a head by another key': (holder, o) => withHead(o, headOf(holder, {}, other.keys.sign.secretKey)),
  'a head of another safe': (holder, o) => withHead(o, headOf(holder, { safe: other.safe })),
  'a head that is not the first': (holder, o) => withHead(o, headOf(holder, { seq: 2, prev: HASH })),
  'a head with papers': (holder, o) => withHead(o, headOf(holder, { docs: HASH })),
  'a head with grants': (holder, o) => withHead(o, headOf(holder, { grants: HASH })),
  'a head over another key': (holder, o) => withHead(o, headOf(holder, { epochs: HASH })),
  'a head over another log': (holder, o) => withHead(o, headOf(holder, { log: { seq: 0, hash: HASH } })),
  'a head over a later log': (holder, o) =>
    withHead(o, headOf(holder, { log: { seq: 1, hash: logStart(holder.safe).hash } })),
  'another wrapped key of the safe': (_, o) => ({
    ...o,
    safe: { ...o['safe'], wrappedKey: toBase64Url(new Uint8Array(105)) },
  }),
};

t.test('a safe is not opened with anything that its holder did not sign', async (t) => {
  const before = await stateOf(owner);
  const holder = await unseen();
  for (const [name, tamper] of Object.entries(tampered)) {
    refused(t, await open(await tamper(holder, holder.opening)), 'damaged', name);
    t.strictSame(await owner.rows('select uid from accounts'), [], `${name} leaves nothing behind`);
  }
  t.strictSame(await stateOf(owner), before);
  t.equal((await open(holder.opening)).status, 201, 'what was signed is opened');
});

t.test('a safe whose answer got lost is opened by asking again, and stays one', async (t) => {
  const holder = await unseen();
  const answers = await Promise.all(Array.from({ length: 8 }, () => open(holder.opening)));
  for (const answer of answers) {
    t.equal(answer.status, 201);
    t.strictSame(answer.json, { uid: toHex(holder.uid), safe: toHex(holder.safe) });
  }
  const before = await stateOf(owner);
  t.equal((await open(holder.opening)).status, 201);
  t.strictSame(await stateOf(owner), before);
  t.equal((await owner.rows('select id from safes where holder = $1', [holder.uid])).length, 1);
});

t.test('an account that exists is not opened with another card, safe or statement', async (t) => {
  const holder = await unseen();
  await open(holder.opening);
  const opening = holder.opening as Opening;
  const { lock } = await newLock(holder, 'card');
  const sameCard = { ...holder.locks[0]!, tagHash: HASH };
  const safe = (await unseen()).safe;
  const head = headOf(holder, { safe, log: logStart(safe) });
  const newKeys = identityKeys(newKey<'account'>());
  const statement = toBase64Url(firstIdentity(holder.uid, 'holder', newKeys, Date.now()).statement);
  const claims: Record<string, Opening> = {
    'another card': { ...opening, unlockers: listOf(holder, [lock]), locks: [lockWire(lock)] },
    'the same card with another code': { ...opening, locks: [lockWire(sameCard)] },
    'another safe': { ...opening, safe: { ...opening['safe'], id: toHex(safe), head } },
    'another statement': {
      ...withHead(opening, headOf(holder, {}, newKeys.sign.secretKey)),
      statement,
      unlockers: listOf(holder, holder.locks, {}, newKeys.sign.secretKey),
    },
  };
  const before = await stateOf(owner);
  for (const [name, claim] of Object.entries(claims)) refused(t, await open(claim), 'conflict', name);
  t.strictSame(await stateOf(owner), before);
});

t.test('nobody opens a safe with the id or the card of somebody else’s', async (t) => {
  const [holder, thief] = [await unseen(), await unseen()];
  await open(holder.opening);
  const opening = thief.opening as Opening;
  const head = headOf(thief, { safe: holder.safe, log: logStart(holder.safe) });
  const before = await stateOf(owner);
  const taken = { ...opening, safe: { ...opening['safe'], id: toHex(holder.safe), head } };
  refused(t, await open(taken), 'conflict', 'the id of a safe');
  const card = { ...opening, unlockers: listOf(thief, holder.locks), locks: holder.locks.map(lockWire) };
  refused(t, await open(card), 'conflict', 'the card of somebody');
  t.strictSame(await stateOf(owner), before);
});
