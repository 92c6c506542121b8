import type { FastifyReply, FastifyRequest } from 'fastify';
import { SafeError } from '../../core/errors.js';

/** A guess: a transfer that is under way may end at any time. */
const RETRY_AFTER_S = 5;

/**
 * Limits how many requests of one key are under way at once in this process.
 *
 * @returns an `onRequest` hook that refuses with `rate_limited`
 */
export const atOnce = (max: number, keyOf: (request: FastifyRequest) => string) => {
  const underWay = new Map<string, number>();
  const leave = (key: string): void => {
    const left = (underWay.get(key) ?? 1) - 1;
    if (left > 0) underWay.set(key, left);
    else underWay.delete(key);
  };

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    // Who left already would never be counted out.
    if (reply.raw.destroyed) return;
    const key = keyOf(request);
    const count = underWay.get(key) ?? 0;
    if (count >= max) {
      // The upload that is refused is not worth reading.
      if (!request.raw.complete) reply.header('connection', 'close');
      throw new SafeError('rate_limited', { details: { retryAfterSeconds: RETRY_AFTER_S } });
    }
    underWay.set(key, count + 1);
    // Comes once, whether the answer was sent or the client left.
    reply.raw.once('close', () => leave(key));
  };
};
