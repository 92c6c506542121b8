import type { FastifyInstance, RouteOptions } from 'fastify';
import type { VersionWire } from '../../core/api/documents.js';
import {
  endGrant,
  listGrants,
  lookAtGranted,
  passOnGrant,
  readGranted,
  receivedGrants,
  type PassedGrant,
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
import type { PassedRow } from './repository.js';
import type { grantsService } from './service.js';

type Grants = ReturnType<typeof grantsService>;
type Hook = NonNullable<RouteOptions['onRequest']>;

const grantOf = ({ grant }: { grant: string }): Uint8Array => fromHex(grant, 16);

const afterOf = (id: string | undefined): Uint8Array =>
  id === undefined ? new Uint8Array(0) : fromHex(id, 16);

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

const identityWire = (links: Received['identity']) =>
  links.map(({ statement, approval }) => ({
    statement: toBase64Url(statement),
    approval: approval && toBase64Url(approval),
  }));

const parentWire = ({ parent, givers }: Received): ReceivedGrant['parent'] =>
  parent &&
  givers && {
    grant: toBase64Url(parent),
    recipient: identityWire(givers.identity),
    team:
      givers.team.length === 0
        ? null
        : givers.team.map(({ entry, approval }) => ({
            entry: toBase64Url(entry),
            approval: approval && toBase64Url(approval),
          })),
  };

const resealWire = (reseal: Uint8Array | null, sealed: Uint8Array | null): ReceivedGrant['renewed'] =>
  reseal && sealed && { reseal: toBase64Url(reseal), sealed: toBase64Url(sealed) };

/** What is over is named, so that a worker is told, and gives no keys any more. */
const receivedWire = (row: Received): ReceivedGrant => ({
  grant: toBase64Url(row.envelope),
  sealed: row.over ? '' : toBase64Url(row.sealed),
  priv: toBase64Url(row.private),
  renewed: row.over ? null : resealWire(row.reseal, row.resealed),
  former: row.over ? null : resealWire(row.former_reseal, row.former_resealed),
  holder: identityWire(row.identity),
  parent: parentWire(row),
  endedAt: row.ended_at?.getTime() ?? null,
});

const passedWire = (row: PassedRow): PassedGrant => ({
  grant: toBase64Url(row.envelope),
  priv: toBase64Url(row.private),
  ownKey: toBase64Url(row.own_key),
  epoch: row.seal_epoch,
  givenAt: row.given_at.getTime(),
  endedAt: row.ended_at?.getTime() ?? null,
});

const listRoutes = (scope: FastifyInstance, grants: Grants): void => {
  serve(scope, listGrants, async ({ caller, params, query }) => {
    const page = { after: afterOf(query.after), limit: query.limit ?? 200 };
    const listed = await grants.listGiven(caller, fromHex(params.safe, 16), page);
    const { head, grants: given, passedOn, next } = listed;
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
      passedOn: passedOn.map(passedWire),
      next: next && toHex(next),
    };
  });

  serve(scope, receivedGrants, async ({ caller, query }) => {
    const page = { after: afterOf(query.after), limit: query.limit ?? 200 };
    const { grants: listed, passedOn, next } = await grants.listReceived(caller, page);
    return {
      grants: listed.map(receivedWire),
      passedOn: passedOn.map(passedWire),
      next: next && toHex(next),
    };
  });
};

const readingRoutes = (scope: FastifyInstance, grants: Grants, transfers: Hook): void => {
  serve(scope, lookAtGranted, async ({ caller, params, body, request, reply }) => {
    const page = { after: afterOf(body.after), limit: body.limit ?? 1000 };
    const reading = fromBase64Url(body.reading);
    const { papers, next, open } = await grants.look(caller, grantOf(params), reading, page);
    follow(request, reply, open, 'grant_ended');
    return { papers: papers.map(paperWire), next: next && toHex(next) };
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

  serve(scope, passOnGrant, async ({ caller, params, body }) => {
    await grants.passOn(caller, grantOf(params), {
      grant: fromBase64Url(body.grant),
      sealed: fromBase64Url(body.sealed),
      priv: fromBase64Url(body.priv),
      ownKey: fromBase64Url(body.ownKey),
    });
  });

  serve(scope, endGrant, async ({ caller, params, body }) => {
    await grants.end(caller, grantOf(params), fromBase64Url(body.withdrawal));
  });

  serve(scope, resealGrant, async ({ caller, params, body }) => {
    await grants.reseal(caller, grantOf(params), {
      reseal: fromBase64Url(body.reseal),
      sealed: fromBase64Url(body.sealed),
      instead: body.instead === undefined ? undefined : fromBase64Url(body.instead),
    });
  });
};
