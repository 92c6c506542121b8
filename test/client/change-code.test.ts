import t, { type Test } from 'tap';
import { openSafe } from '../../src/client/account.js';
import { addPaper } from '../../src/client/add.js';
import { changeCode, giveUpChange, type Renewed, useSecret } from '../../src/client/change-code.js';
import { listDevices } from '../../src/client/devices.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import { unlock } from '../../src/client/unlock.js';
import { SafeError } from '../../src/core/errors.js';
import { newDevice, paperOf, PIN } from '../helpers/device.js';
import { testServer } from '../helpers/server.js';

const { address: server } = await testServer(t);
const NEW = '735162';

const scene = async (test: Test) => {
  const device = newDevice(test);
  const { session, card } = await openSafe(device, { server, pin: PIN, label: 'phone' });
  await addPaper(session, paperOf(Buffer.from('a paper'), 'Titre'));
  return { device, session, card };
};

const titles = async (session: Awaited<ReturnType<typeof unlock>>): Promise<string[]> =>
  (await listPapers(session)).papers.map(({ metadata }) => metadata.title);

t.test('after a change only the new code opens, on this phone and with the new card', async (t) => {
  const { device, session, card } = await scene(t);
  const other = newDevice(t);
  await login(other, { server, cardSecret: card.secret, pin: PIN, label: 'old phone' });
  const made = await changeCode(session, { pin: NEW, label: 'phone' }, async () => {});
  const again = await unlock(device, NEW);
  t.same(await titles(again), ['Titre']);
  t.same(
    (await listDevices(again)).map(({ type, label }) => [type, label]),
    [
      ['card', ''],
      ['device', 'phone'],
    ],
  );
  await t.rejects(unlock(device, PIN), { code: 'wrong_code' });
  await t.rejects(unlock(other, PIN), { code: 'lock_blocked' });
  for (const pin of [PIN, NEW]) {
    await t.rejects(login(newDevice(t), { server, cardSecret: card.secret, pin, label: '' }), {
      code: 'lock_blocked',
    });
  }
  const found = await login(newDevice(t), { server, cardSecret: made.cardSecret, pin: NEW, label: 'found' });
  t.same(await titles(found), ['Titre']);
});

t.test('a code that is too easy changes nothing', async (t) => {
  const { device, session } = await scene(t);
  await t.rejects(
    changeCode(session, { pin: '111111', label: 'phone' }, async () => {
      t.fail('nothing is to be kept');
    }),
    { code: 'weak_code' },
  );
  t.same(await titles(await unlock(device, PIN)), ['Titre']);
});

t.test('nothing is sent before both secrets are in safety', async (t) => {
  const { device, session } = await scene(t);
  const full = new Error('the phone is full');
  await t.rejects(
    changeCode(session, { pin: NEW, label: 'phone' }, async () => {
      throw full;
    }),
    full,
  );
  t.same(await titles(await unlock(device, PIN)), ['Titre']);
});

t.test('a phone that breaks off after the server took it goes on with what was kept first', async (t) => {
  const { device, session } = await scene(t);
  let kept: Renewed | undefined;
  const memory = device.memory.text;
  await changeCode(session, { pin: NEW, label: 'phone' }, async (made) => {
    kept = made;
  });
  // as if it had been killed before it remembered
  device.memory.text = memory;
  await t.rejects(unlock(device, PIN), { code: 'lock_blocked' });
  await useSecret({ device }, (kept as Renewed).deviceSecret);
  t.same(await titles(await unlock(device, NEW)), ['Titre']);
});

t.test('a change that was given up can’t take effect later', async (t) => {
  const { device, session } = await scene(t);
  let late: (() => Promise<unknown>) | undefined;
  const { request } = device.transport;
  Object.assign(device.transport, {
    request: (one: Parameters<typeof request>[0]) => {
      if (!one.url.endsWith('/v1/account/unlockers')) return request(one);
      late ??= () => request(one);
      return Promise.reject(new Error('cut'));
    },
  });
  await t.rejects(
    changeCode(session, { pin: NEW, label: 'phone' }, async () => {}),
    { message: 'cut' },
  );
  Object.assign(device.transport, { request });
  await giveUpChange(await unlock(device, PIN));
  const answer = (await late?.()) as { status: number };
  t.equal(answer.status, 409, 'what comes late is refused');
  t.same(await titles(await unlock(device, PIN)), ['Titre']);
});

t.test('a lost answer is no lost safe: the change is found done', async (t) => {
  const { device, session } = await scene(t);
  let lost = 0;
  device.transport.meddle = ({ method, url }, answer) => {
    if (method === 'GET' || !url.endsWith('/v1/account/unlockers') || lost++ > 0) return answer;
    throw new SafeError('unavailable');
  };
  const made = await changeCode(session, { pin: NEW, label: 'phone' }, async () => {});
  t.equal(lost, 1, 'an answer was lost');
  t.same(await titles(await unlock(device, NEW)), ['Titre']);
  const found = await login(newDevice(t), { server, cardSecret: made.cardSecret, pin: NEW, label: '' });
  t.same(await titles(found), ['Titre']);
});
