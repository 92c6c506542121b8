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
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly added: number;
  readonly binnedAt: number | null;
}

export interface PaperLists {
  readonly papers: readonly PaperView[];
  readonly binned: readonly PaperView[];
}

export const ofPaper = ({ doc, version, metadata, binnedAt }: Paper): PaperView => {
  const { title, kind, fileName, mediaType, pages, expires, size, since } = metadata;
  const said = { title, kind, fileName, mediaType, pages, expires, size };
  return { id: doc, where: 'safe', version, ...said, added: since, binnedAt };
};

export const ofDraft = (draft: Draft): PaperView => {
  const { id, title, kind, fileName, mediaType, pages, expires, size, added } = draft;
  const said = { title, kind, fileName, mediaType, pages, expires, size };
  return { id, where: 'phone', version: 0, ...said, added, binnedAt: null };
};

/** Newest first. */
export const inOrder = (papers: readonly PaperView[]): PaperView[] =>
  papers.toSorted((a, b) => b.added - a.added || (a.id < b.id ? -1 : 1));
