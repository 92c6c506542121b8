import { deflateSync, crc32 } from 'node:zlib';
import { COLOURS, type Face, type Line } from '../../client/card/drawing.js';
import type { CardModel } from '../../client/card/model.js';
import { setLine } from './fonts.js';
import { createRaster, type Raster } from './raster.js';

/** 1,260 pixels for the card's 105 mm; a module of its QR code is 21 pixels, without blurred edges. */
const PIXELS_PER_MM = 12;

function drawLine(raster: Raster, line: Line): void {
  const set = setLine(line);
  for (const { font, text, x } of set?.pieces ?? []) {
    const scale = ((set?.size ?? line.size) * PIXELS_PER_MM) / font.font.unitsPerEm;
    const run = font.font.layout(text);
    let pen = x * PIXELS_PER_MM;
    run.glyphs.forEach((glyph, at) => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = run.positions[at] ?? {};
      const left = pen + xOffset * scale;
      const top = line.y * PIXELS_PER_MM - yOffset * scale;
      raster.fill(glyph.path.toSVG(), { scaleX: scale, scaleY: -scale, left, top }, line.colour);
      pen += xAdvance * scale;
    });
  }
}

function draw(face: Face): Raster {
  const raster = createRaster(face.width * PIXELS_PER_MM, face.height * PIXELS_PER_MM, COLOURS.paper);
  const placing = { scaleX: PIXELS_PER_MM, scaleY: PIXELS_PER_MM, left: 0, top: 0 };
  for (const shape of face.shapes) {
    if (shape.kind === 'fill') raster.fill(shape.path, placing, shape.colour);
    else drawLine(raster, shape);
  }
  return raster;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Each row is preceded by its filter: 2 is the difference to the row above, which suits large flat areas. */
function filtered({ width, height, pixels }: Raster): Uint8Array {
  const stride = width * 3;
  const rows = new Uint8Array(height * (stride + 1));
  for (let row = 0; row < height; row += 1) {
    rows[row * (stride + 1)] = 2;
    for (let at = 0; at < stride; at += 1) {
      const above = row === 0 ? 0 : (pixels[(row - 1) * stride + at] ?? 0);
      rows[row * (stride + 1) + 1 + at] = (pixels[row * stride + at] ?? 0) - above;
    }
  }
  return rows;
}

/** PNG (ISO/IEC 15948), 8-bit RGB; its one extra says the true size, so that it prints as A6. */
function encodePng(raster: Raster): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(raster.width, 0);
  header.writeUInt32BE(raster.height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const density = Buffer.alloc(9);
  density.writeUInt32BE(PIXELS_PER_MM * 1000, 0);
  density.writeUInt32BE(PIXELS_PER_MM * 1000, 4);
  density[8] = 1;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('IDAT', deflateSync(filtered(raster), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}

/**
 * A side of the card as an image to keep in a gallery or to print: by default the back, which opens the safe together
 * with the code. 1,260 × 1,776 pixels; the same model gives the same pixels on every platform.
 */
export async function renderCardPng(
  model: CardModel,
  { side = 'back' }: { readonly side?: 'front' | 'back' } = {},
): Promise<Uint8Array> {
  return encodePng(draw(model[side]));
}
