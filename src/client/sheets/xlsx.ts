import { concat, utf8 } from '../../core/bytes.js';
import { type ZipEntry, zipStream } from '../zip.js';
import type { Cell, Sheet } from './table.js';

// Office Open XML (ECMA-376, part 1): six small files are a workbook that every spreadsheet opens. Texts stand in their cells
// (`inlineStr`), where nothing reads them as a formula.

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 has no place for other control characters, nor for half a sign. */
const escaped = (text: string): string =>
  text
    .replaceAll(/\p{Surrogate}/gu, '\ufffd')
    .replaceAll(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** A to Z, then AA and so on. */
const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + columnName(index % 26);

const cellXml = (cell: Cell, row: number, column: number): string => {
  const at = `${columnName(column)}${row + 1}`;
  const style = row === 0 ? ' s="1"' : '';
  if (typeof cell === 'number') return `<c r="${at}"${style}><v>${cell}</v></c>`;
  return `<c r="${at}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
};

const WIDEST = 60;
/** As wide as the longest text of a column. */
const widthsXml = (rows: Sheet['rows']): string => {
  const count = Math.max(1, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.min(WIDEST, 2 + Math.max(8, ...rows.map((row) => String(row[i] ?? '').length))),
  );
  return widths
    .map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`)
    .join('');
};

const sheetXml = ({ rows }: Sheet): string => {
  const data = rows
    .map((row, r) => `<row r="${r + 1}">${row.map((cell, c) => cellXml(cell, r, c)).join('')}</row>`)
    .join('');
  return `${HEAD}<worksheet xmlns="${MAIN}"><cols>${widthsXml(rows)}</cols><sheetData>${data}</sheetData></worksheet>`;
};

/** Excel takes 31 signs at most, without these, and no name twice. */
const sheetName = (name: string, index: number): string =>
  `${index + 1} ${name.replaceAll(/[[\]:*?/\\']/g, ' ')}`.slice(0, 31).trim();

const workbookXml = (sheets: readonly Sheet[]): string => {
  const named = sheets.map(
    ({ name }, i) => `<sheet name="${escaped(sheetName(name, i))}" sheetId="${i + 1}" r:id="sheet${i + 1}"/>`,
  );
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${named.join('')}</sheets></workbook>`;
};

const relationXml = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;

const relationsXml = (relations: readonly string[]): string =>
  `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}</Relationships>`;

const STYLES =
  `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
  '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>';

const typesXml = (sheets: readonly Sheet[]): string => {
  const kind = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const parts = [
    ['/xl/workbook.xml', `${kind}.sheet.main+xml`],
    ['/xl/styles.xml', `${kind}.styles+xml`],
    ...sheets.map((_, i) => [`/xl/worksheets/sheet${i + 1}.xml`, `${kind}.worksheet+xml`]),
  ];
  const overrides = parts.map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`);
  return (
    `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`
  );
};

const filesOf = (sheets: readonly Sheet[]): readonly (readonly [name: string, xml: string])[] => [
  ['[Content_Types].xml', typesXml(sheets)],
  ['_rels/.rels', relationsXml([relationXml('book', 'officeDocument', 'xl/workbook.xml')])],
  ['xl/workbook.xml', workbookXml(sheets)],
  [
    'xl/_rels/workbook.xml.rels',
    relationsXml([
      ...sheets.map((_, i) => relationXml(`sheet${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)),
      relationXml('styles', 'styles', 'styles.xml'),
    ]),
  ],
  ['xl/styles.xml', STYLES],
  ...sheets.map((sheet, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)] as const),
];

async function* entriesOf(sheets: readonly Sheet[]): AsyncGenerator<ZipEntry> {
  for (const [name, xml] of filesOf(sheets)) {
    const bytes = utf8(xml);
    yield { name, size: bytes.length, bytes: [bytes] };
  }
}

/** A workbook as Excel, LibreOffice and others open it (XLSX). The first row of each sheet is set in bold. */
export const xlsxOf = async (sheets: readonly Sheet[]): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipStream(entriesOf(sheets))) pieces.push(piece.slice());
  return concat(...pieces);
};
