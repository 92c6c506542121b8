import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** What `npm start` runs once everything is built. */
const SERVE = [join(ROOT, 'bin', 'lib', 'serve.mjs')];
/** `npm start` itself, which looks first whether everything is built. */
export const START = [join(ROOT, 'bin', 'start.mjs')];

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

export interface SpawnedServer {
  readonly child: ChildProcess;
  /** Where it listens, once it does; rejects with all it said if it ends before. */
  readonly url: Promise<string>;
  readonly ended: Promise<Ended>;
  /** Everything it wrote so far. */
  said(): string;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Asks it to end in good order. */
  stop(): Promise<Ended>;
}

export interface SpawnOptions {
  /** Node's arguments; the built server by default. */
  readonly args?: readonly string[];
  /** A program, with its arguments, that runs Node: `strace …`. */
  readonly under?: readonly string[];
  readonly account?: { readonly uid: number; readonly gid: number };
  readonly cwd?: string;
}

/**
 * The server in a process of its own with exactly this environment: no variable of the person who runs the tests reaches
 * it. It listens on a free port unless told otherwise. The caller ends it.
 */
export const spawnServer = (env: Record<string, string>, options: SpawnOptions = {}): SpawnedServer => {
  const { args = SERVE, under = [], account = {}, cwd = ROOT } = options;
  const [program = process.execPath, ...rest] = [...under, process.execPath, ...args];
  const child = spawn(program, rest, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...account,
  });
  let text = '';
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said: text }));
  const url = new Promise<string>((resolve, reject) => {
    const hear = (piece: Buffer): void => {
      text += piece.toString();
      const address = /is open at (http:\S+)/.exec(text)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then(() => reject(new Error(`the server ended:\n${text}`)));
  });
  url.catch(() => undefined);
  const signalled = async (signal: NodeJS.Signals): Promise<Ended> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  return {
    child,
    url,
    ended,
    said: () => text,
    kill: async () => void (await signalled('SIGKILL')),
    stop: () => signalled('SIGTERM'),
  };
};

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
};
