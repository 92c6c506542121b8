import { broken } from '../intake/bytes.js';
import type { PdfFile } from './read-file.js';
import {
  isAtom,
  isDictionary,
  isList,
  isStream,
  nameOf,
  numberOf,
  type PdfDictionary,
  type PdfValue,
} from './values.js';

const MOST_PAGES = 2000;
const MOST_DEEP = 50;

/** What a page takes from those above it, where it does not say it itself (ISO 32000-1, 7.7.3.4). */
const INHERITED = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];
/** What is seen of a page. Everything else (links, scripts, structure, dates, data of programs) stays behind. */
const SEEN = [...INHERITED, 'Contents', 'Group', 'UserUnit'];

/** Flags of an annotation: hidden, not to be viewed. */
const UNSEEN = 0b100010;

const hasText = (value: PdfValue | undefined): boolean =>
  value !== undefined && isAtom(value) && !['null', '()', '<>', '/Off'].includes(value.raw);

/** What was typed into the field that an annotation is a part of. */
const typedIn = ({ resolve }: PdfFile, field: PdfDictionary): boolean => {
  let at: PdfValue = field;
  for (let deep = 0; isDictionary(at) && deep < MOST_DEEP; deep++) {
    if (hasText(resolve(at.get('V')))) return true;
    at = resolve(at.get('Parent'));
  }
  return false;
};

/** The drawing of an annotation: by its state where it has several. */
const drawingOf = ({ resolve }: PdfFile, annotation: PdfDictionary): PdfValue | null => {
  const all = resolve(annotation.get('AP'));
  const normal = isDictionary(all) ? all.get('N') : undefined;
  if (normal === undefined) return null;
  const drawn = resolve(normal);
  if (isStream(drawn)) return normal;
  const state = nameOf(resolve(annotation.get('AS')));
  const chosen = isDictionary(drawn) && state !== undefined ? drawn.get(state) : undefined;
  return chosen && isStream(resolve(chosen)) ? chosen : null;
};

/**
 * What was written on a page or into a form, as a stamp that looks the same and does nothing. Throws `broken_file` where something
 * was typed and the file holds no drawing of it: it would be lost.
 */
const stampOf = (file: PdfFile, value: PdfValue): PdfDictionary | null => {
  const annotation = file.resolve(value);
  if (!isDictionary(annotation)) return null;
  const flags = numberOf(file.resolve(annotation.get('F'))) || 0;
  if (flags & UNSEEN) return null;
  const drawing = drawingOf(file, annotation);
  if (!drawing) {
    const isForm = nameOf(file.resolve(annotation.get('Subtype'))) === 'Widget';
    if (isForm && typedIn(file, annotation) && !annotation.has('AP')) throw broken();
    return null;
  }
  const rect = file.resolve(annotation.get('Rect'));
  return new Map<string, PdfValue>([
    ['Type', { raw: '/Annot' }],
    ['Subtype', { raw: '/Stamp' }],
    ['Rect', rect],
    ['F', { raw: String(flags) }],
    ['AP', new Map([['N', drawing]])],
  ]);
};

const stampsOf = (file: PdfFile, page: PdfDictionary): PdfDictionary[] => {
  const all = file.resolve(page.get('Annots'));
  return isList(all) ? all.map((one) => stampOf(file, one)).filter((one) => one !== null) : [];
};

const seenOf = (file: PdfFile, page: PdfDictionary): PdfDictionary => {
  const seen = new Map<string, PdfValue>([['Type', { raw: '/Page' }]]);
  for (const key of SEEN) {
    const value = page.get(key);
    if (value !== undefined) seen.set(key, value);
  }
  if (!isList(file.resolve(seen.get('MediaBox')))) throw broken();
  const stamps = stampsOf(file, page);
  if (stamps.length > 0) seen.set('Annots', stamps);
  return seen;
};

/** The pages of a file in their order, each with all that is seen of it. Throws `broken_file` where the tree of pages makes no sense. */
export const pagesOf = (file: PdfFile): PdfDictionary[] => {
  const pages: PdfDictionary[] = [];
  const above = new Set<PdfValue>();
  const walk = (value: PdfValue | undefined, given: PdfDictionary, deep: number): void => {
    const node = file.resolve(value);
    if (!isDictionary(node) || above.has(node) || deep > MOST_DEEP) throw broken();
    const own = INHERITED.filter((key) => node.has(key)).map((key) => [key, node.get(key)] as const);
    const passed = new Map([...given, ...(own as [string, PdfValue][])]);
    const kids = file.resolve(node.get('Kids'));
    if (!isList(kids)) {
      pages.push(seenOf(file, new Map([...passed, ...node])));
      if (pages.length > MOST_PAGES) throw broken();
      return;
    }
    above.add(node);
    for (const kid of kids) walk(kid, passed, deep + 1);
    above.delete(node);
  };
  walk(file.root.get('Pages'), new Map(), 0);
  if (pages.length === 0) throw broken();
  return pages;
};
