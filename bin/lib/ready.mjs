import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { withLock } from './lock.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

const isReady = () => isBuilt(root) && isInstalled(root, { dev: false });

const makeReady = async () => {
  if (!isInstalled(root, { dev: !isBuilt(root) })) await install(root);
  if (!isBuilt(root)) await build(root);
};

/** Installs and builds what is missing or out of date: some milliseconds when there is nothing to do. */
export const ensureReady = async () => {
  if (isReady()) return;
  await withLock(join(root, '.cache', 'start.lock'), makeReady);
};

/** Imports a module of the build. */
export const importBuilt = (path) => import(pathToFileURL(join(root, 'build', path)).href);
