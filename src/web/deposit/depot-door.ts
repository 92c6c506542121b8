import { SafeError } from '../../core/errors.js';
import { serverHere } from '../quick/server.js';
import { startWorker } from '../workers/trusted.js';
import address from './depot/depot-worker.ts?worker&url';
import type { News, Order, Told } from './messages.js';
import type { QuickLook } from './quick-card.js';

/** Who hears of every paper, and that the worker could not be loaded or broke down. */
export interface Listener {
  news(id: string, news: News): void;
  broken(): void;
}

/** Whoever checks, encrypts and sends beside the page, which goes on answering meanwhile. */
export interface Depot {
  /** Loads what checks and encrypts, while nobody waits for it. */
  warm(): void;
  look(): Promise<QuickLook>;
  check(id: string, file: File): void;
  send(id: string, file: File, name: string | null): void;
  cancel(id: string): void;
  /** One listener at a time. */
  listen(listener: Listener): void;
}

interface Started {
  readonly worker: Worker;
  /** What was asked before it heard; null from then on. */
  early: Order[] | null;
}

/** Starts a worker when something is asked of it; after a fault the next order starts another one. */
const workerOf = (seed: Uint8Array, heard: (told: Told) => void, broken: () => void) => {
  let now: Started | undefined;
  const start = (): Started => {
    const worker = startWorker(address);
    const started: Started = { worker, early: [{ do: 'open', server: serverHere(), seed }] };
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
      if (data.told !== 'up') return heard(data);
      for (const one of started.early ?? []) worker.postMessage(one);
      started.early = null;
    });
    worker.addEventListener('error', () => {
      worker.terminate();
      now = undefined;
      broken();
    });
    return started;
  };
  const running = (): Started => {
    now ??= start();
    return now;
  };
  return {
    warm: (): void => void running(),
    order: (order: Order): void => {
      const { early, worker } = running();
      if (early) early.push(order);
      else worker.postMessage(order);
    },
  };
};

const newDepot = (seed: Uint8Array): Depot => {
  let listener: Listener | undefined;
  let looking: { resolve(look: QuickLook): void; reject(error: unknown): void } | undefined;
  const { warm, order } = workerOf(
    seed,
    (told) => {
      if (told.told === 'news') listener?.news(told.id, told.news);
      else if (told.told === 'looked') looking?.resolve(told.look);
      else if (told.told === 'not-looked') looking?.reject(new SafeError(told.code));
    },
    () => {
      looking?.reject(new SafeError('unavailable'));
      listener?.broken();
    },
  );
  return {
    warm,
    look: () =>
      new Promise((resolve, reject) => {
        looking = { resolve, reject };
        order({ do: 'look' });
      }),
    check: (id, file) => order({ do: 'check', id, file }),
    send: (id, file, name) => order({ do: 'send', id, file, name }),
    cancel: (id) => order({ do: 'cancel', id }),
    listen: (one) => {
      listener = one;
    },
  };
};

let depot: Depot | undefined;

/** The page's worker, of which there is one. */
export const openDepot = (seed: Uint8Array): Depot => {
  depot ??= newDepot(seed);
  return depot;
};
