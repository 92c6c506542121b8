/** What browsers with Trusted Types have; others take the address as it is. */
interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): unknown };
}

const SERVICE_WORKER = '/sw.js';
const OWN_SCRIPT = /^\/(?:assets\/[\w.-]+\.m?js|sw\.js)$/;

const ownScript = (url: string): string => {
  const { origin, pathname } = new URL(url, location.href);
  if (origin !== location.origin || !OWN_SCRIPT.test(pathname)) throw new TypeError('not a script of ours');
  return pathname;
};

const { trustedTypes } = globalThis as { trustedTypes?: Policies };

/** The only way to a script by its address, under the policy `pochette` that the page's headers name. */
const policy = trustedTypes?.createPolicy('pochette', { createScriptURL: ownScript });

/** Starts a worker from a file of the build, and from nothing else. `name` is what it knows of itself. */
export const startWorker = (url: string, name = ''): Worker =>
  new Worker((policy ? policy.createScriptURL(url) : ownScript(url)) as string, { type: 'module', name });

/** The address of the service worker, which keeps the app on the phone. */
export const serviceWorkerAddress = (): string =>
  (policy ? policy.createScriptURL(SERVICE_WORKER) : SERVICE_WORKER) as string;
