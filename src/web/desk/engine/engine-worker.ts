import { serve } from '../../workers/calls.js';
import { handlers } from './handlers.js';

/** The worker's account, with libsodium, beside the page. Ending this worker ends everything that it knows. */
serve(handlers);
