import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import { toHex } from '../core/bytes.js';
import { closedAccountRoutes, publicAccountRoutes } from './accounts/routes.js';
import { accountsService } from './accounts/service.js';
import type { Config } from './config.js';
import type { Database } from './database/schema.js';
import { depositRoutes } from './deposits/routes.js';
import { depositsService } from './deposits/service.js';
import { directoryKeyOf } from './directory-key.js';
import { documentRoutes } from './documents/routes.js';
import { openingBlob } from './documents/read.js';
import { documentsService } from './documents/service.js';
import { transferRoutes } from './documents/transfer-routes.js';
import { askRoutes } from './asks/routes.js';
import { asksService } from './asks/service.js';
import { dropRoutes, publicDropRoutes } from './drops/routes.js';
import { dropsService } from './drops/service.js';
import { grantRoutes } from './grants/routes.js';
import { grantsService } from './grants/service.js';
import { handRoutes } from './hands/routes.js';
import { handsService } from './hands/service.js';
import { countedAddress } from './http/address.js';
import { atOnce } from './http/at-once.js';
import { errorDoor, refusalBody, statusOf } from './http/errors.js';
import { createMetrics } from './http/metrics.js';
import { type RateLimiter, rateLimiter } from './http/rate-limit.js';
import { registerRequestLog } from './http/request-log.js';
import { registerSecurityHeaders } from './http/security.js';
import { closedScope, registerTokens } from './http/tokens.js';
import { openAccount } from '../core/api/accounts.js';
import { SafeError } from '../core/errors.js';
import { linkRoutes, publicLinkRoutes } from './links/routes.js';
import { linksService } from './links/service.js';
import { relayRoutes } from './relays/routes.js';
import { relaysService } from './relays/service.js';
import { isFirstSafe, openFirstSafe } from './safes/heads.js';
import { safeRoutes } from './safes/routes.js';
import { safesService } from './safes/service.js';
import type { ServerSecrets } from './server-key.js';
import type { BlobStore } from './storage/blob-store.js';
import { keepSpare } from './spares/keep.js';
import { spareRoutes } from './spares/routes.js';
import { sparesService } from './spares/service.js';
import { docsRoutes } from './system/docs-page.js';
import { systemRoutes } from './system/routes.js';
import type { Room } from './training/room.js';
import { trainingRoutes } from './training/routes.js';
import type { TrainingWorld } from './training/world.js';
import { webRoutes } from './web/routes.js';

export interface AppPorts {
  readonly db: Kysely<Database>;
  readonly blobs: BlobStore;
  readonly secrets: ServerSecrets;
  readonly log: Logger;
  readonly version: string;
  /** Folder of the built web pages. */
  readonly web: string;
  /** Told when blobs were doomed and may be collected at once. */
  blobsDoomed(): void;
  /** In the training world: asked before everything that writes. */
  readonly room?: Room;
  /** Where relays train; none where that is turned off. */
  readonly training?: TrainingWorld;
}

/** Shorter than the age at which the collector takes an upload for abandoned. */
const REQUEST_TIMEOUT_MS = 3_600_000;
const JSON_LIMIT = 512 * 1024;

const createServer = (config: Config, log: Logger): FastifyInstance => {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: JSON_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 120_000,
    keepAliveTimeout: 10_000,
    trustProxy: config.trustProxy.length > 0 ? [...config.trustProxy] : false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    // What is not described is refused; the default would drop it, or make of it what is described.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false },
    forceCloseConnections: 'idle',
    // What the router itself refuses, such as a broken escape, goes through the same door.
    frameworkErrors: (error, request, reply) => void errorDoor(error, request, reply),
  }) as unknown as FastifyInstance;
  app.setErrorHandler(errorDoor);
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send(refusalBody(new SafeError('not_found'), request.id)),
  );
  return app;
};

const accountOf = ({ caller, ip }: FastifyRequest): string =>
  caller ? toHex(caller.uid) : countedAddress(ip);

