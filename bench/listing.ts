import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { pino } from 'pino';
import { toHex } from '../src/core/bytes.js';
import { buildApp } from '../src/server/app.js';
import { readConfig } from '../src/server/config.js';
import { createDatabase } from '../src/server/database/kysely.js';
import { migrate } from '../src/server/database/migrate.js';
import { createPool } from '../src/server/database/pool.js';
import { serverSecrets } from '../src/server/server-key.js';
import { createDiskStore } from '../src/server/storage/disk.js';
import { type Holder, keep, openHolder } from '../test/helpers/holder.js';
import { type Ground, query } from './ground.js';
import { secondsOf, sideBySide } from './rounds.js';
import { type Row, type Size } from './row.js';
import { ROOT } from './server-process.js';

const silent = (): void => {};
const PAPERS = 500;
const FEW = 10;

/** As many papers as one holder's, made from the one that went the whole way. */
export const PAPERS_OF_ONE = `
  with one as (select * from versions where safe = $1 limit 1),
  made as (select i, decode(md5('paper' || i), 'hex') as id from generate_series(2, $2::integer) i),
  docs as (
    insert into documents (safe, id, version, manifest_hash)
    select $1, made.id, 1, one.manifest_hash from made cross join one
  )
  insert into versions (safe, document, version, staged, manifest, manifest_hash, wrapped_key, category, wrap_epoch, metadata,
    content_key, content_bytes)
  select $1, made.id, 1, false, manifest, manifest_hash, wrapped_key, category, wrap_epoch, metadata,
    content_key, content_bytes
  from made cross join one`;

/** Other people's safes, with three papers each. */
const OTHERS = `
  with one as (select * from versions where safe = $1 limit 1),
  made as (select decode(md5('safe' || i), 'hex') as id from generate_series($2::integer, $3::integer) i),
  accounts as (insert into accounts (uid, role) select id, 'holder' from made),
  safes as (insert into safes (id, holder) select id, id from made),
  heads as (insert into heads (safe, seq, envelope, hash)
    select made.id, 1, h.envelope, h.hash from made cross join heads h where h.safe = $1),
  chains as (insert into log_heads (safe, seq, at, hash) select id, 0, 0, id from made),
  papers as (select made.id as safe, decode(md5('paper' || n || made.id::text), 'hex') as id
    from made cross join generate_series(1, 3) n),
  docs as (insert into documents (safe, id, version, manifest_hash)
    select papers.safe, papers.id, 1, one.manifest_hash from papers cross join one)
  insert into versions (safe, document, version, staged, manifest, manifest_hash, wrapped_key, category, wrap_epoch, metadata,
    content_key, content_bytes)
  select papers.safe, papers.id, 1, false, manifest, manifest_hash, wrapped_key, category, wrap_epoch, metadata,
    content_key, content_bytes
  from papers cross join one`;

/** The server in this process, with every statement counted that it sends to the database. */
const countingServer = async (ground: Ground) => {
  const databaseUrl = await ground.database();
  await migrate(databaseUrl, join(ROOT, 'migrations'), silent);
  const pool = createPool({ url: databaseUrl, role: 'pochette_app', max: 4, log: silent });
  let count = 0;
  pool.on('connect', (client) => {
    const send = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      count += 1;
      return send(...args);
    }) as typeof client.query;
  });
  const app = await buildApp(readConfig({}), {
    db: createDatabase(pool),
    blobs: createDiskStore({ folder: join(ground.folder, 'listing') }),
    secrets: serverSecrets(randomBytes(32)),
    log: pino({ level: 'silent' }),
    version: '0.0.0',
    web: join(ROOT, 'build', 'web'),
    blobsDoomed: silent,
  });
  ground.later(() => pool.end());
  ground.later(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { databaseUrl, url, statements: () => count };
};

/** Milliseconds for the whole list. */
const list = async (holder: Holder): Promise<number> => {
  const url = `${holder.url}/v1/safes/${toHex(holder.safe)}/documents?limit=${PAPERS}`;
  return (
    1000 *
    (await secondsOf(async () => {
      const answer = await fetch(url, { headers: { authorization: `Bearer ${holder.token}` } });
      const { papers } = (await answer.json()) as { papers?: unknown[] };
      if (papers?.length !== PAPERS) throw new Error(`not the list: ${answer.status}`);
    }))
  );
};

/** A holder of 500 papers among so many safes; `list` gives milliseconds. */
const populate = async (ground: Ground, safes: number) => {
  const { databaseUrl, url, statements } = await countingServer(ground);
  const holder = await openHolder(url);
  await keep(holder, randomBytes(1_000));
  const safe = Buffer.from(holder.safe);
  await query(databaseUrl, PAPERS_OF_ONE, [safe, PAPERS]);
  await query(databaseUrl, OTHERS, [safe, 2, safes]);
  await query(databaseUrl, 'vacuum analyze');
  return { list: () => list(holder), statements };
};

/** The same list among few safes and among many. */
export const listingRows = async (ground: Ground, { quick }: Size): Promise<Row[]> => {
  const safes = quick ? 5_000 : 100_000;
  const few = await populate(ground, FEW);
  const many = await populate(ground, safes);
  const sides = await sideBySide(quick ? 15 : 50, many.list, few.list);
  const before = many.statements();
  await many.list();
  const name = `list of ${PAPERS} papers among ${safes.toLocaleString('en')} safes (bare: among ${FEW})`;
  return [
    { name, ...sides, unit: 'ms', goal: { atMost: 1.3 } },
    { name: 'statements for that list', ours: many.statements() - before, unit: '', goal: { atMost: 1 } },
  ];
};
