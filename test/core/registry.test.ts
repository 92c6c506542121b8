import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { LOCK_TYPES } from '../../src/core/crypto/locked-secret.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = readdirSync(`${root}src/core`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(`${root}src/core/${name}`, 'utf8'));
const specification = readFileSync(`${root}docs/protocol.md`, 'utf8');

/** What a pattern's first group finds in all of core. */
const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((text) => Array.from(text.matchAll(pattern), (match) => match[1] as string))),
];
const perType = (name: string): string[] =>
  name.startsWith('${type}') ? LOCK_TYPES.map((type) => name.replace('${type}', type)) : [name];

const USES: [string, RegExp][] = [
  ['derivation', /\bderive(?:Key)?(?:<[^>]*>)?\(\s*\w+,\s*['`]([^'`]+)['`]/g],
  ['hash', /\bhash\(\s*'([^']+)'/g],
  ['type of a signature', /\bconst (?:TYPE|APPROVAL|RESEAL) = '([^']+)'/g],
  ['type of a signature', /\b(?:(?:sign|verify)Bytes|looking)\('([^']+)'/g],
];

t.test('whoever reads the specification finds every label that the code uses', async (t) => {
  for (const [what, pattern] of USES) {
    const names = found(pattern).flatMap(perType);
    t.ok(names.length > 0, `${what}: the code is still written so that this test sees it`);
    for (const name of names) t.ok(specification.includes(`\`${name}\``), `${what} ${name}`);
  }
  const contexts = [
    ...found(/\butf8\('([a-z.]+|CS1\/[a-z.]+)'\)/g),
    ...found(/\b(?:place|seedContext)\('([a-z.]+)'/g),
  ];
  t.ok(contexts.length > 5);
  for (const name of contexts) {
    const written = [`"${name}"`, `\`${name.replace('CS1/', '')}\``];
    t.ok(
      written.some((text) => specification.includes(text)),
      `context ${name}`,
    );
  }
});
