import type { PoolClient } from 'pg';

/** A statement is prepared when it comes for this time; what comes once (a list of odd length) is not worth a plan. */
const USES = 3;
/** Of each session; a plan takes some ten kilobytes. */
const MAX_PREPARED = 200;
const MAX_COUNTED = 2_000;

/** Names statements that come again, the same in all sessions; undefined for the others. */
export const statementNames = (): ((text: string) => string | undefined) => {
  const names = new Map<string, string>();
  const uses = new Map<string, number>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= MAX_PREPARED) return known;
    const used = (uses.get(text) ?? 0) + 1;
    if (used < USES) {
      if (uses.size >= MAX_COUNTED) uses.clear();
      uses.set(text, used);
      return undefined;
    }
    uses.delete(text);
    const name = `s${names.size + 1}`;
    names.set(text, name);
    return name;
  };
};

type Send = (...args: unknown[]) => unknown;

/**
 * Lets a session prepare what it is asked again and again: PostgreSQL then parses and plans it once. That is half the
 * work of a reading with its entry. (A pooler between us and the database must know prepared statements: PgBouncer
 * does from 1.21.)
 */
export const prepareRepeated = (client: PoolClient, nameOf: (text: string) => string | undefined): void => {
  const send = client.query.bind(client) as Send;
  const query: Send = (text, values, ...rest) => {
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    return name === undefined ? send(text, values, ...rest) : send({ name, text, values }, ...rest);
  };
  client.query = query as typeof client.query;
};
