import { sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import type { AnswerOf } from '../core/api/contract.js';
import { listPapers as listPapersContract } from '../core/api/documents.js';
import { damaged, SafeError } from '../core/errors.js';
import { documentsHash, type HeadDocument } from '../core/protocol/head.js';
import { openPaper, type Paper } from './paper.js';
import { jitter } from './retry.js';
import { loadSafe } from './safe.js';
import type { Session } from './session.js';
import type { Safe, SafeState } from './state.js';
import { wireHash, wireId } from './wire.js';

const PAGE = 1000;
const ATTEMPTS = 5;
const WAIT = 200;

type Page = AnswerOf<typeof listPapersContract>;

const params = (session: Session) => ({ safe: toHex(session.safe) });

const nextPage = (session: Session, after: string | null): Promise<Page> =>
  session.api.call(listPapersContract, {
    params: params(session),
    query: after === null ? { limit: PAGE } : { after, limit: PAGE },
  });

/** All pages under the head of `safe`, or null if the safe changed meanwhile. */
const readPages = async (
  session: Session,
  safe: Safe,
  first: Page,
): Promise<Pick<Page, 'papers' | 'expired'> | null> => {
  const head = toBase64Url(safe.envelope);
  const papers: Page['papers'] = [];
  const expired: Page['expired'] = [];
  for (let page = first; ; page = await nextPage(session, page.next)) {
    if (page.head !== head) return null;
    papers.push(...page.papers);
    expired.push(...page.expired);
    if (page.next === null) return { papers, expired };
    // Ids only ever go up: a server can't keep a reader turning pages for ever.
    const last = page.papers.at(-1)?.doc ?? page.expired.at(-1)?.doc;
    if (last === undefined || page.next < last || papers.length + expired.length > 1_000_000) throw damaged();
  }
};

const loadPages = async (session: Session) => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const [safe, first] = await Promise.all([loadSafe(session), nextPage(session, null)]);
    const pages = await readPages(session, safe, first);
    if (pages) return { safe, ...pages };
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

const stateOf = (safe: Safe, documents: readonly HeadDocument[]): SafeState => ({
  safe,
  documents: new Map(documents.map((one) => [toHex(one.doc), one])),
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
  const { safe, papers: wires, expired } = await loadPages(session);
  const all: Paper[] = [];
  for (const wire of wires) all.push(await openPaper(session, safe, wire));
  const documents = all.map(listed);
  if (!sameBytes(documentsHash([...documents, ...expired.map(gone)]), safe.head.docs)) throw damaged();
  session.state = stateOf(safe, documents);
  return {
    papers: all.filter((paper) => paper.binnedAt === null),
    binned: all.filter((paper) => paper.binnedAt !== null),
    safe,
  };
};

/** What was last verified, or a fresh look. */
export const currentState = async (session: Session): Promise<SafeState> => {
  if (!session.state) await listPapers(session);
  return session.state as SafeState;
};
