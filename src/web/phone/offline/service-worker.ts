import { languagesFor } from '../../i18n/language.js';
import { keepShared } from '../keep/keeping.js';

/** Files of this build and pages by language, each with the digest it must have; set by the build. */
declare const PINNED: {
  readonly build: string;
  readonly assets: Readonly<Record<string, string>>;
  readonly pages: Readonly<Record<string, string>>;
};

/** As much of a service worker as is used here: the types for pages and for workers can't be loaded together. */
interface Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends Event {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  addEventListener(name: 'install' | 'activate', listener: (event: Event) => void): void;
  addEventListener(name: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(name: 'message', listener: (event: { readonly data: unknown }) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly navigator: { readonly languages: readonly string[] };
}
const scope = globalThis as unknown as Scope;
/** Named once: the build puts the whole list where the name stands. */
const pinned = PINNED;

const OURS = 'pochette-';
const CACHE = `${OURS}${pinned.build}`;
const pageKey = (language: string): string => `/?page=${language}`;

const fetchPinned = async (
  path: string,
  integrity: string,
  headers: Record<string, string>,
): Promise<Response> => {
  const answer = await fetch(path, { integrity, headers, cache: 'no-cache', credentials: 'omit' });
  if (!answer.ok) throw new TypeError(path);
  return answer;
};

/** Every file of the build, or none: one that is not what the build made ends it, and what was there before stays. */
const install = async (): Promise<void> => {
  const cache = await caches.open(CACHE);
  for (const [path, integrity] of Object.entries(pinned.assets)) {
    await cache.put(path, await fetchPinned(path, integrity, {}));
  }
  for (const [language, integrity] of Object.entries(pinned.pages)) {
    await cache.put(pageKey(language), await fetchPinned('/', integrity, { 'accept-language': language }));
  }
};

const activate = async (): Promise<void> => {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
  }
  await scope.clients.claim();
};

/** What the browser threw away of the cache is fetched anew, and must be the same. */
const fromCache = async (key: string, fetchAgain: () => Promise<Response>): Promise<Response> => {
  const cache = await caches.open(CACHE);
  return (await cache.match(key, { ignoreVary: true })) ?? fetchAgain();
};

const assetOf = (path: string): Promise<Response> =>
  fromCache(path, () => fetchPinned(path, pinned.assets[path] ?? '', {}));

const pageOf = (wanted: string): Promise<Response> =>
  fromCache(pageKey(wanted), () =>
    fetchPinned('/', pinned.pages[wanted] ?? '', { 'accept-language': wanted }),
  );

const language = (): string =>
  languagesFor(scope.navigator.languages).find((one) => one in pinned.pages) ?? '';

const SHARE = '/share';
const MOST_SHARED = 20;

/**
 * Papers that another app hands over: sealed on this phone, as if they had been chosen here. Nothing of them goes to the
 * server. What is no paper is left out, as it is where a file is chosen. Any page of the web can send such a form: what came
 * by it goes into the safe only once the person has said which paper it is.
 */
const takeShared = async (request: Request): Promise<Response> => {
  const form = await request.formData();
  const files = [...form.values()].filter((one) => one instanceof File).slice(0, MOST_SHARED);
  for (const one of files) {
    await keepShared(one, one.name, one.name.replace(/\.\w+$/, '')).catch(() => undefined);
  }
  return Response.redirect('/', 303);
};

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
scope.addEventListener('message', ({ data }) => {
  if (data === 'update') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === 'POST' && pathname === SHARE) return event.respondWith(takeShared(request));
  if (request.method !== 'GET') return;
  if (request.mode === 'navigate' && pathname === '/') {
    event.respondWith(pageOf(language()));
  } else if (pathname in pinned.assets) {
    event.respondWith(assetOf(pathname));
  }
});
