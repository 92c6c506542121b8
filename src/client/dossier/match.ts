import {
  type Condition,
  type Dossier,
  type Piece,
  PIECE_STATES,
  type PieceState,
} from '../../core/dossiers.js';
import { kindOf } from '../../core/kinds.js';
import type { Paper } from '../paper.js';

/** What has to be known of a paper to tell whether it does. */
export interface Candidate {
  readonly id: string;
  readonly kind: string;
  /** Last day of validity, YYYY-MM-DD; null where nobody knows it. */
  readonly expires: string | null;
  /** When it came into the safe, milliseconds since 1970: it is at least so old. */
  readonly since: number;
}

/** A piece with the papers that serve for it best; `tooOld` and `ended` ones too, where there is nothing better. */
export interface MatchedPiece<P extends Candidate> {
  readonly piece: Piece;
  readonly state: PieceState;
  readonly papers: readonly P[];
  /** Whether the procedure does not go on without it. */
  readonly isNeeded: boolean;
}

/** What the person said of themselves; what was not answered is not asked for. */
export type Answers = Partial<Record<Condition, boolean>>;

const DAY_MS = 86_400_000;
/** Where the kind of paper has no days of its own. */
const SOON_DAYS = 30;

const isAsked = ({ need }: Piece, answers: Answers): boolean =>
  need === 'always' || need === 'wanted' || answers[need] === true;

/** `today` as YYYY-MM-DD where the person is. What nobody knows the end of never counts as ended. */
const stateOf = (
  { kind, expires, since }: Candidate,
  { valid, within }: Piece,
  today: string,
): PieceState => {
  const now = Date.parse(today);
  if (valid && expires !== null && expires < today) return 'ended';
  if (within !== undefined && now - since > within * DAY_MS) return 'tooOld';
  const soon = (kindOf(kind)?.warnDays[0] ?? SOON_DAYS) * DAY_MS;
  return valid && expires !== null && Date.parse(expires) - now <= soon ? 'endsSoon' : 'there';
};

const rank = (state: PieceState): number => PIECE_STATES.indexOf(state);

const matchPiece = <P extends Candidate>(
  piece: Piece,
  papers: readonly P[],
  today: string,
): MatchedPiece<P> => {
  const kinds: readonly string[] = piece.kinds;
  const count = piece.count ?? 1;
  const best = papers
    .filter(({ kind }) => kinds.includes(kind))
    .map((paper) => ({ paper, state: stateOf(paper, piece, today) }))
    .sort(
      (a, b) =>
        rank(a.state) - rank(b.state) ||
        kinds.indexOf(a.paper.kind) - kinds.indexOf(b.paper.kind) ||
        b.paper.since - a.paper.since ||
        (a.paper.id < b.paper.id ? -1 : 1),
    )
    .slice(0, count);
  const worst = best.at(-1)?.state ?? 'missing';
  return {
    piece,
    state: best.length < count ? 'missing' : worst,
    papers: best.map(({ paper }) => paper),
    isNeeded: piece.need !== 'wanted',
  };
};

/**
 * What there is of a dossier, what is missing, has ended or is too old, in the order of the dossier. The same papers give the same
 * answer, in whatever order they come. A paper may serve for several pieces.
 */
export const matchDossier = <P extends Candidate>(
  { pieces }: Dossier,
  papers: readonly P[],
  answers: Answers,
  today: string,
): MatchedPiece<P>[] =>
  pieces.filter((piece) => isAsked(piece, answers)).map((piece) => matchPiece(piece, papers, today));

/** Whether the procedure goes on with what a piece has. */
const isWell = ({ state }: { readonly state: PieceState }): boolean =>
  state === 'there' || state === 'endsSoon';

/** What the person still has to bring. */
export const leftToBring = <P extends Candidate>(matched: readonly MatchedPiece<P>[]): MatchedPiece<P>[] =>
  matched.filter((one) => one.isNeeded && !isWell(one));

/** All papers of the dossier, each once, in the order of its pieces. */
export const papersOf = <P extends Candidate>(matched: readonly MatchedPiece<P>[]): P[] => [
  ...new Map(matched.flatMap(({ papers }) => papers).map((paper) => [paper.id, paper])).values(),
];

/** A paper of a safe, one's own or one that was shown, as {@link matchDossier} wants it. */
export const candidateOf = <P extends Pick<Paper, 'doc' | 'metadata'>>(
  paper: P,
): Candidate & { paper: P } => {
  const { kind, expires, since } = paper.metadata;
  return { id: paper.doc, kind, expires, since, paper };
};
