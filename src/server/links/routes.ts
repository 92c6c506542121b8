import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import type { IdentityLinkWire } from '../../core/api/accounts.js';
import {
  leaveReceipt,
  lookAtLink,
  openLink,
  readLinkedContent,
  readLinkedThumbnail,
} from '../../core/api/linked.js';
import {
  changeLink,
  endLink,
  type ListedLink,
  listLinks,
  madeLinks,
  makeGrantedLink,
  makeLink,
  type NewLink as NewLinkWire,
} from '../../core/api/links.js';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import { guarded } from '../http/guarded.js';
import type { RateLimiter } from '../http/rate-limit.js';
import { serve } from '../http/routes.js';
import { sendBytes } from '../http/send-bytes.js';
import { follow } from '../http/underway.js';
import type { Listed } from './lists.js';
import type { NewLink } from './make.js';
import type { LinkedPaperRow } from './open-repository.js';
import type { linksService } from './service.js';

type Links = ReturnType<typeof linksService>;
type Hook = NonNullable<RouteOptions['onRequest']>;

const locOf = ({ link }: { link: string }): Uint8Array => fromHex(link, 16);

const newLink = (wire: NewLinkWire): NewLink => ({
  statement: fromBase64Url(wire.statement),
  auth: fromBase64Url(wire.auth),
  tagHash: fromBase64Url(wire.tagHash),
  released: fromBase64Url(wire.released),
  card: fromBase64Url(wire.card),
  payload: fromBase64Url(wire.payload),
  own: fromBase64Url(wire.own),
  made: wire.made === null ? null : fromBase64Url(wire.made),
});

const chainWire = (chain: readonly IdentityLink[]): IdentityLinkWire[] =>
  chain.map(({ statement, approval }) => ({
    statement: toBase64Url(statement),
    approval: approval && toBase64Url(approval),
  }));

/** @param own which of the two blobs is the reader's */
const listedWire = (row: Listed, own: Uint8Array): ListedLink => ({
  statement: toBase64Url(row.statement),
  change: row.change && toBase64Url(row.change),
  own: toBase64Url(own),
  holder: chainWire(row.holderChain),
  maker: chainWire(row.makerChain),
  state: row.state,
  expiresAt: row.expires,
  openings: row.openings,
  opened: row.opened,
  wrongCodes: row.tries,
  madeAt: row.made_at.getTime(),
  lastOpenedAt: row.last_opened_at?.getTime() ?? null,
  endedAt: row.ended_at?.getTime() ?? null,
  receipts: row.receipts.map(({ receipt, receipt_at }) => ({
    receipt: toBase64Url(receipt),
    at: receipt_at,
  })),
});

const paperWire = (row: LinkedPaperRow) => ({
  doc: toHex(row.doc),
  ver: row.ver,
  manifest: toBase64Url(row.manifest),
  metadata: toBase64Url(row.metadata),
  contentBytes: row.content_bytes,
  thumbnailBytes: row.thumbnail_bytes,
});

const pageOf = ({ after, limit = 200 }: { after?: string; limit?: number }) => ({
  after: after === undefined ? new Uint8Array(0) : fromHex(after, 16),
  limit,
});

/** What the holder and who makes links for them can do. */
export const linkRoutes = (scope: FastifyInstance, links: Links): void => {
  serve(scope, makeLink, async ({ caller, params, body }) => {
    const { loc, expires } = await links.make(caller, fromHex(params.safe, 16), newLink(body));
    return { link: toHex(loc), expiresAt: expires };
  });

  serve(scope, makeGrantedLink, async ({ caller, params, body }) => {
    const { loc, expires } = await links.makeGranted(caller, fromHex(params.grant, 16), newLink(body));
    return { link: toHex(loc), expiresAt: expires };
  });

  serve(scope, listLinks, async ({ caller, params, query }) => {
    const { links: listed, next } = await links.list(caller, fromHex(params.safe, 16), pageOf(query));
    return { links: listed.map((row) => listedWire(row, row.own)), next: next && toHex(next) };
  });

  serve(scope, madeLinks, async ({ caller, query }) => {
    const { links: listed, next } = await links.listMade(caller, pageOf(query));
    return { links: listed.map((row) => listedWire(row, row.made ?? row.own)), next: next && toHex(next) };
  });

  serve(scope, changeLink, async ({ caller, params, body }) => {
    const { expires, openings } = await links.change(caller, locOf(params), fromBase64Url(body.change));
    return { expiresAt: expires, openings };
  });

  serve(scope, endLink, async ({ caller, params, body }) => {
    await links.end(caller, locOf(params), fromBase64Url(body.end));
  });
};

