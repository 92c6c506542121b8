import pg from 'pg';
import type { Log } from '../database/log.js';
import { migrate } from '../database/migrate.js';
import { assertSession } from '../database/session.js';

/** The schema of the training world, beside `public`. */
export const SCHEMA = 'training';

/** The role that answers there. It has no right on any real table, and the real one none here. */
export const TRAINING_ROLE = 'pochette_training';

/** Lets one process at a time make the schema; the number means nothing. */
const MAKE_LOCK = 0x506f6374;

/** The same migrations, in the other schema and for the other role: what they name of the real ones is exchanged. */
const moved = (sql: string): string =>
  sql
    .replaceAll(/\bpublic\./g, `${SCHEMA}.`)
    .replaceAll(/\bpg_catalog, public\b/g, `pg_catalog, ${SCHEMA}`)
    .replaceAll(/\bschema public\b/g, `schema ${SCHEMA}`)
    .replaceAll(/\bpochette_app\b/g, TRAINING_ROLE);

/** The owner's address of the database, whose sessions know the training tables alone. */
export const trainingUrl = (ownerUrl: string): string => {
  const option = `options=${encodeURIComponent(`-c search_path=${SCHEMA}`)}`;
  return `${ownerUrl}${ownerUrl.includes('?') ? '&' : '?'}${option}`;
};

/** Works with a session of the owner's; not at all, if its names do not lead into `schema`. */
const asOwner = async <T>(
  url: string,
  schema: string | undefined,
  work: (owner: pg.Client) => Promise<T>,
): Promise<T> => {
  const owner = new pg.Client({ connectionString: url, application_name: 'pochette training' });
  // a lost session rejects the query that uses it
  owner.on('error', () => undefined);
  await owner.connect();
  try {
    await assertSession(owner, { schema });
    return await work(owner);
  } finally {
    await owner.end();
  }
};

/** Makes the schema and its tables, or brings them up to date. Several processes may do so at once. */
export const prepareTraining = async (ownerUrl: string, migrations: string, log: Log): Promise<void> => {
  await asOwner(ownerUrl, undefined, async (owner) => {
    await owner.query('begin');
    await owner.query(`select pg_advisory_xact_lock(${MAKE_LOCK})`);
    await owner.query(`create schema if not exists ${SCHEMA}`);
    await owner.query('commit');
  });
  await migrate(trainingUrl(ownerUrl), migrations, log, { schema: SCHEMA, rewrite: moved });
};

/** Half of what the tables may take up: above it, what is gone is given back to the disk. */
const ROOMY_BYTES = 250_000_000;

/** Rows that are gone leave their room to the tables, which would stay as full as they once were. */
const shrink = async (owner: pg.Client, aboveBytes: number): Promise<void> => {
  const { rows } = await owner.query<{ name: string; bytes: string }>(
    `select quote_ident(relname) as name, sum(pg_total_relation_size(oid)) over () as bytes
     from pg_class where relnamespace = '${SCHEMA}'::regnamespace and relkind = 'r'`,
  );
  if (Number(rows[0]?.bytes ?? 0) <= aboveBytes) return;
  for (const { name } of rows) await owner.query(`vacuum (full) ${SCHEMA}.${name}`);
};

/**
 * Takes away who came longer ago than `ageMs`, with all that is theirs; what lies in the store is given up to the collector.
 * Every name says its schema: a session whose search path was lost must find no real safe.
 * Gives how many accounts went.
 */
export const sweepTraining = (
  ownerUrl: string,
  ageMs: number,
  roomyBytes: number = ROOMY_BYTES,
): Promise<number> =>
  asOwner(trainingUrl(ownerUrl), SCHEMA, async (owner) => {
    const old = `created_at <= now() - ${Math.floor(ageMs)}::double precision * interval '1 millisecond'`;
    await owner.query('begin');
    // erase_safe takes the holder too
    const erased = await owner.query(
      `select ${SCHEMA}.erase_safe(s.id) from ${SCHEMA}.safes s
        where s.holder in (select uid from ${SCHEMA}.accounts where ${old})`,
    );
    const { rowCount } = await owner.query(`delete from ${SCHEMA}.accounts where ${old}`);
    await owner.query('commit');
    const gone = (erased.rowCount ?? 0) + (rowCount ?? 0);
    if (gone > 0) await shrink(owner, roomyBytes);
    return gone;
  });
