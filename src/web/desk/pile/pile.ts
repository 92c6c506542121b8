import { isSafeError } from '../../../core/errors.js';
import type { PersonView } from '../engine/people.js';
import { changed, EMPTY, goingOut, type PileState, turned, unsentIn } from './pile-state.js';
import { makeSender } from './sending.js';
import { added, pagesOf, said, taken, unsaid, type Word } from './sorting.js';
import { pagesIn, type PilePage, type Source } from './sources.js';
import { type Arrived, type Watching, watchFolder } from './watch.js';

/** A scanner that was begun for one person may write for so long after the next one was picked. */
const SETTLING_MS = 10_000;

/** A file, and the way to take it from where it lies; null where this page may not. */
interface Given {
  readonly file: File;
  readonly remove: Arrived['remove'] | null;
}

/** What the pile is, and who wants to know when it changes. */
const makeStore = () => {
  let state = EMPTY;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    set: (change: Partial<PileState>): void => {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    listen: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
type Store = ReturnType<typeof makeStore>;

/** What a file becomes on the pile. */
const readOne = async ({ file, remove }: Given): Promise<(now: PileState) => Partial<PileState>> => {
  try {
    const pages = await pagesIn(file, remove);
    return ({ sorting }) => ({ sorting: added(sorting, pages) });
  } catch (error) {
    const code = isSafeError(error) ? error.code : 'file_unreadable';
    return ({ bad }) => ({ bad: [...bad, { name: file.name, code }] });
  }
};

/** Files become pages one after the other, so that these keep the order in which they came. */
const makeIntake = ({ state, set }: Store) => {
  let before: Promise<void> = Promise.resolve();
  let round = 0;
  const read = async (one: Given, its: number): Promise<void> => {
    // the pile is somebody else's by now: what came for the one before is not theirs
    if (its !== round) return;
    const become = await readOne(one);
    if (its === round) set({ ...become(state()), reading: state().reading - 1 });
  };
  return {
    take: (files: readonly Given[]): void => {
      const its = round;
      set({ reading: state().reading + files.length });
      for (const one of files) before = before.then(() => read(one, its));
    },
    /** Of what came until now nothing lands on the pile any more. */
    renew: (): void => {
      round += 1;
    },
  };
};

/** What is sent or dropped needs its file no more; the original goes once nothing of it is still to be sent. */
const makeDone = ({ state, set }: Store) => {
  const discharge = async ({ remove }: Source): Promise<void> => {
    const isGone = await remove?.().then(
      () => true,
      () => false,
    );
    set(isGone ? { removed: state().removed + 1 } : { left: state().left + 1 });
  };
  return (pages: readonly PilePage[]): void => {
    for (const { id, source } of pages) {
      source.open.delete(id);
      if (source.open.size === 0) void discharge(source);
    }
  };
};

const makeOut = (store: Store) => {
  const { state, set } = store;
  const done = makeDone(store);
  const sender = makeSender({
    next: () => state().outgoing.find((one) => one.state === 'ready'),
    change: (doc, change) => {
      const one = state().outgoing.find((each) => each.doc === doc);
      set({ outgoing: changed(state(), doc, change) });
      if (one && change.state === 'sent') done(pagesOf(one.sorted));
    },
    trouble: (isTrying) => set({ isTrying }),
  });
  const send = (relay: string, titleOf: (kind: string) => string): void => {
    const { papers, dropped, rest } = taken(state().sorting);
    const person = state().person?.id ?? '';
    const going = goingOut(papers, { person, relay }, titleOf);
    set({ sorting: rest, outgoing: [...state().outgoing, ...going] });
    done(dropped);
    sender.start();
  };
  return { send, sender };
};

/** Papers that are sorted and sent. It lives as long as the worker sits here, whatever is on the screen. */
export const makePile = () => {
  const store = makeStore();
  const { state, set, listen } = store;
  const { take, renew } = makeIntake(store);
  const { send, sender } = makeOut(store);
  let watching: Watching | undefined;
  return {
    state,
    listen,
    send,
    /** Begins for somebody. What is on its way to others goes on; pages that nobody sorted stay where they came from. */
    begin: (person: PersonView): void => {
      const { folder, isPaused, early, person: last } = state();
      const outgoing = state().outgoing.filter((one) => one.state !== 'sent');
      renew();
      const begun = Date.now() + (last !== null && folder !== null ? SETTLING_MS : 0);
      set({ ...EMPTY, person, begun, early, folder, isPaused, outgoing });
    },
    take: (files: readonly File[]): void => take(files.map((file) => ({ file, remove: null }))),
    watch: async (): Promise<void> => {
      watching?.stop();
      watching = await watchFolder((files) => {
        const isEarly = ({ since }: Arrived): boolean => since < state().begun;
        set({ early: [...state().early, ...files.filter(isEarly)] });
        take(files.filter((one) => !isEarly(one)));
      });
      set({ folder: watching.name });
    },
    /** What came before the pile began is for this person after all; or it stays where it lies. */
    takeEarly: (): void => {
      const { early } = state();
      set({ early: [] });
      take(early);
    },
    leaveEarly: (): void => set({ early: [] }),
    say: (word: Word): void => set({ sorting: said(state().sorting, word) }),
    unsay: (): void => set({ sorting: unsaid(state().sorting) }),
    turn: (): void => set({ sorting: turned(state().sorting) }),
    /** What failed is tried once more. */
    again: (): void => {
      const outgoing = state().outgoing.map((one) =>
        one.state === 'failed' ? { ...one, state: 'ready' as const } : one,
      );
      set({ outgoing });
      sender.start();
    },
    pause: (): void => {
      set({ isPaused: true });
      sender.pause();
    },
    goOn: (): void => {
      set({ isPaused: false });
      sender.goOn();
    },
    unsent: (): number => unsentIn(state()),
    rest: sender.rest,
    wake: sender.wake,
  };
};

export type Pile = ReturnType<typeof makePile>;
