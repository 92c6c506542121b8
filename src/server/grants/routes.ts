import type { FastifyInstance, RouteOptions } from 'fastify';
import type { VersionWire } from '../../core/api/documents.js';
import {
  endGrant,
  listGrants,
  lookAtGranted,
  readGranted,
  receivedGrants,
  type ReceivedGrant,
  resealGrant,
} from '../../core/api/grants.js';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { guarded } from '../http/guarded.js';
import { serve } from '../http/routes.js';
import { sendBytes } from '../http/send-bytes.js';
import { follow } from '../http/underway.js';
import type { PaperRow } from './gate.js';
import type { Received } from './lists.js';
import type { grantsService } from './service.js';

type Grants = ReturnType<typeof grantsService>;
type Hook = NonNullable<RouteOptions['onRequest']>;

const grantOf = ({ grant }: { grant: string }): Uint8Array => fromHex(grant, 16);

const paperWire = (row: PaperRow): VersionWire => ({
  doc: toHex(row.doc),
  ver: row.ver,
  manifest: toBase64Url(row.manifest),
  wrappedKey: toBase64Url(row.wrapped_key),
  wrapEpoch: row.wrap_epoch,
  metadata: toBase64Url(row.metadata),
  contentBytes: row.content_bytes,
  thumbnailBytes: row.thumbnail_bytes,
  binnedAt: null,
});

/** What is over is named, so that a worker is told, and gives no keys any more. */
const receivedWire = (row: Received): ReceivedGrant => ({
  grant: toBase64Url(row.envelope),
  sealed: row.over ? '' : toBase64Url(row.sealed),
  priv: toBase64Url(row.private),
  renewed:
    row.over || !row.reseal || !row.resealed
      ? null
      : { reseal: toBase64Url(row.reseal), sealed: toBase64Url(row.resealed) },
  holder: row.identity.map(({ statement, approval }) => ({
    statement: toBase64Url(statement),
    approval: approval && toBase64Url(approval),
  })),
  endedAt: row.ended_at?.getTime() ?? null,
});

const listRoutes = (scope: FastifyInstance, grants: Grants): void => {
  serve(scope, listGrants, async ({ caller, params }) => {
    const { head, grants: given } = await grants.listGiven(caller, fromHex(params.safe, 16));
    return {
      head: toBase64Url(head),
      grants: given.map((row) => ({
        grant: toBase64Url(row.envelope),
        priv: toBase64Url(row.private),
        ownKey: toBase64Url(row.own_key),
        givenAt: row.given_at.getTime(),
        endedAt: row.ended_at?.getTime() ?? null,
        listed: row.listed,
      })),
    };
  });

  serve(scope, receivedGrants, async ({ caller }) => ({
    grants: (await grants.listReceived(caller)).map(receivedWire),
  }));
};

const readingRoutes = (scope: FastifyInstance, grants: Grants, transfers: Hook): void => {
  serve(scope, lookAtGranted, async ({ caller, params, body, request, reply }) => {
    const { papers, open } = await grants.look(caller, grantOf(params), fromBase64Url(body.reading));
    follow(request, reply, open, 'grant_ended');
    return { papers: papers.map(paperWire) };
  });

  serve(
    scope,
    readGranted,
    async ({ caller, params, body, request, reply }) => {
      const reading = fromBase64Url(body.reading);
      const { opened, open } = await grants.read(caller, grantOf(params), reading, request.headers.range);
      const bytes = guarded(opened.bytes, open, 'grant_ended');
      follow(request, reply, open, 'grant_ended');
      return sendBytes(reply, { ...opened, bytes });
    },
    { onRequest: transfers },
  );
};

/** @param transfers limits how many papers an account reads at once */
export const grantRoutes = (scope: FastifyInstance, grants: Grants, transfers: Hook): void => {
  listRoutes(scope, grants);
  readingRoutes(scope, grants, transfers);

  serve(scope, endGrant, async ({ caller, params, body }) => {
    await grants.end(caller, grantOf(params), fromBase64Url(body.withdrawal));
  });

  serve(scope, resealGrant, async ({ caller, params, body }) => {
    await grants.reseal(caller, grantOf(params), {
      reseal: fromBase64Url(body.reseal),
      sealed: fromBase64Url(body.sealed),
    });
  });
};
