import { concat, utf8 } from '../../core/bytes.js';
import type { Cell } from './table.js';

/** U+FEFF: without it Excel reads UTF-8 as something else. */
const MARK = Uint8Array.of(0xef, 0xbb, 0xbf);

/** What a spreadsheet would take for a formula, also behind white space (OWASP, CSV injection). */
const FORMULA = /^[\s\u00a0\ufeff]*[=+\-@\t\r|%＝＋－＠]/u;

const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const quoted = (cell: Cell): string =>
  typeof cell === 'number' ? String(cell) : `"${harmless(cell).replaceAll('"', '""')}"`;

/**
 * Rows as CSV (RFC 4180) in UTF-8 with its mark, as spreadsheets open them. No text becomes a formula. `separator` is the semicolon
 * where the comma parts decimals, as in French.
 */
export const csvOf = (rows: readonly (readonly Cell[])[], separator: ',' | ';' = ';'): Uint8Array =>
  concat(MARK, utf8(rows.map((row) => `${row.map(quoted).join(separator)}\r\n`).join('')));
