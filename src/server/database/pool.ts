import pg from 'pg';
import { SafeError } from '../../core/errors.js';
import type { Log } from './log.js';
import { prepareRepeated, statementNames } from './prepared.js';
import { verifying } from './session.js';

export interface PoolOptions {
  readonly url: string;
  /** A role to step down to: the app works with fewer rights than the owner who connects. */
  readonly role?: string;
  /** Where unqualified names are to lead; a session in which they lead elsewhere is refused. */
  readonly schema?: string;
  /** Sessions at most. */
  readonly max: number;
  readonly log: Log;
  /** How long a statement may take, in milliseconds; 30,000 by default. */
  readonly statementTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_MS = 30_000;
const IDLE_SESSION_MS = 60_000;

/** Type numbers of PostgreSQL (source: pg_type.dat). */
const INT8 = 20;
const INT8_ARRAY = 1016;

const toSafeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A bigint of the database does not fit a number');
  return value;
};

/** pg's list of type numbers leaves out the arrays. */
type ParserOf = (id: number, format?: 'text' | 'binary') => (text: string) => unknown;
const defaultParser: ParserOf = pg.types.getTypeParser;

const parseArray = defaultParser(INT8_ARRAY) as (text: string) => (string | null)[];
const toSafeNumbers = (text: string): (number | null)[] =>
  parseArray(text).map((item) => (item === null ? null : toSafeNumber(item)));

const OWN = new Map<number, (text: string) => unknown>([
  [INT8, toSafeNumber],
  [INT8_ARRAY, toSafeNumbers],
]);

/** pg's own parsers, but for bigint, which it leaves as text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : OWN.get(id)) ??
    defaultParser(id, format)) as typeof pg.types.getTypeParser,
};

/**
 * pg lets options in the URL win over ours, so that a URL with options would silently keep the owner's rights: they are
 * taken out and put before the role.
 */
const splitOptions = (url: string, role: string | undefined): { url: string; options: string } => {
  const at = url.indexOf('?');
  const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
  const given = query.getAll('options');
  query.delete('options');
  const rest = query.toString();
  const options = [...given, ...(role === undefined ? [] : [`-c role=${role}`])].join(' ');
  return { url: `${at < 0 ? url : url.slice(0, at)}${rest === '' ? '' : `?${rest}`}`, options };
};

const assertRoleName = (role: string | undefined): void => {
  if (role === undefined || /^[a-z_][a-z0-9_]{0,62}$/.test(role)) return;
  throw new SafeError('cannot_start', { message: 'The name of the database role is not a plain name.' });
};

const errorFields = (error: Error): object => ({
  error: error.message,
  code: (error as { code?: string }).code,
});

/**
 * Sessions of the app. A session that dies, idle or in use, is logged and replaced: it never ends the process.
 * One that is not of the role and schema that were meant is refused with `cannot_start` before it is used.
 * bigint arrives as a number or the query rejects, bytea as Buffer; no statement or idle transaction lasts for ever.
 */
export const createPool = ({ url, role, schema, max, log, statementTimeoutMs }: PoolOptions): pg.Pool => {
  assertRoleName(role);
  const split = splitOptions(url, role);
  const pool = new pg.Pool({
    connectionString: split.url,
    ...(split.options === '' ? {} : { options: split.options }),
    max,
    types,
    application_name: 'pochette',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_SESSION_MS,
    statement_timeout: statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    verify: verifying({ role, schema }, (error) => log('A database session was refused', errorFields(error))),
  });
  const tell = (error: Error): void => log('A database session was lost', errorFields(error));
  pool.on('error', tell);
  // the pool listens to idle sessions only; one that dies while taken, between two statements, would end the process
  pool.on('connect', (client) => client.on('error', tell));
  const nameOf = statementNames();
  pool.on('connect', (client) => prepareRepeated(client, nameOf));
  return pool;
};
