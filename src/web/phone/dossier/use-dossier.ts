import {
  type Answers,
  type Candidate,
  leftToBring,
  matchDossier,
  type MatchedPiece,
} from '../../../client/dossier/match.js';
import type { Dossier } from '../../../core/dossiers.js';
import { today } from '../../i18n/days.js';
import type { PaperView } from '../engine/engine.js';
import { usePapers } from '../use-papers.js';

/** A paper of this phone or of the safe, as a dossier looks at it. */
export type PaperOfDossier = Candidate & { readonly view: PaperView };

export interface Looked {
  readonly matched: readonly MatchedPiece<PaperOfDossier>[];
  readonly left: readonly MatchedPiece<PaperOfDossier>[];
}

const asPaper = (view: PaperView): PaperOfDossier => {
  const { id, kind, expires, added } = view;
  return { id, kind, expires, since: added, view };
};

/** A dossier and the papers that there are for it now. */
export const useDossier = (
  dossier: Dossier,
  answers: Answers,
): { readonly looked: Looked | null; readonly fault: unknown; readonly look: () => Promise<void> } => {
  const { listed, fault, look } = usePapers();
  if (!listed) return { looked: null, fault, look };
  const matched = matchDossier(dossier, listed.papers.map(asPaper), answers, today());
  return { looked: { matched, left: leftToBring(matched) }, fault, look };
};
