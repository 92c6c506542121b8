import { serve } from '../workers/calls.js';
import { handlers } from './handlers.js';

/** Pictures are shrunk and files joined beside the page. */
serve(handlers);
