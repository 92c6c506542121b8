import { KIND_CATEGORIES, type KindCategory } from '../core/kinds.js';
import type { Language } from './describe.js';
import { safeFileName, uniqueNames } from './intake/names.js';
import type { Paper } from './paper.js';

const WORDS = {
  fr: { papers: 'papiers', bin: 'Corbeille', older: 'anciennes versions' },
  en: { papers: 'papers', bin: 'Bin', older: 'older versions' },
} as const;

/** A paper and where it lies in the export. */
export interface Placed {
  readonly paper: Paper;
  readonly path: string;
}

const isKnown = (category: string): category is KindCategory => Object.hasOwn(KIND_CATEGORIES, category);

const labelOf = (category: string, language: Language): string =>
  safeFileName(isKnown(category) ? KIND_CATEGORIES[category][language] : category, '');

const folderOf = (paper: Paper, newest: boolean, language: Language): string => {
  const words = WORDS[language];
  const shelf = paper.binnedAt === null ? labelOf(paper.category, language) : words.bin;
  return [words.papers, shelf, ...(newest ? [] : [words.older])].join('/');
};

const endingOf = (fileName: string): string => /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1] ?? '';

const nameOf = ({ metadata, version }: Paper, newest: boolean): string =>
  safeFileName(
    newest ? metadata.title : `${metadata.title} (version ${version})`,
    endingOf(metadata.fileName),
  );

/** Gives every version a name that no disk takes for another's; `newest` tells which are on the list. */
export const placePapers = (
  papers: readonly { readonly paper: Paper; readonly newest: boolean }[],
  language: Language,
): Placed[] => {
  const folders = new Map<string, { paper: Paper; name: string }[]>();
  for (const { paper, newest } of papers) {
    const folder = folderOf(paper, newest, language);
    const inFolder = folders.get(folder) ?? [];
    inFolder.push({ paper, name: nameOf(paper, newest) });
    folders.set(folder, inFolder);
  }
  return [...folders].flatMap(([folder, files]) => {
    const names = uniqueNames(files.map(({ name }) => name));
    return files.map(({ paper }, i) => ({ paper, path: `${folder}/${names[i] as string}` }));
  });
};
