import { SafeError } from '../../core/errors.js';
import { startWorker } from '../workers/trusted.js';
import address from './depot/worker.ts?worker&url';
import type { News, Order, Told } from './messages.js';
import type { QuickLook } from './quick-drop.js';

/** Whoever checks, encrypts and sends beside the page, which goes on answering meanwhile. */
export interface Depot {
  look(): Promise<QuickLook>;
  check(id: string, file: File): void;
  send(id: string, file: File, name: string | null): void;
  cancel(id: string): void;
  /** Hears of every paper; one listener at a time. */
  onNews(listener: (id: string, news: News) => void): void;
  /** Hears that the worker could not be loaded, or broke down. */
  onBroken(listener: () => void): void;
}

let depot: Depot | undefined;

const start = (seed: Uint8Array): Depot => {
  const worker = startWorker(address);
  /** What is asked before it hears; null from then on. */
  let early: Order[] | null = [];
  const order = (one: Order): void => {
    if (early) early.push(one);
    else worker.postMessage(one);
  };
  const goOn = (): void => {
    for (const one of early ?? []) worker.postMessage(one);
    early = null;
  };
  let listener: (id: string, news: News) => void = () => undefined;
  let broken: () => void = () => undefined;
  let looking: { resolve(look: QuickLook): void; reject(error: unknown): void } | undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
    if (data.told === 'up') goOn();
    else if (data.told === 'news') listener(data.id, data.news);
    else if (data.told === 'looked') looking?.resolve(data.look);
    else looking?.reject(new SafeError(data.code));
  });
  worker.addEventListener('error', () => {
    // the next one who needs it loads it anew
    depot = undefined;
    looking?.reject(new SafeError('unavailable'));
    broken();
  });
  order({ do: 'open', server: location.origin, seed });
  return {
    look: () =>
      new Promise((resolve, reject) => {
        looking = { resolve, reject };
        order({ do: 'look' });
      }),
    check: (id, file) => order({ do: 'check', id, file }),
    send: (id, file, name) => order({ do: 'send', id, file, name }),
    cancel: (id) => order({ do: 'cancel', id }),
    onNews: (heard) => {
      listener = heard;
    },
    onBroken: (heard) => {
      broken = heard;
    },
  };
};

/** The page's worker: one, started when it is first needed. */
export const openDepot = (seed: Uint8Array): Depot => {
  depot ??= start(seed);
  return depot;
};
