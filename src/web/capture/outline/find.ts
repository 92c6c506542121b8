import { type Corners, mapCorners } from '../geometry.js';
import { edgesOf } from './edges.js';
import { isSame, linesOf } from './lines.js';
import { blurred, type Pixels, planesOf, withoutStrokes } from './pixels.js';
import { choose, quadsOf } from './quads.js';
import { frameSides, sideOf } from './sides.js';

const SIZE = 400;
export interface Outline { readonly corners: Corners; readonly confidence: number }
export const findOutline = (picture: Pixels): Outline | null => {
  const planes = planesOf(picture, SIZE);
  const plain = edgesOf(blurred(planes, 1.2));
  const bare = edgesOf(blurred(withoutStrokes(planes, 4), 1.2));
  const soft = blurred(planes, 2.5);
  const first = linesOf(bare);
  const lines = [...first, ...linesOf(plain).filter((line) => !first.some((one) => isSame(one, line, planes)))];
  const sides = [...lines.map((line) => sideOf(line, [plain, bare], soft)), ...frameSides(planes.width, planes.height)];
  const best = choose(quadsOf(sides, planes));
  if (!best) return null;
  return { corners: mapCorners(best.corners, ({x,y}) => ({ x: x / planes.width, y: y / planes.height })), confidence: best.score };
};
