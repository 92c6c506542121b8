import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import t from 'tap';
import { findRecipient } from '../../src/client/consent/recipient.js';
import { loginAccount } from '../../src/client/login.js';
import { certify, foundRelay, posterOf } from '../../src/client/relay/found.js';
import { loadRelay } from '../../src/client/relay/load.js';
import { TRAINING_DIRECTORY, TRAINING_PREFIX, TRAINING_SEED } from '../../src/core/training.js';
import { readConfig } from '../../src/server/config.js';
import { sweepTraining } from '../../src/server/training/database.js';
import { createDiskStore } from '../../src/server/storage/disk.js';
import { openOn } from '../helpers/cheating.js';
import { newDevice, PIN } from '../helpers/device.js';
import { call, keep, openHolder, versionPath } from '../helpers/holder.js';
import { blobsOnDisk, ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { associationServer, certificate, newWorker, optionsOf } from '../helpers/team.js';
import { serverOn, testServer } from '../helpers/server.js';

const here = await associationServer(t);
const there = await serverOn(t, here.config);
const owner = await ownerOf(t, here);
const real = here.address;
const training = `${real}${TRAINING_PREFIX}`;
const trainingElsewhere = `${there.address}${TRAINING_PREFIX}`;
const DIRECTORY = Buffer.from(TRAINING_DIRECTORY, 'base64url');

const denied = (role: string, statement: string): Promise<string> =>
  owner
    .rows(`set role ${role}`)
    .then(() => owner.rows(statement))
    .then(
      () => 'allowed',
      (error: unknown) => (error as { code: string }).code,
    )
    .finally(() => owner.rows('reset role'));

const trainingBlobs = async (): Promise<number> => {
  let count = 0;
  const folder = join(here.config.dataDir, 'training', 'blobs');
  for await (const _ of createDiskStore({ folder }).list()) count += 1;
  return count;
};

/** A certified relay in the training world, made by whoever trains. */
const trainingRelay = async () => {
  const worker = await newWorker(t, optionsOf({ address: training }));
  const { relay, request } = await foundRelay(worker.session, { as: 'Camille' });
  await certify(worker.session, certificate(request, TRAINING_SEED, 'Relais inventé'), DIRECTORY);
  return { worker, poster: posterOf(await loadRelay(worker.session, relay)) };
};

t.test('two processes that are asked at once make one world, which costs nothing before', async (t) => {
  const before = await owner.rows(`select to_regnamespace('training') as there`);
  t.same(before, [{ there: null }], 'nothing is made by starting');
  const [one, other] = await Promise.all([openHolder(training), openHolder(trainingElsewhere)]);
  const acrossOne = await call({ ...one, url: trainingElsewhere }, 'GET', '/v1/account');
  const acrossOther = await call({ ...other, url: training }, 'GET', '/v1/account');
  t.same([acrossOne.status, acrossOther.status], [200, 200], 'each knows who began at the other');
});

t.test('what is true is not reached from training, and what is trained not from what is true', async (t) => {
  const [own, invented] = [await openHolder(real), await openHolder(training)];
  const papers = [await keep(own, randomBytes(1000)), await keep(invented, randomBytes(1000))] as const;
  const crossed = [
    [own, training, versionPath(own, papers[0].doc, 1)],
    [invented, real, versionPath(invented, papers[1].doc, 1)],
  ] as const;
  for (const [holder, url, path] of crossed) {
    refused(t, await call({ ...holder, url }, 'GET', '/v1/account'), 'unauthorized', `token at ${url}`);
    refused(t, await call({ ...holder, url }, 'GET', `${path}/content`), 'unauthorized', 'and its paper');
  }
  for (const [holder, , path] of [
    [own, '', versionPath(invented, papers[1].doc, 1)],
    [invented, '', versionPath(own, papers[0].doc, 1)],
  ] as const)
    refused(t, await call(holder, 'GET', `${path}/content`), 'not_found', 'with the token of its own world');
  const disk = await blobsOnDisk(here);
  t.equal(disk.length, 1, 'the real store holds the real paper alone');
  t.equal(await trainingBlobs(), 1, 'and training’s its own');
  for (const [mine, elsewhere] of [
    [real, training],
    [training, real],
  ] as const) {
    const { card } = await openOn(t, mine);
    const attempt = loginAccount(newDevice(t), {
      server: elsewhere,
      cardSecret: card.secret,
      pin: PIN,
      label: '',
    });
    await t.rejects(attempt, { code: 'unknown_lock' }, `a card of ${mine}`);
  }
});

t.test('who trains certifies their own relay; nobody certifies a real one so', async (t) => {
  const { worker, poster } = await trainingRelay();
  t.equal((await findRecipient(worker.session, poster)).name, 'Relais inventé');
  const outside = await newWorker(t, optionsOf(here));
  await t.rejects(
    findRecipient(outside.session, poster),
    { code: 'not_found' },
    'its poster says nothing here',
  );
  const { request } = await foundRelay(outside.session, { as: 'Malo' });
  const forged = certify(outside.session, certificate(request, TRAINING_SEED, 'Préfecture'), DIRECTORY);
  await t.rejects(forged, { code: 'damaged' }, 'nor does its key');
  t.throws(
    () => readConfig({ DIRECTORY_KEY: TRAINING_DIRECTORY }),
    { code: 'cannot_start' },
    'and no server takes it for its association’s',
  );
});

t.test('PostgreSQL itself lets neither role see the other’s tables', async (t) => {
  const role = 'pochette_training';
  t.equal(await denied(role, 'select from public.accounts'), '42501');
  t.equal(await denied(role, `select public.erase_safe('\\x00')`), '42501');
  t.equal(await denied('pochette_app', 'select from training.accounts'), '42501');
  t.equal(await denied(role, 'select from training.accounts limit 1'), 'allowed');
  const strays = await owner.rows(
    `select p.proname from pg_proc p where p.pronamespace = 'training'::regnamespace
       and (p.prosrc ~ 'public\\.' or array_to_string(p.proconfig, ' ') ~ 'public')`,
  );
  t.same(strays, [], 'no function of training names what is true');
  const own = await owner.rows(
    `select count(*)::int as n from pg_proc where pronamespace = 'public'::regnamespace`,
  );
  const copied = await owner.rows(
    `select count(*)::int as n from pg_proc where pronamespace = 'training'::regnamespace`,
  );
  t.same(copied, own, 'and all of them are there');
});

t.test('after a day nothing is left of who trained; what is true stays', async (t) => {
  const accounts = () => owner.rows('select count(*)::int as n from public.accounts');
  const before = [await accounts(), await blobsOnDisk(here)];
  t.equal(await sweepTraining(here.ownerUrl, 86_400_000), 0, 'who came today is still there');
  await owner.rows(`update training.accounts set created_at = now() - interval '25 hours'`);
  t.ok((await sweepTraining(here.ownerUrl, 86_400_000)) > 0);
  for (const table of ['accounts', 'safes', 'relays', 'locks', 'log_entries', 'team_entries', 'versions'])
    t.same(await owner.rows(`select from training.${table}`), [], table);
  const states = await owner.rows('select distinct state from training.blobs');
  t.same(states, [{ state: 'doomed' }], 'and the collector takes what lay in the store');
  t.same([await accounts(), await blobsOnDisk(here)], before);
});

t.test('the world stays small; where it is turned off there is none', async (t) => {
  await owner.rows(`insert into training.accounts (uid, role)
    select decode(lpad(to_hex(n), 32, '0'), 'hex'), 'holder' from generate_series(1, 1000) n`);
  await t.rejects(openOn(t, training), { code: 'storage_full' });
  await openOn(t, real);
  const off = await testServer(t, { TRAINING: 'false' });
  refused(t, await call({ url: off.address }, 'GET', '/training/v1/server'), 'not_found');
  for (const path of ['/training/', '/training/d/', '/training/d', '/training/p/', '/training/desk/']) {
    refused(t, await call({ url: real }, 'GET', path), 'not_found', 'no page that takes papers lies there');
  }
});
