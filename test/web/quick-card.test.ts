import fc from 'fast-check';
import t from 'tap';
import { lockAuthKeys, lockLocator, newLockedSecret } from '../../src/core/crypto/locked-secret.js';
import { random } from '../../src/core/crypto/sodium.js';
import { formatLink, verifyLook, wrapCard } from '../../src/core/protocol/link-secret.js';
import { locatorOf, openCard, signQuickLook } from '../../src/web/agency/quick-card.js';
import { readSecret } from '../../src/web/agency/quick-look.js';

const card = (from: string, purpose: string, count: number) => ({
  from,
  agency: 'CAF',
  purpose,
  language: 'fr',
  count,
  holder: { gen: 1, fp: random(32) },
  maker: { gen: 2, fp: random(32) },
});

t.test(
  'what the page reads before its button is what libsodium wrote, for every card and secret',
  async (t) => {
    fc.assert(
      fc.property(
        fc
          .string({ maxLength: 60, unit: 'grapheme' })
          .filter((text) => text.length <= 60 && !/[\ud800-\udfff]/u.test(text)),
        fc.string({ maxLength: 300 }),
        fc.integer({ min: 1, max: 50 }),
        (from, purpose, count) => {
          const secret = newLockedSecret();
          const loc = lockLocator('link', secret);
          const wrapped = wrapCard(secret, loc, card(from, purpose, count));
          t.same(locatorOf(secret), loc);
          t.same(openCard(secret, loc, wrapped), { from, agency: 'CAF', purpose, count });
        },
      ),
      { numRuns: 40 },
    );
  },
);

t.test('a card that was changed, or belongs to another link, is damaged', async (t) => {
  const secret = newLockedSecret();
  const loc = lockLocator('link', secret);
  const wrapped = wrapCard(secret, loc, card('Sam', 'RSA', 3));
  for (let i = 0; i < wrapped.length; i += 7) {
    const changed = Uint8Array.from(wrapped);
    changed[i] = (changed[i] ?? 0) ^ 1;
    t.throws(() => openCard(secret, loc, changed), { code: 'damaged' }, `byte ${i}`);
  }
  for (const length of [0, 1, 72, 73, wrapped.length - 1]) {
    t.throws(
      () => openCard(secret, loc, wrapped.subarray(0, length)),
      { code: 'damaged' },
      `cut at ${length}`,
    );
  }
  t.throws(() => openCard(newLockedSecret(), loc, wrapped), { code: 'damaged' });
  t.throws(() => openCard(secret, random(16), wrapped), { code: 'damaged' });
});

t.test('the browser’s own signature is the one that the server asks for', async (t) => {
  const secret = newLockedSecret();
  const [loc, challenge] = [lockLocator('link', secret), random(32)];
  const signature = await signQuickLook(secret, loc, challenge);
  const { publicKey } = lockAuthKeys('link', secret);
  t.ok(verifyLook(publicKey, loc, challenge, signature));
  t.notOk(verifyLook(publicKey, loc, random(32), signature));
});

t.test('only a whole fragment of a link is taken for one', async (t) => {
  const secret = newLockedSecret();
  const fragment = formatLink({ server: 'https://x', secret }).slice('https://x/o/'.length);
  t.same(readSecret(fragment), secret);
  for (const bad of [
    '',
    '#',
    fragment.slice(1),
    fragment.slice(0, -1),
    `${fragment}A`,
    fragment.replace('#1', '#2'),
    `${fragment.slice(0, -1)}_`,
  ]) {
    t.throws(() => readSecret(bad), { code: 'bad_link' }, bad);
  }
});
