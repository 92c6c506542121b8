import { fromLatin1 } from '../intake/bytes.js';
import { readJpeg } from './jpeg.js';
import { type PdfObject, writePdf } from './write.js';

/** The pictures of one page, below one another: one for a page, two for the sides of a card. JPEG files. */
export type PdfPage = readonly [Uint8Array] | readonly [Uint8Array, Uint8Array];

/** A4, in points of 1/72 inch. */
const [SHORT, LONG] = [595.28, 841.89];
/** Room around pictures that do not fill the page, and between two: 1 cm. */
const MARGIN = 28.35;
/** Sides of a sheet of this ratio or nearer fill it without a margin. */
const FILLS = 0.02;

const number = (value: number): string => value.toFixed(2).replace(/\.?0+$/, '');

interface Placed {
  readonly bytes: Uint8Array;
  readonly facts: { readonly width: number; readonly height: number; readonly components: number };
  readonly box: readonly [x: number, y: number, width: number, height: number];
}

interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly pictures: readonly Placed[];
}

/** Puts the pictures of a page onto an A4 sheet, upright or lying as the first one is, as large as there is room. */
const layOut = (page: PdfPage): Sheet => {
  const pictures = page.map((bytes) => ({ bytes, facts: readJpeg(bytes) }));
  const [first] = pictures;
  const isLying = pictures.length === 1 && first !== undefined && first.facts.width > first.facts.height;
  const [width, height] = isLying ? [LONG, SHORT] : [SHORT, LONG];
  const room = height / pictures.length;
  const placed = pictures.map(({ bytes, facts }, i) => {
    const ratio = facts.width / facts.height;
    const margin = pictures.length === 1 && Math.abs(ratio / (width / height) - 1) < FILLS ? 0 : MARGIN;
    const w = Math.min(width - 2 * margin, (room - 2 * margin) * ratio);
    const h = w / ratio;
    const box = [(width - w) / 2, height - room * (i + 0.5) - h / 2, w, h] as const;
    return { bytes, facts, box };
  });
  return { width, height, pictures: placed };
};

const drawing = ({ pictures }: Sheet): string =>
  pictures
    .map(
      ({ box: [x, y, w, h] }, i) =>
        `q ${number(w)} 0 0 ${number(h)} ${number(x)} ${number(y)} cm /I${i} Do Q\n`,
    )
    .join('');

/** One object of the file: its dictionary, and the bytes of its stream. */
type Part = readonly [dictionary: string, stream?: Uint8Array];

const objectsOf = (sheets: readonly Sheet[]): Part[] => {
  // 1 is the catalog, 2 the list of pages; each sheet has itself, its drawing and its pictures
  let next = 3;
  const starts = sheets.map(({ pictures }) => {
    const own = next;
    next += 2 + pictures.length;
    return own;
  });
  const kids = starts.map((start) => `${start} 0 R`).join(' ');
  const bodies = sheets.flatMap((sheet, i): Part[] => {
    const start = starts[i] as number;
    const names = sheet.pictures.map((_, k) => `/I${k} ${start + 2 + k} 0 R`).join(' ');
    const content = fromLatin1(drawing(sheet));
    const pictures = sheet.pictures.map(({ bytes, facts: { width, height, components } }): Part => {
      const space = components === 1 ? 'DeviceGray' : 'DeviceRGB';
      const what = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /${space}`;
      return [`${what} /BitsPerComponent 8 /Filter /DCTDecode /Length ${bytes.length}`, bytes];
    });
    const size = `[0 0 ${number(sheet.width)} ${number(sheet.height)}]`;
    return [
      [
        `/Type /Page /Parent 2 0 R /MediaBox ${size} /Resources << /XObject << ${names} >> >> /Contents ${start + 1} 0 R`,
      ],
      [`/Length ${content.length}`, content],
      ...pictures,
    ];
  });
  return [
    ['/Type /Catalog /Pages 2 0 R'],
    [`/Type /Pages /Kids [${kids}] /Count ${sheets.length}`],
    ...bodies,
  ];
};

const object = ([dictionary, stream]: Part): PdfObject =>
  stream
    ? [fromLatin1(`<< ${dictionary} >>\nstream\n`), stream, fromLatin1('\nendstream\n')]
    : [fromLatin1(`<< ${dictionary} >>\n`)];

/**
 * A PDF (ISO 32000-1, version 1.4) of JPEG pictures, piece by piece: the pictures go in as they are, are never decoded
 * and never copied. No date, no producer, no identifier: the same pictures make the same bytes. Throws `broken_file`
 * for a picture that is no JPEG, before the first piece.
 */
export const pdfPieces = (pages: readonly PdfPage[]): Uint8Array[] =>
  writePdf('1.4', objectsOf(pages.map(layOut)).map(object));
