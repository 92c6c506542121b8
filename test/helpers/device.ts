import { setTimeout as sleep } from 'node:timers/promises';
import type { Test } from 'tap';
import type { NewPaper } from '../../src/client/add.js';
import type { Device, Memory, Remembered } from '../../src/client/ports.js';
import { toHex } from '../../src/core/bytes.js';
import { argon2, type Stretch } from '../../src/core/crypto/pin.js';
import { nodeTransport } from '../../src/cli/node-transport.js';
import { type Meddler, meddler } from './meddling.js';

/** What a device keeps, as text: nothing survives but what was written. */
const memoryOf = (first: Remembered | null = null): Memory & { text: string | null } => {
  const memory = {
    text: first && JSON.stringify(first),
    read: async () => (memory.text === null ? null : (JSON.parse(memory.text) as Remembered)),
    write: async (state: Remembered) => {
      memory.text = JSON.stringify(state);
    },
    forget: async () => {
      memory.text = null;
    },
  };
  return memory;
};

export interface TestDevice extends Device {
  readonly memory: Memory & { text: string | null };
  readonly transport: Meddler;
}

const stretched = new Map<string, Promise<Uint8Array>>();

/** Argon2id as everywhere, once for each code and salt: an enrolment derives twice, and every unlocking again. */
const stretchOnce: Stretch = async (password, salt, type) => {
  const name = `${toHex(password)}/${toHex(salt)}/${type}`;
  const found = stretched.get(name) ?? argon2(password, salt, type);
  stretched.set(name, found);
  return (await found).slice();
};

/** A phone or a machine of its own, speaking real HTTP. Waits are short, so that no test depends on speed. */
export const newDevice = (t: Test, memory = memoryOf()): TestDevice => {
  const transport = nodeTransport();
  t.teardown(() => transport.close());
  return {
    transport: meddler(transport),
    memory,
    clock: { now: () => Date.now(), wait: (ms) => sleep(Math.min(ms, 20)) },
    stretch: stretchOnce,
  };
};

export const PIN = '482913';

export const collectBytes = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** A paper made of these bytes. */
export const paperOf = (
  bytes: Uint8Array,
  title = 'Carte d’identité',
  more: Partial<NewPaper> = {},
): NewPaper => ({
  metadata: {
    title,
    kind: 'identity-card',
    fileName: `${title}.pdf`,
    mediaType: 'application/pdf',
    expires: '2031-05-02',
    note: null,
    pages: 2,
    notices: [],
  },
  category: 'identity',
  length: bytes.length,
  open: () => [bytes],
  thumbnail: null,
  ...more,
});
