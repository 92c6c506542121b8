import { argon2id } from 'hash-wasm';

// Fixed here: no parameter and no salt ever come from the server, which could weaken them.
const PARAMETERS = { memorySize: 32 * 1024, iterations: 3, parallelism: 1, hashLength: 32 } as const;

/** A function so that browsers can run it in a worker: Argon2id (RFC 9106), 32 MiB, t=3, p=1, 32 bytes out. */
export type Stretch = (password: Uint8Array, salt: Uint8Array) => Promise<Uint8Array>;

/** Alone in its file: a worker that only stretches codes loads nothing else. */
export const argon2: Stretch = (password, salt) =>
  argon2id({ ...PARAMETERS, password, salt, outputType: 'binary' });
