import type { Paper } from '../../../client/paper.js';
import type { Draft } from '../store/drafts.js';

/** A paper as the screens show it. */
export interface PaperView {
  readonly id: string;
  /** On this phone alone, or in the safe. */
  readonly where: 'phone' | 'safe';
  readonly version: number;
  readonly title: string;
  readonly kind: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly pages: number | null;
  /** YYYY-MM-DD, null where it is not known. */
  readonly expires: string | null;
  /** A few words of the person's own. */
  readonly note: string | null;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly added: number;
  readonly binnedAt: number | null;
  /** The person said which paper it is, or that its change is done. */
  readonly named: boolean;
  /** On this phone it lies page by page, and can take further ones. */
  readonly grows: boolean;
  /** The paper of the safe of which this is a new version that waits here. */
  readonly replaces: string | null;
}

export interface PaperLists {
  readonly papers: readonly PaperView[];
  readonly binned: readonly PaperView[];
}

export const ofPaper = ({ doc, version, metadata, binnedAt }: Paper): PaperView => {
  const { title, kind, fileName, mediaType, pages, expires, note, size, since } = metadata;
  const said = { title, kind, fileName, mediaType, pages, expires, note, size };
  const state = { binnedAt, named: true, grows: false, replaces: null };
  return { id: doc, where: 'safe', version, ...said, added: since, ...state };
};

export const ofDraft = (draft: Draft): PaperView => {
  const { id, title, kind, fileName, mediaType, pages, expires, note = null, size, added, named } = draft;
  const said = { title, kind, fileName, mediaType, pages, expires, note, size };
  const state = { binnedAt: null, named, grows: draft.shots !== undefined };
  return { id, where: 'phone', version: 0, ...said, added, ...state, replaces: draft.replaces?.doc ?? null };
};

/** Newest first. */
export const inOrder = (papers: readonly PaperView[]): PaperView[] =>
  papers.toSorted((a, b) => b.added - a.added || (a.id < b.id ? -1 : 1));

/**
 * What is in the safe with what waits on this phone: a new version that is done stands where the paper stood, one that is
 * not stands beside.
 */
export const withWaiting = (
  { papers, binned }: PaperLists,
  waiting: readonly PaperView[],
): PaperLists & { readonly unfinished: readonly PaperView[] } => {
  const isDone = ({ replaces, named }: PaperView): boolean => replaces === null || named;
  const done = waiting.filter(isDone);
  const replaced = new Set(done.map(({ replaces }) => replaces));
  return {
    papers: inOrder([...done, ...papers.filter(({ id }) => !replaced.has(id))]),
    binned,
    unfinished: waiting.filter((one) => !isDone(one)),
  };
};
