import { findLast, latin1, truncated } from './bytes.js';
import { type Note, byName } from './notes.js';
import { readPdfFacts } from './pdf-objects.js';
import { pdfHeaderAt } from './sniff.js';

/** What one reads of a large PDF instead of all of it: this much from its start, that much from its end. */
export const PDF_HEAD_BYTES = 64 * 1024;
export const PDF_TAIL_BYTES = 1024 * 1024;

export type Pdf = { readonly pages?: number; readonly notes: Note[] };

type Ends = { readonly head: Uint8Array; readonly tail: Uint8Array; readonly size: number };

const TABLE_BYTES = 65_536;

/** The text at an offset of the file, if it lies in one of the two ends. */
const textAt = ({ head, tail, size }: Ends, offset: number): string | undefined => {
  const tailStart = size - tail.length;
  if (offset >= tailStart) return latin1(tail, offset - tailStart, offset - tailStart + TABLE_BYTES);
  return offset + 64 <= head.length ? latin1(head, offset, offset + TABLE_BYTES) : undefined;
};

/** A file saved in several steps has an end mark after each: objects behind the last one mean that a step is cut. */
const endMark = (tail: Uint8Array): number => {
  const at = findLast(tail, '%%EOF');
  if (at < 0 || /\d\s+obj\b/.test(latin1(tail, at, tail.length))) throw truncated();
  return at;
};

/** A file made for the web (ISO 32000-1, annex F) says at its start how long it must be. */
const checkLinearized = ({ head, size }: Ends, headerAt: number): void => {
  const start = latin1(head, headerAt, headerAt + 1024);
  const length = /\/Linearized\b/.test(start) ? /\/L\s+(\d+)/.exec(start)?.[1] : undefined;
  if (length !== undefined && Number(length) > size) throw truncated();
};

const XREF = /^\s*(xref|\d+\s+\d+\s+obj)\b/;

/** `damaged` when the table of contents is not where the end says; viewers then search for it, mostly with success. */
const checkTable = (ends: Ends, end: number, headerAt: number): { damaged: boolean; table: string } => {
  const before = latin1(ends.tail, Math.max(0, end - 1024), end);
  const offset = /startxref\s+(\d{1,15})\s*$/.exec(before)?.[1];
  if (offset === undefined) return { damaged: true, table: '' };
  if (Number(offset) >= ends.size) throw truncated();
  const tables = [Number(offset), Number(offset) + headerAt].map((at) => textAt(ends, at));
  const table = tables.find((text) => text !== undefined && XREF.test(text));
  return {
    damaged: table === undefined && tables.every((text) => text !== undefined),
    table: table?.split('stream', 1)[0] ?? '',
  };
};

const isLocked = (tail: Uint8Array, end: number, table: string): boolean => {
  const trailerAt = findLast(tail, 'trailer', end);
  const trailer = trailerAt < 0 ? '' : latin1(tail, trailerAt, Math.min(end, trailerAt + TABLE_BYTES));
  return /\/Encrypt[\s<]/.test(`${trailer}\n${table}`);
};

/**
 * Judges a PDF (ISO 32000) by its two ends; it is never altered. Throws `truncated_file` when its end is missing. Pages and
 * scripts are only looked for where the bytes were given.
 *
 * @param head the first `PDF_HEAD_BYTES` of the file, or all of it
 * @param tail the last `PDF_TAIL_BYTES` of the file, or all of it
 * @param size of the whole file, in bytes
 */
export const inspectPdfEnds = (head: Uint8Array, tail: Uint8Array, size: number): Pdf => {
  const ends = { head, tail, size };
  const headerAt = Math.max(0, pdfHeaderAt(head));
  const end = endMark(tail);
  checkLinearized(ends, headerAt);
  const { damaged, table } = checkTable(ends, end, headerAt);
  const locked = isLocked(tail, end, table);
  const facts = (head.length === size ? [head] : [head, tail]).map(readPdfFacts);
  const pages = facts.findLast((each) => each.pages !== undefined)?.pages;
  const notes = byName({
    locked_pdf: locked,
    pdf_script: facts.some(({ script }) => script),
    may_be_damaged: damaged,
  });
  return pages === undefined ? { notes } : { pages, notes };
};

export const inspectPdf = (bytes: Uint8Array): Pdf => {
  const tail = bytes.subarray(Math.max(0, bytes.length - PDF_TAIL_BYTES));
  return inspectPdfEnds(bytes, tail, bytes.length);
};
