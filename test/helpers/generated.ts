import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ALL_CONTRACTS } from '../../src/core/api/index.js';
import { openApiDocument } from '../../src/core/api/openapi.js';
import { statusOf } from '../../src/server/http/errors.js';
import { SECRET_SETTINGS, SETTINGS } from '../../src/server/settings.js';

const ROOT = resolve(fileURLToPath(new URL('../../../', import.meta.url)));

const version = (): string =>
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

interface Setting {
  readonly type?: string;
  readonly default?: string | number | boolean;
  readonly description?: string;
}

const rowOf = ([name, setting]: [string, Setting]): string => {
  const value =
    setting.default === '' || setting.default === undefined ? '' : `\`${String(setting.default)}\``;
  return `| \`${name}\` | ${value} | ${setting.description ?? ''} |`;
};

const configPage = (): string =>
  `${[
    '# Settings',
    '',
    'Made from `src/server/settings.ts` by `npm run generate`; a test compares them. All settings are environment variables;',
    'none is needed to start. A fault in one is named at the start, all faults at once.',
    '',
    `${SECRET_SETTINGS.map((name) => `\`${name}\``).join(', ')} may also be kept in a file of one line: its path goes into`,
    'a variable of the same name that ends in `_FILE`, such as `SERVER_KEY_FILE=/run/secrets/server_key`.',
    '',
    '| name | default | what it does |',
    '|---|---|---|',
    ...Object.entries(SETTINGS.properties as Record<string, Setting>).map(rowOf),
  ].join('\n')}\n`;

/** Files that are made from the code, by their path in the project. */
export const generatedFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['docs/config.md', configPage()],
    [
      'docs/openapi.json',
      `${JSON.stringify(openApiDocument(ALL_CONTRACTS, version(), statusOf), null, 2)}\n`,
    ],
  ]);

const readOrEmpty = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Paths of generated files that are not what the code says. */
export const staleFiles = (): string[] =>
  [...generatedFiles()]
    .filter(([path, text]) => readOrEmpty(join(ROOT, path)) !== text)
    .map(([path]) => path);

const write = (): void => {
  for (const [path, text] of generatedFiles()) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--check')) {
    const stale = staleFiles();
    if (stale.length > 0) console.error(`Not up to date: ${stale.join(', ')}. Run: npm run generate`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    write();
  }
}
