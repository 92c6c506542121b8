import type { FastifyInstance, HTTPMethods } from 'fastify';
import { TRAINING_PREFIX } from '../../core/training.js';
import type { RateLimiter } from '../http/rate-limit.js';
import type { TrainingWorld } from './world.js';

const METHODS: HTTPMethods[] = ['DELETE', 'GET', 'POST', 'PUT'];

/** Hands requests of the training world to its own operations, before anything of theirs was read; `limit` counts them. */
export const trainingRoutes = (
  scope: FastifyInstance,
  { operations }: Pick<TrainingWorld, 'operations'>,
  limit: ReturnType<RateLimiter>,
): void => {
  scope.route({
    method: METHODS,
    url: `${TRAINING_PREFIX}/v1/*`,
    exposeHeadRoute: false,
    onRequest: [
      limit,
      async (request, reply) => {
        const app = await operations();
        reply.hijack();
        request.raw.url = request.url.slice(TRAINING_PREFIX.length);
        app.routing(request.raw, reply.raw);
      },
    ],
    handler: () => undefined,
  });
};
