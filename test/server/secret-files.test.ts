import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { readConfig } from '../../src/server/config.js';
import { withSecretFiles } from '../../src/server/secret-files.js';
import { temporaryFolder } from '../helpers/server.js';

const configOf = (env: Record<string, string>) => readConfig(withSecretFiles(env));

t.test('every secret may be kept in a file that its setting names', async (t) => {
  const folder = temporaryFolder(t);
  const key = randomBytes(32);
  const secrets = {
    DATABASE_URL: 'postgres://pochette:secret@db/pochette',
    S3_ACCESS_KEY_ID: 'GK0123456789abcdef01234567',
    S3_SECRET_ACCESS_KEY: 'a secret with spaces',
    SERVER_KEY: key.toString('base64url'),
    METRICS_TOKEN: 'a-token',
  };
  const files = Object.entries(secrets).map(([name, secret]) => {
    const file = join(folder, name);
    writeFileSync(file, `${secret}\n`);
    return [`${name}_FILE`, file];
  });
  const env = { ...Object.fromEntries(files), S3_ENDPOINT: 'http://s3', S3_BUCKET: 'papers' };
  const config = configOf(env);
  t.equal(config.databaseUrl, secrets.DATABASE_URL);
  t.equal(config.s3?.accessKeyId, secrets.S3_ACCESS_KEY_ID);
  t.equal(config.s3?.secretAccessKey, secrets.S3_SECRET_ACCESS_KEY);
  t.ok(config.serverKey && key.equals(config.serverKey));
  t.equal(config.metricsToken, secrets.METRICS_TOKEN);
  t.match(configOf({ ...secrets, SERVER_KEY_FILE: '' }), { databaseUrl: secrets.DATABASE_URL });
});

t.test('a secret file that is no secret stops the start and is named, not quoted', async (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'secret');
  const refusal = (env: Record<string, string>): string => {
    try {
      configOf(env);
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };
  const SERVER_KEY_FILE = file;
  t.match(refusal({ SERVER_KEY_FILE }), /SERVER_KEY_FILE names .*secret, which can't be read \(ENOENT\)/);
  mkdirSync(join(folder, 'folder'));
  t.match(refusal({ SERVER_KEY_FILE: join(folder, 'folder') }), /can't be read \(EISDIR\)/);
  writeFileSync(file, '\n');
  t.match(refusal({ SERVER_KEY_FILE }), /which is empty/);
  writeFileSync(file, 'pome\ngranate');
  t.match(refusal({ SERVER_KEY_FILE }), /more than one line/);
  writeFileSync(file, 'pomegranate');
  t.match(refusal({ SERVER_KEY_FILE }), /SERVER_KEY must be 32 bytes/);
  t.match(
    refusal({ SERVER_KEY_FILE, SERVER_KEY: 'pomegranate' }),
    /SERVER_KEY and SERVER_KEY_FILE are both set/,
  );
  t.notMatch(refusal({ SERVER_KEY_FILE }), /pomegranate/);
});
