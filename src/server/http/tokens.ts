import jwt from '@fastify/jwt';
import type { FastifyInstance } from 'fastify';
import { SafeError } from '../../core/errors.js';
import type { ServerSecrets } from '../server-key.js';
import { callerOf, type TokenPayload } from './caller.js';

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: TokenPayload;
  }
}

const ISSUER = 'pochette';

/** Short-lived EdDSA tokens (RFC 8037), each bound to the lock that opened the session. */
export const registerTokens = async (
  app: FastifyInstance,
  keys: ServerSecrets['tokenKeys'],
  tokenMs: number,
): Promise<void> => {
  await app.register(jwt, {
    secret: { private: keys.private, public: keys.public },
    sign: { algorithm: 'EdDSA', expiresIn: tokenMs, iss: ISSUER },
    // A signature is checked once and remembered by the token's hash; expiry and the lock's state are checked each time.
    verify: { algorithms: ['EdDSA'], allowedIss: ISSUER, cache: 2000, cacheTTL: tokenMs },
  });
  app.decorateRequest('caller', null);
};

/** Everything registered in the scope that `register` fills answers 401 without a good token. */
export const closedScope = async (
  app: FastifyInstance,
  register: (scope: FastifyInstance) => void | Promise<void>,
): Promise<void> => {
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      try {
        request.caller = callerOf(await request.jwtVerify());
      } catch (error) {
        throw new SafeError('unauthorized', { cause: error });
      }
    });
    await register(scope);
  });
};
