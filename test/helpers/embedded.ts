import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Test } from 'tap';

export const silent = (): void => {};

/** The process number in a data folder's postmaster.pid, or null. */
export const postmasterOf = (dataDir: string): number | null => {
  try {
    return Number(
      readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
  } catch {
    return null;
  }
};

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await sleep(5);
};

const isPostgres = (pid: number): boolean => {
  try {
    return /^\S*postgres\0-D/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
};

const endPostmaster = async (dataDir: string): Promise<void> => {
  const pid = postmasterOf(dataDir);
  if (pid === null || !isAlive(pid) || !isPostgres(pid)) return;
  process.kill(pid, 'SIGQUIT');
  await until(() => postmasterOf(dataDir) === null);
};

/** A short-named folder that other accounts may pass through, as a clone in /srv or /opt is; removed at the end. */
export const openFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pochette-'));
  chmodSync(folder, 0o755);
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A data folder that doesn't exist yet; a server still running there at the end, after a failed test, is ended. */
export const dataFolder = (t: Test, name = 'data'): string => {
  const dataDir = join(openFolder(t), name);
  t.teardown(() => endPostmaster(dataDir));
  return dataDir;
};

export const query = async <R extends pg.QueryResultRow>(url: string, text: string): Promise<R[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', silent);
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
};

export interface Starter {
  readonly child: ChildProcess;
  readonly url: string;
  readonly adopted: boolean;
  /** Lets it stop the database as a server does on exit. */
  end(): Promise<void>;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
}

export const starterPath = fileURLToPath(new URL('embedded-starter.js', import.meta.url));

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

const signalled = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  child.kill(signal);
  return exited(child);
};

const firstLine = async (child: ChildProcess): Promise<string> => {
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await Promise.race([until(() => said.includes('\n')), exited(child)]);
  return said;
};

/** A process of its own that starts the embedded database and holds it until told otherwise. */
export const spawnStarter = (
  dataDir: string,
  options: { uid?: number; gid?: number; script?: string } = {},
) => {
  const { script = starterPath, uid, gid } = options;
  const account = uid === undefined || gid === undefined ? {} : { uid, gid };
  // without what the test runner adds to every Node
  const { NODE_OPTIONS: _, ...env } = process.env;
  const child = spawn(process.execPath, [script, dataDir], {
    ...account,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const ready = async (): Promise<Starter> => {
    const line = await firstLine(child);
    if (line === '') throw new Error(complaint);
    const { url, adopted } = JSON.parse(line) as { url: string; adopted: boolean };
    return {
      child,
      url,
      adopted,
      end: () => signalled(child, 'SIGTERM'),
      kill: () => signalled(child, 'SIGKILL'),
    };
  };
  return { child, ready };
};
