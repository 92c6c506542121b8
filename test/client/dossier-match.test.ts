import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import {
  type Answers,
  type Candidate,
  leftToBring,
  matchDossier,
  papersOf,
} from '../../src/client/dossier/match.js';
import {
  CONDITIONS,
  type Condition,
  type Dossier,
  DOSSIERS,
  dossierOf,
  PIECE_STATES,
} from '../../src/core/dossiers.js';
import { KINDS } from '../../src/core/kinds.js';
import { sure } from '../helpers/cheating.js';

const TODAY = '2026-11-27';
const DAY = 86_400_000;
const NOW = Date.parse(TODAY);
const daysAgo = (days: number): number => NOW - days * DAY;
const inDays = (days: number): string => new Date(NOW + days * DAY).toISOString().slice(0, 10);

const paper = (kind: string, more: Partial<Candidate> = {}): Candidate => ({
  id: `${kind}-${more.since ?? 0}-${more.expires ?? ''}`,
  kind,
  expires: null,
  since: NOW,
  ...more,
});

const match = (id: string, papers: readonly Candidate[], answers: Answers = {}) =>
  matchDossier(sure(dossierOf(id)), papers, answers, TODAY);

const stateOf = (id: string, piece: string, papers: readonly Candidate[], answers: Answers = {}) =>
  match(id, papers, answers).find((one) => one.piece.id === piece)?.state;

t.test('without any paper everything that is asked for is missing, and is said to be', async (t) => {
  const matched = match('rsa', []);
  t.same(
    matched.filter(({ state }) => state !== 'missing'),
    [],
  );
  t.same(
    leftToBring(matched).map(({ piece }) => piece.id),
    ['identity', 'address', 'bank'],
  );
});

t.test('one of several papers does', async (t) => {
  for (const kind of ['identity-card', 'passport', 'residence-permit']) {
    t.equal(stateOf('rsa', 'identity', [paper(kind)]), 'there', kind);
  }
  t.equal(stateOf('rsa', 'identity', [paper('letter')]), 'missing');
});

t.test('not to know when a paper ends is never counted as its end', async (t) => {
  t.equal(stateOf('rsa', 'address', [paper('domiciliation')]), 'there');
  t.equal(stateOf('rsa', 'address', [paper('domiciliation', { expires: inDays(-1) })]), 'ended');
  t.equal(
    stateOf('rsa', 'address', [paper('domiciliation', { expires: TODAY })]),
    'endsSoon',
    'its last day',
  );
  t.equal(stateOf('rsa', 'address', [paper('domiciliation', { expires: inDays(60) })]), 'endsSoon');
  t.equal(stateOf('rsa', 'address', [paper('domiciliation', { expires: inDays(61) })]), 'there');
});

t.test('a paper that has ended does where the procedure does not ask for a valid one', async (t) => {
  t.equal(stateOf('ame', 'identity', [paper('passport', { expires: inDays(-900) })]), 'there');
  t.equal(
    stateOf('residence-permit', 'permit', [paper('residence-permit', { expires: inDays(-3) })]),
    'there',
  );
});

t.test('the better of two papers is taken, whichever came first', async (t) => {
  const ended = paper('identity-card', { expires: inDays(-5) });
  const good = paper('passport', { expires: inDays(900) });
  for (const papers of [
    [ended, good],
    [good, ended],
  ]) {
    t.match(match('social-housing', papers)[0], { state: 'there', papers: [good] });
  }
  t.match(match('social-housing', [ended])[0], { state: 'ended', papers: [ended] }, 'shown as it is');
});

t.test(
  'of two papers that do, the newer one goes, and of two kinds the one that is taken more readily',
  async (t) => {
    const [older, newer] = [
      paper('passport', { since: daysAgo(90), id: 'a' }),
      paper('passport', { id: 'b' }),
    ];
    t.match(match('rsa', [older, newer])[0], { papers: [newer] });
    t.match(match('rsa', [newer, paper('identity-card', { since: daysAgo(400), id: 'c' })])[0], {
      papers: [{ id: 'c' }],
    });
  },
);

t.test('of payslips there must be three, none too old', async (t) => {
  const slips = [10, 40, 70, 400].map((days) => paper('payslip', { since: daysAgo(days) }));
  const at = (count: number, skip = 0) =>
    match('rsa', slips.slice(skip, skip + count), { work: true }).find(({ piece }) => piece.id === 'pay');
  t.match(at(2), { state: 'missing', papers: { length: 2 } });
  t.match(at(3), { state: 'there', papers: { length: 3 } });
  t.match(at(3, 1), { state: 'tooOld', papers: { length: 3 } });
  t.match(at(4), { state: 'there', papers: { length: 3 } }, 'the newest three');
});

