import type { FastifyRequest } from 'fastify';
import { fromBase64Url } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';

const TOKEN = /^Bearer ([A-Za-z0-9_-]{43})$/;

/** The token of somebody who showed that they have a link; what has not its shape is none: `session_over`. */
export const sessionToken = ({ headers }: FastifyRequest): Uint8Array => {
  const [, token] = TOKEN.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw new SafeError('session_over');
  try {
    return fromBase64Url(token);
  } catch (cause) {
    throw new SafeError('session_over', { cause });
  }
};
