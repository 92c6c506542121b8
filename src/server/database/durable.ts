import { SafeError } from '../../core/errors.js';

/** Anything that runs a statement as pg does: a Pool, a Client. */
export interface Queryable {
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>;
}

/** PostgreSQL 15, as `server_version_num` counts. */
const OLDEST = 150_000;

const SETTINGS = `select current_setting('fsync') as fsync,
  current_setting('full_page_writes') as full_page_writes,
  current_setting('synchronous_commit') as synchronous_commit,
  current_setting('server_version') as version,
  current_setting('server_version_num')::int as number`;

const faultsOf = (row: Record<string, unknown>): string[] => {
  const off = ['fsync', 'full_page_writes', 'synchronous_commit'].filter((name) => row[name] === 'off');
  const faults = off.map((name) => `${name} is off, so a power cut may lose papers that were acknowledged`);
  if (Number(row['number']) >= OLDEST) return faults;
  return [...faults, `it is PostgreSQL ${String(row['version'])}, and 15 or later is needed`];
};

/**
 * Holds that what this database acknowledges is on disk, as this session is set up. Throws `cannot_start`, naming every
 * fault at once, if fsync, full_page_writes or synchronous_commit is off or the server is older than PostgreSQL 15.
 */
export const assertDurable = async (database: Queryable): Promise<void> => {
  const { rows } = await database.query(SETTINGS);
  const faults = faultsOf(rows[0] ?? {});
  if (faults.length === 0) return;
  throw new SafeError('cannot_start', {
    message: `This database can't be trusted with papers: ${faults.join('; ')}. Correct its settings and start again.`,
  });
};
