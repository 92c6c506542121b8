import { rmSync } from 'node:fs';
import { EXIT } from './exit-codes.js';

/** Files that are being written: nothing of them may stay when the person stops the command. */
const unfinished = new Set<string>();

export const begin = (path: string): void => {
  unfinished.add(path);
};

export const finish = (path: string): void => {
  unfinished.delete(path);
};

let ending: (() => void) | undefined;

/** For a command that goes on until it is told to stop: the first signal calls `stop`, the next one ends it as any other. */
export const endByItself = (stop: () => void): void => {
  ending = stop;
};

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: 143, SIGHUP: 129 } as const;

/** When the program is told to stop it does so at once, and leaves nothing half-written behind. */
export const endOnSignals = (): void => {
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      const stop = ending;
      ending = undefined;
      if (stop) return stop();
      for (const path of unfinished) rmSync(path, { force: true });
      if (process.stderr.isTTY) process.stderr.write('\n');
      process.exit(code);
    });
  }
};
