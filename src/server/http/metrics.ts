import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Counters of one server, by route and never by who or what: nothing in them names a safe or a person. */
export const createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer.',
    labelNames: ['operation', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  });
  return {
    contentType: registry.contentType,
    text: (): Promise<string> => registry.metrics(),
    watch: (app: FastifyInstance): void => {
      app.addHook('onResponse', async (request, reply) => {
        const operation = request.routeOptions.config.contract?.id ?? 'none';
        requests.observe({ operation, status: reply.statusCode }, reply.elapsedTime / 1000);
      });
    },
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
