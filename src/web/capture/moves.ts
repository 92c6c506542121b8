import { type Corners, inFrame, isUsable, mapCorners, type Point } from './geometry.js';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

const WAYS: Readonly<Record<Arrow, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export const isArrow = (key: string): key is Arrow => Object.hasOwn(WAYS, key);

/** One corner at another place within the picture; as before where the outline would have a dent, cross itself or vanish. */
export const withCorner = (corners: Corners, index: number, to: Point): Corners => {
  const changed = mapCorners(corners, (corner, i) => (i === index ? inFrame(to) : corner));
  return isUsable(changed) ? changed : corners;
};

/** One corner, a step of this part of the picture further. */
export const nudged = (corners: Corners, index: number, arrow: Arrow, step: number): Corners => {
  const [corner, way] = [corners[index], WAYS[arrow]];
  return corner
    ? withCorner(corners, index, { x: corner.x + way.x * step, y: corner.y + way.y * step })
    : corners;
};
