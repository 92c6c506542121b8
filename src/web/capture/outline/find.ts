import { type Corners, mapCorners } from '../geometry.js';
import { edgesOf } from './edges.js';
import { linesOf } from './lines.js';
import { blurred, type Pixels, planesOf, withoutStrokes } from './pixels.js';
import { quadsOf } from './quads.js';
import { frameSides, sideOf } from './sides.js';

const SIZE = 400;
export interface Outline { readonly corners: Corners; readonly confidence: number }
export const findOutline = (picture: Pixels): Outline | null => {
  const planes = planesOf(picture, SIZE);
  const plain = edgesOf(blurred(planes, 1.2));
  const bare = edgesOf(blurred(withoutStrokes(planes, 4), 1.2));
  const soft = blurred(planes, 2.5);
  const lines = [...linesOf(bare), ...linesOf(plain)];
  const sides = [...lines.map((line) => sideOf(line, [plain, bare], soft)), ...frameSides(planes.width, planes.height)];
  const [best] = quadsOf(sides, planes);
  if (!best) return null;
  return { corners: mapCorners(best.corners, ({x,y}) => ({ x: x / planes.width, y: y / planes.height })), confidence: best.score };
};
