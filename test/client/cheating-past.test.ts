import { randomBytes } from 'node:crypto';
import t from 'tap';
import { addPaper } from '../../src/client/add.js';
import { blockDevice, listDevices } from '../../src/client/devices.js';
import { history } from '../../src/client/history.js';
import { login } from '../../src/client/login.js';
import { loadAccount } from '../../src/client/unlockers.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { firstIdentity, identityKeys } from '../../src/core/protocol/identity.js';
import { signUnlockers } from '../../src/core/protocol/unlockers.js';
import { listPapers } from '../../src/client/papers.js';
import { unlock } from '../../src/client/unlock.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { logEntryHash, logStart } from '../../src/core/protocol/log.js';
import {
  type Account,
  flip,
  type List,
  type Log,
  openOn,
  overhear,
  refusing,
  type Released,
  ROUTES,
  type Safes,
  someSafes,
  sure,
} from '../helpers/cheating.js';
import { newDevice, paperOf, PIN } from '../helpers/device.js';
import { changing, type Meddle, withBytes } from '../helpers/meddling.js';

const { url, own, stranger } = await someSafes(t);
const { device, session, card } = own;
const refused = refusing(own);
const cardOptions = { server: url, cardSecret: card.secret, pin: PIN, label: 'Tablette' };
const start = logStart(session.safe);

/** Makes numbers and hashes right again from the first entry on, as a server could. */
const rechain = (log: Log, from = start) => {
  let prev = from.hash;
  for (const [i, entry] of log.entries.entries()) {
    const [salt, body] = [entry.salt, entry.body].map((one) => new Uint8Array(Buffer.from(one, 'base64url')));
    entry.seq = i + 1;
    prev = logEntryHash(prev, { ...entry, salt: sure(salt), body: sure(body) });
    entry.hash = toHex(prev);
  }
};

const onLog = (change: (log: Log) => void) =>
  changing<Log>(ROUTES.log, (log) => {
    change(log);
    log.more = false;
  });
const onRelease = (change: (value: Released) => void) => changing<Released>(ROUTES.release, change);

t.test('a server that goes back to an older state is caught, also after the device slept', async (t) => {
  const safes = await overhear<Safes>(own, ROUTES.safes, () => listPapers(session));
  const list = await overhear<List>(own, ROUTES.list, () => listPapers(session));
  const account = await overhear<Account>(own, ROUTES.account, () => listDevices(session));
  await addPaper(session, paperOf(randomBytes(10)));
  await login(newDevice(t), cardOptions);
  await listDevices(session);
  const rollBack: Meddle = async (request, answer) => {
    const one = await changing<Safes>(ROUTES.safes, () => safes)(request, answer);
    const two = await changing<List>(ROUTES.list, () => list)(request, one);
    return changing<Account>(ROUTES.account, () => account)(request, two);
  };
  await refused(t, { 'an older list of papers': rollBack }, () => listPapers(session), 'rolled_back');
  await refused(t, { 'an older list of devices': rollBack }, () => listDevices(session), 'rolled_back');
  const later = newDevice(t, device.memory);
  const awake = await unlock(later, PIN);
  later.transport.meddle = rollBack;
  await t.rejects(listPapers(awake), { code: 'rolled_back' }, 'after the device slept');
  const old = changing<Released>(ROUTES.release, (value) => void (value.unlockers = account.unlockers));
  await refused(t, { 'older unlockers': old }, () => unlock(device, PIN), 'rolled_back');
});

t.test('a second list of devices under the same number is caught, also after the device slept', async (t) => {
  const { unlockers } = await loadAccount(session);
  const { list } = unlockers;
  const other = { ...list, list: list.list.slice(0, 1), ts: list.ts + 1 };
  const fork = toBase64Url(signUnlockers({ ...list, ts: list.ts + 1 }, session.keys.sign.secretKey));
  const shorter = toBase64Url(signUnlockers(other, session.keys.sign.secretKey));
  const loose = { ...list, seq: list.seq + 1, prev: randomBytes(32) };
  const unchained = toBase64Url(signUnlockers(loose, session.keys.sign.secretKey));
  const showing = (wire: string) =>
    changing<Account>(ROUTES.account, (value) => void (value.unlockers = wire));
  const cases = { fork: showing(fork), shorter: showing(shorter), unchained: showing(unchained) };
  await refused(t, cases, () => listDevices(session), 'rolled_back');
  const release = { fork: onRelease((value) => void (value.unlockers = fork)) };
  await refused(t, release, () => unlock(device, PIN), 'rolled_back');
  const kept = JSON.parse(sure(device.memory.text ?? undefined)) as { pins: { unlockersHash?: string } };
  delete kept.pins.unlockersHash;
  device.memory.text = JSON.stringify(kept);
  await unlock(device, PIN);
  await refused(t, release, () => unlock(device, PIN), 'rolled_back');
});

t.test(
  'a server that answers a change of devices with another number is caught, and bars nobody',
  async (t) => {
    const { device: phone, session: mine, card: paper } = await openOn(t, url);
    await login(newDevice(t), { ...cardOptions, cardSecret: paper.secret });
    const { loc } = sure((await listDevices(mine)).find(({ label }) => label === 'Tablette'));
    phone.transport.meddle = changing<{ seq: number }>(/^PUT /, (value) => void (value.seq = 2_147_483_647));
    await t.rejects(blockDevice(mine, loc), { code: 'damaged' });
    phone.transport.meddle = undefined;
    t.equal((await listDevices(mine)).length, 2, 'what was signed is there');
    t.equal((await listDevices(await unlock(phone, PIN))).length, 2);
  },
);

