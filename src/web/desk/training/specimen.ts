import { pdfPieces } from '../../../client/pdf/pictures.js';
import { bareJpeg } from '../../../client/pdf/jpeg.js';
import { concat } from '../../../core/bytes.js';
import type { Specimen } from './cast.js';

/** A4 at 72 dots to the inch, and a little more; a card as it lies on a scanner's glass. */
const SHEET = { width: 720, height: 1018 };
const CARD = { width: 860, height: 542 };
const QUALITY = 0.7;
const INK = '#3b3631';
const FAINT = '#d9d2c7';
const STAMP = 'rgba(176, 58, 32, 0.42)';
const TABS = ['#8a5a2b', '#2f6b57', '#455a8a', '#8a3f5d'];

type Context = OffscreenCanvasRenderingContext2D;

/** Lines that nobody can read: a specimen says nothing of anybody. */
const greyLines = (context: Context, { width, height }: typeof SHEET, from: number): void => {
  context.fillStyle = FAINT;
  for (let y = from, line = 0; y < height - 60; y += 34, line += 1) {
    const part = [0.82, 0.74, 0.86, 0.5, 0][line % 5] ?? 0;
    context.fillRect(60, y, (width - 120) * part, 12);
  }
};

const stampAcross = (context: Context, { width, height }: typeof SHEET, stamp: string): void => {
  context.save();
  context.translate(width / 2, height / 2);
  context.rotate(-Math.atan2(height, width) * 0.8);
  context.fillStyle = STAMP;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = '700 100px system-ui, sans-serif';
  const { width: wide } = context.measureText(stamp);
  context.font = `700 ${Math.min(150, (100 * width * 0.86) / wide)}px system-ui, sans-serif`;
  context.fillText(stamp, 0, 0);
  context.restore();
};

/** A sheet of nothing real: a coloured head, its title, grey lines, and the stamp across. It looks like no State's form. */
const drawSpecimen = ({ title, stamp }: Specimen, size: typeof SHEET, tab: number): OffscreenCanvas => {
  const { width, height } = size;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.fillStyle = '#fffdf8';
  context.fillRect(0, 0, width, height);
  context.fillStyle = TABS[tab % TABS.length] ?? INK;
  context.fillRect(0, 0, width, 26);
  context.fillStyle = INK;
  context.textAlign = 'center';
  context.font = '700 38px system-ui, sans-serif';
  context.fillText(title, width / 2, 112, width - 120);
  greyLines(context, size, 170);
  stampAcross(context, size, stamp);
  return canvas;
};

const jpegOf = async (canvas: OffscreenCanvas): Promise<Uint8Array> => {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
  return bareJpeg(new Uint8Array(await blob.arrayBuffer()));
};

/** A specimen as a photo of a sheet. */
export const specimenJpeg = (specimen: Specimen, tab = 0): Promise<Uint8Array> =>
  jpegOf(drawSpecimen(specimen, SHEET, tab));

/** What a scanner would have made this morning: both sides of a card, a letter, and a stack of three sheets in one file. */
export const sampleScans = async (
  stamp: string,
  titles: readonly [card: string, letter: string, stack: string],
): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]> => {
  const [card, letter, stack] = titles;
  const pages: (readonly [Uint8Array])[] = [];
  for (const number of [1, 2, 3]) {
    pages.push([await jpegOf(drawSpecimen({ title: `${stack} · ${number}`, stamp }, SHEET, 2))]);
  }
  return [
    { name: 'scan-1.jpg', bytes: await jpegOf(drawSpecimen({ title: `${card} · 1`, stamp }, CARD, 0)) },
    { name: 'scan-2.jpg', bytes: await jpegOf(drawSpecimen({ title: `${card} · 2`, stamp }, CARD, 0)) },
    { name: 'scan-3.jpg', bytes: await specimenJpeg({ title: letter, stamp }, 1) },
    { name: 'scan-4.pdf', bytes: concat(...pdfPieces(pages)) },
  ];
};
