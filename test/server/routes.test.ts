import { subscribe } from 'node:diagnostics_channel';
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, RouteOptions } from 'fastify';
import t from 'tap';
import { ALL_CONTRACTS } from '../../src/core/api/index.js';
import { LANGUAGES } from '../../src/web/i18n/language.js';
import { toHex } from '../../src/core/bytes.js';
import { call, keep, openHolder } from '../helpers/holder.js';
import { safeRequests } from '../helpers/every-request.js';
import { ownerOf, stateOf } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

/** What each app in this process says it serves: the server is the one that serves most. */
const apps: { method: string; url: string }[][] = [];
subscribe('fastify.initialization', (message) => {
  const { fastify } = message as { fastify: FastifyInstance };
  const routes: { method: string; url: string }[] = [];
  apps.push(routes);
  fastify.addHook('onRoute', ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) routes.push({ method: one, url });
  });
});

const server = await testServer(t);
const owner = await ownerOf(t, server);
const served = apps.toSorted((a, b) => b.length - a.length)[0] ?? [];

const PLAIN_NAMES = LANGUAGES.map((language) => `/notebook.${language}.webmanifest`);
const PAGES = [
  '/',
  '/sw.js',
  '/manifest.webmanifest',
  '/o',
  '/o/',
  '/d',
  '/d/',
  '/training/o',
  '/training/o/',
  '/h',
  '/h/',
  '/desk',
  '/desk/',
  '/desk/end',
  '/desk/kept',
];
const DOCUMENTS = ['/openapi.json', '/docs', '/docs/style.css', ...PAGES, ...PLAIN_NAMES, '/assets/*'].map(
  (url) => `GET ${url}`,
);
/** Handed whole to the operations of the training world, which are the same. */
const TRAINING = ['DELETE', 'GET', 'POST', 'PUT'].map((method) => `${method} /training/v1/*`);
/** Where another app on a phone would hand over papers: nothing of them is read. */
const DISCARDED = 'POST /share';
const word = ({ method, url }: { method: string; url: string }): string => `${method} ${url}`;
const filled = (url: string): string =>
  url.replace(':version', '1').replaceAll(/:(safe|document|category)/g, '0'.repeat(32));

t.test('the server serves what the contracts describe, the pages about them, and nothing else', async (t) => {
  const expected = [...ALL_CONTRACTS.map(word), ...DOCUMENTS, ...TRAINING, DISCARDED];
  // Whoever watches from outside may ask without the bytes; a paper is read or not read.
  const open = ALL_CONTRACTS.filter(
    (one) => one.method === 'GET' && one.access !== 'account' && one.access !== 'link',
  ).map(word);
  const heads = [...open, ...DOCUMENTS].map((one) => one.replace('GET', 'HEAD'));
  t.strictSame([...new Set(served.map(word))].toSorted(), [...expected, ...heads].toSorted());
});

const isOpen = (one: string): boolean =>
  one === DISCARDED ||
  TRAINING.includes(one) ||
  DOCUMENTS.includes(one.replace('HEAD', 'GET')) ||
  ALL_CONTRACTS.some(
    (contract) => contract.access !== 'account' && word(contract) === one.replace('HEAD', 'GET'),
  );

t.test('without a token every operation that is not public answers that one is needed', async (t) => {
  const closed = served.filter((one) => !isOpen(word(one)));
  t.equal(closed.length, ALL_CONTRACTS.filter((one) => one.access === 'account').length);
  for (const { method, url } of closed) {
    for (const body of method === 'GET' ? [undefined] : [undefined, {}, 'nonsense']) {
      refused(t, await call({ url: server.address }, method, filled(url), body), 'unauthorized', url);
    }
  }
});

