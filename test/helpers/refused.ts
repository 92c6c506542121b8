import type { Test } from 'tap';
import { ERROR_CODES, type ErrorCode } from '../../src/core/errors.js';
import { statusOf } from '../../src/server/http/errors.js';
import type { Answer } from './holder.js';

/** A refusal is its status, its code, a sentence, a request id, and nothing else that could tell something. */
export const refused = (t: Test, answer: Pick<Answer, 'status' | 'json'>, code: ErrorCode, title = ''): void => {
  const error = answer.json?.error ?? {};
  t.equal(error.code, code, `${title} is ${code}`);
  t.equal(answer.status, statusOf(code), `${title} has the status of ${code}`);
  t.strictSame(Object.keys(answer.json), ['error']);
  const names = Object.keys(error).filter((name) => name !== 'details');
  t.strictSame(names, ['code', 'message', 'requestId']);
  if (code !== 'invalid_request') t.equal(error.message, ERROR_CODES[code]);
};
