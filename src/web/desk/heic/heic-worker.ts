import { serve } from '../../workers/calls.js';
import { handlers } from './heic-handlers.js';

/** The decoder of HEIC, apart from everything: whatever a hostile file does to it, it knows no key and ends with this worker. */
serve(handlers);
