import type { FastifyInstance, FastifyRequest, HTTPMethods } from 'fastify';
import { TRAINING_PREFIX } from '../../core/training.js';
import type { TrainingWorld } from './world.js';

const METHODS: HTTPMethods[] = ['DELETE', 'GET', 'POST', 'PUT'];

/** What makes the world larger: somebody new, or a paper. */
const grows = ({ method, url, headers }: FastifyRequest): boolean =>
  method !== 'GET' &&
  (url === `${TRAINING_PREFIX}/v1/accounts` || headers['content-type']?.startsWith('multipart/') === true);

/** Hands requests of the training world to its own operations, before anything of theirs was read. */
export const trainingRoutes = (scope: FastifyInstance, world: TrainingWorld): void => {
  scope.route({
    method: METHODS,
    url: `${TRAINING_PREFIX}/v1/*`,
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      const app = await world.operations();
      if (grows(request)) await world.checkRoom();
      reply.hijack();
      request.raw.url = request.url.slice(TRAINING_PREFIX.length);
      app.routing(request.raw, reply.raw);
    },
    handler: () => undefined,
  });
};
