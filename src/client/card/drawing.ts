import { correction, generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';

/** `#rrggbb`. */
export type Colour = `#${string}`;

/** A filled outline. `path` is SVG path data with absolute M, L, C and Z alone, in millimetres. Filled by winding. */
export interface Fill {
  readonly kind: 'fill';
  readonly path: string;
  readonly colour: Colour;
}

/**
 * One line of text. `y` is the baseline, `size` the em, both in millimetres; a renderer sets it smaller when it
 * would be wider than `width`. A renderer without glyphs for it leaves it out: for a name there is a line to write on.
 */
export interface Line {
  readonly kind: 'text';
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly width: number;
  readonly align: 'left' | 'center' | 'right';
  readonly bold: boolean;
  readonly colour: Colour;
}

export type Shape = Fill | Line;

/** A page or one side of the card: millimetres from its top left corner, painted in order. */
export interface Face {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** Nothing here says something by colour alone: the card must hold on a black and white printer. */
export const COLOURS = {
  paper: '#fffdf8',
  white: '#ffffff',
  ink: '#2a2420',
  soft: '#5c5048',
  rule: '#d9cfc0',
  accent: '#b5471f',
  sand: '#f3dfbd',
  sage: '#d3e2cb',
  rose: '#f5cdb8',
} as const satisfies Record<string, Colour>;

export const fill = (path: string, colour: Colour): Fill => ({ kind: 'fill', path, colour });

const round = (value: number): number => Math.round(value * 1000) / 1000;

/** Applies a map of points to a path. */
export function mapPath(path: string, map: (x: number, y: number) => readonly [number, number]): string {
  return path.replace(/(-?[\d.]+)[ ,](-?[\d.]+)/g, (_, x: string, y: string) =>
    map(Number(x), Number(y)).map(round).join(' '),
  );
}

/** Turns a path by `degrees` (clockwise) about a point. */
export function turned(path: string, degrees: number, cx: number, cy: number): string {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  return mapPath(path, (x, y) => [
    cx + (x - cx) * cos - (y - cy) * sin,
    cy + (x - cx) * sin + (y - cy) * cos,
  ]);
}

/** A rectangle with rounded corners; `radius` 0 makes them sharp. */
export function box(x: number, y: number, width: number, height: number, radius = 0): string {
  const [right, bottom] = [round(x + width), round(y + height)];
  if (radius === 0) return `M${x} ${y}L${right} ${y}L${right} ${bottom}L${x} ${bottom}Z`;
  const r = radius;
  const k = round(r * 0.4477);
  return [
    `M${x + r} ${y}L${right - r} ${y}C${right - k} ${y} ${right} ${y + k} ${right} ${y + r}`,
    `L${right} ${bottom - r}C${right} ${bottom - k} ${right - k} ${bottom} ${right - r} ${bottom}`,
    `L${x + r} ${bottom}C${x + k} ${bottom} ${x} ${bottom - k} ${x} ${bottom - r}`,
    `L${x} ${y + r}C${x} ${y + k} ${x + k} ${y} ${x + r} ${y}Z`,
  ].join('');
}

export const disc = (cx: number, cy: number, r: number): string => box(cx - r, cy - r, 2 * r, 2 * r, r);

/** A QR code of `side` millimetres without its quiet zone, in one outline, so that no seams show between modules. */
export function qr(text: string, x: number, y: number, side: number, level: 'M' | 'H'): Fill {
  const code = generate(text, { minCorrectionLevel: correction[level] });
  const scale = side / code.size;
  return fill(
    mapPath(toSvgPath(code), (column, row) => [x + column * scale, y + row * scale]),
    COLOURS.ink,
  );
}

const moved = (shape: Shape, dx: number, dy: number): Shape =>
  shape.kind === 'text'
    ? { ...shape, x: shape.x + dx, y: shape.y + dy }
    : { ...shape, path: mapPath(shape.path, (x, y) => [x + dx, y + dy]) };

/** The shapes moved right and down. */
export const placed = (shapes: readonly Shape[], dx: number, dy: number): Shape[] =>
  shapes.map((shape) => moved(shape, dx, dy));
