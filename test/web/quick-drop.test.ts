import fc from 'fast-check';
import t from 'tap';
import { random, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import {
  dropAuthKeys,
  type DropCard,
  dropLocator,
  dropSeed,
  formatDrop,
  verifyDropLook,
  wrapDropCard,
} from '../../src/core/protocol/drop-secret.js';
import { locatorOf, openCard, readSeed } from '../../src/web/deposit/quick-card.js';
import { derive, signChallenge } from '../../src/web/quick/primitives.js';

const KEY = xwingKeyPair(random(32)).publicKey;
const card = (changed: Partial<DropCard> = {}): DropCard => ({
  key: KEY,
  safe: random(16),
  to: 'Sam',
  from: 'CAF',
  purpose: 'RSA',
  language: 'fr',
  exp: 1_900_000_000_000,
  salt: random(32),
  ...changed,
});

t.test('what the page reads before a file is chosen is what libsodium wrote, for every card', async (t) => {
  fc.assert(
    fc.property(
      fc
        .string({ maxLength: 60, unit: 'grapheme' })
        .filter((text) => text.length <= 60 && !/[\ud800-\udfff]/u.test(text)),
      fc.string({ maxLength: 300 }),
      (to, purpose) => {
        const said = card({ to, purpose });
        const seed = dropSeed(said);
        t.same(locatorOf(seed), dropLocator(seed));
        t.same(openCard(seed, wrapDropCard(seed, said)), { to, from: 'CAF', purpose, exp: said.exp });
        t.same(readSeed(new URL(formatDrop({ server: 'https://a.example', seed })).hash), seed);
      },
    ),
    { numRuns: 40 },
  );
});

t.test('a card that was changed, belongs to another link, or holds another key, is damaged', async (t) => {
  const said = card();
  const seed = dropSeed(said);
  const wrapped = wrapDropCard(seed, said);
  for (let i = 0; i < wrapped.length; i += 37) {
    const changed = Uint8Array.from(wrapped);
    changed[i] = (changed[i] ?? 0) ^ 1;
    t.throws(() => openCard(seed, changed), { code: 'damaged' }, `byte ${i}`);
  }
  for (const length of [0, 1, 72, 73, wrapped.length - 1]) {
    t.throws(() => openCard(seed, wrapped.subarray(0, length)), { code: 'damaged' }, `cut at ${length}`);
  }
  t.throws(() => openCard(random(32), wrapped), { code: 'damaged' });
  const swapped = { ...said, key: xwingKeyPair(random(32)).publicKey };
  t.throws(() => openCard(seed, wrapDropCard(seed, swapped)), { code: 'damaged' }, 'by one who has the link');
});

t.test('the browser signs what libsodium verifies', async (t) => {
  const seed = random(32);
  const [loc, challenge] = [dropLocator(seed), random(32)];
  const signature = await signChallenge('drop.look', derive(seed, 'drop.auth'), loc, challenge);
  t.ok(verifyDropLook(dropAuthKeys(seed).publicKey, loc, challenge, signature));
});

t.test('what is no fragment of a deposit link is refused', async (t) => {
  for (const text of [
    '',
    '#',
    '#1',
    `#2${'A'.repeat(43)}`,
    `#1${'A'.repeat(42)}B`,
    `#1${'A'.repeat(44)}`,
    '#1%00',
  ]) {
    t.throws(() => readSeed(text), { code: 'bad_drop' }, text);
  }
});
