import { SafeError } from '../../core/errors.js';

// PostgreSQL's classes (appendix A): connection, resources, shutdown, rolled back by concurrency or by a time limit,
// trouble of the machine itself.
const UNAVAILABLE = /^(08|53|57P|58|40001|40P01|55P03|25006|25P03|57014)/;
const DISK_FULL = new Set(['53100', 'ENOSPC']);
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** What `pg` says without a code. */
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/;

/** A database that cannot answer now is `unavailable`; anything else it says is a fault of ours and stays one. */
export const databaseFault = (error: unknown): SafeError | null => {
  // A name with several addresses, of which none answers.
  if (error instanceof AggregateError) return databaseFault(error.errors[0] ?? {});
  const { code, message, syscall } = error as { code?: unknown; message?: unknown; syscall?: unknown };
  if (typeof code === 'string') {
    if (DISK_FULL.has(code)) return new SafeError('storage_full', { cause: error });
    if (code.length === 5 && UNAVAILABLE.test(code)) return new SafeError('unavailable', { cause: error });
    if (NETWORK.has(code) && syscall !== undefined) return new SafeError('unavailable', { cause: error });
  }
  if (typeof message === 'string' && LOST.test(message))
    return new SafeError('unavailable', { cause: error });
  return null;
};
