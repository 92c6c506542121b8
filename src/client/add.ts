import { toHex } from '../core/bytes.js';
import { sendVersion } from '../core/api/documents.js';
import type { ByteSource } from '../core/crypto/container/encrypt.js';
import { random } from '../core/crypto/sodium.js';
import { damaged, isSafeError, SafeError } from '../core/errors.js';
import type { PaperMetadata } from '../core/protocol/metadata.js';
import { categoryFor } from './categories.js';
import { isKept } from './changes.js';
import { commit, type Staged } from './commit.js';
import { type Attempt, type Draft, makeAttempt } from './draft.js';
import { checkMetadata } from './encrypting.js';
import { type HeadAlong, headAlong } from './head-along.js';
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

/** Sends one draft, and remembers under which manifests a head may have kept it. */
const sending = (session: Session, draft: Draft, along: HeadAlong | null, onProgress?: Progress) => {
  const { doc, ver, category, safe } = draft;
  const signed: Uint8Array[] = [];
  let attempt: Attempt | undefined;
  let head = along;

  // After a head was signed and nobody heard of it, the next attempt brings none: what became of it is looked at first.
  const end = (): void => {
    head?.release();
    if (!head?.wasSigned() || !attempt) return;
    signed.push(attempt.manifest());
    head = null;
  };
  const make = (): Attempt => {
    end();
    attempt = makeAttempt(session, draft, head);
    return attempt;
  };

  const send = async (): Promise<{ staged: Staged; kept: boolean }> => {
    const params = { safe: toHex(session.safe), document: toHex(doc), version: ver };
    try {
      const { answer, attempt: last } = await sendParts(session.api, sendVersion, params, make, onProgress);
      const manifest = last.manifest();
      if (answer.manifest !== toHex(manifest)) throw damaged();
      const kept = (await head?.accept(answer.head)) ?? false;
      const epoch = safe.keys.length;
      return { staged: { doc, ver, manifest, key: last.key, category: category.id, epoch }, kept };
    } finally {
      end();
    }
  };

  return {
    send,
    /** Whether one of the attempts was kept although its answer got lost. */
    wasKept: async (): Promise<boolean> => {
      if (signed.length === 0) return false;
      session.state = undefined;
      const { documents } = await currentState(session);
      return signed.some((manifest) => isKept(documents, { doc, ver, manifest }));
    },
  };
};

/** A head that goes along holds the turn from its making: where that is before the first byte leaves, small papers alone may. */
const SOON_SENT = 500_000;
const mayHoldTurn = ({ device }: Session, { metadata }: Draft): boolean =>
  device.transport.gathers !== true || metadata.size <= SOON_SENT;

/** Sends a paper, encrypted while it is read, and has it kept, by a head that goes along if it can. */
const sendAndKeep = async (session: Session, draft: Draft, onProgress?: Progress): Promise<void> => {
  const along = mayHoldTurn(session, draft) ? await headAlong(session, draft) : null;
  const { send, wasKept } = sending(session, draft, along, onProgress);
  try {
    const { staged, kept } = await send();
    if (!kept) await commit(session, { keep: [staged] });
  } catch (error) {
    if (isSafeError(error, 'damaged')) throw error;
    const kept = await wasKept().catch((cause: unknown) => {
      // It may be there: whoever took what was heard first for an answer would send it twice.
      throw new SafeError('unavailable', { cause });
    });
    if (!kept) throw error;
  }
};

/**
 * Adds a paper, or a new version of one: sent with the signed head that lists it, or listed by one afterwards. An attempt
 * that broke off is made again with another key. Done means that bytes and list are on the server's disk. After any error the
 * list is as before, but for `unavailable`, where the answer may have been lost and nobody could look, and `damaged`, where
 * the server lied.
 *
 * @throws SafeError `empty_file`, `file_changed`, `file_too_large` (thumbnail), `quota_exceeded`, `too_large`,
 * `storage_full`, `unavailable`, `not_found` (the paper to replace), `version_exists`, those of {@link commit}, and what
 * `open` throws
 */
export const addPaper = async (
  session: Session,
  paper: NewPaper,
  onProgress?: Progress,
): Promise<{ doc: string; version: number }> => {
  for (let attempt = 1; ; attempt++) {
    try {
      const draft = await draftOf(session, paper);
      await sendAndKeep(session, draft, onProgress);
      return { doc: toHex(draft.doc), version: draft.ver };
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
    const draft = await draftOf(session, paper);
    const { send } = sending(session, draft, null, (sent, total) => onProgress(i, sent, total));
    staged.push((await send()).staged);
  }
  await commit(session, { keep: staged });
  return staged.map(({ doc, ver }) => ({ doc: toHex(doc), version: ver }));
};
