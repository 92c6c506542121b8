import type { FastifyInstance } from 'fastify';
import type { RateLimiter } from '../http/rate-limit.js';
import { endDrop, type ListedDrop, listDrops, lookAtDrop, makeDrop, sendDrop } from '../../core/api/drops.js';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { registerForms, takeForm, type TransferLimits, uploadOptions } from '../documents/transfer-routes.js';
import { sessionToken } from '../http/session-token.js';
import { serve } from '../http/routes.js';
import type { ListedRow } from './repository.js';
import type { dropsService } from './service.js';

type Drops = ReturnType<typeof dropsService>;
type Hook = ReturnType<RateLimiter>;

const listedWire = (row: ListedRow): ListedDrop => ({
  statement: toBase64Url(row.statement),
  card: toBase64Url(row.card),
  own: toBase64Url(row.own),
  state: row.state,
  papers: row.papers,
  bytes: row.bytes,
  madeAt: row.made_at.getTime(),
  lastUsedAt: row.last_used_at?.getTime() ?? null,
  endedAt: row.ended_at?.getTime() ?? null,
});

/** What the holder can do. */
export const dropRoutes = (scope: FastifyInstance, drops: Drops): void => {
  serve(scope, makeDrop, async ({ caller, params, body }) => {
    const { loc, expires } = await drops.make(caller, fromHex(params.safe, 16), {
      statement: fromBase64Url(body.statement),
      card: fromBase64Url(body.card),
      own: fromBase64Url(body.own),
    });
    return { drop: toHex(loc), expiresAt: expires };
  });

  serve(scope, listDrops, async ({ caller, params }) => ({
    drops: (await drops.list(caller, fromHex(params.safe, 16))).map(listedWire),
  }));

  serve(scope, endDrop, async ({ caller, params, body }) => {
    await drops.end(caller, fromHex(params.drop, 16), fromBase64Url(body.end));
  });
};

export interface PublicDropLimits extends TransferLimits {
  /** On looking. */
  readonly login: Hook;
  /** On papers that are left. */
  readonly sends: Hook;
}

const lookRoute = (scope: FastifyInstance, drops: Drops, { login, maxBytes }: PublicDropLimits): void => {
  serve(
    scope,
    lookAtDrop,
    async ({ body }) => {
      const { link, token } = await drops.look({
        loc: fromHex(body.drop, 16),
        challenge: fromBase64Url(body.challenge),
        signature: fromBase64Url(body.signature),
      });
      return {
        state: link.state,
        card: link.state === 'ended' ? null : toBase64Url(link.card),
        expiresAt: link.expires,
        papersLeft: link.max_papers - link.papers,
        bytesLeft: link.max_bytes - link.bytes,
        maxPaperBytes: maxBytes,
        token: token && toBase64Url(token),
      };
    },
    { onRequest: login },
  );
};

/** What somebody can do who has a link and no account. */
export const publicDropRoutes = async (
  app: FastifyInstance,
  drops: Drops,
  limits: PublicDropLimits,
): Promise<void> => {
  lookRoute(app, drops, limits);
  await app.register(async (scope) => {
    scope.addHook('onRequest', limits.sends);
    await registerForms(scope, limits);
    serve(
      scope,
      sendDrop,
      ({ params, request }) =>
        takeForm(request, limits.maxBytes, async (parts, announced) => {
          const doc = fromHex(params.document, 16);
          const { sealed, bytes } = await drops.receive(sessionToken(request), doc, parts, announced);
          return { sealed: toHex(sealed), storedBytes: bytes };
        }),
      uploadOptions(limits),
    );
  });
};
