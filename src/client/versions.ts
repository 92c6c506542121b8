import { sameBytes, toHex } from '../core/bytes.js';
import { listVersions as listVersionsContract } from '../core/api/documents.js';
import { damaged, SafeError } from '../core/errors.js';
import { openPaper, type Paper } from './paper.js';
import { currentState } from './papers.js';
import type { Session } from './session.js';

/** Each version names the one before by its hash, from the first to the one that the head lists. */
const checkChain = (versions: readonly Paper[], newest: Uint8Array): void => {
  let prev: Uint8Array | null = null;
  for (const [i, { version, manifest, hash }] of versions.entries()) {
    const chained = prev === null ? manifest.prev === null : manifest.prev && sameBytes(manifest.prev, prev);
    if (version !== i + 1 || !chained) throw damaged();
    prev = hash;
  }
  if (!prev || !sameBytes(prev, newest)) throw damaged();
};

/** All versions of a paper, oldest first, each verified and chained to the next; `damaged` if one is missing. */
export const listVersions = async (session: Session, doc: string): Promise<Paper[]> => {
  session.state = undefined;
  const { safe, documents } = await currentState(session);
  const listed = documents.get(doc);
  if (!listed) throw new SafeError('not_found');
  const params = { safe: toHex(session.safe), document: doc };
  const { versions: wires } = await session.api.call(listVersionsContract, { params });
  const versions: Paper[] = [];
  for (const wire of wires) versions.push(await openPaper(session, safe, wire));
  checkChain(versions, listed.manifest);
  return versions;
};
