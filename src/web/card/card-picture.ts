import { COLOURS, type Face, type Line, type Shape } from '../../client/card/drawing.js';

const FAMILY = 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';

const fontOf = ({ bold }: Line, size: number): string => `${bold ? '700' : '400'} ${size}px ${FAMILY}`;

/** Set smaller where it would be wider than its place. */
const drawLine = (context: OffscreenCanvasRenderingContext2D, line: Line, scale: number): void => {
  context.font = fontOf(line, line.size * scale);
  const wide = context.measureText(line.text).width;
  const room = line.width * scale;
  if (wide > room) context.font = fontOf(line, (line.size * scale * room) / wide);
  context.textAlign = line.align;
  context.fillText(line.text, line.x * scale, line.y * scale);
};

const drawShape = (context: OffscreenCanvasRenderingContext2D, shape: Shape, scale: number): void => {
  context.fillStyle = shape.colour;
  if (shape.kind === 'text') return drawLine(context, shape, scale);
  context.save();
  context.scale(scale, scale);
  const path = new Path2D(shape.path);
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas, not an array
  context.fill(path);
  context.restore();
};

/** A side of the card, or the sheet to print, with so many pixels to the millimetre. */
export const drawFace = (face: Face, scale: number): OffscreenCanvas => {
  const canvas = new OffscreenCanvas(Math.round(face.width * scale), Math.round(face.height * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new TypeError('no canvas');
  context.fillStyle = COLOURS.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  for (const shape of face.shapes) drawShape(context, shape, scale);
  return canvas;
};

export const bytesOf = async (
  canvas: OffscreenCanvas,
  type: 'image/png' | 'image/jpeg',
): Promise<Uint8Array> => {
  const blob = await canvas.convertToBlob({ type, quality: 0.92 });
  return new Uint8Array(await blob.arrayBuffer());
};
