import { renameSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { ALL_CONTRACTS } from '../../src/core/api/index.js';
import { ERROR_CODES } from '../../src/core/errors.js';
import { until } from '../helpers/embedded.js';
import type { Loose } from '../helpers/inside.js';
import { call, openHolder } from '../helpers/holder.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const get = (path: string, headers: Record<string, string> = {}) => fetch(server.address + path, { headers });

t.test('every answer, good or bad, forbids whatever a browser need not do', async (t) => {
  const holder = await openHolder(server.address);
  const token = { authorization: `Bearer ${holder.token}` };
  const answers = await Promise.all([
    get('/healthz'),
    get('/docs'),
    get('/openapi.json'),
    get('/v1/safes', token),
    get('/v1/safes'),
    get('/nothing'),
    get('/v1/safes/x/documents', token),
    call(holder, 'POST', '/v1/locks/challenge', 'nonsense'),
  ]);
  for (const { status, headers } of answers) {
    const expected: Record<string, string | RegExp> = {
      'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'strict-transport-security': /max-age=31536000/,
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': /geolocation=\(\)/,
      'x-request-id': /^[0-9a-f-]{36}$/,
    };
    for (const [name, value] of Object.entries(expected))
      t.match(headers.get(name), value, `${status} ${name}`);
    t.notMatch(headers.get('content-security-policy'), /unsafe/);
    for (const name of ['x-powered-by', 'server', 'access-control-allow-origin', 'set-cookie', 'etag']) {
      t.equal(headers.get(name), null, `${status} no ${name}`);
    }
  }
  const ids = answers.map((answer) => answer.headers.get('x-request-id'));
  t.equal(new Set(ids).size, ids.length, 'each has an id of its own');
});

t.test('a request id that a client makes up is not taken over', async (t) => {
  const answer = await get('/healthz', { 'x-request-id': 'canary', 'request-id': 'canary' });
  t.not(answer.headers.get('x-request-id'), 'canary');
  t.notMatch(server.logged(), /canary/);
});

t.test('the server says what it is, and whether it is well', async (t) => {
  t.strictSame(await (await get('/healthz')).json(), { status: 'ok' });
  t.match(await (await get('/readyz')).json(), {
    status: 'ok',
    database: 'ok',
    store: { kind: 'disk', writeOnce: 'atomic' },
  });
  t.strictSame(await (await get('/v1/server')).json(), {
    name: 'pochette',
    version: '0.0.0-test',
    maxPaperBytes: 250_000_000,
    binDays: 30,
  });
});

t.test(
  'a server whose store is gone says that it is not ready, and says so no longer when it is back',
  async (t) => {
    const folder = join(server.config.dataDir, 'blobs');
    const state = async (): Promise<number> => (await get('/readyz')).status;
    t.equal(await state(), 200);
    renameSync(folder, `${folder}-away`);
    await until(async () => (await state()) === 503);
    const { error } = (await (await get('/readyz')).json()) as { error: { code: string; message: string } };
    t.match(error, { code: 'unavailable', message: /blobs/ }, 'and what is wrong');
    t.notOk(error.message.includes(folder), 'but not where');
    t.equal((await get('/healthz')).status, 200, 'the process itself is well');
    renameSync(`${folder}-away`, folder);
    await until(async () => (await state()) === 200);
  },
);

t.test('with a token of the operator, counters are for who has it, and name nobody', async (t) => {
  const guarded = await testServer(t, { METRICS_TOKEN: 'only-the-monitor' });
  const holder = await openHolder(guarded.address);
  await fetch(`${guarded.address}/nowhere`);
  const asked = (authorization?: string) =>
    fetch(`${guarded.address}/metrics`, {
      headers: authorization === undefined ? {} : { authorization },
    });
  const answer = await asked('Bearer only-the-monitor');
  t.equal(answer.status, 200);
  const text = await answer.text();
  t.match(text, /http_request_duration_seconds_count\{operation="openAccount",status="201"\}/);
  t.match(text, /operation="none",status="404"/);
  t.notMatch(text, /[0-9a-f]{32}/, 'no id');
  for (const wrong of [
    undefined,
    '',
    'Bearer ',
    'Bearer only-the-monito',
    'only-the-monitor',
    'Bearer only-the-monitorx',
    `Bearer ${holder.token}`,
  ]) {
    t.equal((await asked(wrong)).status, 404, String(wrong));
  }
  t.notMatch(guarded.logged(), /only-the-monitor/);
});

t.test('the documentation is a page that needs no script and leaves nothing out', async (t) => {
  const page = await get('/docs');
  t.match(page.headers.get('content-type'), 'text/html');
  const html = await page.text();
  t.notMatch(html, /<script|onclick|javascript:|style="/i);
  for (const contract of ALL_CONTRACTS) {
    t.ok(html.includes(`id="${contract.id}"`) && html.includes(contract.url), contract.id);
    for (const code of contract.errors) t.ok(html.includes(`id="${code}"`), `${code} is explained`);
  }
  t.ok(html.includes(ERROR_CODES.unauthorized));
  const anchors = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const [, target] of html.matchAll(/href="#([^"]+)"/g))
    t.ok(anchors.has(target), `#${target} leads somewhere`);
  const style = await get('/docs/style.css');
  t.equal(style.status, 200);
  t.match(style.headers.get('content-type'), 'text/css');
});

t.test('the OpenAPI document is whole: every reference leads somewhere, every id comes once', async (t) => {
  const answer = await get('/openapi.json');
  t.match(answer.headers.get('content-type'), 'application/json');
  const document: Loose = await answer.json();
  const at = (pointer: string): unknown =>
    pointer
      .slice(2)
      .split('/')
      .reduce((value: Loose, key) => value?.[key], document);
  const text = JSON.stringify(document);
  for (const [, pointer = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) t.ok(at(pointer), pointer);
  t.notMatch(text, /undefined|\[object/);
  const ids = Object.values<Loose>(document.paths).flatMap((path) =>
    Object.values<Loose>(path).map((one) => one.operationId),
  );
  t.equal(new Set(ids).size, ids.length);
  t.match(document.components.securitySchemes, { session: { type: 'http', scheme: 'bearer' } });
});
