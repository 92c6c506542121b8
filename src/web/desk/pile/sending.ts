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
  /** How many pages it has. */
  readonly pages: number;
  /** Empty once it was sent: nothing of it stays. */
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

/** Makes each paper once, and leaves it under its one id. */
const leaving = () => {
  const made = new Map<string, Assembled>();
  return async ({ doc, person, relay, sorted, title }: Outgoing): Promise<void> => {
    const { paper, bytes, thumbnail } = made.get(doc) ?? (await assemble(sorted, title));
    made.set(doc, { paper, bytes, thumbnail });
    await engine().leave(person, relay, { ...paper, doc }, bytes, thumbnail);
    made.delete(doc);
  };
};

/** A wait that can be cut short. */
const waiting = () => {
  let hurry: (() => void) | undefined;
  return {
    pause: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms);
        hurry = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    hurry: (): void => hurry?.(),
  };
};

/** Sends one paper after the other, each until the server said that it has it. */
export const makeSender = (queue: Queue) => {
  const leave = leaving();
  const wait = waiting();
  const now = { isPaused: false, isResting: false };
  let running: Promise<void> | null = null;

  /** Answers whether it goes on with the next. */
  const send = async (one: Outgoing, tries: number): Promise<'sent' | 'again' | 'stop'> => {
    queue.change(one.doc, { state: 'sending' });
    try {
      await leave(one);
      queue.change(one.doc, { state: 'sent' });
      queue.trouble(false);
      return 'sent';
    } catch (error) {
      const isLater = isPassing(error) || isShut(error);
      queue.change(one.doc, isLater ? { state: 'ready' } : { state: 'failed', error });
      if (isShut(error) || (isLater && now.isResting)) return 'stop';
      if (!isLater) return 'sent';
      queue.trouble(true);
      await wait.pause(Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS));
      return 'again';
    }
  };

  const run = async (): Promise<void> => {
    let tries = 0;
    for (let one = queue.next(); one; one = now.isPaused ? undefined : queue.next()) {
      const what = await send(one, tries);
      if (what === 'stop') return;
      tries = what === 'again' ? tries + 1 : 0;
    }
  };

  const start = (): void => {
    if (now.isPaused) return;
    running ??= run().finally(() => {
      running = null;
      // something came in while the last one ended
      if (queue.next() && !now.isPaused && !now.isResting) start();
    });
  };

  return {
    start,
    pause: (): void => {
      now.isPaused = true;
      wait.hurry();
    },
    goOn: (): void => {
      now.isPaused = false;
      start();
    },
    /** Sends what it can while the screen is locked; answers when no more will leave. */
    rest: async (): Promise<void> => {
      now.isResting = true;
      wait.hurry();
      await running;
    },
    wake: (): void => {
      now.isResting = false;
      if (queue.next()) start();
    },
  };
};
