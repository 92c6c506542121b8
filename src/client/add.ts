import { toHex } from '../core/bytes.js';
import { sendVersion } from '../core/api/documents.js';
import type { ByteSource } from '../core/crypto/container/encrypt.js';
import { random } from '../core/crypto/sodium.js';
import { damaged, isSafeError, SafeError } from '../core/errors.js';
import type { PaperMetadata } from '../core/protocol/metadata.js';
import { categoryFor } from './categories.js';
import { commit, type Staged } from './commit.js';
import { type Draft, makeAttempt } from './draft.js';
import { checkMetadata } from './encrypting.js';
import { currentState } from './papers.js';
import { type Progress, sendParts } from './sending.js';
import type { Session } from './session.js';

/** A paper to be added. */
export interface NewPaper {
  /** With a digest, what is sent must have it; without one it is computed while sending. */
  readonly metadata: Omit<PaperMetadata, 'v' | 'size' | 'added' | 'since' | 'digest'> & {
    readonly digest?: string | undefined;
    /** A new version takes over that of the paper. */
    readonly since?: number | undefined;
  };
  /** Name of its category, such as `identity`; made if it isn't there yet. */
  readonly category: string;
  /** Bytes that `open` yields. */
  readonly length: number;
  /** The bytes from the beginning; called once for each attempt. */
  readonly open: () => ByteSource;
  /** A small picture of at most 32,760 bytes. */
  readonly thumbnail: Uint8Array | null;
  /** Id of the paper of which this is a new version. */
  readonly replaces?: string | undefined;
}

const ATTEMPTS = 3;
const ID_BYTES = 16;

const draftOf = async (session: Session, paper: NewPaper): Promise<Draft> => {
  const added = session.device.clock.now();
  const { since = added } = paper.metadata;
  const metadata = { ...paper.metadata, v: 1, size: paper.length, added, since };
  checkMetadata(metadata);
  if (paper.length === 0) throw new SafeError('empty_file');
  const category = await categoryFor(session, paper.category);
  const { safe, documents } = await currentState(session);
  const { open, thumbnail } = paper;
  const base = { safe, category, metadata, open, thumbnail };
  if (paper.replaces === undefined) return { ...base, doc: random(ID_BYTES), ver: 1, prev: null };
  const last = documents.get(paper.replaces);
  if (!last || last.binned) throw new SafeError('not_found');
  return { ...base, doc: last.doc, ver: last.ver + 1, prev: last.manifest };
};

/**
 * Sends a paper, encrypted while it is read, and does not list it yet: {@link commit} keeps it. An attempt that broke off
 * is made again with another key.
 *
 * @throws SafeError `empty_file`, `file_changed`, `file_too_large` (thumbnail), `quota_exceeded`, `too_large`,
 * `storage_full`, `unavailable`, `not_found` (the paper to replace), `version_exists`, and what `open` throws
 */
const stagePaper = async (session: Session, paper: NewPaper, onProgress?: Progress): Promise<Staged> => {
  const draft = await draftOf(session, paper);
  const params = { safe: toHex(session.safe), document: toHex(draft.doc), version: draft.ver };
  const make = () => makeAttempt(session, draft);
  const { answer, attempt } = await sendParts(session.api, sendVersion, params, make, onProgress);
  const manifest = attempt.manifest();
  if (answer.manifest !== toHex(manifest)) throw damaged();
  const { doc, ver, category, safe } = draft;
  return { doc, ver, manifest, key: attempt.key, category: category.id, epoch: safe.keys.length };
};

/**
 * Adds a paper, or a new version of one: sent, then listed by a signed head. Done means that bytes and list are on the
 * server's disk. Errors are those of {@link stagePaper} and {@link commit}; after any of them the list is as before,
 * but for `unavailable` at the very end, where the answer may have been lost.
 */
export const addPaper = async (
  session: Session,
  paper: NewPaper,
  onProgress?: Progress,
): Promise<{ doc: string; version: number }> => {
  for (let attempt = 1; ; attempt++) {
    try {
      const staged = await stagePaper(session, paper, onProgress);
      await commit(session, { keep: [staged] });
      return { doc: toHex(staged.doc), version: staged.ver };
    } catch (error) {
      const overtaken = paper.replaces !== undefined && isSafeError(error, 'version_exists');
      if (attempt === ATTEMPTS || !overtaken) throw error;
      session.state = undefined;
    }
  }
};

/** Adds several papers, at most 500, with one head: all of them are kept, or none. */
export const addPapers = async (
  session: Session,
  papers: readonly NewPaper[],
  onProgress: (index: number, sent: number, total: number) => void = () => {},
): Promise<{ doc: string; version: number }[]> => {
  const staged: Staged[] = [];
  for (const [i, paper] of papers.entries()) {
    staged.push(await stagePaper(session, paper, (sent, total) => onProgress(i, sent, total)));
  }
  await commit(session, { keep: staged });
  return staged.map(({ doc, ver }) => ({ doc: toHex(doc), version: ver }));
};
