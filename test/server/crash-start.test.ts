import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { dataFolder, isAlive, openFolder, postmasterOf, query } from '../helpers/embedded.js';
import { call, keep, logIn, openHolder } from '../helpers/holder.js';
import { testDatabase } from '../helpers/postgres.js';
import { storedContent, visiblePapers } from '../helpers/reckoning.js';
import { temporaryFolder } from '../helpers/server.js';
import { freePort, type SpawnedServer, spawnServer, START } from '../helpers/spawned-server.js';

const begin = (t: Test, env: Record<string, string>): SpawnedServer => {
  const server = spawnServer(env);
  t.teardown(() => server.stop());
  return server;
};

/** Starts as `npm start` does; gives the one sentence with which it refused. */
const refusal = async (t: Test, env: Record<string, string>): Promise<string> => {
  const { code, said } = await spawnServer({ LOG_LEVEL: 'silent', ...env }, { args: START }).ended;
  t.equal(code, 1);
  t.notMatch(said, /^\s+at /m, 'no stack');
  const lines = said.split('\n').filter((line) => line !== '' && line !== 'Building Pochette…');
  t.equal(lines.length, 1, 'one sentence');
  return lines[0] ?? '';
};

t.test('settings that make no sense are all named at once, and no secret is repeated', async (t) => {
  const env = { PORT: '70000', QUOTA_MB: 'much', SERVER_KEY: 'c2hvcnQtc2VjcmV0' };
  const ranges = await refusal(t, env);
  t.match(ranges, /PORT/);
  t.match(ranges, /QUOTA_MB/);
  const rules = await refusal(t, {
    DATABASE_URL: 'postgres://pochette:p#ss@host/db',
    S3_ENDPOINT: 'http://127.0.0.1:1',
    SERVER_KEY: 'c2hvcnQtc2VjcmV0',
  });
  for (const name of ['DATABASE_URL', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'SERVER_KEY'])
    t.match(rules, new RegExp(name));
  t.notMatch(rules, /p#ss|c2hvcnQ/);
});

t.test('HOST, PORT and DATA_DIR are honoured, and a port in use is told as such', async (t) => {
  const dataDir = dataFolder(t);
  const port = await freePort();
  const server = begin(t, { DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: String(port) });
  t.equal(await server.url, `http://127.0.0.1:${port}`);
  for (const name of ['server.key', 'postgres', 'blobs']) t.ok(existsSync(join(dataDir, name)), name);
  const said = await refusal(t, { DATA_DIR: dataFolder(t), PORT: String(port) });
  t.match(said, new RegExp(`Port ${port} on 127.0.0.1 is in use by another program.*set PORT`));
  t.equal((await server.stop()).code, 0);
});

t.test('a start that fails leaves no database running', async (t) => {
  const dataDir = dataFolder(t);
  const taken = createServer().listen(0, '127.0.0.1');
  t.teardown(() => taken.close());
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  await refusal(t, { DATA_DIR: dataDir, PORT: String(port) });
  t.equal(postmasterOf(dataDir), null);
});

t.test('a HOST that is not ours is told as such', async (t) => {
  t.match(
    await refusal(t, { DATA_DIR: dataFolder(t), HOST: '192.0.2.1' }),
    /HOST 192\.0\.2\.1 is not an address/,
  );
});

t.test('a data folder that cannot be written to is named', async (t) => {
  const folder = openFolder(t);
  writeFileSync(join(folder, 'file'), '');
  t.match(
    await refusal(t, { DATA_DIR: join(folder, 'file', 'data') }),
    /data folder .*file\/data can't be used/,
  );
  if (process.getuid?.() === 0)
    return t.comment('root may write everywhere: the other half is for ordinary users');
  mkdirSync(join(folder, 'locked'));
  chmodSync(join(folder, 'locked'), 0o555);
  t.match(await refusal(t, { DATA_DIR: join(folder, 'locked', 'data') }), /may not go there or write there/);
});

t.test('a database that does not answer, or refuses us, is told without its password', async (t) => {
  const port = await freePort();
  const silent = await refusal(t, { DATABASE_URL: `postgres://a:pomegranate@127.0.0.1:${port}/b` });
  t.match(silent, /DATABASE_URL names can't be used: nothing answers there/);
  const { ownerUrl } = await testDatabase(t);
  const wrong = ownerUrl.replace(/:[^:@]+@/, ':pomegranate@');
  const refused = await refusal(t, { DATABASE_URL: wrong, DATA_DIR: temporaryFolder(t) });
  t.match(refused, /password authentication failed/);
  t.notMatch(silent + refused, /pomegranate/);
});

t.test('a database that acknowledges before it has written is refused', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  const name = new URL(ownerUrl).pathname.slice(1);
  await query(ownerUrl, `alter database ${name} set synchronous_commit = off`);
  const said = await refusal(t, { DATABASE_URL: ownerUrl, DATA_DIR: temporaryFolder(t) });
  t.match(said, /synchronous_commit is off, so a power cut may lose papers/);
});

t.test('a store that does not answer is told without its keys', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  const keys = { S3_BUCKET: 'papers', S3_ACCESS_KEY_ID: 'pineapple', S3_SECRET_ACCESS_KEY: 'pomegranate' };
  const port = await freePort();
  const env = { DATABASE_URL: ownerUrl, DATA_DIR: temporaryFolder(t), NODE_NO_WARNINGS: '1' };
  const said = await refusal(t, { ...env, ...keys, S3_ENDPOINT: `http://127.0.0.1:${port}` });
  t.match(said, /store at S3_ENDPOINT can't be used: nothing answers there/);
  t.notMatch(said, /pineapple|pomegranate/);
});

t.test('a lost, damaged or foreign server key is told, and never replaced by a new one', async (t) => {
  const dataDir = dataFolder(t);
  const file = join(dataDir, 'server.key');
  await begin(t, { DATA_DIR: dataDir }).url.then((url) => openHolder(url));
  const right = readFileSync(file, 'utf8');
  rmSync(file);
  t.match(await refusal(t, { DATA_DIR: dataDir }), /server key .* is missing.*Put back the file server.key/);
  t.notOk(existsSync(file), 'no new key is made');
  writeFileSync(file, 'half a ke');
  t.match(await refusal(t, { DATA_DIR: dataDir }), /server key in .* is damaged/);
  t.equal(readFileSync(file, 'utf8'), 'half a ke');
  const other = randomBytes(32).toString('base64url');
  writeFileSync(file, other);
  t.match(await refusal(t, { DATA_DIR: dataDir }), /not the one with which this database was made/);
  t.match(await refusal(t, { DATA_DIR: dataDir, SERVER_KEY: other }), /not the one with which/);
  writeFileSync(file, right);
  const server = begin(t, { DATA_DIR: dataDir });
  await server.url;
});

t.test('a restart keeps papers, accounts and sessions', async (t) => {
  const dataDir = dataFolder(t);
  const env = { DATA_DIR: dataDir, PORT: String(await freePort()) };
  const first = begin(t, env);
  const holder = await openHolder(await first.url);
  const sent = await keep(holder, randomBytes(300_000), { thumbnail: true });
  t.equal((await first.stop()).code, 0);
  const second = begin(t, env);
  await second.url;
  t.ok((await storedContent(holder, sent))?.equals(sent.content), 'with the token of before');
  t.equal((await logIn(holder)).status, 200, 'and by card and code');
  t.strictSame(await visiblePapers(holder), [toHex(sent.doc)]);
  await second.stop();
});

t.test('two servers that begin at once on one new folder serve the same safes; one may leave', async (t) => {
  const dataDir = dataFolder(t);
  const one = begin(t, { DATA_DIR: dataDir });
  const other = begin(t, { DATA_DIR: dataDir });
  const [here, there] = await Promise.all([one.url, other.url]);
  const holder = await openHolder(here);
  const sent = await keep(holder, randomBytes(50_000));
  t.equal((await one.stop()).code, 0);
  const elsewhere = { ...holder, url: there };
  t.ok((await storedContent(elsewhere, sent))?.equals(sent.content));
  t.equal((await logIn(elsewhere)).status, 200);
  await keep(elsewhere, randomBytes(50_000));
  const pid = postmasterOf(dataDir) ?? 0;
  t.equal((await other.stop()).code, 0);
  t.notOk(isAlive(pid) && postmasterOf(dataDir) !== null, 'the last to leave stops the database');
});

t.test('a server told to stop while it starts stops in good order', async (t) => {
  const dataDir = dataFolder(t);
  const server = begin(t, { DATA_DIR: dataDir });
  await new Promise<void>((resolve) => server.child.stdout?.once('data', () => resolve()));
  t.equal((await server.stop()).code, 0);
  t.equal(postmasterOf(dataDir), null);
  const next = begin(t, { DATA_DIR: dataDir });
  t.equal((await call({ url: await next.url }, 'GET', '/readyz')).status, 200);
});
