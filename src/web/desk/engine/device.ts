import type { Clock, Device, Memory } from '../../../client/ports.js';
import { toHex } from '../../../core/bytes.js';
import { argon2, type Stretch } from '../../../core/crypto/argon2.js';
import { TRAINING_PREFIX } from '../../../core/training.js';
import { webTransport } from '../../transport.js';
import { TRAINING_WORKER } from '../training/world.js';

/** This machine remembers nothing. */
const memory: Memory = { read: async () => null, write: async () => {}, forget: async () => {} };

const clock: Clock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

const stretched = new Map<string, Promise<Uint8Array>>();

/** Argon2id as everywhere, but once for each code and salt: whoever invents six people would make an old machine wait for long. */
const once: Stretch = async (password, salt, type) => {
  const name = `${toHex(password)}/${toHex(salt)}/${type}`;
  const found = stretched.get(name) ?? argon2(password, salt, type);
  stretched.set(name, found);
  return (await found).slice();
};

/** A worker belongs to one world for its whole life. */
const isTraining = (globalThis as { readonly name?: string }).name === TRAINING_WORKER;

/** The server, or its training world. */
export const server = location.origin + (isTraining ? TRAINING_PREFIX : '');

/** A shared machine as the client's flows need it. Argon2id runs right here: this is a worker. */
export const device: Device = {
  transport: webTransport(),
  memory,
  clock,
  ...(isTraining ? { stretch: once } : {}),
};
