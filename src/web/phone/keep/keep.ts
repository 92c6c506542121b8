import { connect, type Line, type Remote } from '../../workers/calls.js';
import { startWorker } from '../../workers/trusted.js';
import address from './keep-worker.ts?worker&url';
import type { Keeping } from './handlers.js';

let line: Line<Keeping> | undefined;

/** The worker that keeps photos, started when it is first needed. */
export const keep = (): Remote<Keeping> => {
  line ??= connect<Keeping>(
    startWorker(address),
    () => {
      line = undefined;
    },
    () => undefined,
  );
  return line.remote;
};
