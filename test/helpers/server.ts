import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import type { Test } from 'tap';
import { type Config, readConfig } from '../../src/server/config.js';
import { type RunningServer, startServer } from '../../src/server/start.js';
import { testDatabase } from './postgres.js';

const ROOT = resolve(fileURLToPath(new URL('../../../', import.meta.url)));
export const MIGRATIONS = join(ROOT, 'migrations');
export const WEB = join(ROOT, 'build', 'web');

export interface TestServer extends RunningServer {
  readonly config: Config;
  readonly ownerUrl: string;
  /** What the server logged so far. */
  logged(): string;
}

const keepLines = (): { log: Logger; logged: () => string } => {
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  return { log, logged: () => lines.join('') };
};

export const temporaryFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pochette-test-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** Another process's worth of server on the same database and folder. */
export const serverOn = async (t: Test, config: Config): Promise<TestServer> => {
  const { log, logged } = keepLines();
  const server = await startServer(config, { log, version: '0.0.0-test', migrations: MIGRATIONS, web: WEB });
  t.teardown(server.close);
  return { ...server, config, ownerUrl: config.databaseUrl ?? '', logged };
};

/** The whole server as in production, on a database and a folder of its own. */
export const testServer = async (t: Test, env: Record<string, string> = {}): Promise<TestServer> => {
  const { ownerUrl } = await testDatabase(t);
  const config = readConfig({
    DATABASE_URL: ownerUrl,
    DATA_DIR: temporaryFolder(t),
    PORT: '0',
    RATE_LIMIT_LOGIN: '100000',
    RATE_LIMIT_OPEN: '100000',
    RATE_LIMIT_ACCOUNT: '1000000',
    RATE_LIMIT_TRANSFERS: '1000000',
    ...env,
  });
  return serverOn(t, config);
};
