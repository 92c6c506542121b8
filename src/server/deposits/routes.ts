import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type DepositWire,
  findSafe,
  listDeposits,
  readDeposit,
  readDepositThumbnail,
  refuseDeposits,
  sendDeposit,
  sendDepositUnderGrant,
  setDepositDoor,
} from '../../core/api/deposits.js';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../core/bytes.js';
import { takeForm, type TransferLimits, uploadOptions } from '../documents/transfer-routes.js';
import type { Caller } from '../http/caller.js';
import { serve } from '../http/routes.js';
import { sendBytes } from '../http/send-bytes.js';
import type { WaitingRow } from './repository.js';
import type { depositsService } from './service.js';
import type { Ground } from './standing.js';

type Deposits = ReturnType<typeof depositsService>;

const id = (text: string): Uint8Array => fromHex(text, 16);

/** The link by which it came; what a link that is gone left tells of none, and proves nothing to the holder. */
const linkWire = ({ link_statement, link_card, link_own }: WaitingRow): DepositWire['link'] =>
  link_statement && link_card && link_own
    ? { statement: toBase64Url(link_statement), card: toBase64Url(link_card), own: toBase64Url(link_own) }
    : null;

const depositWire = (row: WaitingRow): DepositWire => ({
  doc: toHex(row.doc),
  statement: toBase64Url(row.statement),
  link: linkWire(row),
  sealedKey: toBase64Url(row.sealed_key),
  metadata: toBase64Url(row.metadata),
  contentBytes: row.content_bytes,
  thumbnailBytes: row.thumbnail_bytes,
  at: row.created_at.getTime(),
});

/** Routes of who leaves papers. */
const leavingRoutes = (scope: FastifyInstance, deposits: Deposits, limits: TransferLimits): void => {
  const receive = (caller: Caller, ground: Ground, document: string, request: FastifyRequest) =>
    takeForm(request, limits.maxBytes, async (parts, announced) => {
      const { sealed, bytes } = await deposits.receive(caller, ground, id(document), parts, announced);
      return { sealed: toHex(sealed), storedBytes: bytes };
    });

  serve(scope, findSafe, async ({ caller, params }) => ({
    safe: toHex(await deposits.findSafe(caller, id(params.relay), id(params.holder))),
  }));

  serve(
    scope,
    sendDeposit,
    ({ caller, params: { relay, safe, document }, request }) =>
      receive(caller, { relay: id(relay), safe: id(safe), grant: null }, document, request),
    uploadOptions(limits),
  );

  serve(
    scope,
    sendDepositUnderGrant,
    async ({ caller, params: { grant, document }, request }) =>
      receive(caller, await deposits.groundOn(caller, id(grant)), document, request),
    uploadOptions(limits),
  );
};

/** Routes of the holder for whom they are left. */
const holderRoutes = (scope: FastifyInstance, deposits: Deposits, { atOnce }: TransferLimits): void => {
  serve(scope, listDeposits, async ({ caller, params }) => {
    const { open, deposits: waiting } = await deposits.list(caller, id(params.safe));
    return { open, deposits: waiting.map(depositWire) };
  });

  serve(
    scope,
    readDeposit,
    async ({ caller, params, request, reply }) => {
      const place = { safe: id(params.safe), doc: id(params.document) };
      return sendBytes(reply, await deposits.read(caller, place, 'content', request.headers.range));
    },
    { onRequest: atOnce },
  );

  serve(scope, readDepositThumbnail, async ({ caller, params, request, reply }) => {
    const place = { safe: id(params.safe), doc: id(params.document) };
    return sendBytes(reply, await deposits.read(caller, place, 'thumbnail', request.headers.range));
  });

  serve(scope, refuseDeposits, async ({ caller, params, body }) => {
    await deposits.refuse(caller, id(params.safe), fromBase64Url(body.refusal));
  });

  serve(scope, setDepositDoor, async ({ caller, params, body }) => {
    await deposits.setDoor(caller, id(params.safe), body.open);
  });
};

/** To be registered where forms of parts are understood (see transferRoutes). */
export const depositRoutes = (scope: FastifyInstance, deposits: Deposits, limits: TransferLimits): void => {
  leavingRoutes(scope, deposits, limits);
  holderRoutes(scope, deposits, limits);
};
