import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { endAsk } from '../../core/api/asks.js';
import { type AskEnd, signAskEnd } from '../../core/protocol/ask.js';
import type { Caller } from '../consent/chains.js';
import { isOver } from '../consent/given.js';
import { currentState } from '../papers.js';
import type { Paper } from '../paper.js';
import type { Session } from '../session.js';
import type { Given } from '../state.js';
import type { Wanted } from './list.js';
import type { PaperAsk } from './listed.js';

const end = async (
  caller: Caller,
  { id, ask }: Pick<PaperAsk, 'id' | 'ask'>,
  how: AskEnd['how'],
): Promise<void> => {
  const said = { safe: ask.safe, ask: ask.id, how, by: caller.uid, ts: caller.device.clock.now() };
  const signed = toBase64Url(signAskEnd(said, caller.keys.sign.secretKey));
  await caller.api.call(endAsk, { params: { ask: id }, body: { end: signed } }, { again: true });
};

/** The holder does not want to show such a paper. */
export const refuseAsk = (session: Session, one: Pick<PaperAsk, 'id' | 'ask'>): Promise<void> =>
  end(session, one, 'refused');

/** The paper is not needed any more: by who asked, or a colleague. */
export const withdrawAsk = (caller: Caller, one: Pick<PaperAsk, 'id' | 'ask'>): Promise<void> =>
  end(caller, one, 'withdrawn');

const covers = ({ grant: { scope } }: Given, { doc, manifest }: Paper): boolean =>
  scope.kind === 'safe' ||
  scope.ids.some((id) => (scope.kind === 'doc' ? toHex(id) === doc : sameBytes(id, manifest.cat)));

/** What whoever asked may read now. */
const theirsOf = ({ given }: Wanted, grants: readonly Given[], now: number): Given[] =>
  grants.filter(
    (one) =>
      sameBytes(one.grant.to.id, given.grant.to.id) && one.grant.perm.includes('read') && !isOver(one, now),
  );

/** Whether they see it and could not when they asked: shown since, or added since to what is shown. */
const isNews = ({ madeAt }: Wanted, { givenAt, grant }: Given, paper: Paper): boolean =>
  givenAt > madeAt || (grant.scope.kind !== 'doc' && paper.metadata.added > madeAt);

const fitting = ({ kinds }: Wanted, papers: Iterable<Paper>): Paper[] =>
  [...papers].filter(({ metadata, binnedAt }) => binnedAt === null && kinds.includes(metadata.kind));

/** A paper that is asked for, as the holder can answer it. */
export interface Answerable {
  readonly wanted: Wanted;
  /** The newest paper of such a kind that whoever asks does not see yet; null where there is none. */
  readonly paper: Paper | null;
}

/**
 * Says of each paper that the holder was asked for and shows by now that it is shown; gives those that are still asked for, with what
 * could be shown. What was kept is known as it was listed last.
 */
export const settleAsks = async (session: Session, wanted: readonly Wanted[]): Promise<Answerable[]> => {
  const { grants, papers } = await currentState(session);
  const now = session.device.clock.now();
  const left: Answerable[] = [];
  for (const one of wanted) {
    const theirs = theirsOf(one, grants, now);
    const fits = fitting(one, papers.values());
    const shown = fits.filter((paper) => theirs.some((given) => covers(given, paper)));
    if (shown.some((paper) => theirs.some((given) => covers(given, paper) && isNews(one, given, paper)))) {
      await end(session, one, 'shown');
      continue;
    }
    const [newest] = fits
      .filter((paper) => !shown.includes(paper))
      .toSorted((a, b) => b.metadata.added - a.metadata.added);
    left.push({ wanted: one, paper: newest ?? null });
  }
  return left;
};
