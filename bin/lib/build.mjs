import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiler } from './compiler.mjs';
import { run } from './run.mjs';
import { Sentence, say } from './sentence.mjs';

const STAMP = join('build', '.stamp');
const ENTRIES = [join('build', 'src', 'server', 'main.js'), join('build', 'src', 'cli', 'main.js')];

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });

const inputs = (root) => {
  const beside = readdirSync(root).filter((name) => /^(tsconfig.*|package-lock)\.json$/.test(name));
  return [...beside.map((name) => join(root, name)), ...filesUnder(join(root, 'src'))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
};

/** Names, sizes and times of everything a build is made from. */
const fingerprint = (root) => {
  const hash = createHash('sha256');
  for (const file of inputs(root)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file.slice(root.length)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

const stampOf = (root) => {
  try {
    return readFileSync(join(root, STAMP), 'utf8');
  } catch {
    return null;
  }
};

/** Where the sources were left out (an image that carries only what runs) what is there is what was built. */
export const isBuilt = (root) =>
  ENTRIES.every((entry) => existsSync(join(root, entry))) &&
  (!existsSync(join(root, 'src')) || stampOf(root) === fingerprint(root));

/** The compiler itself builds only what changed. */
export const build = async (root) => {
  say('Building Pochette…');
  // taken before: what is changed during the build is built next time
  const made = fingerprint(root);
  const { program, args } = await compiler(root);
  const code = await run(program, args, { cwd: root });
  if (code !== 0) throw new Sentence('Pochette could not be built; the compiler said why above.');
  writeFileSync(join(root, STAMP), made);
};
