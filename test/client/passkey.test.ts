import { randomBytes } from 'node:crypto';
import t from 'tap';
import { blockDevice, listDevices } from '../../src/client/devices.js';
import { addPasskey } from '../../src/client/passkey.js';
import type { Memory } from '../../src/client/ports.js';
import { loadRelays } from '../../src/client/relay/load.js';
import { visitWorker } from '../../src/client/visit.js';
import { openOn, type Released, ROUTES, sure } from '../helpers/cheating.js';
import { newDevice, PIN } from '../helpers/device.js';
import { changing, losing, meddler } from '../helpers/meddling.js';
import { associationServer, newTeam, optionsOf } from '../helpers/team.js';

t.setTimeout(300_000);
const server = await associationServer(t);
const { manager, member } = await newTeam(t, optionsOf(server));

const answer = (): Uint8Array => new Uint8Array(randomBytes(32));
const nothing: Memory = { read: async () => null, write: async () => {}, forget: async () => {} };

/** A machine that keeps nothing, and a line to the server that may be meddled with. */
const desk = () => {
  const device = newDevice(t);
  const transport = meddler(device.transport);
  return { transport, device: { ...device, transport, memory: nothing } };
};
const by = (passkey: Uint8Array) => ({ server: server.address, key: { passkey } });
const add = (prf: Uint8Array, label = 'Clé bleue') =>
  addPasskey(member.session, { first: prf, second: prf.slice(), label });

t.test(
  'a passkey opens the account of the worker who added it, without a code, and is on their list',
  async (t) => {
    const prf = answer();
    const loc = await add(prf);
    const session = await visitWorker(desk().device, by(prf));
    t.same(session.uid, member.session.uid);
    const listed = sure((await listDevices(session)).find((one) => one.loc === loc));
    t.match(listed, { type: 'device', label: 'Clé bleue', current: true, frozen: false });
    await t.rejects(
      visitWorker(desk().device, by(answer())),
      { code: 'unknown_lock' },
      'another answer opens nothing',
    );
    await t.rejects(visitWorker(desk().device, by(prf.slice(0, 31))), { code: 'damaged' });
    await t.rejects(add(prf), { code: 'conflict' }, 'twice the same is one');
  },
);

t.test('a passkey that answers twice differently is never enrolled', async (t) => {
  const before = await listDevices(member.session);
  await t.rejects(addPasskey(member.session, { first: answer(), second: answer(), label: 'x' }), {
    code: 'damaged',
  });
  t.equal((await listDevices(member.session)).length, before.length);
});

t.test('an answer of the server that was lost enrols it once', async (t) => {
  const { device, transport } = desk();
  const { card } = member;
  const session = await visitWorker(device, {
    server: server.address,
    key: { cardSecret: card.secret, pin: PIN },
  });
  transport.meddle = losing(/^PUT \/v1\/account\/unlockers$|^POST \/v1\/account\/unlockers$/);
  const prf = answer();
  const loc = await addPasskey(session, { first: prf, second: prf, label: '' });
  t.equal((await listDevices(session)).filter((one) => one.loc === loc).length, 1);
  t.same((await visitWorker(desk().device, by(prf))).uid, member.session.uid);
});

t.test('a blocked passkey is out: at once where it is in use, and at every sign-in', async (t) => {
  const prf = answer();
  const loc = await add(prf);
  const session = await visitWorker(desk().device, by(prf));
  await loadRelays(session);
  await blockDevice(member.session, loc);
  await t.rejects(loadRelays(session), { code: 'lock_blocked' });
  await t.rejects(visitWorker(desk().device, by(prf)), { code: 'lock_blocked' });
  await t.rejects(add(prf), 'and it comes back by no list');
});

t.test('a server that answers with another wrapped key, account or list opens nothing', async (t) => {
  const [prf, other] = [answer(), answer()];
  await add(prf);
  await addPasskey(manager.session, { first: other, second: other, label: '' });
  const theirs: Released[] = [];
  const spying = desk();
  spying.transport.meddle = changing<Released>(ROUTES.release, (value) => void theirs.push(value));
  await visitWorker(spying.device, by(other));
  const given = sure(theirs[0]);
  const cheats: Record<string, Partial<Released>> = {
    'the key of another account': { wrappedKey: given.wrappedKey },
    'another share': { released: given.released },
    'all of another account': given,
    'another account’s list': { unlockers: given.unlockers },
    'another account’s identity': { identity: given.identity, uid: given.uid },
  };
  for (const [what, change] of Object.entries(cheats)) {
    const { device, transport } = desk();
    transport.meddle = changing<Released>(ROUTES.release, (value) => ({ ...value, ...change }));
    await t.rejects(visitWorker(device, by(prf)), { code: 'damaged' }, what);
  }
});

t.test('after a lock another worker’s passkey leads back into nothing of the first', async (t) => {
  const [mine, theirs] = [answer(), answer()];
  await add(mine);
  await addPasskey(manager.session, { first: theirs, second: theirs, label: '' });
  const { device } = desk();
  const { uid, identity, pins } = await visitWorker(device, by(mine));
  const left = { uid, identity, pins };
  await t.rejects(visitWorker(device, by(theirs), left), { code: 'already_open' });
  t.same((await visitWorker(device, by(mine), left)).uid, member.session.uid, 'their own does');
});

t.test('a person’s safe is opened by no passkey of a worker’s kind', async (t) => {
  const { session } = await openOn(t, server.address);
  const prf = answer();
  await addPasskey(session, { first: prf, second: prf, label: '' });
  await t.rejects(visitWorker(desk().device, by(prf)), { code: 'bad_card', details: { reason: 'holder' } });
});
