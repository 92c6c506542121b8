import { connect, type Line, type Remote } from '../../workers/calls.js';
import { startWorker } from '../../workers/trusted.js';
import address from './engine-worker.ts?worker&url';
import type { Engine, News } from './handlers.js';

let line: Line<Engine> | undefined;
const listeners = new Set<(news: News) => void>();

/** The worker with the account, started when it is first needed. */
export const engine = (): Remote<Engine> => {
  line ??= connect<Engine>(
    startWorker(address),
    () => {
      line = undefined;
    },
    (news) => {
      for (const listener of listeners) listener(news as News);
    },
  );
  return line.remote;
};

/** With the worker goes everything that it knows. */
export const endEngine = (): void => line?.end();

/** Tells what the engine does meanwhile; answers how to stop listening. */
export const onNews = (listener: (news: News) => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
