/** A place in a picture: as parts of its width and height, 0..1, or in pixels where a function says so. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Top left, top right, bottom right, bottom left, as the picture is shown. */
export type Corners = readonly [Point, Point, Point, Point];

export const WHOLE: Corners = [
  { x: 0, y: 0 },
  { x: 1, y: 0 },
  { x: 1, y: 1 },
  { x: 0, y: 1 },
];

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
export const inFrame = ({ x, y }: Point): Point => ({ x: clamp(x), y: clamp(y) });

export const mapCorners = (corners: Corners, change: (point: Point, index: number) => Point): Corners =>
  corners.map(change) as unknown as Corners;

export const scaled = (corners: Corners, width: number, height: number): Corners =>
  mapCorners(corners, ({ x, y }) => ({ x: x * width, y: y * height }));

/** The same corners once the picture was turned so often by 90°, clockwise: the bottom left one becomes the top left. */
export const turnedCorners = (corners: Corners, quarters: number): Corners => {
  const times = ((quarters % 4) + 4) % 4;
  if (times === 0) return corners;
  const [a, b, c, d] = mapCorners(corners, ({ x, y }) => ({ x: 1 - y, y: x }));
  return turnedCorners([d, a, b, c], times - 1);
};

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

const turn = (a: Point, b: Point, c: Point): number => (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);

/** Whether the corners go round once, clockwise on the screen, without a dent. */
export const isConvex = (corners: Corners): boolean =>
  corners.every((corner, i) => {
    const [second, third] = [corners[(i + 1) % 4], corners[(i + 2) % 4]];
    return second !== undefined && third !== undefined && turn(corner, second, third) > 0;
  });

/** Area within the corners (shoelace formula); negative if they go round the other way. */
export const areaOf = ([a, b, c, d]: Corners): number =>
  ((c.x - a.x) * (d.y - b.y) - (d.x - b.x) * (c.y - a.y)) / 2;

/**
 * What a person can leave the corners at: convex, no side shorter than `least`, at least that part of the picture.
 * Everything else could not be straightened into something readable.
 */
export const isUsable = (corners: Corners, least = 0.05): boolean =>
  isConvex(corners) &&
  areaOf(corners) >= least * least &&
  corners.every((corner, i) => distance(corner, corners[(i + 1) % 4] as Point) >= least);
