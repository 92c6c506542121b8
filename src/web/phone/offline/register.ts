import { manifestAddress } from '../discreet/name.js';
import { serviceWorkerAddress } from '../../workers/trusted.js';

/** Tells once that a newer build lies ready; the person decides when it comes. */
type OnReady = (update: () => void) => void;

const watch = (registration: ServiceWorkerRegistration, onReady: OnReady): void => {
  const { installing } = registration;
  const look = (): void => {
    const { waiting } = registration;
    if (!waiting || !navigator.serviceWorker.controller) return;
    onReady(() => {
      // only what the person took comes at once: a worker that takes over unasked gets no page anew
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage('update');
    });
  };
  installing?.addEventListener('statechange', look);
  look();
};

/** What lets a phone put the app among its others: not asked for by who only looks. */
const offerInstall = (): void => {
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = manifestAddress(document.documentElement.lang);
  document.head.append(link);
};

/** Keeps the app on this phone, so that it opens without the internet and stays the same until the person says so. */
export const keepApp = async (onReady: OnReady): Promise<void> => {
  offerInstall();
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register(serviceWorkerAddress());
  registration.addEventListener('updatefound', () => watch(registration, onReady));
  watch(registration, onReady);
};

/** Takes the app off this phone again, with everything that was kept of it. */
export const forgetApp = async (): Promise<void> => {
  const all = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(all.map((one) => one.unregister()));
  if (!('caches' in window)) return;
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
};
