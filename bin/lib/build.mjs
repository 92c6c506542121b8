import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiler } from './compiler.mjs';
import { bundlePrograms } from './bundle.mjs';
import { run } from './run.mjs';
import { Sentence, say } from './sentence.mjs';
import { buildWeb } from './web.mjs';

const STAMP = join('build', '.stamp');
const WEB_STAMP = join('build', 'web', '.stamp');
/** What web pages are made from, below src. */
const WEB_PARTS = ['core', 'client', 'web'];
const ENTRIES = [join('build', 'run', 'server', 'main.js'), join('build', 'run', 'cli', 'main.js')];

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });

const inputs = (root, folders) => {
  const beside = readdirSync(root).filter((name) => /^(tsconfig.*|package-lock)\.json$/.test(name));
  const below = folders.flatMap((folder) => filesUnder(join(root, 'src', folder)));
  return [...beside.map((name) => join(root, name)), ...below].toSorted((a, b) => (a < b ? -1 : 1));
};

/** Names, sizes and times of everything a build is made from. */
const fingerprint = (root, folders = ['.']) => {
  const hash = createHash('sha256');
  for (const file of inputs(root, folders)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file.slice(root.length)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

const stampOf = (root, stamp) => {
  try {
    return readFileSync(join(root, stamp), 'utf8');
  } catch {
    return null;
  }
};

const isWebBuilt = (root) =>
  !existsSync(join(root, 'src', 'web')) || stampOf(root, WEB_STAMP) === fingerprint(root, WEB_PARTS);

/** Where the sources were left out (an image that carries only what runs) what is there is what was built. */
export const isBuilt = (root) =>
  ENTRIES.every((entry) => existsSync(join(root, entry))) &&
  (!existsSync(join(root, 'src')) || (stampOf(root, STAMP) === fingerprint(root) && isWebBuilt(root)));

const orSay = (what) => (error) => {
  throw new Sentence(`${what} could not be built: ${error.message}`);
};

const buildPages = async (root) => {
  const made = fingerprint(root, WEB_PARTS);
  await buildWeb(root).catch(orSay('The web pages'));
  writeFileSync(join(root, WEB_STAMP), made);
};

/** Bundles what was compiled, and notes of which sources all of it was made, so that nothing is built again. */
export const bundle = async (root) => {
  const made = fingerprint(root);
  await bundlePrograms(root).catch(orSay('The programs'));
  await buildPages(root);
  writeFileSync(join(root, STAMP), made);
};

/** The compiler itself builds only what changed; the web pages are built anew if anything of them did. */
export const build = async (root) => {
  say('Building Pochette…');
  // taken before: what is changed during the build is built next time
  const made = fingerprint(root);
  const { program, args } = await compiler(root);
  const code = await run(program, args, { cwd: root });
  if (code !== 0) throw new Sentence('Pochette could not be built; the compiler said why above.');
  await bundlePrograms(root).catch(orSay('The programs'));
  if (!isWebBuilt(root)) await buildPages(root);
  writeFileSync(join(root, STAMP), made);
};
