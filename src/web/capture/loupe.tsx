import { useEffect, useRef } from 'preact/hooks';
import type { Corners } from './geometry.js';

/** Pixels of the loupe itself, and how many times larger it shows the picture. */
const SIZE = 224;
const ZOOM = 3;

/** What lies under the finger, larger, in the corner of the picture that is farthest from it. */
export const Loupe = ({
  picture,
  corners,
  index,
}: {
  readonly picture: ImageBitmap;
  readonly corners: Corners;
  readonly index: number;
}) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const corner = corners[index];
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !corner) return;
    const place = ({ x, y }: { readonly x: number; readonly y: number }) =>
      [
        (x - corner.x) * picture.width * ZOOM + SIZE / 2,
        (y - corner.y) * picture.height * ZOOM + SIZE / 2,
      ] as const;
    const [left, top] = place({ x: 0, y: 0 });
    context.clearRect(0, 0, SIZE, SIZE);
    context.drawImage(picture, left, top, picture.width * ZOOM, picture.height * ZOOM);
    for (const [width, colour] of [
      [7, '#17110b'],
      [3, '#fff'],
    ] as const) {
      context.beginPath();
      for (const one of corners) context.lineTo(...place(one));
      context.closePath();
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
  }, [picture, corners, corner]);
  const side = (corner?.x ?? 0) < 0.5 ? 'end' : 'start';
  const edge = (corner?.y ?? 0) < 0.5 ? 'bottom' : 'top';
  return (
    <canvas ref={canvas} class={`loupe ${side} ${edge}`} width={SIZE} height={SIZE} aria-hidden="true" />
  );
};
