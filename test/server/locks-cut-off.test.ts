import { randomBytes } from 'node:crypto';
import t from 'tap';
import { ALL_CONTRACTS } from '../../src/core/api/index.js';
import {
  addDevice,
  type Device,
  firstKeyring,
  type Keyring,
  logInDevice,
  nextKeyring,
  putKeyring,
} from '../helpers/devices.js';
import { everyRequest } from '../helpers/every-request.js';
import { type Holder, keep, openHolder, partsOf, prepareVersion, versionPath } from '../helpers/holder.js';
import { blobsOnDisk, ONLY_UPLOADS, ownerOf, stateOf, sweep } from '../helpers/inside.js';
import { until } from '../helpers/embedded.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { encodeParts, startUpload } from '../helpers/upload.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);

const withDevice = async (): Promise<{ holder: Holder; device: Device; keyring: Keyring }> => {
  const holder = await openHolder(server.address);
  return { holder, ...(await addDevice(holder, firstKeyring(holder))) };
};

const block = async (holder: Holder, device: Device, keyring: Keyring): Promise<Keyring> => {
  const kept = keyring.locks.filter((lock) => lock !== device.lock);
  const next = nextKeyring(holder, keyring, kept);
  const { status } = await putKeyring(holder, next);
  if (status !== 200) throw new Error('the device was not blocked');
  return next;
};

const freeze = async (device: Device): Promise<void> => {
  await owner.rows('update locks set tries = 9, not_before = now() where loc = $1', [device.lock.loc]);
  const answer = await logInDevice(server.address, device.secret, new Uint8Array(32));
  if (answer.json.error?.code !== 'lock_frozen') throw new Error('the device was not frozen');
};

t.test(
  'a stolen phone is cut off at its next request, whatever it asks, while its token is still valid',
  async (t) => {
    const closed = ALL_CONTRACTS.filter((one) => one.access === 'account').map((one) => one.id);
    for (const how of ['blocked', 'frozen'] as const) {
      const { holder, device, keyring } = await withDevice();
      const paper = await keep(holder, randomBytes(100), { thumbnail: true });
      device.holder.head = holder.head;
      device.holder.documents = holder.documents;
      const requests = everyRequest(device.holder, paper);
      t.strictSame(Object.keys(requests).toSorted(), closed.toSorted(), 'every closed operation is tried');
      t.equal((await requests['readContent']!()).status, 200, 'it reads while nobody misses it');
      if (how === 'blocked') await block(holder, device, keyring);
      else await freeze(device);
      const before = await stateOf(owner);
      const code = how === 'blocked' ? 'lock_blocked' : 'lock_frozen';
      const answers = await Promise.all(
        Object.entries(requests).map(async ([id, ask]) => ({ id, answer: await ask() })),
      );
      for (const { id, answer } of answers) refused(t, answer, code, `${how}: ${id}`);
      refused(t, await logInDevice(server.address, device.secret), code, 'logging in');
      await sweep(server, ONLY_UPLOADS);
      t.strictSame(await stateOf(owner), before, 'nothing changed');
      const { bodies } = await readLog(holder);
      const refusals = bodies.filter((body) => body.out === code && body.lock === device.loc);
      // Each request, the login, and for the frozen one the try that froze it.
      const expected = closed.length + (how === 'blocked' ? 1 : 2);
      t.equal(refusals.length, expected, 'the holder sees every refusal');
      t.equal((await everyRequest(holder, paper)['readContent']!()).status, 200, 'the card still reads');
    }
  },
);

t.test('a paper on its way from a phone is not taken in once the phone is blocked', async (t) => {
  for (const how of ['blocked', 'frozen'] as const) {
    const { holder, device, keyring } = await withDevice();
    const before = await blobsOnDisk(server);
    const sent = await prepareVersion(device.holder, randomBytes(900_000));
    const { type, body } = encodeParts(partsOf(sent));
    const path = versionPath(holder, sent.doc, 1);
    const upload = startUpload(device.holder, path, { type, length: body.length });
    await upload.write(body.subarray(0, 500_000));
    await until(async () => (await owner.rows(`select from blobs where state = 'pending'`)).length > 0);
    if (how === 'blocked') await block(holder, device, keyring);
    else await freeze(device);
    await upload.write(body.subarray(500_000));
    upload.end();
    refused(t, await upload.answer, how === 'blocked' ? 'lock_blocked' : 'lock_frozen', how);
    t.strictSame(await owner.rows('select document from versions where document = $1', [sent.doc]), []);
    await sweep(server);
    t.strictSame(await blobsOnDisk(server), before, 'its bytes are gone');
    t.strictSame(await owner.rows(`select key from blobs where state <> 'live'`), []);
  }
});

t.test('a blocked phone never comes back, and a new one opens the same safe', async (t) => {
  const { holder, device, keyring } = await withDevice();
  const without = await block(holder, device, keyring);
  const [row] = await owner.rows('select released, wrapped_key from locks where loc = $1', [device.lock.loc]);
  t.equal(row.released.length + row.wrapped_key.length, 0, 'what it unlocked is forgotten');
  refused(
    t,
    await putKeyring(holder, nextKeyring(holder, without, keyring.locks)),
    'damaged',
    'listed again',
  );
  const again = nextKeyring(holder, without, keyring.locks);
  refused(t, await putKeyring(holder, again, [device.lock]), 'damaged', 'enrolled again');
  const { device: next } = await addDevice(holder, without);
  t.equal((await everyRequest(next.holder, { doc: randomBytes(16) })['listSafes']!()).status, 200);
});
