import { TRAINING_PREFIX } from '../../core/training.js';

/** Whether a link's page lies below training's address: nothing that it shows is true. */
export const isTrainingHere = (): boolean => location.pathname.startsWith(`${TRAINING_PREFIX}/`);

/** Where a link's page asks: the server that it came from, or the training world there, whose links lead below its address. */
export const serverHere = (): string => location.origin + (isTrainingHere() ? TRAINING_PREFIX : '');