t.test('nothing is asked of a person that they did not say of themselves', async (t) => {
  const permit = paper('residence-permit');
  const health = paper('disability-decision');
  t.same(papersOf(match('dalo', [health])), []);
  t.same(papersOf(match('dalo', [health], { disability: false })), []);
  t.same(papersOf(match('dalo', [health], { disability: true })), [health]);
  t.equal(stateOf('rsa', 'stay', [permit]), undefined);
  t.equal(stateOf('rsa', 'stay', [permit], { foreign: true }), 'there');
});

t.test('a paper that serves twice is in the dossier once', async (t) => {
  const permit = paper('residence-permit');
  const matched = match('rsa', [permit], { foreign: true });
  t.equal(matched.filter(({ papers }) => papers.includes(permit)).length, 2);
  t.same(papersOf(matched), [permit]);
});

const anyPaper: fc.Arbitrary<Candidate> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom(...KINDS.map(({ id }) => id)),
  expires: fc.option(fc.integer({ min: -800, max: 800 }).map(inDays)),
  since: fc.integer({ min: 0, max: 900 }).map(daysAgo),
});
const anyPapers = fc.uniqueArray(anyPaper, { maxLength: 25, selector: ({ id }) => id });
const anyDossier: fc.Arbitrary<Dossier> = fc.constantFrom(...(DOSSIERS as readonly Dossier[]));
const anyAnswers: fc.Arbitrary<Answers> = fc
  .array(fc.tuple(fc.constantFrom<Condition>(...CONDITIONS), fc.boolean()))
  .map((pairs) => Object.fromEntries(pairs) as Answers);

t.test('whatever papers there are, in whatever order, the answer is the same', async () => {
  fc.assert(
    fc.property(anyDossier, anyPapers, anyAnswers, fc.integer(), (dossier, papers, answers, seed) => {
      const mixed = papers.toSorted((a, b) => (a.id + seed < b.id + seed ? 1 : -1));
      return isDeepStrictEqual(
        matchDossier(dossier, papers, answers, TODAY),
        matchDossier(dossier, mixed, answers, TODAY),
      );
    }),
    { numRuns: 150 },
  );
});

t.test(
  'a piece never holds a paper of another kind, more than are asked for, or a worse one than there is',
  async () => {
    fc.assert(
      fc.property(anyDossier, anyPapers, anyAnswers, (dossier, papers, answers) =>
        matchDossier(dossier, papers, answers, TODAY).every(({ piece, papers: chosen, state }) => {
          const kinds: readonly string[] = piece.kinds;
          const fit = papers.filter(({ kind }) => kinds.includes(kind));
          const count = Math.min(piece.count ?? 1, fit.length);
          const isEnded = ({ expires }: Candidate): boolean =>
            piece.valid === true && expires !== null && expires < TODAY;
          const better = fit.filter((one) => !isEnded(one)).length;
          return (
            chosen.length === count &&
            new Set(chosen).size === count &&
            chosen.every((one) => fit.includes(one)) &&
            (state !== 'missing' || fit.length < (piece.count ?? 1)) &&
            chosen.filter(isEnded).length === Math.max(0, count - better)
          );
        }),
      ),
      { numRuns: 300 },
    );
  },
);

t.test(
  'another paper never makes a dossier worse, and forgetting when one ends makes it no worse',
  async () => {
    const ranks = (dossier: Dossier, papers: readonly Candidate[], answers: Answers): number[] =>
      matchDossier(dossier, papers, answers, TODAY).map(({ state }) => PIECE_STATES.indexOf(state));
    fc.assert(
      fc.property(anyDossier, anyPapers, anyPaper, anyAnswers, (dossier, papers, more, answers) => {
        const before = ranks(dossier, papers, answers);
        const after = ranks(dossier, [...papers, more], answers);
        const unknown = ranks(
          dossier,
          papers.map((one) => ({ ...one, expires: null })),
          answers,
        );
        return before.every((rank, i) => sure(after[i]) <= rank && sure(unknown[i]) <= rank);
      }),
      { numRuns: 300 },
    );
  },
);
