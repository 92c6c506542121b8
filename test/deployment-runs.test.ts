import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parse } from 'yaml';
import { createS3Store } from '../src/server/storage/s3.js';
import { makeBucket, plainClient } from './contract/s3-setup.js';
import { backupsIn, backUp, restore } from './helpers/backups.js';
import { cutProxy, throughProxy } from './helpers/cut-proxy.js';
import { dataFolder, openFolder } from './helpers/embedded.js';
import { call, keep, logIn, openHolder } from './helpers/holder.js';
import { useObjectServer } from './helpers/object-stores.js';
import { testDatabase } from './helpers/postgres.js';
import { reckon, storedContent } from './helpers/reckoning.js';
import { spawnServer } from './helpers/spawned-server.js';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

type Environment = Record<string, string>;

/** The `.env` that docs/operating.md tells an operator to make, made by its own lines. */
const operatorsEnv = (): Environment => {
  const lines = /```sh\n(umask 077\n[\s\S]*?)```/.exec(read('docs/operating.md'))?.[1] ?? '';
  const { stdout, status } = spawnSync('sh', ['-eu'], {
    input: lines.replace('> .env', '').replace(/^chmod.*$/m, ''),
  });
  if (status !== 0) throw new Error('the lines that make .env fail');
  const pairs = stdout
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split(/=(.*)/s).slice(0, 2));
  return Object.fromEntries(pairs) as Environment;
};

const composeEnvironment = (env: Environment): Environment => {
  const compose = parse(read('docker-compose.yml'), { merge: true }) as {
    services: { app: { environment: Environment } };
  };
  const fill = (value: string): string =>
    value.replace(/\$\{([A-Z0-9_]+):\?[^}]*\}/g, (_, name: string) => env[name] ?? `no ${name} in .env`);
  const { environment } = compose.services.app;
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]));
};

const imageEnvironment = (): Environment => {
  const pairs = [...(/^ENV (.*)$/m.exec(read('Dockerfile'))?.[1] ?? '').matchAll(/(\w+)=(\S+)/g)];
  return Object.fromEntries(pairs.map(([, name, value]) => [name, value])) as Environment;
};

const commandAfter = (word: 'CMD' | 'HEALTHCHECK'): string => {
  const dockerfile = read('Dockerfile').replaceAll('\\\n', ' ');
  const line = new RegExp(`^${word}.*\\["node", "([^"]+)"\\]`, 'm').exec(dockerfile);
  return line?.[1] ?? 'no command';
};

/** The last stage of the Dockerfile, file by file. */
const layOut = (folder: string): string => {
  const last =
    read('Dockerfile')
      .split(/^FROM /m)
      .at(-1) ?? '';
  const copies = [...last.matchAll(/^COPY (?:--from=\S+ )?(.+) \S+$/gm)];
  for (const source of copies.flatMap(([, sources = '']) => sources.split(' '))) {
    const name = source.replace(/^\/app\//, '');
    if (name === 'node_modules') symlinkSync(join(ROOT, name), join(folder, name));
    else if (name === 'build') {
      for (const part of ['src', 'run', 'web'])
        cpSync(join(ROOT, name, part), join(folder, name, part), { recursive: true });
    } else cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  return folder;
};

const listing = (folder: string): string[] => readdirSync(folder).toSorted();

t.test(
  'what the containers are set up with runs against a real PostgreSQL and a real S3 server, and takes over from one machine',
  async (t) => {
    const store = await useObjectServer(t, 'ceph');
    if (store === null) return;
    // somebody began on one machine, without containers
    const single = dataFolder(t);
    const begun = spawnServer({ DATA_DIR: single });
    t.teardown(() => begun.stop());
    const holder = await openHolder(await begun.url);
    const paper = await keep(holder, randomBytes(600_000), { thumbnail: true });
    await begun.stop();
    const shelf = join(single, 'shelf');
    t.equal((await backUp({ DATA_DIR: single }, shelf)).code, 0);

    const { ownerUrl } = await testDatabase(t);
    const { target, via } = throughProxy(ownerUrl);
    const door = await cutProxy(t, target);
    const bucket = await makeBucket(plainClient(t, store, store.owner));
    const given = { ...imageEnvironment(), ...composeEnvironment(operatorsEnv()) };
    t.match(given['SERVER_KEY'], /^[\w-]{43}$/);
    t.match(given['S3_ACCESS_KEY_ID'], /^GK[0-9a-f]{24}$/);
    t.match(given['S3_SECRET_ACCESS_KEY'], /^[0-9a-f]{64}$/);
    const data = join(openFolder(t), 'data');
    mkdirSync(data);
    const env = {
      ...given,
      // what differs is what the containers' own names and accounts stand for
      DATABASE_URL: via(door.port),
      S3_ENDPOINT: store.endpoint,
      S3_BUCKET: bucket,
      S3_ACCESS_KEY_ID: store.owner.accessKeyId,
      S3_SECRET_ACCESS_KEY: store.owner.secretAccessKey,
      SERVER_KEY: readFileSync(join(single, 'server.key'), 'utf8').trim(),
      DATA_DIR: data,
      HOST: '127.0.0.1',
      PORT: '0',
    };
    const moved = await restore(env, backupsIn(shelf)[0] ?? '');
    t.equal(moved.code, 0, moved.said);

    const image = layOut(openFolder(t));
    const before = listing(image);
    const server = spawnServer(env, { args: [commandAfter('CMD')], cwd: image });
    t.teardown(() => server.stop());
    const url = await server.url;
    const there = { ...holder, url };
    there.token = (await logIn(there)).json.token;
    t.ok((await storedContent(there, paper))?.equals(paper.content), 'the paper of before');
    const next = await keep(there, randomBytes(300_000), { thumbnail: true });
    t.ok((await storedContent(there, next))?.equals(next.content), 'and a new one');
    t.match((await call({ url }, 'GET', '/readyz')).json, { store: { kind: 's3' } });
    t.equal((await call({ url }, 'GET', '/metrics')).status, 404, 'counters want the token');
    const healthy = (port: string) =>
      spawnSync(process.execPath, [commandAfter('HEALTHCHECK')], { cwd: image, env: { PORT: port } }).status;
    t.equal(healthy(new URL(url).port), 0);
    t.equal(healthy('1'), 1);
    t.strictSame(listing(image), before, 'nothing is written where the image is');
    t.strictSame(listing(data), [], 'nor into the data folder: the containers hold no state');
    const blobs = createS3Store({
      endpoint: store.endpoint,
      region: 'garage',
      bucket,
      ...store.owner,
      forcePathStyle: true,
    });
    t.equal(await reckon(t, ownerUrl, blobs), 4);
    await blobs.close();
    t.equal((await server.stop()).code, 0);
  },
);
