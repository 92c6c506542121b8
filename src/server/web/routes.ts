import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SafeError } from '../../core/errors.js';
import { type WebFile, type WebFiles, openWebFiles } from './files.js';

/** What a page of ours, and a worker of it, may do: nothing from elsewhere, no text that becomes script. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types pochette',
].join('; ');

const NO_DEVICES = 'camera=(), geolocation=(), microphone=()';
/** A file's name changes with what is in it. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Languages that the build wrote the page in, the first one for everybody else. */
const LANGUAGES = ['fr', 'en', 'ar'] as const;

/** The first language of the browser that the page speaks, by the browser's own order of preference (RFC 9110 §12.5.4). */
const languageOf = (accepted: string): string => {
  const wishes = accepted
    .slice(0, 500)
    .split(',')
    .map((part, i) => {
      const [tag = '', weight] = part
        .trim()
        .toLowerCase()
        .split(/;\s*q=/);
      return { language: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) || 0, i };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight || a.i - b.i);
  const found = wishes.find(({ language }) => (LANGUAGES as readonly string[]).includes(language));
  return found?.language ?? LANGUAGES[0];
};

const header = (request: FastifyRequest, name: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
};

const send = (reply: FastifyReply, { type, encoding, bytes }: WebFile): FastifyReply => {
  if (encoding !== null) reply.header('content-encoding', encoding);
  return reply
    .header('content-security-policy', PAGE_POLICY)
    .header('permissions-policy', NO_DEVICES)
    .type(type)
    .send(bytes);
};

/** The pages, by the first letter of their address: what shows papers by a link, and what takes them. */
const PAGES = ['o', 'd'] as const;

const pageRoute = (scope: FastifyInstance, files: WebFiles, letter: (typeof PAGES)[number]): void => {
  const page = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const language = languageOf(header(request, 'accept-language'));
    const file = await files.read(`${letter}.${language}.html`, header(request, 'accept-encoding'));
    if (!file) throw new SafeError('not_found');
    reply
      .header('vary', 'accept-encoding, accept-language')
      .header('content-language', language)
      .header('x-robots-tag', 'noindex, nofollow');
    return send(reply, file);
  };
  // what a chat or a mail gateway fetches to show a preview: the same for every link, and it uses up nothing
  scope.get(`/${letter}/`, page);
  scope.get(`/${letter}`, page);
};

/** The web pages and their files, as the build left them in `folder`. */
export const webRoutes = (scope: FastifyInstance, folder: string): void => {
  const files = openWebFiles(folder);
  if (!files.there) scope.log.warn('the web pages are not built: run "npm run build"');
  for (const letter of PAGES) pageRoute(scope, files, letter);
  scope.get('/assets/*', async (request, reply) => {
    const { '*': name } = request.params as { '*': string };
    const file = await files.read(`assets/${name}`, header(request, 'accept-encoding'));
    if (!file) throw new SafeError('not_found');
    reply.header('vary', 'accept-encoding').header('cache-control', FOR_EVER);
    return send(reply, file);
  });
};
