import type { Planes } from './pixels.js';

/** Where and how steeply a picture changes: the gradient of the channel that changes most, in levels for each pixel. */
export interface Edges {
  readonly width: number;
  readonly height: number;
  readonly gx: Float32Array;
  readonly gy: Float32Array;
  /** Strength at which an edge counts half: what this picture's own grain does not reach. */
  readonly half: number;
}

const NOISE_PART = 0.75;
/** In levels for each pixel: what even the smoothest picture must reach. */
const LEAST_HALF = 1.1;

const noiseOf = (gx: Float32Array, gy: Float32Array): number => {
  const sample = new Float32Array(Math.ceil(gx.length / 7));
  for (let i = 0, at = 0; i < gx.length; i += 7, at++) {
    const x = gx[i] as number;
    const y = gy[i] as number;
    sample[at] = Math.sqrt(x * x + y * y);
  }
  sample.sort();
  return sample[Math.floor(sample.length * NOISE_PART)] ?? 0;
};

export const edgesOf = ({ width, height, channels }: Planes): Edges => {
  const gx = new Float32Array(width * height);
  const gy = new Float32Array(width * height);
  const steepest = new Float32Array(width * height);
  for (const plane of channels) {
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1, i = y * width + 1; x < width - 1; x++, i++) {
        const dx = ((plane[i + 1] as number) - (plane[i - 1] as number)) / 2;
        const dy = ((plane[i + width] as number) - (plane[i - width] as number)) / 2;
        const steepness = dx * dx + dy * dy;
        if (steepness > (steepest[i] as number)) {
          steepest[i] = steepness;
          gx[i] = dx;
          gy[i] = dy;
        }
      }
    }
  }
  return { width, height, gx, gy, half: Math.max(LEAST_HALF, noiseOf(gx, gy) * 1.2) };
};

/** How strong the edge is that runs across `(nx, ny)` here, brighter on that side: 0..1. */
export const strengthAt = (
  { width, height, gx, gy, half }: Edges,
  x: number,
  y: number,
  nx: number,
  ny: number,
) => {
  const column = Math.round(x);
  const row = Math.round(y);
  if (column < 0 || row < 0 || column >= width || row >= height) return 0;
  const i = row * width + column;
  const across = (gx[i] as number) * nx + (gy[i] as number) * ny;
  return across <= 0 ? 0 : across / (across + half);
};
