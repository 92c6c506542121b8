import type { Clock, Device, Memory, Remembered } from '../../../client/ports.js';
import { webTransport } from '../../transport.js';
import { REMEMBERED } from '../store/facts.js';
import { drop, keep, unsealText } from '../store/sealed.js';

/** Names a turn that all tabs and workers of this phone wait for. */
const LOCK = 'pochette-memory';

/** What this phone remembers between visits, sealed; an answer comes when it is on the disk. */
const memory: Memory = {
  read: () => unsealText<Remembered>('kept', REMEMBERED),
  write: (state) => keep('kept', REMEMBERED, state),
  forget: () => drop('kept', REMEMBERED),
  alone: <T>(step: () => Promise<T>) => navigator.locks.request(LOCK, step) as Promise<T>,
};

const clock: Clock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** This phone as the client's flows need it. Argon2id runs right here: this is a worker. */
export const device: Device = { transport: webTransport(), memory, clock };
