import type { Clock, Device, Memory } from '../../../client/ports.js';
import { webTransport } from '../../transport.js';

/** This machine remembers nothing. */
const memory: Memory = { read: async () => null, write: async () => {}, forget: async () => {} };

const clock: Clock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A shared machine as the client's flows need it. Argon2id runs right here: this is a worker. */
export const device: Device = { transport: webTransport(), memory, clock };
