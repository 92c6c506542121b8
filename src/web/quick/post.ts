import { fromBase64Url } from '../../core/bytes.js';
import { damaged, ERROR_CODES, type ErrorCode, SafeError } from '../../core/errors.js';
import { serverHere } from './server.js';

export type Fields = Partial<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? value : {};

const refusalOf = (status: number, body: unknown): SafeError => {
  const { code } = fieldsOf(fieldsOf(body)['error']);
  if (typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)) return new SafeError(code as ErrorCode);
  return new SafeError(status === 429 ? 'rate_limited' : 'unavailable');
};

const cannot = (cause: unknown): never => {
  throw new SafeError('unavailable', { cause });
};

/** Asks the server that the page came from; what is no JSON object has no fields. */
export const post = async (path: string, body: object): Promise<Fields> => {
  const answer = await fetch(serverHere() + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(60_000),
  }).catch(cannot);
  const json: unknown = await answer.json().catch(cannot);
  if (!answer.ok) throw refusalOf(answer.status, json);
  return fieldsOf(json);
};

export const bytesOf = (value: unknown): Uint8Array => {
  if (typeof value !== 'string') throw damaged();
  try {
    return fromBase64Url(value);
  } catch (error) {
    throw damaged(error);
  }
};
