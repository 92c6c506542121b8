import { isSafeError } from '../../../core/errors.js';
import { engine } from '../engine/engine.js';
import { assemble, type Assembled } from './assemble.js';
import type { PilePage } from './sources.js';
import type { SortedPaper } from './sorting.js';

/** A paper on its way. */
export interface Outgoing {
  /** The id under which it is left, however often it has to be sent. */
  readonly doc: string;
  readonly person: string;
  readonly relay: string;
  readonly title: string;
  readonly sorted: SortedPaper<PilePage>;
  readonly state: 'ready' | 'sending' | 'sent' | 'failed';
  /** Why it failed. */
  readonly error: unknown;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** What goes by when the line is back. */
const isPassing = (error: unknown): boolean =>
  isSafeError(error, 'unavailable') || isSafeError(error, 'rate_limited');

/** The account was locked meanwhile: it goes on when the worker is back. */
const isShut = (error: unknown): boolean => isSafeError(error, 'not_logged_in');

interface Queue {
  /** The next paper that is ready. */
  next(): Outgoing | undefined;
  /** Tells what became of it. */
  change(doc: string, change: Partial<Outgoing>): void;
  /** The line is gone, or back. */
  trouble(isTrying: boolean): void;
}

/** Sends one paper after the other, each until the server said that it has it. */
export const makeSender = (queue: Queue) => {
  let running: Promise<void> | null = null;
  let isPaused = false;
  let isResting = false;
  let hurry: (() => void) | undefined;
  const made = new Map<string, Assembled>();

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const send = async ({ doc, person, relay, sorted, title }: Outgoing): Promise<void> => {
    const { paper, bytes, thumbnail } = made.get(doc) ?? (await assemble(sorted, title));
    made.set(doc, { paper, bytes, thumbnail });
    await engine().leave(person, relay, { ...paper, doc }, bytes, thumbnail);
    made.delete(doc);
  };

  const run = async (): Promise<void> => {
    let wait = FIRST_WAIT_MS;
    for (let one = queue.next(); one && !isPaused; one = queue.next()) {
      queue.change(one.doc, { state: 'sending' });
      try {
        await send(one);
        queue.change(one.doc, { state: 'sent' });
        queue.trouble(false);
        wait = FIRST_WAIT_MS;
      } catch (error) {
        const isLater = isPassing(error) || isShut(error);
        queue.change(one.doc, isLater ? { state: 'ready' } : { state: 'failed', error });
        if (isShut(error) || (isLater && isResting)) return;
        if (!isLater) continue;
        queue.trouble(true);
        await pause(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT_MS);
      }
    }
  };

  const start = (): void => {
    running ??= run().finally(() => {
      running = null;
      // something came in while the last one ended
      if (queue.next() && !isPaused && !isResting) start();
    });
  };

  return {
    start,
    pause: () => {
      isPaused = true;
      hurry?.();
    },
    goOn: () => {
      isPaused = false;
      start();
    },
    /** Sends what it can while the screen is locked; answers when no more will leave. */
    rest: async (): Promise<void> => {
      isResting = true;
      hurry?.();
      await running;
    },
    wake: () => {
      isResting = false;
      if (queue.next()) start();
    },
  };
};