const openingRoutes = (scope: FastifyInstance, links: Links, login: Hook): void => {
  serve(
    scope,
    lookAtLink,
    async ({ body }) => {
      const { link, maker, triesLeft } = await links.look({
        loc: fromHex(body.link, 16),
        challenge: fromBase64Url(body.challenge),
        signature: fromBase64Url(body.signature),
      });
      const { statement, card, state, code, expires, openings, opened } = link;
      const said = { statement: toBase64Url(statement), card: toBase64Url(card), maker: chainWire(maker) };
      const openingsLeft = Math.max(0, openings - opened);
      return {
        state,
        shown: state === 'ended' ? null : said,
        code,
        expiresAt: expires,
        openingsLeft,
        triesLeft,
      };
    },
    { onRequest: login },
  );

  serve(
    scope,
    openLink,
    async ({ body, request, reply }) => {
      const { link, open, ...opened } = await links.open({
        loc: fromHex(body.link, 16),
        challenge: fromBase64Url(body.challenge),
        tag: fromBase64Url(body.tag),
        signature: fromBase64Url(body.signature),
      });
      follow(request, reply, open, 'link_ended');
      return {
        statement: toBase64Url(link.statement),
        card: toBase64Url(link.card),
        released: toBase64Url(opened.released),
        payload: toBase64Url(opened.payload),
        holder: chainWire(opened.holder),
        maker: chainWire(opened.maker),
        papers: opened.papers.map(paperWire),
        token: toBase64Url(opened.token),
        sessionEndsAt: opened.sessionEnds,
        expiresAt: link.expires,
        openingsLeft: opened.openingsLeft,
      };
    },
    { onRequest: login },
  );
};

const TOKEN = /^Bearer ([A-Za-z0-9_-]{43})$/;

/** The token of an opening; what has not its shape is none. */
const tokenOf = ({ headers }: FastifyRequest): Uint8Array => {
  const [, token] = TOKEN.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) throw new SafeError('session_over');
  try {
    return fromBase64Url(token);
  } catch (cause) {
    throw new SafeError('session_over', { cause });
  }
};

export interface PublicLinkLimits {
  /** On looking and opening. */
  readonly login: Hook;
  /** On requests of an opening. */
  readonly reads: ReturnType<RateLimiter>;
  /** On how many papers are read at once. */
  readonly transfers: Hook;
}

const sessionRoutes = (scope: FastifyInstance, links: Links, transfers: Hook): void => {
  for (const [contract, part] of [
    [readLinkedContent, 'content'],
    [readLinkedThumbnail, 'thumbnail'],
  ] as const) {
    serve(
      scope,
      contract,
      async ({ params, request, reply }) => {
        const asked = { doc: fromHex(params.document, 16), ver: params.version, part };
        const { opened, open } = await links.read(tokenOf(request), asked, request.headers.range);
        const bytes = guarded(opened.bytes, open, 'link_ended');
        follow(request, reply, open, 'link_ended');
        return sendBytes(reply, { ...opened, bytes });
      },
      { onRequest: transfers },
    );
  }

  serve(scope, leaveReceipt, async ({ body, request }) => ({
    at: await links.receipt(tokenOf(request), fromBase64Url(body.receipt)),
  }));
};

/** What somebody can do who has a link and no account. */
export const publicLinkRoutes = async (
  app: FastifyInstance,
  links: Links,
  limits: PublicLinkLimits,
): Promise<void> => {
  openingRoutes(app, links, limits.login);
  await app.register(async (scope) => {
    scope.addHook('onRequest', limits.reads);
    sessionRoutes(scope, links, limits.transfers);
  });
};
