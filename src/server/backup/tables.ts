import type pg from 'pg';
import { SafeError } from '../../core/errors.js';

/** Kept by the migrations themselves. */
const LEDGERS = ['kysely_migration', 'kysely_migration_lock', 'migration_file'];

const TABLES = `select c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relpersistence = 'p' and c.relname <> all ($1)
  order by 1`;
const REFERENCES = `select distinct f.relname as from, t.relname as to
  from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
  where k.contype = 'f' and k.connamespace = 'public'::regnamespace and f.oid <> t.oid`;

interface Reference {
  readonly from: string;
  readonly to: string;
}

const ordered = (names: readonly string[], references: readonly Reference[]): readonly string[] => {
  const placed: string[] = [];
  while (placed.length < names.length) {
    const next = names.find(
      (name) =>
        !placed.includes(name) &&
        references.every(({ from, to }) => from !== name || placed.includes(to) || !names.includes(to)),
    );
    if (next === undefined)
      throw new SafeError('internal', { message: 'Tables refer to each other in a circle.' });
    placed.push(next);
  }
  return placed;
};

/**
 * Every table that holds something to keep, in an order in which each comes after those it refers to. Unlogged tables
 * hold what a crash may forget, and so may a backup.
 */
export const tablesToKeep = async (client: pg.ClientBase): Promise<readonly string[]> => {
  const { rows } = await client.query<{ name: string }>(TABLES, [LEDGERS]);
  const references = await client.query<Reference>(REFERENCES);
  return ordered(
    rows.map(({ name }) => name),
    references.rows,
  );
};
