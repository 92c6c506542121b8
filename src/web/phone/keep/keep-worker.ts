import { serve } from '../../workers/calls.js';
import { handlers } from './handlers.js';
import { asRefusal } from './keeping.js';

const guarded = Object.fromEntries(
  Object.entries(handlers).map(([name, handler]) => [
    name,
    (...args: never[]) =>
      Promise.resolve((handler as (...all: never[]) => unknown)(...args)).catch((error: unknown) => {
        throw asRefusal(error);
      }),
  ]),
);

/** Photos become pages and lie sealed on the phone: beside the page, and before any of libsodium is there. */
serve(guarded);
