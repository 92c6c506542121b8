import { concat } from '../../core/bytes.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { broken } from '../intake/bytes.js';
import { sniff } from '../intake/sniff.js';
import { type Effort, spend } from './effort.js';
import { pagesOf } from './pages.js';
import { pdfPieces } from './pictures.js';
import { openPdf, type PdfFile } from './read-file.js';
import {
  isDictionary,
  isList,
  isRef,
  isStream,
  nameOf,
  NOTHING,
  type PdfDictionary,
  type PdfValue,
  writtenObject,
} from './values.js';
import { type PdfObject, writePdf } from './write.js';

const MOST_OBJECTS = 500_000;
/** Of all that is no stream: what each of many pages inherits is written with each. */
const MOST_TEXT = 16 * 1024 * 1024;
const PARTS_OF_A_TREE = new Set(['Page', 'Pages', 'Catalog']);

/** Of a picture or a drawing: what programs noted, what is attached, what lies elsewhere, and where something stood in a tree that stays behind. */
const LEFT_BEHIND = new Set([
  'Metadata',
  'PieceInfo',
  'LastModified',
  'AF',
  'OPI',
  'Ref',
  'StructParent',
  'StructParents',
]);

/** The catalog and the list of pages. */
const FIRST = 3;

const isOfTree = (value: PdfValue): boolean =>
  isDictionary(value) && PARTS_OF_A_TREE.has(nameOf(value.get('Type')) ?? '');

/** The objects of the new file, and a way to take over what a page of another one needs. */
const collection = () => {
  const objects: (PdfObject | undefined)[] = [];
  const effort: Effort = { left: MOST_TEXT };
  const reserve = (): number => {
    if (objects.length >= MOST_OBJECTS) throw broken();
    objects.push(undefined);
    return objects.length - 1 + FIRST;
  };
  const put = (number: number, value: PdfValue): void => {
    const pieces = writtenObject(value);
    spend(effort, pieces[0]?.length ?? 0);
    objects[number - FIRST] = pieces;
  };
  return { objects, reserve, put };
};

type Collection = ReturnType<typeof collection>;

/** Takes pages over from one file; what several of them share is taken once. */
const takeOver = (file: PdfFile, { reserve, put }: Collection) => {
  const numbers = new Map<number, number>();
  const waiting: number[] = [];
  const numberFor = (ref: number): number => {
    const known = numbers.get(ref);
    if (known !== undefined) return known;
    const number = reserve();
    numbers.set(ref, number);
    waiting.push(ref);
    return number;
  };
  const dictionary = (from: PdfDictionary): PdfDictionary =>
    new Map([...from].map(([key, value]) => [key, moved(value)]));
  const moved = (value: PdfValue): PdfValue => {
    if (isRef(value)) return { ref: numberFor(value.ref) };
    if (isList(value)) return value.map(moved);
    return isDictionary(value) ? dictionary(value) : value;
  };
  const object = (value: PdfValue): PdfValue => {
    // what leads back to the other file's pages would bring all of them along
    if (isOfTree(value)) return NOTHING;
    if (!isStream(value)) return moved(value);
    // its bytes would lie in another file
    if (value.dictionary.has('F')) throw broken();
    const seen = [...value.dictionary].filter(([key]) => !LEFT_BEHIND.has(key));
    return { dictionary: dictionary(new Map(seen)), bytes: value.bytes };
  };
  return (page: PdfDictionary): number => {
    const own = reserve();
    put(own, new Map([...dictionary(page), ['Parent', { ref: 2 }]]));
    for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
      put(numberFor(ref), object(file.resolve({ ref })));
    }
    return own;
  };
};

const asPdf = (bytes: Uint8Array): Uint8Array =>
  sniff(bytes) === 'application/pdf' ? bytes : concat(...pdfPieces([[bytes]]));

/**
 * One PDF of the pages of several papers, each a PDF or a JPEG, in their order, piece by piece. What is seen of a page comes along
 * as it is, forms as they were filled in; scripts, links, attachments and what programs noted stay behind.
 *
 * @throws SafeError `broken_file` for a paper that is locked or can't be read
 */
export const joinPapers = (papers: readonly Uint8Array[]): Uint8Array[] => {
  const all = collection();
  const kids: number[] = [];
  try {
    for (const bytes of papers) {
      const file = openPdf(asPdf(bytes));
      const take = takeOver(file, all);
      for (const page of pagesOf(file)) kids.push(take(page));
    }
  } catch (error) {
    // whatever a crooked file led to
    throw isSafeError(error) ? error : new SafeError('broken_file', { cause: error });
  }
  const catalog = new Map<string, PdfValue>([
    ['Type', { raw: '/Catalog' }],
    ['Pages', { ref: 2 }],
  ]);
  const tree = new Map<string, PdfValue>([
    ['Type', { raw: '/Pages' }],
    ['Kids', kids.map((ref) => ({ ref }))],
    ['Count', { raw: String(kids.length) }],
  ]);
  const rest = all.objects.map((object) => object ?? writtenObject(NOTHING));
  return writePdf('1.7', [writtenObject(catalog), writtenObject(tree), ...rest]);
};
