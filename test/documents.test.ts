import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

const below = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? below(path) : [path.replaceAll('\\', '/')];
  });

const pages = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...below('docs').filter((name) => name.endsWith('.md')),
];
const files = ['bench', 'bin', 'docs', 'migrations', 'src', 'test'].flatMap(below);
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

t.test('every link between the documents leads somewhere', async (t) => {
  const dead = pages.flatMap((page) =>
    matches(read(page), /\]\(([^)#\s]+)[^)]*\)/g)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !existsSync(join(ROOT, dirname(page), link)))
      .map((link) => `${page}: ${link}`),
  );
  t.strictSame(dead, []);
  t.ok(pages.length > 8, 'documents were really read');
});

t.test('every file that a document names is there', async (t) => {
  const named = /`((?:[\w-]+\/)+[\w-]+(?:\.[\w-]+)*\.(?:ts|mjs|json|sql|md|sh))`/g;
  const missing = pages.flatMap((page) =>
    matches(read(page), named)
      .filter(
        (path) => !files.some((file) => file === path || file === `src/${path}` || file.endsWith(`/${path}`)),
      )
      .map((path) => `${page}: ${path}`),
  );
  t.strictSame(missing, []);
});

t.test('every test that a document calls as a witness exists, under that title', async (t) => {
  const witnesses = pages.flatMap((page) =>
    read(page)
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .flatMap((row) => {
        let file = '';
        return [...row.matchAll(/`(test\/[\w./-]+\.test\.ts)`|“([^”]+)”/g)].flatMap(([, path, title]) => {
          file = path ?? file;
          return title === undefined || file === '' ? [] : [{ page, file, title }];
        });
      }),
  );
  const wrong = witnesses.filter(({ file, title }) => !files.includes(file) || !read(file).includes(title));
  t.strictSame(wrong, []);
  t.ok(witnesses.length > 50, 'witnesses were really called');
});
