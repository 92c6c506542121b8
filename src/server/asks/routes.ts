import type { FastifyInstance } from 'fastify';
import { endAsk, type ListedAsk, listAsks, listMadeAsks, makeAsks } from '../../core/api/asks.js';
import { fromBase64Url, fromHex, toBase64Url } from '../../core/bytes.js';
import { serve } from '../http/routes.js';
import type { ListedRow } from './repository.js';
import type { asksService } from './service.js';

const wireOf = (row: ListedRow): ListedAsk => ({
  ask: toBase64Url(row.statement),
  body: toBase64Url(row.body),
  state: row.state,
  madeAt: row.made_at.getTime(),
  endedAt: row.ended_at?.getTime() ?? null,
  end: row.end_order && toBase64Url(row.end_order),
});

export const askRoutes = (scope: FastifyInstance, asks: ReturnType<typeof asksService>): void => {
  serve(scope, makeAsks, async ({ caller, params, body }) => {
    const wanted = body.asks.map(({ ask, body: wrapped }) => ({
      ask: fromBase64Url(ask),
      body: fromBase64Url(wrapped),
    }));
    await asks.make(caller, fromHex(params.grant, 16), wanted);
  });

  serve(scope, listMadeAsks, async ({ caller, params }) => ({
    asks: (await asks.listMade(caller, fromHex(params.grant, 16))).map(wireOf),
  }));

  serve(scope, listAsks, async ({ caller, params }) => ({
    asks: (await asks.list(caller, fromHex(params.safe, 16))).map(wireOf),
  }));

  serve(scope, endAsk, async ({ caller, params, body }) => {
    await asks.end(caller, fromHex(params.ask, 16), fromBase64Url(body.end));
  });
};
