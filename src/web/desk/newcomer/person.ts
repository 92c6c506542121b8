import { connect, type Line, type Remote } from '../../workers/calls.js';
import { startWorker } from '../../workers/trusted.js';
import { workerName } from '../training/world.js';
import type { PersonEngine } from './person-handlers.js';
import address from './person-worker.ts?worker&url';

let line: Line<PersonEngine> | undefined;

/** The worker with one person's safe. */
export const personEngine = (): Remote<PersonEngine> => {
  line ??= connect<PersonEngine>(
    startWorker(address, workerName()),
    () => {
      line = undefined;
    },
    () => undefined,
  );
  return line.remote;
};

/** The person is done: their key and the secret of their card are in no memory of this machine. */
export const endPerson = (): void => line?.end();
