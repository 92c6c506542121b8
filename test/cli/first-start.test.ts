import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';

const project = fileURLToPath(new URL('../../..', import.meta.url));

const PART = {
  extends: '../../tsconfig.base.json',
  include: ['./**/*.ts'],
};
const part = (name: string): string =>
  JSON.stringify({
    ...PART,
    compilerOptions: { rootDir: '.', outDir: `../../build/src/${name}`, types: ['node'] },
  });

const SERVER = "export const main = async (): Promise<void> => void process.stdout.write('served\\n');\n";
const COMMAND =
  'export const main = async (args: readonly string[]): Promise<number> => {\n' +
  '  process.stdout.write(JSON.stringify(args));\n  return 3;\n};\n';

const VENDORED = { name: 'left', version: '1.0.0' };
const PACKAGE = {
  scripts: { start: 'node bin/start.mjs' },
  name: 'pochette',
  version: '0.1.0',
  type: 'module',
  bin: { pochette: 'bin/pochette.mjs' },
};
const LOCK = {
  name: 'pochette',
  version: '0.1.0',
  lockfileVersion: 3,
  packages: {
    '': { name: 'pochette', version: '0.1.0', dependencies: { left: 'file:vendor/left' } },
    'node_modules/left': { resolved: 'vendor/left', link: true },
    'vendor/left': { version: '1.0.0' },
  },
};

/** A small clone with our own bin/ and a server and a command line of one line each. */
const makeClone = (t: Test): string => {
  const root = t.testdir({
    'package.json': JSON.stringify({ ...PACKAGE, dependencies: { left: 'file:vendor/left' } }),
    'package-lock.json': JSON.stringify(LOCK),
    vendor: { left: { 'package.json': JSON.stringify(VENDORED) } },
    src: {
      server: { 'main.ts': SERVER, 'tsconfig.json': part('server') },
      cli: { 'main.ts': COMMAND, 'tsconfig.json': part('cli') },
    },
  });
  cpSync(join(project, 'bin'), join(root, 'bin'), { recursive: true });
  cpSync(join(project, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'));
  useOurModules(root);
  return root;
};

/** Stands for an install that is complete. */
const useOurModules = (root: string): void => {
  mkdirSync(join(root, 'node_modules', '@types'), { recursive: true });
  for (const name of ['typescript', 'vite', '@types/node', 'undici-types']) {
    symlinkSync(join(project, 'node_modules', name), join(root, 'node_modules', name));
  }
  writeFileSync(
    join(root, 'node_modules', '.package-lock.json'),
    JSON.stringify({ packages: { 'vendor/left': VENDORED } }),
  );
};

const run = (root: string, file: string, args: string[] = []) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const env = { ...inherited, NODE_ENV: 'production', npm_config_offline: 'true' };
    const child = spawn(process.execPath, [join(root, 'bin', file), ...args], { cwd: root, env });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.once('close', (code) => resolve({ code, out, err }));
  });

t.test('a fresh clone builds before it serves, and later starts have nothing to do', async (t) => {
  const root = makeClone(t);
  t.match(await run(root, 'start.mjs'), { code: 0, out: /^served\n$/, err: /Building/ });
  t.match(await run(root, 'start.mjs'), { code: 0, out: /^served\n$/, err: /^$/ });
  appendFileSync(join(root, 'src', 'server', 'main.ts'), "process.stdout.write('changed ');\n");
  t.match(await run(root, 'start.mjs'), { code: 0, out: /^changed served\n$/, err: /Building/ });
});

t.test(
  'the command line gets its arguments and gives its exit code, and alone writes to standard output',
  async (t) => {
    const root = makeClone(t);
    for (const err of [/Building/, /^$/]) {
      t.match(await run(root, 'pochette.mjs', ['add', '--title', 'a b']), {
        code: 3,
        out: '["add","--title","a b"]',
        err,
      });
    }
  },
);

t.test('two first starts at once build once and both serve', async (t) => {
  const root = makeClone(t);
  const both = await Promise.all([run(root, 'start.mjs'), run(root, 'start.mjs')]);
  for (const one of both) t.match(one, { code: 0, out: /^served\n$/ });
  t.equal(both.filter(({ err }) => err.includes('Building')).length, 1);
});

t.test('a first start that was killed does not lock out the next', async (t) => {
  const root = makeClone(t);
  mkdirSync(join(root, '.cache'));
  writeFileSync(join(root, '.cache', 'start.lock'), '4194303');
  t.match(await run(root, 'start.mjs'), { code: 0, out: /^served\n$/ });
  t.notOk(existsSync(join(root, '.cache', 'start.lock')));
});

t.test('sources that do not compile serve nothing, also the second time', async (t) => {
  const root = makeClone(t);
  const file = join(root, 'src', 'server', 'main.ts');
  writeFileSync(file, 'export const main: number = "no number";\n');
  for (let round = 0; round < 2; round += 1) {
    t.match(await run(root, 'start.mjs'), { code: 1, out: /^$/, err: /could not be built/ });
  }
  writeFileSync(file, SERVER);
  t.match(await run(root, 'start.mjs'), { code: 0, out: /^served\n$/ });
});

t.test('where the sources are left out, as in an image, what was built runs', async (t) => {
  const root = makeClone(t);
  await run(root, 'start.mjs');
  rmSync(join(root, 'src'), { recursive: true });
  rmSync(join(root, 'node_modules', 'typescript'));
  t.match(await run(root, 'start.mjs'), { code: 0, out: /^served\n$/, err: /^$/ });
});

t.test('what is missing is installed, and again when the lock file asks for something else', async (t) => {
  const root = makeClone(t);
  await run(root, 'start.mjs');
  const modules = join(root, 'node_modules');
  rmSync(modules, { recursive: true });
  t.match(await run(root, 'start.mjs'), { code: 0, out: /^served\n$/, err: /Installing/ });
  t.ok(lstatSync(join(modules, 'left')).isSymbolicLink());
  t.match(await run(root, 'start.mjs'), { code: 0, err: /^$/ });
  const note = join(modules, '.package-lock.json');
  writeFileSync(note, readFileSync(note, 'utf8').replaceAll('1.0.0', '0.9.0'));
  t.match(await run(root, 'start.mjs'), { code: 0, err: /Installing/ });
});

t.test('modules that others share through a link are never emptied', async (t) => {
  const root = makeClone(t);
  rmSync(join(root, 'node_modules'), { recursive: true });
  const shared = join(root, 'elsewhere');
  mkdirSync(shared);
  writeFileSync(join(shared, 'kept'), '');
  symlinkSync(shared, join(root, 'node_modules'));
  t.match(await run(root, 'start.mjs'), { code: 1, err: /node_modules is a link/ });
  t.ok(existsSync(join(shared, 'kept')));
});

t.test('the server ends in good order when npm, which started it, is told to end', async (t) => {
  const root = makeClone(t);
  const lasting =
    'export const main = async (): Promise<void> => {\n  const timer = setInterval(() => {}, 1000);\n' +
    "  process.once('SIGTERM', () => {\n    clearInterval(timer);\n    process.stdout.write('closed');\n  });\n" +
    "  process.stdout.write('served');\n};\n";
  writeFileSync(join(root, 'src', 'server', 'main.ts'), lasting);
  const child = spawn('npm', ['start', '--silent'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out === 'served') child.kill('SIGTERM');
  });
  // the pipe closes when the last process that holds it is gone
  await new Promise((resolve) => child.once('close', resolve));
  t.equal(out, 'servedclosed');
});
