import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { firstKeyring, newLock, nextKeyring, putKeyring } from '../helpers/devices.js';
import { until } from '../helpers/embedded.js';
import {
  type Answer,
  call,
  commit,
  keep,
  logIn,
  openHolder,
  prepareVersion,
  send,
  versionPath,
} from '../helpers/holder.js';
import { type Owner, ONLY_UPLOADS, ownerOf, stateOf, sweep } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
/** Holds the end of a safe's log, so that whoever wants to append waits between the effect and its entry. */
const holding = await ownerOf(t, server);

const waiting = `select pid from pg_stat_activity
  where datname = current_database() and application_name = 'pochette' and wait_event_type = 'Lock'`;

/** Lets a request come as far as its entry, does something to its session, and lets go. */
const whileWaiting = async (
  safe: Uint8Array,
  request: () => Promise<Answer>,
  act: (owner: Owner) => Promise<unknown>,
): Promise<Answer> => {
  await holding.rows('begin');
  await holding.rows('select from log_heads where safe = $1 for update', [safe]);
  const answer = request();
  await until(async () => (await owner.rows(waiting)).length > 0);
  await act(owner);
  await holding.rows('rollback');
  return answer;
};
const kill = (one: Owner) => one.rows(`select pg_terminate_backend(pid) from (${waiting}) w`);

const entriesOf = async (safe: Uint8Array) =>
  owner.rows('select * from log_entries where safe = $1 order by seq', [safe]);

t.test('when a session dies between an effect and its entry there is neither', async (t) => {
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(50));
  const staged = await prepareVersion(holder, randomBytes(50), { thumbnail: true });
  const toSend = await prepareVersion(holder, randomBytes(50), { thumbnail: true });
  t.equal((await send(holder, staged)).status, 201);
  const { lock } = await newLock(holder);
  const list = nextKeyring(holder, firstKeyring(holder), [...holder.locks, lock]);
  const safe = `/v1/safes/${toHex(holder.safe)}`;
  const requests: Record<string, () => Promise<Answer>> = {
    'keeping a paper': () => commit(holder, { keep: [staged] }),
    'sending a paper': () => send(holder, toSend),
    'adding a device': () => putKeyring(holder, list, [lock]),
    'naming a category': () =>
      call(holder, 'PUT', `${safe}/categories/${toHex(randomBytes(16))}`, {
        epoch: 1,
        wrappedName: toBase64Url(new Uint8Array(137)),
      }),
    'reading a paper': () => call(holder, 'GET', `${versionPath(holder, paper.doc, 1)}/content`),
    'listing papers': () => call(holder, 'GET', `${safe}/documents`),
    'looking at the safe': () => call(holder, 'GET', '/v1/safes'),
    'reading the log': () => call(holder, 'GET', `${safe}/log`),
    'logging in': () => logIn(holder),
    'destroying a paper': () => commit(holder, { destroy: [paper.doc] }),
  };
  for (const [name, request] of Object.entries(requests)) {
    const before = { state: await stateOf(owner), entries: await entriesOf(holder.safe) };
    refused(t, await whileWaiting(holder.safe, request, kill), 'unavailable', name);
    if (name === 'sending a paper') await sweep(server, ONLY_UPLOADS);
    t.strictSame(await stateOf(owner), before.state, `${name}: no effect`);
    t.strictSame(await entriesOf(holder.safe), before.entries, `${name}: no entry`);
  }
  for (const [name, request] of Object.entries(requests)) {
    t.ok((await request()).status < 300, `${name} works afterwards`);
  }
  await readLog(holder);
});

t.test('a wrong code is counted or not, but never counted without its entry', async (t) => {
  const holder = await openHolder(server.address);
  const before = await entriesOf(holder.safe);
  const wrong = () => logIn(holder, new Uint8Array(32));
  refused(t, await whileWaiting(holder.safe, wrong, kill), 'unavailable');
  const [row] = await owner.rows('select tries from locks where uid = $1', [holder.uid]);
  t.equal(row.tries, 0);
  t.strictSame(await entriesOf(holder.safe), before);
});

t.test('bytes are never given out before their entry is stored', async (t) => {
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(50));
  const path = `${versionPath(holder, paper.doc, 1)}/content`;
  let given = false;
  const read = () =>
    call(holder, 'GET', path).finally(() => {
      given = true;
    });
  const answer = await whileWaiting(holder.safe, read, async () => {
    await call({ url: server.address }, 'GET', '/healthz');
    t.notOk(given, 'it waits for its entry');
  });
  t.equal(answer.status, 200);
});

const blobs = async () => (await owner.rows('select key from blobs')).length;

t.test('bytes whose rows were not stored are given up, and nothing of the paper is left', async (t) => {
  const holder = await openHolder(server.address);
  const before = await blobs();
  const sent = await prepareVersion(holder, randomBytes(50), { thumbnail: true });
  refused(t, await whileWaiting(holder.safe, () => send(holder, sent), kill), 'unavailable');
  t.strictSame(await owner.rows('select document from versions where safe = $1', [holder.safe]), []);
  await sweep(server, ONLY_UPLOADS);
  t.equal(await blobs(), before, 'the collector finds what is in no version');
});
