import { lstatSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from './run.mjs';
import { Sentence, say } from './sentence.mjs';

const readPackages = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return null;
  }
};

/**
 * Compares what the lock file asks for with what npm noted down as the last thing of an install (an install that was cut
 * short has no note). Optional packages may be missing: another platform's, or left out on purpose.
 */
export const isInstalled = (root, { dev }) => {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (installed === null || wanted === null) return wanted === null;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.devOptional || entry.link) return true;
    if (entry.dev && !dev) return true;
    return installed[path]?.version === entry.version;
  });
};

/** The npm that started us, else the one on the path. */
const npm = () => {
  const own = process.env.npm_execpath ?? '';
  if (/^(npm|npx)-cli\.c?js$/.test(basename(own))) {
    return { program: process.execPath, first: [own.replace(/npx-cli/, 'npm-cli')], shell: false };
  }
  return { program: 'npm', first: [], shell: process.platform === 'win32' };
};

/** Packages for development are needed to build, also where NODE_ENV says production. No package's own script is run. */
const COMMON = [
  '--include=dev',
  '--include=optional',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/** npm empties the folder first: one that others share through a link is not ours to empty. */
const refuseLink = (root) => {
  const folder = join(root, 'node_modules');
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new Sentence(`${folder} is a link, and what it leads to is out of date: run "npm ci" there.`);
};

const runNpm = async (root, args, quiet) => {
  const { program, first, shell } = npm();
  const code = await run(program, [...first, ...args, ...COMMON], { cwd: root, shell, quiet }).catch(
    (error) => {
      throw new Sentence(
        `npm could not be run (${error.message}). It comes with Node: install Node with npm.`,
      );
    },
  );
  return code === 0;
};

export const install = async (root) => {
  refuseLink(root);
  say('Installing what Pochette needs; this happens once…');
  if (await runNpm(root, ['ci'], true)) return;
  // `npm ci` also refuses a lock file that leaves out optional packages of other platforms, which `npm install` doesn't
  // need; what the lock file lists is installed as listed, and the lock file stays as it is
  if (await runNpm(root, ['install', '--no-save'], false)) return;
  throw new Sentence('What Pochette needs could not be installed; npm said why above.');
};
