import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  const collector: unknown = runInNewContext('gc');
  if (typeof collector === 'function') collector();
};

const CHUNK = 65_536;
const EVERY = 16 * 1024 * 1024;

/**
 * A source of `size` bytes that watches how many of them somebody still holds: after a full garbage collection every
 * 16 MiB, what lives on of its chunks is what waits in memory. `peak()` is the most it saw.
 */
export const watchedSource = (size: number): { source: Readable; peak: () => number } => {
  let chunks: WeakRef<ArrayBufferLike>[] = [];
  let made = 0;
  let peak = 0;
  const count = (): void => {
    collectGarbage();
    chunks = chunks.filter((chunk) => chunk.deref() !== undefined);
    peak = Math.max(peak, chunks.length * CHUNK);
  };
  const source = new Readable({
    read() {
      // a macrotask: weak references are kept alive until the current one is over
      setImmediate(() => {
        if (made % EVERY === 0) count();
        if (made >= size) {
          this.push(null);
          return;
        }
        const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK, size - made)).fill(made / CHUNK);
        made += chunk.length;
        chunks.push(new WeakRef(chunk.buffer));
        this.push(chunk);
      });
    },
  });
  return { source, peak: () => peak };
};
