import type { FastifyInstance } from 'fastify';

/** One line a request: which operation, how it ended, how long it took. No address, no id, no header, no body. */
export const registerRequestLog = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        operation: request.routeOptions.config.contract?.id ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
};
