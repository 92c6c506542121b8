import type { FastifyInstance } from 'fastify';
import { eraseName, listNames, listTallies, putName, putTally } from '../../core/api/relay-notes.js';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { serve } from '../http/routes.js';
import type { Note } from './note-repository.js';
import type { relaysService } from './service.js';

type Relays = ReturnType<typeof relaysService>;

const id = (text: string): Uint8Array => fromHex(text, 16);

const noteOf = ({
  generation,
  version,
  sealed,
}: Omit<Note, 'sealed'> & { readonly sealed: string }): Note => ({
  generation,
  version,
  sealed: fromBase64Url(sealed),
});

const noteWire = ({ generation, version, sealed }: Note) => ({
  generation,
  version,
  sealed: toBase64Url(sealed),
});

export const noteRoutes = (scope: FastifyInstance, relays: Relays): void => {
  serve(scope, listNames, async ({ caller, params, query }) => {
    const { after, limit = 1000 } = query;
    const { names, next } = await relays.listNames(
      caller,
      id(params.relay),
      after === undefined ? null : id(after),
      limit,
    );
    return {
      names: names.map((row) => ({
        safe: toHex(row.safe),
        ...noteWire(row),
        changedAt: row.changed_at.getTime(),
      })),
      next: next && toHex(next),
    };
  });

  serve(scope, putName, async ({ caller, params, body }) => {
    await relays.putName(caller, id(params.relay), id(params.safe), noteOf(body));
  });

  serve(scope, eraseName, async ({ caller, params }) => {
    await relays.eraseName(caller, id(params.relay), id(params.safe));
  });

  serve(scope, listTallies, async ({ caller, params }) => ({
    tallies: (await relays.listTallies(caller, id(params.relay), params.month)).map((row) => ({
      member: toHex(row.member),
      ...noteWire(row),
    })),
  }));

  serve(scope, putTally, async ({ caller, params, body }) => {
    await relays.putTally(caller, id(params.relay), params.month, noteOf(body));
  });
};
