import { engineAt } from '../../workers/engine.js';
import { workerName } from '../training/world.js';
import address from './engine-worker.ts?worker&url';
import type { Engine, News } from './handlers.js';

/** The worker with the account. */
export const { engine, endEngine, onNews } = engineAt<{ engine: Engine; news: News }>(address, workerName);
