import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const SRC = resolve(fileURLToPath(new URL('../../src', import.meta.url)));

/** What every page may use. */
const PAGE = [
  'core',
  'core/api',
  'core/crypto',
  'core/protocol',
  'client',
  'web',
  'web/i18n',
  'web/ui',
  'web/workers',
];

/**
 * Which room may import which: a room is a folder below src (two levels in the server and in core). A room that is not
 * named here fails, so that nobody adds one without deciding what it may know.
 */
const MATRIX: Readonly<Record<string, readonly string[]>> = {
  core: ['core'],
  'core/crypto': ['core', 'core/crypto'],
  'core/protocol': ['core', 'core/crypto', 'core/protocol'],
  'core/api': ['core', 'core/api'],
  client: ['core', 'core/crypto', 'core/protocol', 'core/api', 'client'],
  // what all pages share; a page imports it, and no page another
  web: ['core', 'client'],
  'web/i18n': ['core', 'web/i18n'],
  'web/ui': ['web/i18n', 'web/ui'],
  'web/workers': ['core', 'core/crypto', 'web/workers'],
  // what a page needs of the protocol before its first button
  'web/quick': ['core', 'web/quick'],
  'web/deposit': [...PAGE, 'web/quick', 'web/deposit'],
  'web/capture': ['core', 'client', 'web/i18n', 'web/ui', 'web/workers', 'web/capture'],
  // papers drawn from their bytes, for every page that shows some
  'web/preview': ['core', 'client', 'web/workers', 'web/preview'],
  // the rescue card and the poster, drawn and made a PDF, for every page that prints them
  'web/card': ['core', 'core/crypto', 'client', 'web/card'],
  'web/agency': [...PAGE, 'web/quick', 'web/preview', 'web/agency'],
  // dossiers put together, for the phone and the desk
  'web/dossier': [
    'core',
    'client',
    'web/i18n',
    'web/ui',
    'web/workers',
    'web/capture',
    'web/preview',
    'web/dossier',
  ],
  'web/phone': [...PAGE, 'web/preview', 'web/capture', 'web/card', 'web/dossier', 'web/phone'],
  'web/desk': [...PAGE, 'web/preview', 'web/capture', 'web/card', 'web/dossier', 'web/desk'],
  cli: ['core', 'core/crypto', 'core/protocol', 'core/api', 'client', 'cli'],
  // the composition root: only here are adapters known
  server: ['*'],
  // a composition of its own: it opens the adapters that a server opens, and copies what they hold
  'server/backup': ['core', 'core/crypto', 'server', 'server/database', 'server/jobs', 'server/storage'],
  // a second world from the same parts: it opens adapters as a server does, and is given how to build the rest
  'server/training': [
    'core',
    'server',
    'server/database',
    'server/jobs',
    'server/storage',
    'server/training',
  ],
  'server/http': ['core', 'core/api', 'core/crypto', 'server/database', 'server'],
  'server/database': ['core', 'server/database', 'server/database/embedded'],
  'server/storage': ['core', 'server/storage'],
  'server/log': ['core', 'core/protocol', 'server/database', 'server/http', 'server/log'],
  'server/jobs': ['core', 'core/protocol', 'server/database', 'server/storage', 'server/jobs'],
  'server/accounts': [
    'core',
    'core/api',
    'core/crypto',
    'core/protocol',
    'server',
    'server/database',
    'server/http',
    'server/log',
    'server/accounts',
  ],
  'server/safes': [
    'core',
    'core/api',
    'core/protocol',
    'server/database',
    'server/http',
    'server/log',
    'server/safes',
  ],
  'server/documents': [
    'core',
    'core/api',
    'core/crypto',
    'core/protocol',
    'server/database',
    'server/http',
    'server/log',
    'server/storage',
    'server/documents',
  ],
  // papers that wait come in and go out by the same way as papers
  'server/deposits': [
    'core',
    'core/api',
    'core/protocol',
    'server/database',
    'server/documents',
    'server/http',
    'server/log',
    'server/deposits',
  ],
  // papers come in by a link as workers' do, and wait beside them
  'server/drops': [
    'core',
    'core/api',
    'core/crypto',
    'core/protocol',
    'server',
    'server/database',
    'server/deposits',
    'server/documents',
    'server/http',
    'server/log',
    'server/drops',
  ],
  'server/relays': [
    'core',
    'core/api',
    'core/crypto',
    'core/protocol',
    'server/database',
    'server/http',
    'server/log',
    'server/relays',
  ],
  'server/asks': [
    'core',
    'core/api',
    'core/protocol',
    'server/database',
    'server/http',
    'server/log',
    'server/asks',
  ],
  'server/hands': ['core', 'core/api', 'core/crypto', 'server/database', 'server/http', 'server/hands'],
  // a spare is kept in the transaction that enrols its lock: accounts ask for it by a port
  'server/spares': [
    'core',
    'core/api',
    'core/crypto',
    'core/protocol',
    'server/database',
    'server/http',
    'server/log',
    'server/spares',
  ],
  'server/grants': [
    'core',
    'core/api',
    'core/crypto',
    'core/protocol',
    'server/database',
    'server/http',
    'server/log',
    'server/grants',
  ],
  'server/links': [
    'core',
    'core/api',
    'core/crypto',
    'core/protocol',
    'server',
    'server/database',
    'server/http',
    'server/log',
    'server/links',
  ],
  'server/web': ['core', 'server/web'],
  'server/system': ['core', 'core/api', 'server/http', 'server/storage', 'server/system'],
};

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
