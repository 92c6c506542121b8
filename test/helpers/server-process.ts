import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './cli.js';
import { programAt } from './programs.js';

const main = programAt('server/main');
const RUN = `await (await import(${JSON.stringify(main)})).main()`;

export interface ServerProcess {
  readonly url: string;
  readonly dataDir: string;
  /** All that it wrote so far. */
  log(): string;
  /** Ends it in good order: everything it knows is on disk then. */
  stop(): Promise<void>;
}

/** The server as `npm start` runs it, in a process and a data folder of its own. */
export const startServerProcess = async (
  t: { teardown(undo: () => Promise<void>): void },
  env: Record<string, string> = {},
): Promise<ServerProcess> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pochette-server-'));
  const child = spawn(process.execPath, ['--input-type=module', '-e', RUN], {
    cwd: root,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'debug', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // a test that is given up leaves no server behind
  const endToo = () => child.kill('SIGTERM');
  process.once('exit', endToo);
  let log = '';
  const ended = once(child, 'close');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
    process.off('exit', endToo);
  };
  t.teardown(async () => {
    await stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (piece: Buffer) => {
      log += piece.toString();
      const address = /is open at (http:\S+)/.exec(log)?.[1];
      if (address !== undefined) resolve(address);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', () => reject(new Error(`the server did not start:\n${log}`)));
  });
  return { url, dataDir, log: () => log, stop };
};
