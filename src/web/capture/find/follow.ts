import { distance, inFrame, isUsable, mapCorners, type Point, scaled } from '../geometry.js';
import { type Line, lineThrough, meeting } from './lines.js';
import type { Outline } from './outline.js';
import type { Pixels } from './pixels.js';

/** A paper as it was seen, and how clearly: what is needed to find it again where it lay, or a little beside it. */
export interface Sighting {
  readonly outline: Outline;
  /** For each side from the top on, 0..1. */
  readonly clear: readonly number[];
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Longer side, in pixels, of the pictures in which a paper is followed: all of them must have the same. */
export const FOLLOW_SIDE = 400;
/** Pixels to each side of a paper's edge in which it is looked for: a hand is never quite still. */
const REACH = 14;
/** Pixels on each side of an edge that are compared. */
const APART = 3;
/** Places along a side; its ends are left out, where the next side begins. */
const PLACES = 48;
const END = 0.06;
/** Levels of difference at which an edge counts half. */
const HALF = 8;
/** What a side must reach at least, and of what it reached before. */
const LEAST = 0.4;
const STILL = 0.8;
/** Another edge, further away than this, must be this much less clear: a printed frame is not the paper's edge. */
const OTHER = 5;
const OTHER_PART = 0.85;

interface Band {
  readonly from: Point;
  readonly to: Point;
  /** Into the paper: a unit vector. */
  readonly nx: number;
  readonly ny: number;
  /** For each place along the side, how much edge there is at each distance from −REACH to REACH: 0..1. */
  readonly edges: Float32Array;
}

const WIDTH = 2 * REACH + 1;
const place = (i: number): number => END + ((1 - 2 * END) * (i + 0.5)) / PLACES;

/** Levels of red, green or blue along a line across a side, from `-REACH - APART` on, into `profile`. */
const readAcross = (
  { data, width, height }: Pixels,
  { x, y }: Point,
  { nx, ny }: Pick<Line, 'nx' | 'ny'>,
  channel: number,
  profile: Float32Array,
): void => {
  for (let i = 0; i < profile.length; i++) {
    const off = i - REACH - APART;
    let sum = 0;
    // three pixels beside each other, along the side
    for (let beside = -1; beside <= 1; beside++) {
      const column = Math.min(width - 1, Math.max(0, Math.round(x + off * nx - beside * ny)));
      const row = Math.min(height - 1, Math.max(0, Math.round(y + off * ny + beside * nx)));
      sum += data[4 * (row * width + column) + channel] as number;
    }
    profile[i] = sum / 3;
  }
};

const bandOf = (picture: Pixels, from: Point, to: Point): Band => {
  const length = distance(from, to);
  const [nx, ny] = [-(to.y - from.y) / length, (to.x - from.x) / length];
  const edges = new Float32Array(PLACES * WIDTH);
  const profile = new Float32Array(WIDTH + 2 * APART);
  for (let i = 0; i < PLACES; i++) {
    const at = { x: from.x + place(i) * (to.x - from.x), y: from.y + place(i) * (to.y - from.y) };
    for (let channel = 0; channel < 3; channel++) {
      readAcross(picture, at, { nx, ny }, channel, profile);
      for (let off = 0; off < WIDTH; off++) {
        let step = 0;
        for (let k = 1; k <= APART; k++) {
          step += (profile[off + APART + k] as number) - (profile[off + APART - k] as number);
        }
        const edge = step <= 0 ? 0 : step / (step + HALF * APART);
        edges[i * WIDTH + off] = Math.max(edges[i * WIDTH + off] as number, edge);
      }
    }
  }
  return { from, to, nx, ny, edges };
};

/** A straight edge in a band: how far it lies from the band's middle at both ends, in pixels, and how clear it is. */
interface Found {
  readonly first: number;
  readonly last: number;
  readonly clear: number;
}

const clearOf = (edges: Float32Array, first: number, last: number): number => {
  let sum = 0;
  for (let i = 0; i < PLACES; i++) {
    const off = Math.round(first + (last - first) * place(i));
    sum += edges[i * WIDTH + off + REACH] as number;
  }
  return sum / PLACES;
};

/** The clearest straight edge in a band; null where another one is nearly as clear, or none is clear enough. */
const edgeIn = ({ edges }: Band, least: number): Found | null => {
  /** The clearest edge of all whose middle lies so far from the band's, twice. */
  const byMiddle = new Float32Array(2 * WIDTH);
  let best: Found = { first: 0, last: 0, clear: 0 };
  for (let first = -REACH; first <= REACH; first++) {
    for (let last = -REACH; last <= REACH; last++) {
      const clear = clearOf(edges, first, last);
      const at = first + last + 2 * REACH;
      byMiddle[at] = Math.max(byMiddle[at] as number, clear);
      if (clear > best.clear) best = { first, last, clear };
    }
  }
  if (best.clear < least || Math.max(Math.abs(best.first), Math.abs(best.last)) >= REACH) return null;
  const middle = best.first + best.last + 2 * REACH;
  const isOther = (clear: number, at: number): boolean =>
    Math.abs(at - middle) > 2 * OTHER && clear > OTHER_PART * best.clear;
  return byMiddle.some(isOther) ? null : best;
};

/** The line through what is clearest near the edge that was found, finer than a pixel. */
const lineIn = ({ from, to, nx, ny, edges }: Band, { first, last }: Found): Line => {
  const moments = { sum: 0, sx: 0, sy: 0, sxx: 0, sxy: 0, syy: 0 };
  for (let i = 0; i < PLACES; i++) {
    const middle = Math.round(first + (last - first) * place(i));
    for (let off = Math.max(-REACH, middle - 2); off <= Math.min(REACH, middle + 2); off++) {
      const weight = (edges[i * WIDTH + off + REACH] as number) ** 4;
      const x = from.x + place(i) * (to.x - from.x) + off * nx;
      const y = from.y + place(i) * (to.y - from.y) + off * ny;
      moments.sum += weight;
      moments.sx += weight * x;
      moments.sy += weight * y;
      moments.sxx += weight * x * x;
      moments.sxy += weight * x * y;
      moments.syy += weight * y * y;
    }
  }
  return lineThrough(moments, { nx, ny });
};

const lookNear = (picture: Pixels, outline: Outline, least: readonly number[]): Sighting | null => {
  const { width, height } = picture;
  const before = mapCorners(scaled(outline.corners, width, height), ({ x, y }) => ({
    x: x - 0.5,
    y: y - 0.5,
  }));
  const lines: Line[] = [];
  const clear: number[] = [];
  for (const [i, corner] of before.entries()) {
    const band = bandOf(picture, corner, before[(i + 1) % 4] as Point);
    const found = edgeIn(band, least[i] ?? LEAST);
    if (!found) return null;
    lines.push(lineIn(band, found));
    clear.push(found.clear);
  }
  const corners = mapCorners(before, (_, i) => {
    const { x, y } = meeting(lines[(i + 3) % 4] as Line, lines[i] as Line);
    return { x: (x + 0.5) / width, y: (y + 0.5) / height };
  });
  const isWithin = corners.every(({ x, y }) => x >= 0 && y >= 0 && x <= 1 && y <= 1);
  if (!isWithin || !isUsable(corners)) return null;
  return { outline: { ...outline, corners: mapCorners(corners, inFrame) }, clear, width, height };
};

/**
 * Notes an outline that was found in this picture, so that it can be found again in the next one; null for one that can't
 * be: a part of the paper lies outside, or its edges are not clear by themselves. `picture`: longer side `FOLLOW_SIDE`.
 */
export const sight = (picture: Pixels, outline: Outline): Sighting | null =>
  outline.isCut ? null : lookNear(picture, outline, []);

/**
 * Finds a paper again that was seen in the picture before, in a tenth of the work that finding it takes. Null where
 * any of its sides is not there as clearly, or may be something else: then the whole picture is to be examined.
 */
export const follow = (picture: Pixels, { outline, clear, width, height }: Sighting): Sighting | null => {
  // another camera, or the phone was turned
  if (Math.abs(picture.width - width) > 1 || Math.abs(picture.height - height) > 1) return null;
  const now = lookNear(
    picture,
    outline,
    clear.map((one) => Math.max(LEAST, STILL * one)),
  );
  // as clear as when it was found: it must not fade step by step
  return now && { ...now, clear };
};
