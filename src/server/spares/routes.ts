import type { FastifyInstance } from 'fastify';
import {
  listOwnSpares,
  listSpares,
  putSpareAside,
  releaseSpare,
  resealSpare,
} from '../../core/api/spares.js';
import { fromBase64Url, fromHex, toBase64Url } from '../../core/bytes.js';
import { serve } from '../http/routes.js';
import type { sparesService } from './service.js';

const asked = (params: { readonly relay: string; readonly spare: string }) => ({
  relay: fromHex(params.relay, 16),
  loc: fromHex(params.spare, 16),
});

interface Sealed {
  readonly sealed: Uint8Array;
  readonly reseal: Uint8Array | null;
}

const sealedWire = ({ sealed, reseal }: Sealed) => ({
  sealed: toBase64Url(sealed),
  reseal: reseal && toBase64Url(reseal),
});

export const spareRoutes = (scope: FastifyInstance, spares: ReturnType<typeof sparesService>): void => {
  serve(scope, listOwnSpares, async ({ caller }) => ({
    spares: (await spares.listOwn(caller)).map(({ statement, label, released_at, ended_at }) => ({
      statement: toBase64Url(statement),
      label: toBase64Url(label),
      releasedAt: released_at?.getTime() ?? null,
      endedAt: ended_at?.getTime() ?? null,
    })),
  }));

  serve(scope, listSpares, async ({ caller, params }) => ({
    spares: (await spares.list(caller, fromHex(params.relay, 16))).map((one) => ({
      statement: toBase64Url(one.statement),
      note: toBase64Url(one.note),
      reseal: one.reseal && toBase64Url(one.reseal),
      former: one.former_note && {
        note: toBase64Url(one.former_note),
        reseal: one.former_reseal && toBase64Url(one.former_reseal),
      },
      aside: one.aside && toBase64Url(one.aside),
      identity: one.identity.map(({ statement, approval }) => ({
        statement: toBase64Url(statement),
        approval: approval && toBase64Url(approval),
      })),
      madeAt: one.made_at.getTime(),
    })),
  }));

  serve(scope, releaseSpare, async ({ caller, params, body }) => {
    const given = await spares.release(caller, asked(params), fromBase64Url(body.opening));
    return { ...sealedWire(given), former: given.former && sealedWire(given.former) };
  });

  serve(scope, putSpareAside, async ({ caller, params, body }) => {
    await spares.putAside(caller, asked(params), fromBase64Url(body.order));
  });

  serve(scope, resealSpare, async ({ caller, params, body }) => ({
    generation: await spares.reseal(caller, asked(params), {
      reseal: fromBase64Url(body.reseal),
      sealed: fromBase64Url(body.sealed),
      note: fromBase64Url(body.note),
    }),
  }));
};
