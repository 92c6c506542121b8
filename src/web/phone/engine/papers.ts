import { addPaper } from '../../../client/add.js';
import { binPaper, restorePaper } from '../../../client/bin.js';
import type { Paper } from '../../../client/paper.js';
import { currentState, listPapers } from '../../../client/papers.js';
import { readPaper, readThumbnail } from '../../../client/read.js';
import { concat } from '../../../core/bytes.js';
import { isSafeError, SafeError } from '../../../core/errors.js';
import { kindOf } from '../../../core/kinds.js';
import { alone } from '../store/alone.js';
import { changeDraft, dropDraft, listDrafts, readDraft } from '../store/drafts.js';
import { cachedLists, cacheLists, isOffline, setOffline, throughCache } from './cache.js';
import { device } from './device.js';
import { draftContent, draftThumbnail } from './draft-content.js';
import { isOpen, opened } from './opened.js';
import { sentAs } from './sent.js';
import { settle } from './settling.js';
import { ofDraft, ofPaper, type PaperLists, type PaperView, withWaiting } from './views.js';

/** While a safe is on this phone and not open, nothing is told or changed, unless the person wants to see papers without it. */
const checkMayLook = async (): Promise<void> => {
  if (isOpen() || (await isOffline()) || (await device.memory.read()) === null) return;
  throw new SafeError('not_logged_in');
};

/** All papers, and changes of papers that were begun and left. */
export type Listed = Awaited<ReturnType<typeof withDrafts>> & { readonly fresh: boolean };

/** Everything: what is in the safe, and what is on this phone and not there yet. */
const withDrafts = async (lists: PaperLists) => withWaiting(lists, (await listDrafts()).map(ofDraft));

const fromSafe = async (): Promise<PaperLists> => {
  const session = opened();
  session.state = undefined;
  const { papers, binned } = await listPapers(session);
  // not beside other looks: one that began before it would find an older state than this phone knows
  await settle(session);
  const lists = { papers: papers.map(ofPaper), binned: binned.map(ofPaper) };
  // nobody waits for the phone's disk; a full one keeps what it had
  cacheLists(lists).catch(() => undefined);
  return lists;
};

/** What this phone saw last. */
const known = async (): Promise<Listed> => {
  const lists = (await cachedLists()) ?? { papers: [], binned: [] };
  return { ...(await withDrafts(lists)), fresh: false };
};

const look = async (): Promise<Listed> => {
  await checkMayLook();
  if (!isOpen()) return known();
  try {
    return { ...(await withDrafts(await fromSafe())), fresh: true };
  } catch (error) {
    if (!isSafeError(error, 'unavailable')) throw error;
    return known();
  }
};

let ahead: Promise<Listed> | undefined;

/** Begins the look that will be asked for next. */
export const lookAhead = async (): Promise<void> => {
  ahead = look();
  await ahead.catch(() => undefined);
};

/** The papers as they are now; `fresh` false where the service can't be reached and this phone tells what it saw last. */
export const list = (): Promise<Listed> => {
  const begun = ahead ?? look();
  ahead = undefined;
  return begun;
};

/** From now on papers are seen without the internet, those of the list from this moment on; or no longer. */
export const seeOffline = async (wanted: boolean): Promise<void> => {
  await setOffline(wanted);
  if (!wanted) return;
  await look();
  await cachedLists();
};

type At = Pick<PaperView, 'id' | 'where' | 'version'>;

/** Where a paper is now: it may have gone into the safe since it was shown. */
const now = (at: At): At => {
  const place = at.where === 'phone' ? sentAs(at.id) : undefined;
  return place ? { id: place.doc, where: 'safe', version: place.version } : at;
};

/** As it was last seen, unless a later version is known to be there: what this phone just sent is not in what it saw before. */
const paperOf = async (id: string, version = 0): Promise<Paper> => {
  const session = opened();
  const found = (await currentState(session)).papers.get(id);
  if (found && found.version >= version) return found;
  session.state = undefined;
  const again = (await currentState(session)).papers.get(id);
  if (!again) throw new SafeError('not_found');
  return again;
};

/** A new version of a paper that waits on this phone. */
const waitingFor = async (doc: string) =>
  (await listDrafts()).find(({ replaces, named }) => replaces?.doc === doc && named) ?? null;

/** A paper as it is now; null if it is gone. */
export const find = async (at: At): Promise<PaperView | null> => {
  await checkMayLook();
  const { id, where, version } = now(at);
  const draft = where === 'phone' ? await readDraft(id) : await waitingFor(id);
  if (draft) return ofDraft(draft);
  if (!isOpen()) return (await cachedLists())?.papers.find((one) => one.id === id) ?? null;
  return ofPaper(await paperOf(id, version));
};

const whole = async (id: string, version: number): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  // copied: the reader uses its buffer again
  for await (const piece of readPaper(opened(), await paperOf(id, version))) pieces.push(piece.slice());
  return concat(...pieces);
};

/** A paper's bytes, verified whole. */
export const content = async (at: At): Promise<Uint8Array> => {
  await checkMayLook();
  const { id, where, version } = now(at);
  const bytes =
    where === 'phone'
      ? await draftContent(id)
      : await throughCache({ id, version, part: 'content' }, () => whole(id, version));
  if (!bytes) throw new SafeError('not_found');
  return bytes;
};

export const thumbnail = async (at: At): Promise<Uint8Array | null> => {
  await checkMayLook();
  const { id, where, version } = now(at);
  if (where === 'phone') return draftThumbnail(id);
  return throughCache({ id, version, part: 'small' }, async () =>
    readThumbnail(opened(), await paperOf(id, version)),
  );
};

export interface Edit {
  readonly title?: string;
  readonly kind?: string;
  readonly expires?: string | null;
  readonly note?: string | null;
}

/** In the safe a change is a new version with the same bytes: nothing that was signed is ever rewritten. */
const editKept = async (at: At, to: Edit): Promise<void> => {
  const session = opened();
  const paper = await paperOf(at.id, at.version);
  const bytes = await content({ ...at, version: paper.version });
  const { title, kind, expires, fileName, mediaType, pages, note, notices, since } = {
    ...paper.metadata,
    ...to,
  };
  await addPaper(session, {
    metadata: { title, kind, expires, fileName, mediaType, pages, note, notices, since },
    category: kindOf(kind)?.category ?? 'personal',
    length: bytes.length,
    open: () => [bytes],
    thumbnail: await readThumbnail(session, paper),
    replaces: paper.doc,
  });
  session.state = undefined;
};

export const edit = async (at: At, to: Edit): Promise<void> => {
  await checkMayLook();
  const changed =
    at.where === 'phone' && (await alone(at.id, () => changeDraft(at.id, { ...to, named: true })));
  if (!changed) await editKept(now(at), to);
};

/**
 * Into the bin for 30 days. What is on this phone alone has no bin: it goes at once. With a change that waits here goes the
 * paper itself.
 */
export const bin = async (at: At): Promise<void> => {
  await checkMayLook();
  const throwAway = async (): Promise<boolean> => {
    const draft = await readDraft(at.id);
    if (!draft) return false;
    if (draft.replaces) await binPaper(opened(), [draft.replaces.doc]);
    await dropDraft(at.id);
    return true;
  };
  if (at.where === 'phone' && (await alone(at.id, throwAway))) return;
  await binPaper(opened(), [now(at).id]);
};

export const restore = (id: string): Promise<void> => restorePaper(opened(), [id]);
