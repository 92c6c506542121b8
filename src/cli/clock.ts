import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../client/ports.js';

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: async (ms) => {
    await pause(ms);
  },
};
