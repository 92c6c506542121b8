import { engineAt } from '../../workers/engine.js';
import address from './engine-worker.ts?worker&url';
import type { Engine } from './handlers.js';
import type { News } from './queue.js';

export type { Listed } from './papers.js';
export type { PaperView } from './views.js';

/** The worker with the safe; ending it locks. */
export const { engine, endEngine, onNews } = engineAt<{ engine: Engine; news: News }>(address);
