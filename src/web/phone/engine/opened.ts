import type { Session } from '../../../client/session.js';
import { SafeError } from '../../../core/errors.js';

let session: Session | undefined;

/** The open safe, in this worker's memory alone: ending the worker is what locks it. */
export const opened = (): Session => {
  if (!session) throw new SafeError('not_logged_in');
  return session;
};

export const isOpen = (): boolean => session !== undefined;

export const setOpened = (next: Session): void => {
  session = next;
};
