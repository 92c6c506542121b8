import { warnFrom } from '../../core/kinds.js';
import { today } from '../i18n/days.js';
import type { PaperView } from './engine/engine.js';

const DAY_MS = 86_400_000;

type Ending = Pick<PaperView, 'kind' | 'expires'>;

/** Days until the last one on which a paper is valid: 0 on that day, less than 0 afterwards. */
export const daysUntil = (expires: string, now = today()): number =>
  Math.round((Date.parse(expires) - Date.parse(now)) / DAY_MS);

/** Whether a paper ends soon, by its kind, or is over. */
export const endingOf = ({ kind, expires }: Ending, now = today()): 'soon' | 'over' | null => {
  if (expires === null) return null;
  const days = daysUntil(expires, now);
  if (days < 0) return 'over';
  return days <= warnFrom(kind) ? 'soon' : null;
};

/** Looked at first: what ends soon, and what ended not longer ago than its end was told before. */
const isUrgent = (paper: Ending, now: string): boolean =>
  endingOf(paper, now) !== null && daysUntil(paper.expires ?? now, now) >= -warnFrom(paper.kind);

/** The same papers, with those first that end soon or ended just now, by their last day. */
export const endingFirst = <P extends Ending>(papers: readonly P[], now = today()): P[] => {
  const urgent = papers.filter((paper) => isUrgent(paper, now));
  const rest = papers.filter((paper) => !urgent.includes(paper));
  return [...urgent.toSorted((a, b) => ((a.expires ?? '') < (b.expires ?? '') ? -1 : 1)), ...rest];
};
