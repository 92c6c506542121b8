import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import closeWithGrace from 'close-with-grace';
import { readConfig } from './config.js';
import { createLogger } from './logger.js';
import { startServer } from './start.js';
import { defaultDataDir } from './database/embedded/index.js';

/** build/src/server/main.js lies three folders below the project. */
const ROOT = resolve(fileURLToPath(new URL('../../../', import.meta.url)));

const readVersion = (): string =>
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** What `npm start` runs: reads the environment once, starts everything, prints the address, ends in good order. */
export const main = async (): Promise<void> => {
  const config = readConfig(process.env);
  const chosen = config.dataDir === '' ? defaultDataDir(ROOT) : { dir: resolve(config.dataDir) };
  if ('note' in chosen && chosen.note !== undefined) say(chosen.note);
  const log = createLogger(config.logLevel);
  const server = await startServer(
    { ...config, dataDir: chosen.dir },
    { log, version: readVersion(), migrations: join(ROOT, 'migrations') },
  );
  closeWithGrace({ delay: 20_000, logger: false }, async ({ err }) => {
    if (err) log.error({ fault: err.name, at: err.stack?.split('\n').slice(1, 6) }, 'stopping after a fault');
    await server.close();
  });
  say(`Pochette is open at ${server.address}`);
  say(`Papers and database lie in ${chosen.dir}${config.databaseUrl ? ' and in your PostgreSQL' : ''}`);
};
