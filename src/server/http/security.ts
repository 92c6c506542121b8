import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance } from 'fastify';

const OPTIONS = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'style-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
      'require-trusted-types-for': ["'script'"],
    },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  frameguard: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
} as const;

const OWN_HEADERS = {
  'cache-control': 'no-store',
  'permissions-policy': 'camera=(self), geolocation=(), microphone=()',
};

const headersOf = async (app: FastifyInstance): Promise<Record<string, string>> => {
  app.get('/', async () => '');
  const { headers } = await app.inject('/');
  await app.close();
  return headers as Record<string, string>;
};

/** What helmet adds to an answer: the same for all, so that it is asked once and not at each. */
const helmetHeaders = async (): Promise<Record<string, string>> => {
  const bare = Fastify();
  const protectedApp = Fastify();
  await protectedApp.register(helmet, OPTIONS);
  const [without, all] = [await headersOf(bare), await headersOf(protectedApp)];
  return Object.fromEntries(Object.entries(all).filter(([name]) => !(name in without)));
};

/** Headers of every answer: nothing runs, nothing is framed, nothing is kept by a browser or a proxy on the way. */
export const registerSecurityHeaders = async (app: FastifyInstance): Promise<void> => {
  const headers = { ...(await helmetHeaders()), ...OWN_HEADERS };
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers).header('x-request-id', request.id);
  });
};
