import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import type { Config } from './config.js';
import { chooseConfig, MIGRATIONS, readVersion, WEB } from './environment.js';
import { createLogger } from './logger.js';
import { type RunningServer, startServer } from './start.js';
import { growHeap } from './system/heap.js';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Longer than what the server gives to answers under way, so that all else is closed in good order. */
const CLOSE_MS = 20_000;

/** Also a signal during the start ends in good order: what was begun is finished first, then closed. */
const closeOnSignal = (starting: Promise<RunningServer>, log: Logger): void => {
  const { uninstall } = closeWithGrace({ delay: CLOSE_MS, logger: false }, async ({ err }) => {
    if (err) log.error({ fault: err.name, at: err.stack?.split('\n').slice(1, 6) }, 'stopping after a fault');
    await (await starting).close();
  });
  // nothing runs that could be closed, and whoever started us tells why
  starting.catch(uninstall);
};

/** What `npm start` runs: reads the environment once, starts everything, prints the address, ends in good order. */
export const main = async (): Promise<void> => {
  growHeap();
  const { config, note } = chooseConfig(process.env);
  if (note !== undefined) say(note);
  const log = createLogger(config.logLevel);
  const starting = startServer(config, { log, version: readVersion(), migrations: MIGRATIONS, web: WEB });
  closeOnSignal(starting, log);
  const server = await starting;
  say(`Pochette is open at ${server.address}`);
  say(`Papers and database lie in ${placesOf(config)}`);
};

const placesOf = ({ dataDir, databaseUrl, s3 }: Config): string => {
  const papers = s3 === null ? dataDir : `the bucket ${s3.bucket}`;
  const rows = databaseUrl === null ? dataDir : 'your PostgreSQL';
  return papers === rows ? papers : `${papers} and ${rows}`;
};
