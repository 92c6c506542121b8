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

/** Whether whoever asked sees such a paper that they did not see when they asked: shown since, or added since to what is shown. */
const isAnswered = (
  { kinds, madeAt, given }: Wanted,
  grants: readonly Given[],
  papers: readonly Paper[],
): boolean => {
  const theirs = grants.filter(
    ({ grant }) => sameBytes(grant.to.id, given.grant.to.id) && grant.perm.includes('read'),
  );
  return papers
    .filter(({ metadata }) => kinds.includes(metadata.kind))
    .some((paper) =>
      theirs.some(
        (one) =>
          covers(one, paper) &&
          (one.givenAt > madeAt || (one.grant.scope.kind !== 'doc' && paper.metadata.added > madeAt)),
      ),
    );
};

/**
 * Says of each paper that the holder was asked for and shows now that it is shown; gives those that are still asked for.
 *
 * @param papers as they were listed last
 */
export const settleAsks = async (
  session: Session,
  wanted: readonly Wanted[],
  papers: readonly Paper[],
): Promise<Wanted[]> => {
  if (wanted.length === 0) return [];
  const now = session.device.clock.now();
  const grants = (await currentState(session)).grants.filter((one) => !isOver(one, now));
  const left: Wanted[] = [];
  for (const one of wanted) {
    if (isAnswered(one, grants, papers)) await end(session, one, 'shown');
    else left.push(one);
  }
  return left;
};
