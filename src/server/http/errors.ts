import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Refusal } from '../../core/api/contract.js';
import { type ErrorCode, isSafeError, SafeError } from '../../core/errors.js';
import { databaseFault } from '../database/faults.js';

/** The one place where a code meets HTTP. A code that is not here is a client's own and would be a fault: 500. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  invalid_request: 400,
  damaged: 400,
  root_mismatch: 400,
  unauthorized: 401,
  session_over: 401,
  wrong_code: 403,
  lock_blocked: 403,
  not_granted: 403,
  grant_not_started: 403,
  not_member: 403,
  not_manager: 403,
  not_certified: 403,
  deposits_closed: 403,
  not_found: 404,
  conflict: 409,
  head_conflict: 409,
  version_exists: 409,
  grant_ended: 410,
  grant_expired: 410,
  invitation_used: 410,
  link_expired: 410,
  link_ended: 410,
  link_used_up: 410,
  drop_expired: 410,
  drop_ended: 410,
  drop_full: 410,
  hand_ended: 410,
  hand_taken: 409,
  spare_closed: 403,
  too_large: 413,
  quota_exceeded: 413,
  range_not_satisfiable: 416,
  lock_frozen: 423,
  deposits_full: 429,
  links_full: 429,
  asks_full: 429,
  relays_full: 429,
  link_frozen: 423,
  too_early: 429,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  storage_full: 507,
};

export const statusOf = (code: ErrorCode): number => STATUS[code] ?? 500;

/** Fastify names the field but may quote the value: only where and what rule, never what was sent. */
const validationRefusal = (error: FastifyError): SafeError => {
  const [first] = error.validation ?? [];
  const where = `${error.validationContext ?? 'request'}${first?.instancePath ?? ''}`;
  return new SafeError('invalid_request', {
    message: `The request is not well-formed: ${where} ${first?.message ?? 'is not as described'}.`,
  });
};

const frameworkRefusal = (error: FastifyError): SafeError | null => {
  if (error.validation) return validationRefusal(error);
  if (error.statusCode === 413) return new SafeError('too_large');
  if (error.statusCode === 429) return new SafeError('rate_limited');
  if (error.statusCode === 401) return new SafeError('unauthorized');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new SafeError('invalid_request');
  }
  return null;
};

const toRefusal = (error: unknown): SafeError | null => {
  if (isSafeError(error)) return STATUS[error.code] === undefined ? null : error;
  return databaseFault(error) ?? frameworkRefusal(error as FastifyError);
};

export const refusalBody = (error: SafeError, requestId: string): Refusal => ({
  error: {
    code: error.code,
    message: error.message,
    requestId,
    ...(Object.keys(error.details).length > 0 ? { details: { ...error.details } } : {}),
  },
});

/** What a log line may say of a fault: never a message, which could quote a value. */
const faultOf = (error: unknown): Record<string, unknown> => {
  const { name, code, stack } = error as { name?: string; code?: string; stack?: string };
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return { name, code, at: frames.slice(0, 8).map((line) => line.trim()) };
};

/** The one door for errors: a known code with its status, or a 500 that says nothing about itself. */
export const errorDoor = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const refusal = toRefusal(error);
  if (!refusal || refusal.code === 'unavailable' || refusal.code === 'storage_full') {
    const cause = isSafeError(error) ? (error.cause ?? error) : error;
    request.log.error({ fault: faultOf(cause), route: request.routeOptions.url }, 'request failed');
  }
  const answer = refusal ?? new SafeError('internal');
  const wait = answer.details['retryAfterSeconds'];
  if (typeof wait === 'number') reply.header('retry-after', Math.ceil(wait));
  // A stream that failed before its first byte has left its own headers behind.
  reply.removeHeader('content-length').removeHeader('content-range').type('application/json; charset=utf-8');
  return reply.code(statusOf(answer.code)).send(refusalBody(answer, request.id));
};
