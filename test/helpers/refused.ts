import type { Test } from 'tap';
import { ERROR_CODES, type ErrorCode } from '../../src/core/errors.js';
import { statusOf } from '../../src/server/http/errors.js';
import type { Answer } from './holder.js';

/** A refusal is its status, its code, a sentence, a request id, and nothing else that could tell something. */
export const refused = (
  t: Test,
  answer: Pick<Answer, 'status' | 'json'>,
  code: ErrorCode,
  title = '',
): void => {
  const { message, requestId, details: _, ...rest } = answer.json?.error ?? {};
  const seen = { ...answer.json, status: answer.status, error: rest, named: typeof requestId };
  t.strictSame(seen, { status: statusOf(code), error: { code }, named: 'string' }, `${title} is ${code}`);
  // A request that is not well-formed is told where.
  if (code !== 'invalid_request') t.equal(message, ERROR_CODES[code]);
};
