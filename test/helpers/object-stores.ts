import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Test } from 'tap';

export type ObjectServerKind = 'ceph' | 'swift';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface ObjectServer {
  readonly endpoint: string;
  readonly owner: Credentials;
  /** Ceph: may store 1 MB. Swift: may read what is open to all and nothing else. */
  readonly restricted: Credentials;
}

const USERS = {
  ceph: {
    owner: { accessKeyId: 'pochette', secretAccessKey: 'pochette-secret' },
    restricted: { accessKeyId: 'tight', secretAccessKey: 'tight-secret' },
  },
  swift: {
    owner: { accessKeyId: 'test:pochette', secretAccessKey: 'pochette-secret' },
    restricted: { accessKeyId: 'test:reader', secretAccessKey: 'reader-secret' },
  },
} as const;

const NAMES = { ceph: 'Ceph radosgw', swift: 'OpenStack Swift' } as const;
/** What the scripts say when their programs are not installed. */
const NOT_INSTALLED = 3;

const run = promisify(execFile);
const scriptOf = (kind: ObjectServerKind): string =>
  fileURLToPath(new URL(`../../../test/servers/${kind}.sh`, import.meta.url));

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** The first of five free ports in a row, below the range that the kernel gives away. */
const freePorts = async (): Promise<number> => {
  for (;;) {
    const first = 20_000 + 5 * Math.floor(Math.random() * 2_000);
    const free = await Promise.all([0, 1, 2, 3, 4].map((offset) => isFree(first + offset)));
    if (free.every(Boolean)) return first;
  }
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === NOT_INSTALLED || error.code === 'ENOENT');

export interface StartOptions {
  /** Ceph only: `memstore` (default) forgets everything when it stops and spares the disk. */
  readonly store?: 'memstore' | 'bluestore';
}

/**
 * Starts a server with a home and ports of its own, or takes the running one that TEST_CEPH_ENDPOINT or
 * TEST_SWIFT_ENDPOINT names. Null if it is not installed.
 */
export const startObjectServer = async (
  kind: ObjectServerKind,
  { store = 'memstore' }: StartOptions = {},
): Promise<(ObjectServer & { stop: () => Promise<void> }) | null> => {
  const running = process.env[`TEST_${kind.toUpperCase()}_ENDPOINT`];
  if (running) return { endpoint: running, ...USERS[kind], stop: () => Promise.resolve() };
  const home = await mkdtemp(join(tmpdir(), `pochette-${kind}-`));
  const name = kind.toUpperCase();
  const port = String(await freePorts());
  const env = { ...process.env, [`${name}_HOME`]: home, [`${name}_PORT`]: port, [`${name}_STORE`]: store };
  const wipeNow = (): void => void spawnSync(scriptOf(kind), ['wipe'], { env });
  process.once('exit', wipeNow);
  const stop = async (): Promise<void> => {
    await run(scriptOf(kind), ['wipe'], { env });
    process.off('exit', wipeNow);
  };
  try {
    const { stdout } = await run(scriptOf(kind), ['start'], { env });
    return { endpoint: stdout.trim(), ...USERS[kind], stop };
  } catch (error) {
    if (!isMissing(error)) throw error;
    process.off('exit', wipeNow);
    await rm(home, { recursive: true });
    return null;
  }
};

/** A server for one test file, stopped at its end. Without its packages the file says so and, in CI, fails. */
export const useObjectServer = async (t: Test, kind: ObjectServerKind): Promise<ObjectServer | null> => {
  const server = await startObjectServer(kind);
  if (server) {
    t.teardown(() => server.stop());
    return server;
  }
  const reason = `${NAMES[kind]} is not installed: install it with test/servers/install.sh (Debian, Ubuntu)`;
  if (process.env['CI'] === 'true') t.fail(reason);
  else t.pass(reason, { skip: reason });
  return null;
};
