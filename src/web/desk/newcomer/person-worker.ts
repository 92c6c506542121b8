import { serve } from '../../workers/calls.js';
import { handlers } from './person-handlers.js';

/** One person's safe, apart from the worker's account: another memory, which ends when their card is printed. */
serve(handlers);
