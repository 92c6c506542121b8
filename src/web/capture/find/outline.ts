import { type Corners, inFrame, mapCorners, type Point } from '../geometry.js';
import { edgesOf } from './edges.js';
import { isSame, linesOf } from './lines.js';
import { blurred, halved, type Pixels, planesOf, withoutStrokes } from './pixels.js';
import { choose, quadsOf } from './quads.js';
import { frameSides, type Side, sideOf } from './sides.js';

export interface Outline {
  /** 0..1 of the picture's width and height; on its edge where the paper goes on behind it. */
  readonly corners: Corners;
  /** 0..1; papers that are seen well reach 0.5 to 0.75. */
  readonly confidence: number;
  /** Whether a part of the paper lies outside the picture. */
  readonly isCut: boolean;
}

/** Finds the paper in a photo; null when there is none, or none that is sure enough to be proposed. */
export type OutlineFinder = (picture: Pixels) => Outline | null;

/** Papers are large: on this longer side their edges are found, and grain and letters are gone. */
const SIZE = 400;
/** Below this, what was found in photos without a paper (wood, cloth, a page of text) looked the same. */
const LEAST_CONFIDENCE = 0.37;
/** Drawn pictures such as screenshots have the same colour again this many pixels further, in this part; cameras never. */
const FURTHER = 24;
const DRAWN = 0.5;
/** Corners that lie this far outside (as a part of the picture) say that the paper is cut. */
const CUT = 0.005;

/** Each so many pixels one is compared: a prime, so that rows and columns are met alike. */
const EACH = 7;

const isDrawn = ({ data }: Pixels): boolean => {
  let same = 0;
  for (let i = 4 * FURTHER, j = 0; i < data.length; i += 4 * EACH, j += 4 * EACH) {
    if (data[i] === data[j] && data[i + 1] === data[j + 1] && data[i + 2] === data[j + 2]) same++;
  }
  return same * EACH > (data.length / 4) * DRAWN;
};

const sidesOf = (picture: Pixels): { sides: Side[]; width: number; height: number } => {
  const planes = planesOf(picture, SIZE);
  const plain = edgesOf(blurred(planes, 1.2));
  const bare = edgesOf(blurred(withoutStrokes(planes, 4), 1.2));
  const soft = blurred(halved(planes), 1.25);
  const first = linesOf(bare);
  const second = linesOf(plain).filter((line) => !first.some((one) => isSame(one, line, planes)));
  const sides = [...first, ...second].map((line) => sideOf(line, [plain, bare], soft));
  const { width, height } = planes;
  return { sides: [...sides, ...frameSides(width, height)], width, height };
};

const isOut = ({ x, y }: Point): boolean => x < -CUT || y < -CUT || x > 1 + CUT || y > 1 + CUT;

/**
 * Looks for straight edges, once with and once without the letters, puts them together to outlines and takes the one
 * whose sides are clearest, end at its corners and have the paper's colour on one side only.
 */
export const findOutline: OutlineFinder = (picture) => {
  if (isDrawn(picture)) return null;
  const { sides, width, height } = sidesOf(picture);
  const best = choose(quadsOf(sides, { width, height }));
  if (!best || best.score < LEAST_CONFIDENCE) return null;
  const corners = mapCorners(best.corners, ({ x, y }) => ({ x: (x + 0.5) / width, y: (y + 0.5) / height }));
  const isCut = best.sides.some(({ isFrame }) => isFrame) || corners.some(isOut);
  return { corners: mapCorners(corners, inFrame), confidence: Math.min(1, best.score), isCut };
};
