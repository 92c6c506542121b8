import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parse } from 'yaml';
import { readConfig } from '../src/server/config.js';
import { SETTINGS } from '../src/server/settings.js';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

interface Service {
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly security_opt?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly configs: { readonly garage: { readonly content: string } };
}

const compose = parse(read('docker-compose.yml'), { strict: true, uniqueKeys: true }) as Compose;
const app = compose.services['app'] as Service;
const dockerfile = read('Dockerfile');

/** What Compose puts in for `${NAME:?…}`, with secrets of the right form. */
const SECRETS: Readonly<Record<string, string>> = {
  POSTGRES_PASSWORD: 'a'.repeat(48),
  S3_ACCESS_KEY_ID: `GK${'1'.repeat(24)}`,
  S3_SECRET_ACCESS_KEY: 'b'.repeat(64),
  SERVER_KEY: Buffer.alloc(32, 7).toString('base64url'),
  GARAGE_RPC_SECRET: 'c'.repeat(64),
};
const filled = (text: string): string =>
  text.replace(/\$\{([A-Z0-9_]+):\?[^}]*\}/g, (_, name: string) => SECRETS[name] ?? `missing ${name}`);

t.test('every setting that the containers give the server is one it knows and accepts', async (t) => {
  const names = Object.keys(app.environment ?? {});
  const known = new Set(Object.keys(SETTINGS.properties));
  t.strictSame(
    names.filter((name) => !known.has(name)),
    [],
  );
  const env = Object.fromEntries(Object.entries(app.environment ?? {}).map(([k, v]) => [k, filled(v)]));
  const config = readConfig(env);
  t.match(config.s3, { endpoint: 'http://store:3900', region: 'garage', bucket: 'pochette' });
  t.match(config.databaseUrl ?? '', /^postgres:\/\/pochette:a{48}@database:5432\/pochette$/);
  t.equal(config.serverKey?.length, 32);
});

t.test('no secret is written down, and none has a default', async (t) => {
  for (const [name, service] of Object.entries(compose.services)) {
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      if (/PASSWORD|SECRET|SERVER_KEY|ACCESS_KEY/.test(key)) {
        t.match(value, /^\$\{[A-Z0-9_]+:\?/, `${name}: ${key}`);
      }
    }
  }
  t.notMatch(compose.configs.garage.content, /secret|token/i);
});

t.test(
  'images have a version, services report their health, and only the machine itself reaches the app',
  async (t) => {
    for (const [name, { image, healthcheck, ports, security_opt }] of Object.entries(compose.services)) {
      t.match(image, /^[a-z/]+:v?\d+\.\d+/, `${name}: ${image}`);
      t.ok(name === 'app' ? dockerfile.includes('HEALTHCHECK') : healthcheck, `${name} reports its health`);
      t.ok(security_opt?.includes('no-new-privileges:true'), name);
      for (const port of ports ?? []) t.match(port, /^127\.0\.0\.1:/, `${name}: ${port}`);
    }
    t.strictSame(Object.keys(app.depends_on ?? {}).toSorted(), ['database', 'store']);
  },
);

t.test('what must outlive a container lies in a volume that is declared', async (t) => {
  const used = Object.values(compose.services).flatMap(({ volumes = [] }) =>
    volumes.map((one) => one.split(':')[0] ?? ''),
  );
  t.strictSame(used.toSorted(), Object.keys(compose.volumes).toSorted());
});

t.test('the store flushes before it acknowledges', async (t) => {
  t.match(compose.configs.garage.content, /^data_fsync = true$/m);
  t.match(compose.configs.garage.content, /^metadata_fsync = true$/m);
});

t.test(
  'the image is built from files that exist, on a Node that the project allows, and runs without root',
  async (t) => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      (match) => match[1]?.split(' ') ?? [],
    );
    t.ok(copied.length >= 7);
    const sent = read('.dockerignore').split('\n');
    for (const file of copied) {
      t.ok(existsSync(join(ROOT, file)), file);
      t.ok(sent.includes(`!${file}`), `${file} is sent to the builder`);
    }
    const majors = [...dockerfile.matchAll(/^FROM node:(\d+)-/gm)].map((match) => Number(match[1]));
    t.ok(majors.length === 2 && majors.every((major) => major >= 24));
    t.match(dockerfile, /^USER node$/m);
    const command = /^CMD \["node", "([^"]+)"\]$/m.exec(dockerfile)?.[1] ?? 'no command';
    t.ok(existsSync(join(ROOT, command)), command);
  },
);
