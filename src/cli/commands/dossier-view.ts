import { type Answers, type Candidate, leftToBring, type MatchedPiece } from '../../client/dossier/match.js';
import type { Paper } from '../../client/paper.js';
import { type Condition, conditionsOf, type Dossier, type DossierId } from '../../core/dossiers.js';
import type { Call } from '../command.js';
import { shown, type Tone } from '../screen.js';
import { table } from '../table.js';
import { padEnd } from '../text-width.js';
import { kindName } from './paper-view.js';

/** A paper with its number in the list. */
export type Listed = Candidate & { readonly paper: Paper; readonly number: number };

const TONES: Readonly<Record<MatchedPiece<Listed>['state'], Tone>> = {
  there: 'good',
  endsSoon: 'warn',
  tooOld: 'bad',
  ended: 'bad',
  missing: 'bad',
};

export const dossierTitle = ({ words }: Call, { id }: Dossier): string =>
  words.dossiers.names[id as DossierId];

const stateCell = ({ words }: Call, { piece, state, papers, isNeeded }: MatchedPiece<Listed>) => {
  const { states, said } = words.dossiers;
  const count = (piece.count ?? 1) > 1 ? ` (${said.count(papers.length, piece.count ?? 1)})` : '';
  const tone = state === 'missing' && !isNeeded ? 'soft' : TONES[state];
  return { text: `${states[state]}${count}`, tone };
};

/** What there is of a piece, or what would do. */
const papersCell = ({ words }: Call, { piece, papers, isNeeded }: MatchedPiece<Listed>) => {
  const { said } = words.dossiers;
  if (papers.length > 0) {
    return { text: papers.map(({ number, paper }) => `${number} ${shown(paper.metadata.title)}`).join(', ') };
  }
  const any = said.oneOf(piece.kinds.map((kind) => kindName(kind, words)));
  return { text: isNeeded ? any : `${any} (${said.wanted})`, tone: 'soft' as const };
};

const conditionLines = (call: Call, dossier: Dossier, answers: Answers): string[] => {
  const { words } = call;
  const open = conditionsOf(dossier).filter((one) => answers[one] !== true);
  if (open.length === 0) return [];
  const width = Math.max(...open.map((one) => one.length)) + 2;
  const line = (one: Condition): string => `  ${padEnd(one, width)}${words.dossiers.conditions[one]}`;
  return ['', words.dossiers.said.conditionsTitle, ...open.map(line)];
};

/** A dossier with all of its pieces, what there is and what is missing. */
export const sayDossier = (
  call: Call,
  dossier: Dossier,
  matched: readonly MatchedPiece<Listed>[],
  answers: Answers,
): void => {
  const { screen, words } = call;
  const { columns, pieces, said } = words.dossiers;
  const left = leftToBring(matched).length;
  const rows = matched.map((one) => [
    { text: pieces[one.piece.id] },
    stateCell(call, one),
    papersCell(call, one),
  ]);
  screen.say(
    screen.paint('strong', dossierTitle(call, dossier)),
    '',
    ...table(
      screen,
      [{ title: columns.piece }, { title: columns.state }, { title: columns.papers, shrinks: true }],
      rows,
    ),
    '',
    left === 0 ? screen.paint('good', `✓ ${said.complete}`) : screen.paint('warn', said.left(left)),
    `${said.more} ${said.source(dossier.source, dossier.asOf)}`,
    ...conditionLines(call, dossier, answers),
  );
};

/** The same for programs. */
export const dossierJson = (
  call: Call,
  dossier: Dossier,
  matched: readonly MatchedPiece<Listed>[],
  answers: Answers,
) => ({
  dossier: {
    id: dossier.id,
    name: dossierTitle(call, dossier),
    source: dossier.source,
    asOf: dossier.asOf,
    portal: dossier.portal,
  },
  pieces: matched.map(({ piece, state, papers, isNeeded }) => ({
    id: piece.id,
    name: call.words.dossiers.pieces[piece.id],
    state,
    needed: isNeeded,
    kinds: piece.kinds,
    asked: piece.count ?? 1,
    papers: papers.map(({ number, paper }) => ({ number, id: paper.doc, title: paper.metadata.title })),
  })),
  missing: leftToBring(matched).map(({ piece }) => piece.id),
  questions: conditionsOf(dossier).map((id) => ({ id, yes: answers[id] === true })),
});
