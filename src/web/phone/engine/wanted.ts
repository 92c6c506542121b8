import { refuseAsk, settleAsks } from '../../../client/asks/end.js';
import { type Wanted, wantedPapers } from '../../../client/asks/list.js';
import { SafeError } from '../../../core/errors.js';
import type { Named } from './account.js';
import { type Consent, give, meetAgain, type Met } from './giving.js';
import { opened } from './opened.js';

/** A paper that a worker asks this person for. */
export interface WantedPaper {
  readonly id: string;
  /** Whom something is shown to already; and who of them asks, empty for a worker on their own. */
  readonly relay: string;
  readonly by: string;
  /** One of these does. */
  readonly kinds: readonly string[];
  /** In the worker's words; may be empty. */
  readonly note: string;
  /** A paper of such a kind in the safe that they don't see yet. */
  readonly paper: Named | null;
}

const known = new Map<string, Wanted>();

/** What this person is asked for and has not answered. What they show by now is answered along the way. */
export const wanted = async (): Promise<WantedPaper[]> => {
  const session = opened();
  const asked = await wantedPapers(session);
  const left = await settleAsks(session, asked.wanted);
  known.clear();
  for (const one of left) known.set(one.wanted.id, one.wanted);
  return left.map(({ wanted: { id, relay, by, kinds, note }, paper }) => ({
    id,
    relay,
    by,
    kinds,
    note,
    paper: paper && { id: paper.doc, name: paper.metadata.title },
  }));
};

const find = (id: string): Wanted => {
  const found = known.get(id);
  if (!found) throw new SafeError('not_found');
  return found;
};

/** They are told that the person does not want to. */
export const refuseWanted = (id: string): Promise<void> => refuseAsk(opened(), find(id));

/** Whom the paper would be shown to, with what is shown to them already: for what, and until when. */
export const whoWants = async (
  id: string,
): Promise<{ readonly to: Met; readonly purpose: string; readonly until: number }> => {
  const { given } = find(id);
  return { to: await meetAgain(given), purpose: given.private.purpose, until: given.grant.exp };
};

/** Shows papers, and whoever asked for one of them is answered at once. @throws SafeError as {@link give} does */
export const giveAndAnswer = async (consent: Consent): Promise<void> => {
  await give(consent);
  // shown it is; that it can't be said now is made up for at the next look
  if (known.size > 0) await wanted().catch(() => undefined);
};
