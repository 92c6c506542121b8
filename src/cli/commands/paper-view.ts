import type { Paper } from '../../client/paper.js';
import { safeFileName } from '../../client/intake/names.js';
import { kindOf, warnFrom } from '../../core/kinds.js';
import { daysLeft, type Format } from '../format.js';
import { shown } from '../screen.js';
import type { Cell } from '../table.js';
import type { Words } from '../words/words.js';

/** A paper in the documents of `--json`: what its holder may see, no key. */
export const paperJson = (paper: Paper, number?: number) => {
  const { metadata } = paper;
  return {
    ...(number === undefined ? {} : { number }),
    id: paper.doc,
    version: paper.version,
    title: metadata.title,
    kind: metadata.kind,
    category: paper.category,
    fileName: metadata.fileName,
    mediaType: metadata.mediaType,
    size: metadata.size,
    pages: metadata.pages,
    expires: metadata.expires,
    note: metadata.note,
    notices: metadata.notices,
    digest: metadata.digest,
    addedAt: new Date(metadata.added).toISOString(),
    binnedAt: paper.binnedAt === null ? null : new Date(paper.binnedAt).toISOString(),
  };
};

export const kindName = (id: string, { language }: Words): string => {
  const kind = kindOf(id);
  return kind ? kind[language] : shown(id);
};

/** The last day of validity, set off when it is near or over. */
export const expiryCell = (paper: Paper, words: Words, format: Format, now: number): Cell => {
  const { expires, kind } = paper.metadata;
  if (expires === null) return { text: '' };
  const day = shown(format.plainDay(expires));
  const left = daysLeft(expires, now);
  if (left < 0) return { text: `${day} ${words.said.over}`, tone: 'bad' };
  if (left <= warnFrom(kind)) return { text: `${day} ${words.said.soon}`, tone: 'warn' };
  return { text: day };
};

export const quoted = (paper: Paper, words: Words): string => words.quote(shown(paper.metadata.title));

/** Its own name, made harmless again: whoever wrote the metadata may have meant harm. */
export const paperFileName = ({ metadata }: Pick<Paper, 'metadata'>): string => {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(metadata.fileName)?.[1] ?? 'bin';
  return safeFileName(metadata.fileName, extension);
};
