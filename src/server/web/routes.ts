import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SafeError } from '../../core/errors.js';
import { TRAINING_PREFIX } from '../../core/training.js';
import { type WebFile, type WebFiles, openWebFiles } from './files.js';

/** What a page of ours, and a worker of it, may do: nothing from elsewhere, no text that becomes script. */
const policyOf = (pictures: string): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    `img-src ${pictures}`,
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types pochette',
  ].join('; ');

/** What a page may do with the machine, and where its pictures may come from. */
interface Allowed {
  readonly policy: string;
  readonly devices: string;
}

/** Passkeys are the desk's alone: no other page of this host may ask for one, or make one. */
const devicesOf = (camera: string, passkeys: string): string =>
  `camera=${camera}, geolocation=(), microphone=(), publickey-credentials-get=${passkeys}, publickey-credentials-create=${passkeys}`;

const STRICT: Allowed = { policy: policyOf("'self'"), devices: devicesOf('()', '()') };
/** The phone app takes photos, and shows them while nobody else has them yet. */
const WITH_CAMERA: Allowed = { policy: policyOf("'self' blob:"), devices: devicesOf('(self)', '()') };
/** The desk reads cards, shows what was scanned, and knows workers by their passkey. */
const AT_DESK: Allowed = { ...WITH_CAMERA, devices: devicesOf('(self)', '(self)') };
/** A file's name changes with what is in it. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Languages that the build wrote the page in, the first one for everybody else. */
const LANGUAGES = ['fr', 'en', 'ar', 'fa', 'ps', 'ti', 'uk', 'ru', 'nl'] as const;
/** Dari is written as Persian is. */
const WRITTEN_AS: Readonly<Record<string, string>> = { prs: 'fa' };

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
      const [first = ''] = tag.split('-');
      const language = WRITTEN_AS[first] ?? first;
      return { language, weight: weight === undefined ? 1 : Number(weight) || 0, i };
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

const send = (
  reply: FastifyReply,
  { type, encoding, bytes }: WebFile,
  { policy, devices }: Allowed = STRICT,
): FastifyReply => {
  if (encoding !== null) reply.header('content-encoding', encoding);
  return reply
    .header('content-security-policy', policy)
    .header('permissions-policy', devices)
    .type(type)
    .send(bytes);
};

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** A page that the build wrote once for each language. */
const pageIn =
  (files: WebFiles, name: string, allowed: Allowed): Answer =>
  async (request, reply) => {
    const language = languageOf(header(request, 'accept-language'));
    const file = await files.read(`${name}.${language}.html`, header(request, 'accept-encoding'));
    if (!file) throw new SafeError('not_found');
    reply.header('vary', 'accept-encoding, accept-language').header('content-language', language);
    return send(reply, file, allowed);
  };

/** The page of a kind of links, by the first letter of their address: `o` shows papers, `d` takes them. */
const linkPage = (
  scope: FastifyInstance,
  files: WebFiles,
  letter: 'o' | 'd',
  prefixes: readonly string[],
): void => {
  const page = pageIn(files, letter, STRICT);
  const hidden: Answer = (request, reply) => page(request, reply.header('x-robots-tag', 'noindex, nofollow'));
  // what a chat or a mail gateway fetches to show a preview: the same for every link, and it uses up nothing
  for (const prefix of prefixes) {
    scope.get(`${prefix}/${letter}/`, hidden);
    scope.get(`${prefix}/${letter}`, hidden);
  }
};

/**
 * Papers that another app shares with ours are taken in on the phone by the service worker. Where there is none yet they would
 * arrive here in the clear: they are let pass unseen, before anything could parse or keep them.
 */
const discard: Answer = async (request, reply) => {
  request.raw.resume();
  return reply.header('connection', 'close').redirect('/', 303);
};

/** The phone app, and what lets a phone keep it. Asked for anew each time: these names never change. */
const phonePage = (scope: FastifyInstance, files: WebFiles): void => {
  const page = pageIn(files, 'p', WITH_CAMERA);
  scope.get('/', page);
  // the same page, for a screen that is handed to somebody at a relay's desk: it looks at its address
  for (const path of ['/h', '/h/']) {
    scope.get(path, (request, reply) => page(request, reply.header('x-robots-tag', 'noindex, nofollow')));
  }
  scope.post('/share', { onRequest: discard }, discard);
  const plain = LANGUAGES.map((language) => `notebook.${language}.webmanifest`);
  for (const name of ['manifest.webmanifest', ...plain, 'sw.js']) {
    scope.get(`/${name}`, async (request, reply) => {
      const file = await files.read(name, header(request, 'accept-encoding'));
      if (!file) throw new SafeError('not_found');
      return send(reply.header('vary', 'accept-encoding'), file);
    });
  }
};

/** What a browser keeps of this site, and is told to let go of. */
const EVERYTHING = '"cache", "cookies", "storage"';

/**
 * The relay's desk. Its last page has the browser forget all that it has of this site: only where the desk itself led there,
 * since from anywhere else a link would empty somebody's phone.
 */
const deskPages = (scope: FastifyInstance, files: WebFiles): void => {
  const page = pageIn(files, 'desk', AT_DESK);
  const end = pageIn(files, 'desk-end', STRICT);
  scope.get('/desk/', page);
  scope.get('/desk', page);
  scope.get('/desk/end', async (request, reply) => {
    const isOurs = header(request, 'sec-fetch-site') === 'same-origin';
    return end(request, isOurs ? reply.header('clear-site-data', EVERYTHING) : reply);
  });
  // where somebody's pochette lies beside it: the desk itself has left nothing that would have to go
  scope.get('/desk/kept', pageIn(files, 'desk-kept', STRICT));
};

/**
 * The web pages and their files, as the build left them in `folder`. Where relays train, the page that shows papers
 * is there for training's links, too, below its address: it looks at its address. The page that takes papers is not: true ones would get in.
 */
export const webRoutes = (scope: FastifyInstance, folder: string, trains: boolean): void => {
  const files = openWebFiles(folder);
  if (!files.there) scope.log.warn('the web pages are not built: run "npm run build"');
  linkPage(scope, files, 'o', trains ? ['', TRAINING_PREFIX] : ['']);
  linkPage(scope, files, 'd', ['']);
  deskPages(scope, files);
  phonePage(scope, files);
  scope.get('/assets/*', async (request, reply) => {
    const { '*': name } = request.params as { '*': string };
    const file = await files.read(`assets/${name}`, header(request, 'accept-encoding'));
    if (!file) throw new SafeError('not_found');
    reply.header('vary', 'accept-encoding').header('cache-control', FOR_EVER);
    return send(reply, file);
  });
};
