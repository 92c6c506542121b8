import { isSafeError, SafeError } from '../core/errors.js';

/** Why the server can't be reached, as far as a person can do something about it. */
export const NETWORK_REASONS = ['name', 'refused', 'timeout', 'certificate', 'cut'] as const;
export type NetworkReason = (typeof NETWORK_REASONS)[number];

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';

const REASONS: readonly (readonly [RegExp, NetworkReason])[] = [
  [/^(ENOTFOUND|EAI_)/, 'name'],
  [/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES)/, 'refused'],
  [/^(ETIMEDOUT|ESOCKETTIMEDOUT)/, 'timeout'],
  [/CERT|^ERR_TLS|SELF_SIGNED|UNABLE_TO|^EPROTO|^ERR_SSL/, 'certificate'],
];

/** `unavailable` with its reason, whatever broke on the way to `server`. */
export const unreachable = (error: unknown, server: string): SafeError => {
  if (isSafeError(error)) return error;
  const code = codeOf(error);
  const reason = REASONS.find(([pattern]) => pattern.test(code))?.[1] ?? 'cut';
  return new SafeError('unavailable', { details: { reason, server }, cause: error });
};
