import { concat, fromUtf8 } from '../core/bytes.js';
import { damaged, ERROR_CODES, type ErrorCode, type ErrorDetails, SafeError } from '../core/errors.js';
import type { HttpAnswer } from './ports.js';

/** More than any answer in JSON: a list of 1,000 papers with the largest metadata is 32 MB. */
const MAX_JSON = 48 * 1024 * 1024;

/** All bytes of a stream, refused with `damaged` when there are more than `limit`. */
const collect = async (bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > limit) throw damaged();
    pieces.push(piece);
  }
  return concat(...pieces);
};

/** The JSON of an answer. Something else than JSON did not come from the service: a captive portal, a proxy. */
export const readJson = async (answer: HttpAnswer): Promise<unknown> => {
  const bytes = await collect(answer.bytes, MAX_JSON);
  try {
    return JSON.parse(fromUtf8(bytes)) as unknown;
  } catch (cause) {
    throw new SafeError('unavailable', { cause });
  }
};

const codeOfStatus = (status: number): ErrorCode => {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not_found';
  if (status === 429) return 'rate_limited';
  return status >= 400 && status < 500 ? 'invalid_request' : 'unavailable';
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const detailsOf = (value: unknown): ErrorDetails =>
  isRecord(value)
    ? Object.fromEntries(
        Object.entries(value).filter((entry): entry is [string, string | number | boolean] =>
          ['string', 'number', 'boolean'].includes(typeof entry[1]),
        ),
      )
    : {};

/** What the server refused with; a code that this client doesn't know is told by its status. */
export const refusalOf = async (answer: HttpAnswer): Promise<SafeError> => {
  const body = await readJson(answer).catch(() => null);
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  const { code, details } = error;
  const known = typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
  return new SafeError(known ? (code as ErrorCode) : codeOfStatus(answer.status), {
    details: detailsOf(details),
  });
};
