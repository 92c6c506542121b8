import Pdf from 'pdfkit';
import type { Face, Fill, Line } from '../../client/card/drawing.js';
import type { CardModel } from '../../client/card/model.js';
import { setLine } from './fonts.js';

const POINTS_PER_MM = 72 / 25.4;

function drawFill(pdf: PDFKit.PDFDocument, { path, colour }: Fill): void {
  pdf.path(path).fill(colour);
}

/** Sizes are in millimetres like all else: the page is scaled once. */
function drawLine(pdf: PDFKit.PDFDocument, line: Line): void {
  const set = setLine(line);
  for (const { font, text, x } of set?.pieces ?? []) {
    pdf.registerFont(font.name, font.file);
    pdf
      .font(font.name)
      .fontSize(set?.size ?? line.size)
      .fillColor(line.colour);
    pdf.text(text, x, line.y, { baseline: 'alphabetic', lineBreak: false });
  }
}

function drawPage(pdf: PDFKit.PDFDocument, face: Face): void {
  pdf.addPage({ size: [face.width * POINTS_PER_MM, face.height * POINTS_PER_MM], margin: 0 });
  pdf.scale(POINTS_PER_MM);
  for (const shape of face.shapes) {
    if (shape.kind === 'fill') drawFill(pdf, shape);
    else drawLine(pdf, shape);
  }
}

/** A document that says of itself its title and language, and neither who made it, with what, nor when. */
function bareDocument({ title, language, issued }: CardModel): PDFKit.PDFDocument {
  const pdf = new Pdf({
    autoFirstPage: false,
    lang: language,
    displayTitle: true,
    pdfVersion: '1.3', // the later ones add a second set of metadata (XMP)
    info: { Title: title, CreationDate: new Date(issued) },
  });
  delete pdf.info.Producer;
  delete pdf.info.Creator;
  // pdfkit needs a date, and with it gives the file the same id each time; hidden, it is not written out
  Object.defineProperty(pdf.info, 'CreationDate', { enumerable: false });
  return pdf;
}

/**
 * The card to print, with real text. `a4` (default): both sides in true size on one sheet to cut and fold, with four steps;
 * `a6`: two pages, front and back. The same model gives the same bytes.
 */
export async function renderCardPdf(
  model: CardModel,
  { paper = 'a4' }: { readonly paper?: 'a4' | 'a6' } = {},
): Promise<Uint8Array> {
  const pdf = bareDocument(model);
  const chunks: Uint8Array[] = [];
  const done = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  for (const face of paper === 'a4' ? [model.sheet] : [model.front, model.back]) drawPage(pdf, face);
  pdf.end();
  await done;
  return new Uint8Array(Buffer.concat(chunks));
}
