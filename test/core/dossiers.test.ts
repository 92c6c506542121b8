import t from 'tap';
import { CONDITIONS, conditionsOf, DOSSIERS, dossierOf, PIECE_IDS } from '../../src/core/dossiers.js';
import type { Dossier, Piece } from '../../src/core/dossiers.js';
import { kindOf } from '../../src/core/kinds.js';

const all: readonly Dossier[] = DOSSIERS;
const pieces: readonly Piece[] = all.flatMap((dossier) => dossier.pieces);

t.test('each of the six procedures says where its list comes from and as of when', async (t) => {
  t.same(all.map(({ id }) => id).toSorted(), [
    'ame',
    'dalo',
    'domiciliation',
    'residence-permit',
    'rsa',
    'social-housing',
  ]);
  for (const { id, source, asOf, picture } of all) {
    t.match(source, /Cerfa \d{5}|CESEDA/, id);
    t.match(asOf, /^20\d\d-(0[1-9]|1[0-2])$/, id);
    t.ok(kindOf(picture), id);
  }
  for (const [id, form] of Object.entries({ 'social-housing': '14069', dalo: '15036', ame: '11573' })) {
    t.match(dossierOf(id)?.source, `Cerfa ${form}`);
  }
});

t.test(
  'every piece can be proved by papers that there are, and asks for something that can be had',
  async (t) => {
    for (const { id, kinds, count = 1, within } of pieces) {
      t.equal(new Set(kinds).size, kinds.length, `${id}: no alternative twice`);
      for (const kind of kinds) t.ok(kindOf(kind), `${id}: ${kind}`);
      t.ok(Number.isInteger(count) && count >= 1 && count <= 12, id);
      t.ok(within === undefined || (within >= 30 && within <= 366), id);
    }
    for (const dossier of all) {
      const ids = dossier.pieces.map(({ id }) => id);
      t.equal(new Set(ids).size, ids.length, `${dossier.id}: no piece twice`);
    }
  },
);

t.test('no piece and no question is left over from a list that was changed', async (t) => {
  t.same([...new Set(pieces.map(({ id }) => id))].toSorted(), [...PIECE_IDS].toSorted());
  t.same([...new Set(all.flatMap(conditionsOf))].toSorted(), [...CONDITIONS].toSorted());
  for (const dossier of all) t.ok(conditionsOf(dossier).length <= 5, `${dossier.id}: few questions`);
});

t.test(
  'a paper about health is only in a dossier whose subject it is, or when the person says so',
  async (t) => {
    const about = all.flatMap(({ id, pieces: own }) =>
      own
        .filter(({ kinds, need }) => need !== 'disability' && kinds.some((kind) => kindOf(kind)?.health))
        .map((piece) => `${id} ${piece.id}`),
    );
    t.same(about.toSorted(), ['ame presence', 'rsa health']);
  },
);

t.test('a portal takes one file a piece, in formats that can be made here', async (t) => {
  for (const { id, portal } of all) {
    t.ok(portal.types.includes('application/pdf') && portal.types.includes('image/jpeg'), id);
    t.ok(portal.bytes >= 1_000_000 && portal.bytes <= 10_000_000, id);
  }
});

t.test('a dossier that nobody knows is none', async (t) => {
  t.equal(dossierOf('toString'), undefined);
  t.equal(dossierOf('rsa')?.id, 'rsa');
});
