import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { onSendAsyncHookHandler } from 'fastify';

/** How long a client that is still sending gets to read why it may stop. */
const LINGER_MS = 5_000;

/** The whole answer at once; its end only when the client has stopped sending, or had time to. */
async function* answerFirst(payload: string, incoming: IncomingMessage) {
  yield Buffer.from(payload);
  if (incoming.closed) return;
  await once(incoming, 'close', { signal: AbortSignal.timeout(LINGER_MS) }).catch(() => undefined);
}

/**
 * For a refusal that comes while the request's body is still on its way: what arrives after it is read and dropped, and
 * the answer is given whole before it is ended. A connection that is closed with bytes unread is reset, and the reset may
 * overtake the answer, so that the client never learns why (RFC 9112 §9.6).
 */
export const letRefusalArrive: onSendAsyncHookHandler = async (request, reply, payload) => {
  const incoming = request.raw;
  if (incoming.complete || reply.statusCode < 400 || typeof payload !== 'string') return payload;
  incoming.unpipe();
  incoming.on('error', () => undefined);
  incoming.resume();
  reply.header('content-length', Buffer.byteLength(payload)).header('connection', 'close');
  return Readable.from(answerFirst(payload, incoming));
};
