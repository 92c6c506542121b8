import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { newKey } from '../../src/core/crypto/keys.js';
import { identityKeys } from '../../src/core/protocol/identity.js';
import { signManifest } from '../../src/core/protocol/manifest.js';
import { migrate } from '../../src/server/database/migrate.js';
import { query, silent } from '../helpers/embedded.js';
import { testDatabase } from '../helpers/postgres.js';

const ALL = fileURLToPath(new URL('../../../migrations', import.meta.url));
const bytes = (value: Uint8Array): string => `'\\x${Buffer.from(value).toString('hex')}'::bytea`;

t.test('versions that were kept before there was consent know their category and their epoch', async (t) => {
  const { ownerUrl } = await testDatabase(t);
  await query(ownerUrl, 'drop schema public cascade; create schema public');
  const folder = join(t.testdir({}), 'migrations');
  mkdirSync(folder);
  const before = ['0001_foundations.sql', '0002_forget_old_unlockers.sql'];
  for (const name of before) copyFileSync(join(ALL, name), join(folder, name));
  await migrate(ownerUrl, folder, silent);

  const keys = identityKeys(newKey());
  const [uid, safe] = [randomBytes(16), randomBytes(16)];
  const rows = [1, 2, 7].map((epoch, i) => {
    const [doc, cat] = [randomBytes(16), randomBytes(16)];
    const roots = { content: randomBytes(32), metadata: randomBytes(32), thumbnail: null };
    const said = {
      safe,
      doc,
      ver: i + 1,
      prev: i === 0 ? null : randomBytes(32),
      cat,
      catEpoch: 1,
      epoch,
      roots,
    };
    const more = { grant: null, by: uid, ts: Date.now(), key: newKey<'document'>() };
    return { doc, cat, epoch, ver: i + 1, manifest: signManifest({ ...said, ...more }, keys.sign.secretKey) };
  });
  const blob = (i: number): string => `'${String(i).repeat(32)}'`;
  await query(
    ownerUrl,
    `insert into accounts (uid, role) values (${bytes(uid)}, 'holder');
     insert into safes (id, holder) values (${bytes(safe)}, ${bytes(uid)});
     ${rows
       .map(
         ({ doc, ver, manifest }, i) => `
     insert into blobs (key, state, safe, bytes) values (${blob(i)}, 'live', ${bytes(safe)}, 1);
     insert into versions (safe, document, version, staged, manifest, manifest_hash, wrapped_key, metadata, content_key,
       content_bytes) values (${bytes(safe)}, ${bytes(doc)}, ${ver}, ${i === 2}, ${bytes(manifest)},
       ${bytes(randomBytes(32))}, ${bytes(randomBytes(105))}, ${bytes(randomBytes(9))}, ${blob(i)}, 1);`,
       )
       .join('')}`,
  );

  t.ok((await migrate(ownerUrl, ALL, silent)).includes('0003_consent'));
  const now = await query<{ document: Buffer; category: Buffer; wrap_epoch: number; manifest: Buffer }>(
    ownerUrl,
    'select document, category, wrap_epoch, manifest from versions order by version',
  );
  t.equal(now.length, rows.length);
  for (const [i, row] of rows.entries()) {
    t.same(now[i]?.category, row.cat);
    t.equal(now[i]?.wrap_epoch, row.epoch);
    t.ok(
      Buffer.from(row.manifest).equals(now[i]?.manifest ?? Buffer.of()),
      'what was signed stays as it was',
    );
  }
});
