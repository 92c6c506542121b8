import { serve } from '../../workers/calls.js';
import { handlers } from './handlers.js';
import { pump } from './queue.js';

/** The safe, with libsodium, beside the page. Ending this worker ends everything that it knows. */
serve(handlers);
addEventListener('online', () => void pump());
