import type { Format } from './format.js';
import type { Screen } from './screen.js';
import { clip, padEnd, textWidth } from './text-width.js';

export interface Progress {
  readonly update: (done: number, total: number) => void;
  /** Where the end isn't known. */
  readonly count: (done: number) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

const BAR = 20;
const EVERY_MS = 80;
const CLEAR = '\r\u001b[K';

const bar = (share: number): string => {
  const full = Math.round(share * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
};

/** A bar on the terminal while a paper travels; nothing where nobody looks. */
export const createProgress = (screen: Screen, format: Format, name: string): Progress => {
  const stream = process.stderr;
  if (!stream.isTTY || screen.json) return { update: () => {}, count: () => {}, end: () => {} };
  let last = 0;
  const draw = (tail: string) => {
    const room = Math.max(8, screen.width - textWidth(tail) - 3);
    stream.write(`${CLEAR}${padEnd(clip(name, room), room)}  ${tail.trimEnd()}`);
  };
  const isTime = (): boolean => {
    const now = performance.now();
    if (now - last < EVERY_MS) return false;
    last = now;
    return true;
  };
  return {
    update: (done, total) => {
      if (!isTime()) return;
      const share = total === 0 ? 1 : Math.min(1, done / total);
      const sizes = `${format.size(done)} / ${format.size(total)}`;
      draw(`${bar(share)} ${String(Math.round(share * 100)).padStart(3)} %  ${padEnd(sizes, 20)}`);
    },
    count: (done) => {
      if (isTime()) draw(format.size(done));
    },
    end: () => {
      if (last > 0) stream.write(CLEAR);
    },
  };
};
