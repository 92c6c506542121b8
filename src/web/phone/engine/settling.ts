import { commit } from '../../../client/commit.js';
import type { Session } from '../../../client/session.js';

/**
 * What the end of a consent leaves to do, also where it ended by its date, was given back, or taking it back broke off: a head without
 * it and, after one of a shelf or of everything, another key of the safe. Asks nothing of the server where there is nothing to do;
 * nothing is said of it, and what breaks off is gone on with at the next look.
 */
export const settle = (session: Session): Promise<void> => commit(session, {}).catch(() => undefined);
