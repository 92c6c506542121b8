import { argon2, type Stretch } from '../../core/crypto/argon2.js';
import address from './stretch-worker.ts?worker&url';
import { startWorker } from './trusted.js';

const askWorker: Stretch = (password, salt, type) =>
  new Promise((resolve, reject) => {
    const worker = startWorker(address);
    const end = (settle: () => void): void => {
      worker.terminate();
      settle();
    };
    worker.addEventListener('message', ({ data }: MessageEvent<Uint8Array | null>) =>
      end(() => (data === null ? reject(new Error('stretching failed')) : resolve(data))),
    );
    worker.addEventListener('error', () => end(() => reject(new Error('no worker'))));
    worker.postMessage({ password, salt, type });
  });

/** Argon2id in a worker; on the page itself where there can be none. */
export const stretch: Stretch = (password, salt, type) =>
  askWorker(password, salt, type).catch(() => argon2(password, salt, type));
