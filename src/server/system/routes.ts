import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { health, metrics as metricsContract, ready, showServer } from '../../core/api/system.js';
import { SafeError } from '../../core/errors.js';
import type { Metrics } from '../http/metrics.js';
import { serve } from '../http/routes.js';
import type { BlobStore } from '../storage/blob-store.js';

export interface SystemPorts {
  readonly version: string;
  readonly maxPaperBytes: number;
  readonly binDays: number;
  readonly metrics: Metrics;
  readonly metricsToken: string | null;
  checkDatabase(): Promise<void>;
  checkStore(): ReturnType<BlobStore['check']>;
}

const READY_MS = 2000;

/** One answer serves all who ask within two seconds: a probe must not become a load. */
const briefly = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    const now = Date.now();
    if (!last || now - last.at > READY_MS) last = { at: now, answer: work() };
    return last.answer;
  };
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Where a request comes from proves nothing: a proxy on the same machine speaks from loopback for anybody. */
const mayRead = (request: FastifyRequest, token: string | null): boolean =>
  token !== null && timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));

export const systemRoutes = (scope: FastifyInstance, ports: SystemPorts): void => {
  serve(scope, health, async () => ({ status: 'ok' as const }));

  const check = briefly(async () => {
    await ports.checkDatabase();
    return ports.checkStore();
  });
  serve(scope, ready, async () => ({ status: 'ok' as const, database: 'ok' as const, store: await check() }));

  serve(scope, showServer, async () => ({
    name: 'pochette' as const,
    version: ports.version,
    maxPaperBytes: ports.maxPaperBytes,
    binDays: ports.binDays,
  }));

  serve(scope, metricsContract, async ({ request, reply }) => {
    if (!mayRead(request, ports.metricsToken)) throw new SafeError('not_found');
    return reply.type(ports.metrics.contentType).send(await ports.metrics.text());
  });
};
