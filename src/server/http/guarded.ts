import { pipeline, Readable, Transform } from 'node:stream';
import { type ErrorCode, SafeError } from '../../core/errors.js';
import type { OpenReading } from './underway.js';

/** The same bytes, of which none is handed on once the reading may no longer go on: it is asked before each piece. */
export const guarded = (
  bytes: Readable | Buffer,
  open: Pick<OpenReading, 'mayGoOn'>,
  ended: ErrorCode,
): Readable | Buffer => {
  if (!(bytes instanceof Readable)) return bytes;
  const gate = new Transform({
    transform: (piece, _encoding, done) => (open.mayGoOn() ? done(null, piece) : done(new SafeError(ended))),
  });
  // Whichever of the two ends, ends the other; who reads hears of a fault from the second.
  pipeline(bytes, gate, () => undefined);
  return gate;
};
