import t from 'tap';
import { isSafeError } from '../../src/core/errors.js';
import { readConfig } from '../../src/server/config.js';
import { SETTINGS } from '../../src/server/settings.js';

const faultsOf = (env: Record<string, string>): string => {
  try {
    readConfig(env);
  } catch (error) {
    return isSafeError(error, 'cannot_start') ? error.message : `not a refusal: ${String(error)}`;
  }
  return '';
};

t.test('nothing needs to be set', async (t) => {
  const config = readConfig({});
  t.match(config, {
    host: '127.0.0.1',
    port: 3000,
    databaseUrl: null,
    s3: null,
    serverKey: null,
    metricsToken: null,
  });
  t.match(config.quota, { plain: 50_000_000, vouched: 600_000_000 });
  t.ok(Object.isFrozen(config));
});

t.test('a setting that is empty is a setting that is not made', async (t) => {
  const empty = Object.fromEntries(Object.keys(SETTINGS.properties).map((name) => [name, '']));
  t.strictSame(readConfig(empty), readConfig({}));
});

t.test('settings arrive as what they mean', async (t) => {
  const config = readConfig({
    PORT: '0',
    QUOTA_MB: '7',
    BIN_DAYS: '3',
    TOKEN_MINUTES: '5',
    TRUST_PROXY: '10.0.0.1, 192.168.0.0/16,::1',
    SERVER_KEY: Buffer.alloc(32, 7).toString('base64url'),
    METRICS_TOKEN: 'monitor',
    S3_ENDPOINT: 'https://s3.example.org',
    S3_BUCKET: 'papers',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'secret',
    S3_FORCE_PATH_STYLE: 'false',
    SOMETHING_ELSE: 'is not ours',
  });
  t.match(config, {
    port: 0,
    quota: { plain: 7_000_000 },
    binDays: 3,
    tokenMs: 300_000,
    trustProxy: ['10.0.0.1', '192.168.0.0/16', '::1'],
    metricsToken: 'monitor',
    s3: { bucket: 'papers', forcePathStyle: false },
  });
  t.equal(config.serverKey?.length, 32);
});

const BAD = {
  PORT: 'eighty',
  DATABASE_CONNECTIONS: '1',
  QUOTA_MB: '0',
  BIN_DAYS: '1.5',
  TOKEN_MINUTES: '121',
  RATE_LIMIT_LOGIN: '-1',
  LOG_LEVEL: 'chatty',
  S3_FORCE_PATH_STYLE: 'perhaps',
  DATABASE_URL: 'mysql://user:canary-one@host/db',
  SERVER_KEY: 'canary-two',
  S3_ENDPOINT: 'not an address',
  S3_SECRET_ACCESS_KEY: 'canary-three',
  TRUST_PROXY: 'proxy.example.org',
};

t.test('every fault is named at once', async (t) => {
  const message = faultsOf(BAD);
  for (const name of Object.keys(BAD)) {
    if (name !== 'S3_SECRET_ACCESS_KEY') t.ok(message.includes(name), `${name} is named`);
  }
  for (const name of ['S3_BUCKET', 'S3_ACCESS_KEY_ID']) t.ok(message.includes(name), `${name} is missing`);
});

t.test('no secret is in what is said of a fault', async (t) => {
  const secrets = {
    DATABASE_URL: 'canary-one',
    SERVER_KEY: 'canary-two',
    S3_SECRET_ACCESS_KEY: 'canary-three',
  };
  const message = faultsOf(BAD);
  t.notMatch(message, /canary/);
  for (const [name, value] of Object.entries(secrets))
    t.notMatch(faultsOf({ [name]: value, PORT: 'x' }), /canary/);
});

t.test('each fault is refused by itself too', async (t) => {
  for (const [name, value] of Object.entries(BAD)) {
    if (name !== 'S3_SECRET_ACCESS_KEY') t.match(faultsOf({ [name]: value }), name, `${name}=${value}`);
  }
  for (const one of ['10.0.0.0/33', '::1/129', '10.0.0.1/', '10.0.0.1/x', '1.2.3']) {
    t.match(faultsOf({ TRUST_PROXY: one }), 'TRUST_PROXY', one);
  }
  const key = Buffer.alloc(32, 7).toString('base64url');
  for (const one of [key.slice(1), `${key}A`, `!${key.slice(1)}`, `${key.slice(0, 20)} ${key.slice(20)}`]) {
    t.match(faultsOf({ SERVER_KEY: one }), 'SERVER_KEY', 'a key that is mistyped');
  }
});
