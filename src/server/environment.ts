import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from './config.js';
import { defaultDataDir } from './database/embedded/index.js';
import { withSecretFiles } from './secret-files.js';

/** build/src/server/environment.js lies three folders below the project. */
const ROOT = resolve(fileURLToPath(new URL('../../../', import.meta.url)));

export const MIGRATIONS = join(ROOT, 'migrations');

/** The built web pages. */
export const WEB = join(ROOT, 'build', 'web');

export const readVersion = (): string =>
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

/** The configuration with the data folder that is really used, and what to tell about that choice. */
export const chooseConfig = (env: NodeJS.ProcessEnv): { config: Config; note?: string } => {
  const config = readConfig(withSecretFiles(env));
  if (config.dataDir !== '') return { config: { ...config, dataDir: resolve(config.dataDir) } };
  const { dir, ...rest } = defaultDataDir(ROOT);
  return { config: { ...config, dataDir: dir }, ...rest };
};
