import t from 'tap';
import { KIND_CATEGORIES, KINDS, type KindId, kindOf } from '../../src/core/kinds.js';

t.test(
  'every kind of paper has a name in both languages, a shelf and terms that can be reckoned with',
  async (t) => {
    t.equal(new Set(KINDS.map(({ id }) => id)).size, KINDS.length);
    for (const kind of KINDS) {
      t.match(kind.id, /^[a-z]+(-[a-z]+)*$/);
      t.ok(kind.fr && kind.en && kind.category in KIND_CATEGORIES, kind.id);
      for (const period of [kind.validity, kind.freshWithin])
        t.match(period ?? 'P1Y', /^P\d+[YMD]$/, kind.id);
      t.ok(kind.validity !== null || kind.warnDays.length === 0, kind.id);
      t.strictSame(
        [...kind.warnDays].toSorted((a, b) => b - a),
        [...kind.warnDays],
        kind.id,
      );
    }
  },
);

t.test('a postal address is reminded of at 60 and 15 days, and health papers are marked', async (t) => {
  t.match(kindOf('domiciliation'), { validity: 'P1Y', warnDays: [60, 15] });
  t.ok(KINDS.every((kind) => (kind.category === 'health') === (kind.health === true)));
});

t.test('a kind that nobody knows is none', async (t) => {
  t.equal(kindOf('toString'), undefined);
  const fallback: KindId = 'other';
  t.equal(kindOf(fallback)?.fr, 'Autre papier');
});
