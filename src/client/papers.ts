import { sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import type { AnswerOf } from '../core/api/contract.js';
import { listPapers as listPapersContract } from '../core/api/documents.js';
import { damaged, SafeError } from '../core/errors.js';
import { documentsHash, type HeadDocument } from '../core/protocol/head.js';
import { type Given, listGiven, openGrants } from './consent/given.js';
import { claimedSubs } from './consent/passed-on.js';
import { openPaper, type Paper } from './paper.js';
import { jitter } from './retry.js';
import { loadSafe } from './safe.js';
import type { Session } from './session.js';
import type { ClaimedSub, Safe, SafeState } from './state.js';
import { wireHash, wireId } from './wire.js';

const PAGE = 1000;
const MOST = 1_000_000;
const ATTEMPTS = 5;
const WAIT = 200;

type Page = AnswerOf<typeof listPapersContract>;

const params = (session: Session) => ({ safe: toHex(session.safe) });

const nextPage = (session: Session, after: string | null): Promise<Page> =>
  session.api.call(listPapersContract, {
    params: params(session),
    query: after === null ? { limit: PAGE } : { after, limit: PAGE },
  });

const isRising = (ids: readonly string[]): boolean =>
  ids.every((id, i) => i === 0 || id > (ids[i - 1] ?? ''));

/** Ids only ever go up, so that each paper comes once and no server keeps a reader turning pages for ever. */
const checkOrder = ({ papers, expired, next }: Page, after: string): void => {
  const ids = [...papers, ...expired].map(({ doc }) => doc).sort();
  const within = ids.every((id) => id > after && (next === null || id <= next));
  if (!isRising(ids) || !within || (next !== null && ids.length === 0)) throw damaged();
};

/** All pages under the head of `safe`, or null if the safe changed meanwhile. */
const readPages = async (
  session: Session,
  safe: Safe,
  first: Page,
): Promise<Pick<Page, 'papers' | 'expired'> | null> => {
  const head = toBase64Url(safe.envelope);
  const papers: Page['papers'] = [];
  const expired: Page['expired'] = [];
  let after = '';
  for (let page = first; ; page = await nextPage(session, after)) {
    if (page.head !== head) return null;
    checkOrder(page, after);
    papers.push(...page.papers);
    expired.push(...page.expired);
    if (page.next === null) return { papers, expired };
    if (papers.length + expired.length > MOST) throw damaged();
    after = page.next;
  }
};

const loadPages = async (session: Session) => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [safe, first, grants] = await Promise.all([
      loadSafe(session),
      nextPage(session, null),
      listGiven(session),
    ]);
    const pages = await readPages(session, safe, first);
    if (pages && grants?.head === toBase64Url(safe.envelope)) return { safe, ...pages, grants };
    await session.device.clock.wait(jitter(WAIT * attempt));
  }
  throw new SafeError('head_conflict');
};

const listed = ({ place, version, hash, binnedAt }: Paper): HeadDocument => ({
  doc: place.document,
  ver: version,
  manifest: hash,
  binned: binnedAt !== null,
});

/** Expired papers still stand in the head, as binned; the next head leaves them out. */
const gone = ({ doc, ver, manifest }: Page['expired'][number]): HeadDocument => ({
  doc: wireId(doc),
  ver,
  manifest: wireHash(manifest),
  binned: true,
});

/** No server may be set to less. */
const LEAST_IN_BIN = 86_400_000;

/** What was just seen outside the bin can't have spent its days there: the next head must not let it go unsaid. */
const checkGone = ({ device, outOfBin }: Session, expired: Page['expired']): void => {
  const since = device.clock.now() - LEAST_IN_BIN;
  if (expired.some(({ doc }) => (outOfBin.get(doc) ?? 0) > since)) throw new SafeError('rolled_back');
};

const stateOf = (
  safe: Safe,
  papers: readonly Paper[],
  grants: readonly Given[],
  passedOn: readonly ClaimedSub[],
): SafeState => ({
  safe,
  documents: new Map(papers.map((one) => [one.doc, listed(one)])),
  papers: new Map(papers.map((one) => [one.doc, one])),
  grants,
  passedOn,
});

/**
 * Every paper of the safe, newest versions. The whole list is held against the signed head, each manifest, key and
 * metadata container against its signature: one fault anywhere and nothing is shown.
 *
 * @throws SafeError `damaged`, `rolled_back`; `head_conflict` if the safe keeps changing under the reader
 */
export const listPapers = async (
  session: Session,
): Promise<{ papers: Paper[]; binned: Paper[]; safe: Safe }> => {
  const { safe, papers: wires, expired, grants } = await loadPages(session);
  const all: Paper[] = [];
  for (const wire of wires) all.push(await openPaper(session, safe, wire));
  const documents = all.map(listed);
  if (!sameBytes(documentsHash([...documents, ...expired.map(gone)]), safe.head.docs)) throw damaged();
  checkGone(session, expired);
  const given = openGrants(session, safe.head, grants.grants);
  session.state = stateOf(safe, all, given, claimedSubs(given, grants.passedOn));
  const papers = all.filter((paper) => paper.binnedAt === null);
  for (const { doc } of papers) session.outOfBin.set(doc, session.device.clock.now());
  return {
    papers,
    binned: all.filter((paper) => paper.binnedAt !== null),
    safe,
  };
};

/** What was last verified, or a fresh look. */
export const currentState = async (session: Session): Promise<SafeState> => {
  if (!session.state) await listPapers(session);
  return session.state as SafeState;
};

/** A state in which a grant of that id is, given or passed on: the latter comes without a head of ours. */
export const stateWith = async (session: Session, grant: string): Promise<SafeState> => {
  const state = await currentState(session);
  if ([...state.grants, ...state.passedOn].some(({ id }) => id === grant)) return state;
  session.state = undefined;
  return currentState(session);
};