t.test('a history that was edited, shortened, reordered or told anew is not shown', async (t) => {
  await history(session);
  const cases = {
    'an entry dropped': onLog(({ entries }) => void entries.splice(4, 1)),
    'an entry dropped and the chain made anew': onLog((log) => {
      log.entries.splice(4, 1);
      rechain(log);
    }),
    'two entries exchanged': onLog(({ entries }) => {
      entries.splice(4, 2, sure(entries[5]), sure(entries[4]));
    }),
    'an entry edited': onLog(({ entries }) => {
      const entry = sure(entries[4]);
      const text = Buffer.from(entry.body, 'base64url').toString();
      entry.body = toBase64Url(Buffer.from(text.replace('"ok"', '"no"')));
    }),
    'an entry edited and the chain made anew': onLog((log) => {
      sure(log.entries[4]).salt = toBase64Url(randomBytes(16));
      rechain(log);
    }),
    'an entry dated back': onLog((log) => {
      sure(log.entries.at(-1)).at = 0;
      rechain(log);
    }),
    'the end left out': onLog(({ entries }) => void (entries.length = 4)),
    'nothing at all': onLog(({ entries }) => void (entries.length = 0)),
  };
  await refused(t, cases, () => history(session), 'rolled_back');
});

t.test('a device that never saw the log is warned by what another one signed', async (t) => {
  const first = await openOn(t, url);
  await history(first.session);
  await addPaper(first.session, paperOf(randomBytes(10)));
  const tablet = newDevice(t);
  const second = await login(tablet, { ...cardOptions, cardSecret: first.card.secret });
  tablet.transport.meddle = changing<Log>(ROUTES.log, (log) => {
    sure(log.entries[0]).salt = toBase64Url(randomBytes(16));
    rechain(log, logStart(second.safe));
  });
  await t.rejects(history(second), { code: 'rolled_back' });
  tablet.transport.meddle = undefined;
  t.ok((await history(second)).entries.length > 0);
});

t.test('unlocking refuses an account that the server made up or mixed up', async (t) => {
  const theirs = await overhear<Released>(stranger, ROUTES.release, () => unlock(stranger.device, PIN));
  const cases = {
    'the share altered': onRelease((value) => void (value.released = flip(value.released))),
    'the wrapped key altered': onRelease((value) => void (value.wrappedKey = flip(value.wrappedKey))),
    'a wrapped key of somebody else': onRelease((value) => void (value.wrappedKey = theirs.wrappedKey)),
    'another account': onRelease((value) => void (value.uid = theirs.uid)),
    'another generation': onRelease((value) => void (value.generation = 2)),
    'identity of somebody else': onRelease((value) => void (value.identity = theirs.identity)),
    'identity altered': onRelease(({ identity }) => {
      sure(identity[0]).statement = flip(sure(identity[0]).statement);
    }),
    'no identity': onRelease((value) => void (value.identity = [])),
    'a forked identity': onRelease(({ identity }) => void identity.push(sure(identity[0]))),
    'unlockers of somebody else': onRelease((value) => void (value.unlockers = theirs.unlockers)),
    'unlockers altered': onRelease((value) => void (value.unlockers = flip(value.unlockers))),
    'everything of somebody else': onRelease((value) => void Object.assign(value, theirs)),
  };
  await refused(t, cases, () => unlock(device, PIN));
});

t.test(
  'a server that signs a person’s statements with keys of its own is refused by the first device too',
  async (t) => {
    const forged = identityKeys(newKey());
    const fresh = newDevice(t);
    fresh.transport.meddle = onRelease((value) => {
      const { identity, list } = sure(account);
      const { secretKey } = forged.sign;
      value.identity = [
        {
          statement: toBase64Url(firstIdentity(identity.uid, 'holder', forged, 0).statement),
          approval: null,
        },
      ];
      value.unlockers = toBase64Url(signUnlockers(list, secretKey));
    });
    const envelope = (await loadAccount(session)).unlockers;
    const account = { identity: session.identity, list: envelope.list };
    await t.rejects(login(fresh, cardOptions), { code: 'damaged' });
    const asked = fresh.transport.requests.map(({ path }) => path);
    t.same(asked, ['/v1/locks/challenge', '/v1/locks/release'], 'before anything else is believed');
    t.equal(fresh.memory.text, null);
  },
);

t.test('a blocked lock that the server revives opens nothing under the newest list', async (t) => {
  const thief = { ...own, device: newDevice(t) };
  const opened = await login(thief.device, cardOptions);
  const released = await overhear<Released>(thief, ROUTES.release, () => unlock(thief.device, PIN));
  const { loc } = sure((await listDevices(opened)).find(({ current }) => current));
  await blockDevice(session, loc);
  await t.rejects(unlock(thief.device, PIN), { code: 'lock_blocked' });
  const { unlockers } = await overhear<Account>(own, ROUTES.account, () => listDevices(session));
  thief.device.transport.meddle = (request, answer) =>
    request.url.endsWith('/release')
      ? { ...withBytes(answer, Buffer.from(JSON.stringify({ ...released, unlockers }))), status: 200 }
      : answer;
  await t.rejects(unlock(thief.device, PIN), { code: 'damaged' });
});
