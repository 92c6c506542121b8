import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { MATRIX } from './helpers/rooms.js';

const SRC = resolve(fileURLToPath(new URL('../../src', import.meta.url)));

/** The same room whatever lies below it: `server/database/embedded` belongs to `server/database`. */
const roomOf = (file: string): string => {
  const [top = '', second] = relative(SRC, dirname(file)).split(/[\\/]/);
  return second !== undefined && ['server', 'core', 'web'].includes(top) ? `${top}/${second}` : top;
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g;

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');

const files = filesBelow(SRC);
const local = files.flatMap((file) =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => ({ file, target: resolve(dirname(file), name) })),
);

t.test('every room knows only the rooms it was given', async (t) => {
  const rooms = new Set(files.map(roomOf));
  for (const room of rooms) t.ok(MATRIX[room], `${room} is in the matrix`);
  const strays = local.flatMap(({ file, target }) => {
    const allowed = MATRIX[roomOf(file)] ?? [];
    const room = roomOf(target);
    return room === roomOf(file) || allowed.includes('*') || allowed.includes(room)
      ? []
      : [`${relative(SRC, file)} imports ${room}`];
  });
  t.strictSame(strays, []);
  t.ok(local.length > 100, 'imports were really read');
});

t.test('a command waits for what draws and reads cards only when it draws or reads one', async (t) => {
  const atOnce = files
    .filter((file) => file.startsWith(join(SRC, 'cli')) && dirname(file) !== join(SRC, 'cli/card'))
    .filter((file) => /from '\.\.?\/card\//.test(readFileSync(file, 'utf8')));
  t.strictSame(
    atOnce.map((file) => relative(SRC, file)),
    [],
  );
});

t.test('the matrix names no room that is gone', async (t) => {
  const rooms = new Set(files.map(roomOf));
  t.strictSame(
    Object.keys(MATRIX).filter((room) => !rooms.has(room)),
    [],
  );
});

t.test('only the files that compose know concrete adapters', async (t) => {
  const concrete = /server\/(storage\/(disk|s3)|database\/(embedded\/index|pool|migrate))\.js$/;
  const strays = local
    .filter(
      ({ file, target }) => concrete.test(target.replaceAll('\\', '/')) && roomOf(file) !== roomOf(target),
    )
    .map(({ file }) => relative(SRC, file))
    .filter((file) => !/^server\/(adapters|environment|start|main|(backup|training)\/.*)\.ts$/.test(file));
  t.strictSame(strays, []);
});

t.test('libsodium is known to one file', async (t) => {
  const users = files.filter((file) => importsOf(file).includes('libsodium-wrappers'));
  t.strictSame(
    users.map((file) => relative(SRC, file)),
    [join('core', 'crypto', 'sodium.ts')],
  );
});

t.test('core, client and web hold no word of Node', async (t) => {
  const strays = files
    .filter((file) => /^(core|client|web)/.test(relative(SRC, file)))
    .filter((file) => importsOf(file).some((name) => name.startsWith('node:')));
  t.strictSame(strays, []);
});

t.test('no file imports itself over others', async (t) => {
  const graph = new Map<string, string[]>();
  for (const { file, target } of local) {
    const source = [target.replace(/\.js$/, '.ts'), target.replace(/\.js$/, '.tsx')].find((one) =>
      existsSync(one),
    );
    if (source === undefined) continue;
    graph.set(file, [...(graph.get(file) ?? []), source]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file))
      cycles.push([...path.slice(path.indexOf(file)), file].map((one) => relative(SRC, one)).join(' > '));
    if (path.includes(file) || done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  t.strictSame(cycles, []);
});

t.test('no file grows beyond 250 lines of code', async (t) => {
  const long = files.filter((file) => {
    const code = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line));
    return code.length > 250;
  });
  t.strictSame(
    long.map((file) => relative(SRC, file)),
    [],
  );
});
