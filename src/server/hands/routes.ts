import type { FastifyInstance } from 'fastify';
import { endHand, joinHand, openHand, readHand, sendHand } from '../../core/api/hands.js';
import { fromBase64Url, fromHex, toBase64Url } from '../../core/bytes.js';
import type { RateLimiter } from '../http/rate-limit.js';
import { serve } from '../http/routes.js';
import { sessionToken } from '../http/session-token.js';
import type { handsService } from './service.js';

type Hook = ReturnType<RateLimiter>;

/** What two screens without an account can do that are side by side. */
export const handRoutes = (
  app: FastifyInstance,
  hands: ReturnType<typeof handsService>,
  limits: { readonly login: Hook; readonly reads: Hook },
): void => {
  const begins = { onRequest: limits.login };
  const goesOn = { onRequest: limits.reads };

  serve(
    app,
    openHand,
    async ({ body }) => ({
      expiresAt: await hands.open({
        loc: fromHex(body.hand, 16),
        card: fromBase64Url(body.card),
        host: fromHex(body.host, 32),
      }),
    }),
    begins,
  );

  serve(
    app,
    joinHand,
    async ({ body }) => ({
      card: toBase64Url(await hands.join(fromHex(body.hand, 16), fromHex(body.guest, 32))),
    }),
    begins,
  );

  serve(
    app,
    sendHand,
    async ({ body, request }) =>
      hands.send(fromHex(body.hand, 16), sessionToken(request), body.seq, fromBase64Url(body.message)),
    goesOn,
  );

  serve(
    app,
    readHand,
    async ({ body, request }) => {
      const { message, ...rest } = await hands.read(fromHex(body.hand, 16), sessionToken(request), body.next);
      return { message: message && toBase64Url(message), ...rest };
    },
    goesOn,
  );

  serve(
    app,
    endHand,
    async ({ body, request }) => hands.end(fromHex(body.hand, 16), sessionToken(request)),
    goesOn,
  );
};
