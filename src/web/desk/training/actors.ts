import { engineAt } from '../../workers/engine.js';
import type { Actors } from './actors-handlers.js';
import address from './actors-worker.ts?worker&url';
import { workerName } from './world.js';

/** The worker with the invented people. */
export const { engine: actors, endEngine: endActors } = engineAt<{ engine: Actors; news: never }>(
  address,
  workerName,
);