const limitsOf = (limiter: RateLimiter, { rateLimits }: Config) => ({
  open: limiter({ group: 'open', max: rateLimits.open, windowMs: 3_600_000 }),
  login: limiter({ group: 'login', max: rateLimits.login, windowMs: 60_000 }),
  account: limiter({
    group: 'account',
    max: rateLimits.account,
    windowMs: 60_000,
    key: accountOf,
  }),
  /** Of somebody who opened a link: by address, as nothing else is known of them. */
  links: limiter({ group: 'links', max: rateLimits.account, windowMs: 60_000 }),
  /** Of all who train behind one address, before anything is known of them. */
  training: limiter({ group: 'training', max: 4 * rateLimits.account, windowMs: 60_000 }),
  transfers: atOnce(rateLimits.transfers, accountOf),
});

/** The services of all features, each with the small ports it asked for. */
const createServices = (config: Config, { db, blobs, secrets, blobsDoomed }: AppPorts) => {
  const accounts = accountsService({ db, secrets, openFirstSafe, isFirstSafe, keepSpare });
  const maxBytes = config.maxPaperBytes;
  const ground = { db, blobs, quota: config.quota, maxBytes, blobsDoomed };
  const openBlob = openingBlob(ground);
  const deposits = depositsService({ ...ground, openBlob });
  const relays = relaysService({ db, directoryKey: directoryKeyOf(config) });
  const grants = grantsService({ db, openBlob });
  const asks = asksService({ db });
  const links = linksService({ db, secrets, locks: accounts.locks, openBlob });
  const drops = dropsService({ ...ground, locks: accounts.locks });
  const safes = safesService({ db, quota: config.quota, grants: grants.heads, deposits, blobsDoomed });
  const documents = documentsService({ ...ground, heads: safes });
  const hands = handsService({ db });
  const spares = sparesService({ db });
  return { safes, accounts, documents, relays, grants, asks, deposits, links, drops, hands, spares };
};

/** By the operation that was found, never by what the address looks like. */
const keepRoom = (app: FastifyInstance, room: Room): void => {
  app.addHook('onRequest', async ({ method, routeOptions }) => {
    if (method !== 'GET' && method !== 'HEAD') await room(routeOptions.url === openAccount.url);
  });
};

/** The composition root: the whole server as tests, benchmarks and production run it. It does not listen. */
export const buildApp = async (config: Config, ports: AppPorts): Promise<FastifyInstance> => {
  const app = createServer(config, ports.log);
  const limits = limitsOf(rateLimiter(ports.db), config);
  const metrics = createMetrics();
  const services = createServices(config, ports);
  const { accounts, safes, documents, relays, grants, asks, deposits, links, drops, hands, spares } =
    services;
  const transfers = { maxBytes: config.maxPaperBytes, atOnce: limits.transfers };
  if (ports.room) keepRoom(app, ports.room);
  metrics.watch(app);
  registerRequestLog(app);
  await registerSecurityHeaders(app);
  await registerTokens(app, ports.secrets.tokenKeys, config.tokenMs);

  systemRoutes(app, {
    version: ports.version,
    maxPaperBytes: config.maxPaperBytes,
    binDays: config.binDays,
    metrics,
    metricsToken: config.metricsToken,
    checkDatabase: async () => void (await sql`select 1`.execute(ports.db)),
    checkStore: () => ports.blobs.check(),
  });
  docsRoutes(app, ports.version, statusOf);
  webRoutes(app, ports.web, ports.training !== undefined);
  if (ports.training) trainingRoutes(app, ports.training, limits.training);
  publicAccountRoutes(app, {
    accounts,
    limits,
    signToken: (uid, loc) => {
      const token = app.jwt.sign({ sub: toHex(uid), loc: toHex(loc) });
      return { token, expiresAt: Date.now() + config.tokenMs };
    },
  });
  await publicLinkRoutes(app, links, {
    login: limits.login,
    reads: limits.links,
    transfers: limits.transfers,
  });
  await publicDropRoutes(app, drops, { ...transfers, login: limits.login, sends: limits.links });
  handRoutes(app, hands, { login: limits.login, reads: limits.links });
  await closedScope(app, async (scope) => {
    scope.addHook('onRequest', limits.account);
    closedAccountRoutes(scope, accounts);
    safeRoutes(scope, safes);
    documentRoutes(scope, documents);
    relayRoutes(scope, relays, limits.open);
    grantRoutes(scope, grants, limits.transfers);
    askRoutes(scope, asks);
    spareRoutes(scope, spares);
    linkRoutes(scope, links);
    dropRoutes(scope, drops);
    await transferRoutes(scope, documents, transfers);
    depositRoutes(scope, deposits, transfers);
  });
  return app;
};
