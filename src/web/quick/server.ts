import { TRAINING_PREFIX } from '../../core/training.js';

/** Where a link's page asks: the server that it came from, or the training world there, whose links lead below its address. */
export const serverHere = (): string =>
  location.origin + (location.pathname.startsWith(`${TRAINING_PREFIX}/`) ? TRAINING_PREFIX : '');