t.test('what is not there answers so, with or without a token', async (t) => {
  const holder = await openHolder(server.address);
  for (const [method, path] of [
    ['POST', '/'],
    ['GET', '/index.html'],
    ['GET', '/v1'],
    ['GET', '/v1/safes/'],
    ['GET', '/V1/safes'],
    ['DELETE', `/v1/safes/${toHex(holder.safe)}`],
    ['PUT', '/v1/safes'],
    ['GET', '/v1/../metrics/..%2fmetrics'],
  ] as const) {
    refused(t, await call({ url: server.address }, method, path), 'not_found', path);
    refused(t, await call(holder, method, path), 'not_found', path);
  }
});

t.test('OpenAPI describes exactly the operations, and whether they need a token', async (t) => {
  const { json } = await call({ url: server.address }, 'GET', '/openapi.json');
  t.match(json.openapi, /^3\.1\./);
  const described = Object.entries(json.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
  );
  t.strictSame(described.toSorted(), ALL_CONTRACTS.map(word).toSorted());
  for (const contract of ALL_CONTRACTS) {
    const path = contract.url.replaceAll(/:(\w+)/g, '{$1}');
    const operation = json.paths[path][contract.method.toLowerCase()];
    t.equal(operation.operationId, contract.id);
    t.equal(contract.access === 'public', operation.security?.length === 0, `${contract.id}: token`);
    t.ok(operation.responses[contract.status], `${contract.id}: success`);
    const text = JSON.stringify(operation.responses);
    for (const code of contract.errors) t.ok(text.includes(`\`${code}\``), `${contract.id}: ${code}`);
    const tokens = ['unauthorized', 'lock_blocked', 'lock_frozen'].filter((code) =>
      text.includes(`\`${code}\``),
    );
    if (contract.access === 'account') t.equal(tokens.length, 3, `${contract.id}: how a token is refused`);
    const names = new Set(operation.parameters.map((one: { name: string }) => one.name));
    for (const [, name] of contract.url.matchAll(/:(\w+)/g)) t.ok(names.has(name), `${contract.id}: ${name}`);
  }
});

t.test('a stranger finds nothing at somebody’s safe, and the holder reads that they tried', async (t) => {
  const holder = await openHolder(server.address);
  const stranger = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(100), { thumbnail: true });
  const requests = safeRequests({ ...holder, token: stranger.token }, paper);
  const before = await stateOf(owner);
  // the public keys of an account are for everybody who has one
  const { showAccount, showIdentity, changeUnlockers, listSafes, ...onSafe } = requests;
  const { bodies: earlier } = await readLog(holder);
  for (const [id, ask] of Object.entries(onSafe)) refused(t, await ask(), 'not_found', id);
  t.strictSame(
    (await listSafes!()).json.safes.map((one: { id: string }) => one.id),
    [toHex(stranger.safe)],
  );
  t.equal((await showAccount!()).json.uid, toHex(stranger.uid));
  t.equal((await showIdentity!()).status, 200);
  refused(t, await changeUnlockers!(), 'damaged', 'somebody else’s list of cards');
  t.strictSame(await stateOf(owner), before, 'nothing changed');
  const { bodies } = await readLog(holder);
  const tries = bodies.slice(earlier.length).filter((body) => body.by === toHex(stranger.uid));
  t.ok(tries.every((body) => body.out === 'not_found'));
  const acts = new Set(tries.map((body) => body.act));
  t.equal(
    tries.length,
    acts.size,
    'of every act the first try is in the holder’s log, and fills it with no more',
  );
  const told = async () =>
    (await readLog(holder)).bodies.filter((body) => body.by === toHex(stranger.uid)).length;
  for (const ask of Object.values(onSafe)) await ask();
  t.equal(await told(), acts.size, 'nor do later tries within the hour');
  await owner.rows('update rate_limits set resets_at = now()');
  await onSafe['listPapers']!();
  t.equal(await told(), acts.size + 1, 'an hour later they are told of again');
  for (const act of [
    'paper.read',
    'paper.preview',
    'paper.list',
    'paper.versions',
    'paper.send',
    'log.read',
  ]) {
    t.ok(acts.has(act as never), act);
  }
});
