import type { FastifyReply, FastifyRequest } from 'fastify';

/** How long a client that is still sending gets to read why it may stop. */
const LINGER_MS = 5_000;

/**
 * For a refusal that comes while the request's body is still on its way: what arrives after it is read and dropped, for a
 * few seconds. A connection that is closed with bytes unread is reset, and the reset may overtake the answer, so that the
 * client never learns why (RFC 9112 §9.6).
 */
export const letRefusalArrive = (request: FastifyRequest, reply: FastifyReply): void => {
  const incoming = request.raw;
  if (incoming.complete) return;
  incoming.unpipe();
  incoming.on('error', () => undefined);
  incoming.resume();
  reply.raw.once('finish', () => {
    const timer = setTimeout(() => incoming.destroy(), LINGER_MS).unref();
    incoming.once('close', () => clearTimeout(timer));
  });
};
