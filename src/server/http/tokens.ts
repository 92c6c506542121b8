import jwt from '@fastify/jwt';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SafeError } from '../../core/errors.js';
import type { ServerSecrets } from '../server-key.js';
import { type Caller, callerOf, type TokenPayload } from './caller.js';

declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: TokenPayload;
  }
}

const ISSUER = 'pochette';
const MAX_REMEMBERED = 2_000;

/** Short-lived EdDSA tokens (RFC 8037), each bound to the lock that opened the session. */
export const registerTokens = async (
  app: FastifyInstance,
  keys: ServerSecrets['tokenKeys'],
  tokenMs: number,
): Promise<void> => {
  await app.register(jwt, {
    secret: { private: keys.private, public: keys.public },
    sign: { algorithm: 'EdDSA', expiresIn: tokenMs, iss: ISSUER },
    verify: { algorithms: ['EdDSA'], allowedIss: ISSUER },
  });
  app.decorateRequest('caller', null);
};

/**
 * Tells who sent a request. A signature is checked once and remembered by the text that carried it; expiry is checked
 * each time, and whether the lock still opens is the database's word each time.
 */
const callerReader = (): ((request: FastifyRequest) => Promise<Caller>) => {
  const remembered = new Map<string, { readonly caller: Caller; readonly until: number }>();
  return async (request) => {
    const text = request.headers.authorization ?? '';
    const known = remembered.get(text);
    if (known && known.until > Date.now()) return known.caller;
    const payload = await request.jwtVerify<TokenPayload & { exp: number }>();
    const caller = callerOf(payload);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(text, { caller, until: payload.exp * 1000 });
    return caller;
  };
};

/** Everything registered in the scope that `register` fills answers 401 without a good token. */
export const closedScope = async (
  app: FastifyInstance,
  register: (scope: FastifyInstance) => void | Promise<void>,
): Promise<void> => {
  const readCaller = callerReader();
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      try {
        request.caller = await readCaller(request);
      } catch (error) {
        throw new SafeError('unauthorized', { cause: error });
      }
    });
    await register(scope);
  });
};
