import { addPaper } from '../../../client/add.js';
import { listPapers } from '../../../client/papers.js';
import { toHex } from '../../../core/bytes.js';
import { blake2b } from '../../../core/crypto/sodium.js';
import { type ErrorCode, isSafeError } from '../../../core/errors.js';
import { kindOf } from '../../../core/kinds.js';
import { tell } from '../../workers/calls.js';
import {
  type Draft,
  draftContent,
  draftThumbnail,
  dropDraft,
  listDrafts,
  readDraft,
} from '../store/drafts.js';
import { isOpen, opened } from './opened.js';
import { alone, noteSent } from './sent.js';

/** What the page hears of the sending. `stopped`: why it does not go on by itself. */
export type News =
  | { readonly kind: 'sent'; readonly left: number }
  | { readonly kind: 'stopped'; readonly code: ErrorCode };

const WAITS = [2_000, 5_000, 15_000, 60_000];
const LOCK = 'pochette-sending';
const CHOOSING_MS = 120_000;

let running = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** A paper of this phone and of this moment: two photos may be alike, and one is never sent twice. */
const markOf = (digest: string, since: number): string => `${digest} ${since}`;

/** Papers of the safe by their marks: an answer may have been lost, or the tab killed, after one was kept. */
const keptMarks = async (): Promise<Map<string, string>> => {
  const session = opened();
  session.state = undefined;
  const { papers, binned } = await listPapers(session);
  return new Map(
    [...papers, ...binned].map(({ doc, metadata }) => [markOf(metadata.digest, metadata.since), doc]),
  );
};

const add = async (draft: Draft, bytes: Uint8Array, digest: string): Promise<string> => {
  const { title, kind, fileName, mediaType, pages, expires, notices, added } = draft;
  const said = {
    title,
    kind,
    fileName,
    mediaType,
    pages,
    expires,
    note: null,
    notices,
    digest,
    since: added,
  };
  const { doc } = await addPaper(opened(), {
    metadata: said,
    category: kindOf(kind)?.category ?? 'personal',
    length: bytes.length,
    open: () => [bytes],
    thumbnail: await draftThumbnail(draft.id),
  });
  return doc;
};

const send = async (id: string, kept: Map<string, string>): Promise<void> => {
  // looked at again: it may have been renamed or thrown away while others were sent
  const [draft, bytes] = [await readDraft(id), await draftContent(id)];
  if (!draft || !bytes) return;
  const digest = toHex(blake2b(bytes));
  const mark = markOf(digest, draft.added);
  const doc = kept.get(mark) ?? (await add(draft, bytes, digest));
  kept.set(mark, doc);
  noteSent(id, doc);
  // only what the safe's disk has is taken off this phone
  await dropDraft(id);
};

/** A paper whose kind is just being chosen is waited for; one that was left so goes as it is, unless it came from elsewhere. */
const isReady = ({ named, shared = false, added }: Draft): boolean =>
  named || (!shared && added < Date.now() - CHOOSING_MS);

const sendAll = async (): Promise<void> => {
  const drafts = (await listDrafts()).filter(isReady);
  if (drafts.length === 0) return;
  const kept = await keptMarks();
  for (const [i, { id }] of drafts.entries()) {
    await alone(id, () => send(id, kept));
    tell({ kind: 'sent', left: drafts.length - i - 1 } satisfies News);
  }
};

const later = (): void => {
  clearTimeout(timer);
  timer = setTimeout(() => void pump(), WAITS[Math.min(failures, WAITS.length) - 1] ?? 0);
};

/** What passes by itself: the line, a crowd, another device at the same moment. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'unavailable',
  'rate_limited',
  'head_conflict',
  'conflict',
  'storage_full',
]);

const failed = (error: unknown): void => {
  failures += 1;
  const code = isSafeError(error) ? error.code : 'internal';
  if (PASSING.has(code)) later();
  else tell({ kind: 'stopped', code } satisfies News);
};

/**
 * Sends what waits on this phone, one paper after the other and in one tab at a time, and tries again for ever while the
 * line is bad. Nothing is said of a bad line: the papers show one check until they have two.
 */
export const pump = async (): Promise<void> => {
  if (running || !isOpen()) return;
  running = true;
  try {
    await navigator.locks.request(LOCK, sendAll);
    failures = 0;
  } catch (error) {
    failed(error);
  } finally {
    running = false;
  }
};
