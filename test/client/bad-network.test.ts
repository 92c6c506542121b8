import { randomBytes } from 'node:crypto';
import t from 'tap';
import { openSafe } from '../../src/client/account.js';
import { addPaper } from '../../src/client/add.js';
import { binPaper } from '../../src/client/bin.js';
import { listDevices } from '../../src/client/devices.js';
import { eraseSafe } from '../../src/client/erase.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import type { HttpAnswer } from '../../src/client/ports.js';
import { readPaper } from '../../src/client/read.js';
import { loadSafe } from '../../src/client/safe.js';
import { unlock } from '../../src/client/unlock.js';
import { SafeError } from '../../src/core/errors.js';
import { collectBytes, newDevice, paperOf, PIN } from '../helpers/device.js';
import { losing } from '../helpers/meddling.js';
import { testServer } from '../helpers/server.js';

const service = await testServer(t);
const device = newDevice(t);
device.transport.meddle = losing(/^POST \/v1\/accounts$/);
const { session, card } = await openSafe(device, { server: service.address, pin: PIN, label: 'Téléphone' });
device.transport.meddle = undefined;

t.test('a safe whose opening was acknowledged to nobody is the same safe when asked again', async (t) => {
  t.equal((await listPapers(session)).papers.length, 0);
  t.equal((await listDevices(session)).length, 2);
});

t.test('an answer lost on the way loses no paper and doubles none', async (t) => {
  const routes = [/^PUT .*\/categories\//, /^PUT .*\/versions\//, /^POST .*\/heads$/, /^GET /];
  for (const [i, route] of routes.entries()) {
    device.transport.meddle = losing(route, 2);
    await addPaper(session, paperOf(randomBytes(1_000), `papier ${i}`));
    device.transport.meddle = undefined;
    const { papers, safe } = await listPapers(session);
    t.equal(papers.length, i + 1, String(route));
    t.equal(safe.categories.length, 1);
  }
});

t.test('a service that stays away is said to be away, and the paper goes in once it is back', async (t) => {
  const before = (await listPapers(session)).papers.length;
  const { request } = device.transport;
  device.transport.meddle = losing(/^PUT .*\/versions\//, 1_000);
  await addPaper(session, paperOf(randomBytes(1_000)));
  t.equal((await listPapers(session)).papers.length, before + 1, 'never heard of, and seen to be there');
  device.transport.request = async () => {
    throw new SafeError('unavailable');
  };
  await t.rejects(addPaper(session, paperOf(randomBytes(1_000))), { code: 'unavailable' });
  device.transport.request = request;
  device.transport.meddle = losing(/^POST .*\/heads$/, 1_000);
  await t.rejects(binPaper(session, [(await listPapers(session)).papers[0]?.doc ?? '']), {
    code: 'unavailable',
  });
  device.transport.meddle = undefined;
  const after = await listPapers(session);
  t.equal(after.papers.length + after.binned.length, before + 1);
  await addPaper(session, paperOf(randomBytes(1_000)));
  t.equal((await listPapers(session)).papers.length, before - after.binned.length + 2);
});

t.test(
  'a login is never sent twice: a lost answer must not cost tries behind the person’s back',
  async (t) => {
    device.transport.requests.length = 0;
    device.transport.meddle = losing(/^POST \/v1\/locks\/release$/, 1_000);
    await t.rejects(unlock(device, PIN), { code: 'unavailable' });
    device.transport.meddle = undefined;
    t.equal(device.transport.requests.filter(({ path }) => path === '/v1/locks/release').length, 1);
  },
);

t.test('a login that breaks off after the device was enrolled works when done again', async (t) => {
  const options = { server: service.address, cardSecret: card.secret, pin: PIN, label: 'Tablette' };
  const tablet = newDevice(t);
  tablet.transport.meddle = losing(/^PUT \/v1\/account\/unlockers$/, 1);
  const opened = await login(tablet, options);
  t.equal((await listDevices(opened)).length, 3, 'enrolled once, although the answer was lost');
  const killed = newDevice(t);
  killed.memory.write = async () => {
    throw new Error('killed');
  };
  await t.rejects(login(killed, options), { message: 'killed' });
  t.equal(killed.memory.text, null);
  const again = newDevice(t);
  t.equal(
    (await listPapers(await login(again, options))).papers.length,
    (await listPapers(session)).papers.length,
  );
});

t.test('logging in again on the same device takes the place of its old lock', async (t) => {
  const before = (await listDevices(session)).length;
  const options = { server: service.address, cardSecret: card.secret, pin: PIN, label: 'Téléphone' };
  const again = await login(device, options);
  t.equal((await listDevices(again)).length, before);
  t.ok(await unlock(device, PIN));
});

/** Breaks the first answers of a download after `bytes` bytes each. */
const cutting = (bytes: number, times: number) => {
  let left = times;
  return (request: { url: string }, answer: HttpAnswer): HttpAnswer => {
    if (!request.url.endsWith('/content') || left === 0) return answer;
    left -= 1;
    return {
      ...answer,
      bytes: (async function* () {
        let given = 0;
        for await (const piece of answer.bytes) {
          yield piece.subarray(0, bytes - given);
          given += piece.length;
          if (given >= bytes) throw new SafeError('unavailable');
        }
      })(),
    };
  };
};

t.test('a download that breaks off goes on where it was, and is whole', async (t) => {
  const opened = await unlock(device, PIN);
  const bytes = randomBytes(1_500_000);
  const { doc } = await addPaper(opened, paperOf(bytes));
  const paper = (await listPapers(opened)).papers.find((one) => one.doc === doc);
  t.ok(paper);
  if (!paper) return;
  for (const at of [50, 300_000, 700_000]) {
    device.transport.meddle = cutting(at, 3);
    t.same(await collectBytes(readPaper(opened, paper)), bytes, `cut after ${at} bytes`);
  }
  device.transport.meddle = cutting(0, 1_000);
  await t.rejects(collectBytes(readPaper(opened, paper)), { code: 'unavailable' });
  device.transport.meddle = undefined;
});

t.test('a session that ran out is renewed without asking the person again', async (t) => {
  const opened = await unlock(device, PIN);
  const { request } = device.transport;
  let spoilt = 0;
  device.transport.request = async (wanted) => {
    const spoil = spoilt > 0 && wanted.headers['authorization'] !== undefined;
    if (spoil) spoilt -= 1;
    return request(
      spoil ? { ...wanted, headers: { ...wanted.headers, authorization: 'Bearer old' } } : wanted,
    );
  };
  t.teardown(() => {
    device.transport.request = request;
  });
  const before = (await listPapers(opened)).papers.length;
  spoilt = 1;
  await addPaper(opened, paperOf(randomBytes(300_000)));
  spoilt = 1;
  await loadSafe(opened);
  t.equal((await listPapers(opened)).papers.length, before + 1);
  spoilt = 2;
  await t.rejects(loadSafe(opened), { code: 'unauthorized' }, 'a second refusal is final');
});

t.test('deleting the safe is certain, even if the answer got lost', async (t) => {
  const opened = await unlock(device, PIN);
  device.transport.meddle = losing(/^POST .*\/erasure$/);
  await eraseSafe(opened);
  device.transport.meddle = undefined;
  t.equal(device.memory.text, null);
  const options = { server: service.address, cardSecret: card.secret, pin: PIN, label: 'x' };
  await t.rejects(login(newDevice(t), options), { code: 'unknown_lock' });
});
