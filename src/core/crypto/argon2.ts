import { argon2id } from 'hash-wasm';

/** What a code opens: a card, a link or a spare, which others may hold in their hands, or a device. */
export type Stretched = 'card' | 'device' | 'link' | 'spare';

// Fixed here: no parameter and no salt ever come from the server, which could weaken them. A device is opened every day, on a
// cheap phone, and its secret lies under a key that the browser never gives out: it costs what OWASP asks for at least (19 MiB,
// two passes). Six digits are held by the try limit, not by this.
const FULL = { memorySize: 32 * 1024, iterations: 3, parallelism: 1, hashLength: 32 } as const;
const LIGHT = { memorySize: 19 * 1024, iterations: 2, parallelism: 1, hashLength: 32 } as const;
const COSTS = { card: FULL, link: FULL, spare: FULL, device: LIGHT } as const;

/**
 * A function so that browsers can run it in a worker: Argon2id (RFC 9106), p=1, 32 bytes out; 32 MiB and t=3 for a card, a
 * link or a spare, 19 MiB and t=2 for a device.
 */
export type Stretch = (password: Uint8Array, salt: Uint8Array, type: Stretched) => Promise<Uint8Array>;

/** Alone in its file: a worker that only stretches codes loads nothing else. */
export const argon2: Stretch = (password, salt, type) =>
  argon2id({ ...COSTS[type], password, salt, outputType: 'binary' });
