import { KINDS } from '../../core/kinds.js';
import type { AccountSession } from '../session.js';
import { FEWEST, tellParts, type Told, told } from './few.js';
import type { OwnRelay } from './load.js';
import { type MonthTotals, monthsUpTo, monthTotals } from './tallies.js';

/** One month as it may be told to whoever asks. */
export interface MonthTold {
  /** Year × 100 + month. */
  readonly month: number;
  /** People for whom something was done. */
  readonly people: Told;
  readonly newcomers: Told;
  readonly dossiers: Told;
  /** Papers that were filed, of all kinds. */
  readonly papers: Told;
}

/** Statistics of a relay without names, and without any count below five. */
export interface Statistics {
  /** Newest first, from the first in which anything was counted on. */
  readonly months: readonly MonthTold[];
  /** Papers by kind, for each of these months; only kinds of which five came in one of them. */
  readonly kinds: readonly { readonly kind: string; readonly byMonth: readonly Told[] }[];
  /** How many members' rows do not open and are left out. */
  readonly refused: number;
}

const OTHER = 'other';
const IDS: readonly string[] = KINDS.map(({ id }) => id);

/** Papers of each kind there is, those that did not occur too; kinds that are not known here are others. */
const papersOf = ({ counts }: MonthTotals): number[] => {
  const strange = [...counts]
    .filter(([name]) => name.startsWith('paper.') && !IDS.includes(name.slice('paper.'.length)))
    .reduce((all, [, n]) => all + n, 0);
  return IDS.map((id) => (counts.get(`paper.${id}`) ?? 0) + (id === OTHER ? strange : 0));
};

/** What may be told of the totals of some months. */
export const tellMonths = (totals: readonly MonthTotals[]): Statistics => {
  const oldest = totals.findLastIndex(({ people, counts }) => people > 0 || counts.size > 0);
  const kept = totals.slice(0, oldest + 1);
  const papers = kept.map((one) => tellParts(papersOf(one)));
  const kinds = IDS.map((kind, i) => ({
    kind,
    byMonth: papers.map(({ parts }) => parts[i] ?? ('few' as const)),
  })).filter(({ byMonth }) => byMonth.some((one) => typeof one === 'number' && one >= FEWEST));
  return {
    months: kept.map(({ month, people, counts }, i) => ({
      month,
      people: told(people),
      newcomers: told(counts.get('newcomer') ?? 0),
      dossiers: told(counts.get('dossier') ?? 0),
      papers: papers[i]?.total ?? 'few',
    })),
    kinds,
    refused: totals.reduce((all, { refused }) => all + refused, 0),
  };
};

/**
 * What a relay's members counted, month by month, up to and with `month`.
 *
 * @param count of months
 * @throws SafeError `not_member`, `not_found`
 */
export const relayStatistics = async (
  session: Pick<AccountSession, 'api'>,
  relay: OwnRelay,
  month: number,
  count = 13,
): Promise<Statistics> =>
  tellMonths(await Promise.all(monthsUpTo(month, count).map((one) => monthTotals(session, relay, one))));
