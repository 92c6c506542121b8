import { areaOf, type Corners, distance, isConvex, type Point } from '../geometry.js';
import { meeting } from './lines.js';
import { along, type Side } from './sides.js';

export interface Quad {
  /** In pixels; may lie a little outside. */
  readonly corners: Corners;
  /** Top, right, bottom, left. */
  readonly sides: readonly [Side, Side, Side, Side];
  /** 0..1. */
  readonly score: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** How far outside the picture a corner may lie, as a part of its longer side. */
const OUTSIDE = 0.12;
const LEAST_AREA = 0.06;
/** Opposite sides of a paper that is seen at an angle are at most this far from parallel (cosine). */
const PARALLEL = Math.cos((35 * Math.PI) / 180);
/** Sides that meet are at most this far from parallel (cosine): corners of 55° to 125°. */
const CROSSING = Math.cos((55 * Math.PI) / 180);

const offOf = ({ nx, ny, rho }: Side, { width, height }: Size): number =>
  (nx * width + ny * height) / 2 - rho;

/** Pairs that can be two opposite sides: nearly parallel, apart, both with the middle between them on the bright side. */
const pairsOf = (sides: readonly Side[], size: Size, least: number): (readonly [Side, Side])[] =>
  sides.flatMap((a, i) =>
    sides.slice(i + 1).flatMap((b): (readonly [Side, Side])[] => {
      if (a.isFrame && b.isFrame) return [];
      const facing = a.nx * b.nx + a.ny * b.ny < -PARALLEL;
      // both look at what is between them
      return facing && offOf(a, size) + offOf(b, size) > least ? [[a, b]] : [];
    }),
  );

const between = (value: number, low: number, high: number): number =>
  Math.min(1, Math.max(0, (value - low) / (high - low)));

const cornerAngle = (before: Point, corner: Point, after: Point): number => {
  const [ax, ay, bx, by] = [before.x - corner.x, before.y - corner.y, after.x - corner.x, after.y - corner.y];
  return (Math.acos((ax * bx + ay * by) / (Math.hypot(ax, ay) * Math.hypot(bx, by))) * 180) / Math.PI;
};

/** 1 for a rectangle seen from above, less the more it leans. */
const shapeOf = (corners: Corners): number => {
  const [top, right, bottom, left] = corners.map((corner, i) =>
    distance(corner, corners[(i + 1) % 4] as Point),
  ) as [number, number, number, number];
  const opposite =
    Math.min(top, bottom) / Math.max(top, bottom) + Math.min(left, right) / Math.max(left, right);
  const skew = Math.max(
    ...corners.map((corner, i) =>
      Math.abs(90 - cornerAngle(corners[(i + 3) % 4] as Point, corner, corners[(i + 1) % 4] as Point)),
    ),
  );
  return between(opposite / 2, 0.3, 0.75) * (1 - 0.6 * between(skew, 12, 45));
};

/** How much edge there is between two corners, and how little beyond them: a paper's edge ends at its corners. */
const supportOf = (side: Side, from: Point, to: Point): number => {
  const [a, b] = [along(side, from.x, from.y), along(side, to.x, to.y)];
  const own = side.support(a, b);
  if (side.isFrame) return own;
  const beyond = (b - a) * 0.12;
  const after = Math.max(
    side.support(a - beyond, a - beyond * 0.2),
    side.support(b + beyond * 0.2, b + beyond),
  );
  // ends must be there too: a line of text is shorter than the paper
  const ends = Math.min(side.support(a, a + (b - a) / 5), side.support(b - (b - a) / 5, b));
  return (0.75 * own + 0.25 * Math.min(own, ends)) * (1 - 0.6 * Math.min(1, after / Math.max(0.05, own)));
};

const judge = (corners: Corners, sides: Quad['sides'], { width, height }: Size): number => {
  const area = areaOf(corners) / (width * height);
  const supports = sides.map((side, i) =>
    supportOf(side, corners[i] as Point, corners[(i + 1) % 4] as Point),
  );
  const mean = supports.reduce((sum, one) => sum + one, 0) / 4;
  const edge = 0.6 * mean + 0.4 * Math.min(...supports);
  return edge * shapeOf(corners) * between(area, 0, 0.25) ** 0.25 * (0.8 + 0.2 * between(area, 0, 0.6));
};

const isAcross = (a: Side, b: Side): boolean => Math.abs(a.nx * b.nx + a.ny * b.ny) < CROSSING;

/** Whether each of one pair can meet each of the other in a corner. */
const meets = ([a, b]: readonly [Side, Side], [c, d]: readonly [Side, Side]): boolean =>
  isAcross(a, c) && isAcross(a, d) && isAcross(b, c) && isAcross(b, d);

/** Puts two pairs of sides into the order of the screen: the top one is crossed from left to right. */
const arrange = (first: readonly [Side, Side], second: readonly [Side, Side]): Quad['sides'] => {
  const isFirstUpright = Math.abs(first[0].nx - first[1].nx) > Math.abs(second[0].nx - second[1].nx);
  const [[top, bottom], [left, right]] = isFirstUpright ? [second, first] : [first, second];
  const [up, down] = top.ny > bottom.ny ? [top, bottom] : [bottom, top];
  return left.nx > right.nx ? [up, right, down, left] : [up, left, down, right];
};

const quadOf = (sides: Quad['sides'], size: Size): Quad | null => {
  const [top, right, bottom, left] = sides;
  if (sides.filter(({ isFrame }) => isFrame).length > 1) return null;
  const corners: Corners = [
    meeting(top, left),
    meeting(top, right),
    meeting(bottom, right),
    meeting(bottom, left),
  ];
  const out = OUTSIDE * Math.max(size.width, size.height);
  const isOut = ({ x, y }: Point) => x < -out || y < -out || x > size.width + out || y > size.height + out;
  if (corners.some(isOut) || !isConvex(corners)) return null;
  if (areaOf(corners) < LEAST_AREA * size.width * size.height) return null;
  return { corners, sides, score: judge(corners, sides, size) };
};

/** How well a side goes on from one corner to another, as a part of how well it is seen before; 1 if they are the same. */
const goesOn = (side: Side, from: Point, to: Point, before: Point): number => {
  const [a, b, c] = [along(side, from.x, from.y), along(side, to.x, to.y), along(side, before.x, before.y)];
  if (Math.abs(a - b) < 3) return 1;
  return side.support(a, b) / Math.max(0.05, side.support(a, c));
};

/** A larger outline must be nearly as good by itself, and this much larger. */
const NEARLY = 0.7;
const LARGER = 1.1;
const GOES_ON = 0.4;

/**
 * Whether `outer` is the paper of which `inner` is a part only: three sides are the same and go on, as clear as before,
 * until the fourth one of `outer`. A fold, a rule or the edge of a shadow looks like an edge, but the paper's sides do
 * not end there.
 */
const continues = (inner: Quad, outer: Quad): boolean => {
  const moved = [0, 1, 2, 3].filter((i) => inner.sides[i] !== outer.sides[i]);
  const [i = -1] = moved;
  if (moved.length !== 1 || outer.sides.some(({ isFrame }) => isFrame)) return false;
  if (outer.score < NEARLY * inner.score || areaOf(outer.corners) < LARGER * areaOf(inner.corners))
    return false;
  const [before, after, [first, second]] = [(i + 3) % 4, (i + 1) % 4, [i, (i + 1) % 4]];
  const corner = (quad: Quad, at: number): Point => quad.corners[at] as Point;
  return (
    goesOn(inner.sides[before] as Side, corner(inner, first), corner(outer, first), corner(inner, before)) >
      GOES_ON &&
    goesOn(
      inner.sides[after] as Side,
      corner(inner, second),
      corner(outer, second),
      corner(inner, (i + 2) % 4),
    ) > GOES_ON
  );
};

/** The outline that is most likely the paper's. */
export const choose = (quads: readonly Quad[]): Quad | undefined => {
  let [best] = quads;
  for (let tries = 0; tries < 4 && best; tries++) {
    const inner = best;
    const outer = quads.find((quad) => continues(inner, quad));
    if (!outer) break;
    best = outer;
  }
  return best;
};

const KEPT = 40;

/** The outlines that the sides can make, best first. */
export const quadsOf = (sides: readonly Side[], size: Size): Quad[] => {
  const pairs = pairsOf(sides, size, Math.min(size.width, size.height) * 0.15);
  const quads: Quad[] = [];
  pairs.forEach((first, i) => {
    for (let j = i + 1; j < pairs.length; j++) {
      const second = pairs[j] as readonly [Side, Side];
      const quad = meets(first, second) ? quadOf(arrange(first, second), size) : null;
      if (quad) quads.push(quad);
    }
  });
  return quads.sort((a, b) => b.score - a.score).slice(0, KEPT);
};
