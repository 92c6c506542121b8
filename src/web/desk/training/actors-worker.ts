import { serve } from '../../workers/calls.js';
import { handlers } from './actors-handlers.js';

/** Invented people with their cards and phones, so that one worker can play all. They live as long as the training. */
serve(handlers);
