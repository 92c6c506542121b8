import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sodium from 'libsodium-wrappers';
import { growHeap } from '../src/cli/heap.js';
import { nodeTransport } from '../src/cli/node-transport.js';
import { type PaperFile, readPaperFile } from '../src/cli/paper-file.js';
import { openSafe } from '../src/client/account.js';
import { addPaper, type NewPaper } from '../src/client/add.js';
import { listPapers } from '../src/client/papers.js';
import type { Device } from '../src/client/ports.js';
import { readPaper } from '../src/client/read.js';
import type { Session } from '../src/client/session.js';
import { random } from '../src/core/crypto/sodium.js';
import { emptyStore } from './disk.js';
import type { Ground } from './ground.js';
import { secondsOf, sideBySide } from './rounds.js';
import { MB, type Row, type Size } from './row.js';
import { startServerProcess } from './server-process.js';

/** What 150 MB/s is of the 612 that bare libsodium does where the goal was set. */
const GOAL = { atLeast: 150 / 612 };
const CHUNK = 2 ** 18;

const openSession = async (ground: Ground, server: string): Promise<Session> => {
  const transport = nodeTransport();
  ground.later(() => transport.close());
  let kept: Awaited<ReturnType<Device['memory']['read']>> = null;
  const device: Device = {
    transport,
    memory: {
      read: async () => kept,
      write: async (state) => void (kept = state),
      forget: async () => void (kept = null),
    },
    clock: { now: () => Date.now(), wait: (ms) => sleep(ms) },
  };
  return (await openSafe(device, { server, pin: '482913', label: 'bench' })).session;
};

/** A PDF as far as intake looks: its two ends. */
const pdfOf = (length: number): Buffer => {
  const bytes = randomBytes(length);
  bytes.write('%PDF-1.7\n');
  bytes.write('\n%%EOF\n', length - 7);
  return bytes;
};

const paperOf = ({ title, fileName, mediaType, length, open }: PaperFile): NewPaper => ({
  metadata: {
    title,
    kind: 'other',
    fileName,
    mediaType,
    expires: null,
    note: null,
    pages: null,
    notices: [],
  },
  category: 'personal',
  length,
  open,
  thumbnail: null,
});

/** XChaCha20-Poly1305 over as many bytes, and nothing else. */
const bareCipher = (length: number) => {
  const [key, nonce, plain] = [random(32), random(24), new Uint8Array(randomBytes(CHUNK))];
  const secret = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key);
  const chunks = Math.ceil(length / CHUNK);
  const each = (job: () => unknown) => async (): Promise<number> =>
    length / MB / (await secondsOf(() => void Array.from({ length: chunks }, job)));
  return {
    encrypt: each(() => sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, null, null, nonce, key)),
    decrypt: each(() => sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, secret, null, nonce, key)),
  };
};

const drain = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _ of bytes);
};

const rowsFor = async (session: Session, folder: string, length: number, rounds: number): Promise<Row[]> => {
  const mb = Math.round(length / MB);
  const path = join(folder, `client-${mb}.pdf`);
  await writeFile(path, pdfOf(length));
  const file = await readPaperFile(path, { keepMetadata: false });
  const bare = bareCipher(length);
  let doc = '';
  const up = await sideBySide(
    rounds,
    async () => {
      await emptyStore(join(folder, 'server'));
      const seconds = await secondsOf(async () => {
        ({ doc } = await addPaper(session, paperOf(file)));
      });
      return length / MB / seconds;
    },
    bare.encrypt,
  );
  const paper = (await listPapers(session)).papers.find((one) => one.doc === doc);
  if (!paper) throw new Error('the paper is not there');
  const down = await sideBySide(
    rounds,
    async () => length / MB / (await secondsOf(() => drain(readPaper(session, paper)))),
    bare.decrypt,
  );
  const what = `the whole client, ${mb} MB`;
  return [
    { name: `${what}: encrypt, send, stored and flushed`, ...up, unit: 'MB/s', goal: GOAL },
    { name: `${what}: fetch, decrypt, verify`, ...down, unit: 'MB/s', goal: GOAL },
  ];
};

/** A paper through everything a person waits for, against the cipher alone. */
export const clientRows = async (ground: Ground, { quick }: Size): Promise<Row[]> => {
  growHeap(); // as the command line does
  await sodium.ready;
  const env = { DATABASE_URL: await ground.database(), DATA_DIR: join(ground.folder, 'server') };
  const server = await startServerProcess(ground, env);
  const session = await openSession(ground, server.url);
  return [
    ...(await rowsFor(session, ground.folder, 5 * MB, quick ? 5 : 45)),
    ...(await rowsFor(session, ground.folder, 50 * MB, quick ? 3 : 7)),
  ];
};
