import { SafeError } from '../../core/errors.js';
import type { Queryable } from './durable.js';

/** As whom a session is to speak, and where its unqualified names are to lead. */
export interface Meant {
  readonly role?: string | undefined;
  readonly schema?: string | undefined;
}

const NOW = 'select current_schema()::text as schema, current_user::text as role';

/**
 * Role and schema come with the start of a session, and a pooler may drop them without a word: the session would then be
 * the owner's, in the other world's tables. Throws `cannot_start` unless the session is as it is meant.
 */
export const assertSession = async (session: Queryable, { role, schema }: Meant): Promise<void> => {
  if (role === undefined && schema === undefined) return;
  const { rows } = await session.query(NOW);
  const now = rows[0] ?? {};
  if (role !== undefined && now['role'] !== role) throw refusal('role', now['role'], role);
  if (schema !== undefined && now['schema'] !== schema) throw refusal('schema', now['schema'], schema);
};

const refusal = (what: string, is: unknown, meant: string): SafeError =>
  new SafeError('cannot_start', {
    message:
      `A database session has the ${what} ${String(is)} instead of ${meant}: nothing is done with it. ` +
      'A pooler before the database must pass on the startup parameter "options"; PgBouncer must not ignore it.',
  });

/** For a pool: each new session is looked at before it is handed out; one that is not as meant is ended. */
export const verifying =
  (meant: Meant, refused: (error: Error) => void = () => undefined) =>
  (session: Queryable, done: (error?: Error) => void): void => {
    const look = async (): Promise<void> => {
      const fault = await assertSession(session, meant).catch((error: Error) => error);
      if (fault) refused(fault);
      done(fault ?? undefined);
    };
    void look();
  };
