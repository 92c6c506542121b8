import { sameBytes, toHex } from '../core/bytes.js';
import { listVersions as listVersionsContract } from '../core/api/documents.js';
import { damaged, SafeError } from '../core/errors.js';
import { openPaper, type Paper } from './paper.js';
import { currentState } from './papers.js';
import type { Session } from './session.js';
import type { Safe } from './state.js';

const ATTEMPTS = 3;

/** Each version names the one before by its hash, from the first on; `damaged` at a gap. Gives the newest one's hash. */
const chainEnd = (versions: readonly Paper[]): Uint8Array => {
  let prev: Uint8Array | null = null;
  for (const [i, { version, manifest, hash }] of versions.entries()) {
    const chained = prev === null ? manifest.prev === null : manifest.prev && sameBytes(manifest.prev, prev);
    if (version !== i + 1 || !chained) throw damaged();
    prev = hash;
  }
  if (!prev) throw damaged();
  return prev;
};

const readVersions = async (session: Session, safe: Safe, doc: string): Promise<Paper[]> => {
  const params = { safe: toHex(session.safe), document: doc };
  const { versions } = await session.api.call(listVersionsContract, { params });
  const papers: Paper[] = [];
  for (const wire of versions) papers.push(await openPaper(session, safe, wire));
  return papers;
};

/**
 * All versions of a paper, oldest first, each verified and chained to the next, up to the one that the head lists.
 *
 * @throws SafeError `not_found`, `damaged` if one is missing or another one than the head lists is the newest
 */
export const listVersions = async (session: Session, doc: string): Promise<Paper[]> => {
  for (let attempt = 1; ; attempt++) {
    const { safe, documents } = await currentState(session);
    const listed = documents.get(doc);
    if (!listed) throw new SafeError('not_found');
    const papers = await readVersions(session, safe, doc);
    if (sameBytes(chainEnd(papers), listed.manifest)) return papers;
    // Another device may have added one since the list was read.
    if (attempt === ATTEMPTS) throw damaged();
    session.state = undefined;
  }
};
