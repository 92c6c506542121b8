import type { ErrorCode } from '../../../core/errors.js';
import { isSafeError } from '../../../core/errors.js';
import { engine } from '../engine/engine.js';
import type { PersonView } from '../engine/people.js';
import { makeSender, type Outgoing } from './sending.js';
import { added, nothingSorted, papersOf, said, type Sorting, taken, unsaid, type Word } from './sorting.js';
import { pagesIn, type PilePage, type Source } from './sources.js';
import { type Arrived, type Watching, watchFolder } from './watch.js';

/** A file of which no paper can be made. */
export interface BadFile {
  readonly name: string;
  readonly code: ErrorCode;
}

export interface PileState {
  /** For whom the pile is; null before it began. */
  readonly person: PersonView | null;
  readonly sorting: Sorting<PilePage>;
  readonly outgoing: readonly Outgoing[];
  readonly bad: readonly BadFile[];
  /** Name of the folder that is followed; null without. */
  readonly folder: string | null;
  readonly isPaused: boolean;
  /** The line is gone, and it goes on by itself when it is back. */
  readonly isTrying: boolean;
  /** Files that were taken from the scanner's folder after they arrived, and such as this page may not take. */
  readonly removed: number;
  readonly left: number;
  /** Files that are being read. */
  readonly reading: number;
}

const EMPTY: PileState = {
  person: null,
  sorting: nothingSorted(),
  outgoing: [],
  bad: [],
  folder: null,
  isPaused: false,
  isTrying: false,
  removed: 0,
  left: 0,
  reading: 0,
};

/** Papers that are sorted and sent. It lives as long as the worker sits here, whatever is on the screen. */
export const makePile = () => {
  let state = EMPTY;
  let watching: Watching | undefined;
  /** Files one after the other, so that pages keep the order in which they came. */
  let before: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();

  const set = (change: Partial<PileState>): void => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const discharge = async (source: Source): Promise<void> => {
    const isGone = await source.remove?.().then(
      () => true,
      () => false,
    );
    set(isGone ? { removed: state.removed + 1 } : { left: state.left + 1 });
  };

  /** What is sent or dropped needs its file no more; the original goes once nothing of it is still to be sent. */
  const done = (pages: readonly PilePage[]): void => {
    for (const { id, source } of pages) {
      source.open.delete(id);
      if (source.open.size === 0) void discharge(source);
    }
  };

  const sender = makeSender({
    next: () => state.outgoing.find((one) => one.state === 'ready'),
    change: (doc, change) => {
      const one = state.outgoing.find((each) => each.doc === doc);
      set({ outgoing: state.outgoing.map((each) => (each.doc === doc ? { ...each, ...change } : each)) });
      if (one && change.state === 'sent') done(one.sorted.sheets.flatMap((sheet) => [...sheet]));
    },
    trouble: (isTrying) => set({ isTrying }),
  });

  const read = async ({ file, remove }: { file: File; remove: Arrived['remove'] | null }): Promise<void> => {
    try {
      const pages = await pagesIn(file, remove);
      set({ sorting: added(state.sorting, pages), reading: state.reading - 1 });
    } catch (error) {
      const code = isSafeError(error) ? error.code : 'file_unreadable';
      set({ bad: [...state.bad, { name: file.name, code }], reading: state.reading - 1 });
    }
  };

  const take = (files: readonly { file: File; remove: Arrived['remove'] | null }[]): void => {
    set({ reading: state.reading + files.length });
    for (const one of files) before = before.then(() => read(one));
  };

  const turn = (): void => {
    const { pages, words } = state.sorting;
    const turned = pages.map((page, i) =>
      i === words.length ? { ...page, quarters: (page.quarters + 1) % 4 } : page,
    );
    set({ sorting: { pages: turned, words } });
  };

  const send = async (relay: string, titleOf: (kind: string) => string): Promise<void> => {
    const { papers, dropped, rest } = taken(state.sorting);
    const person = state.person?.id ?? '';
    set({ sorting: rest });
    const ids = await engine().newIds(papers.length);
    const going = papers.map((sorted, i): Outgoing => {
      const title = titleOf(sorted.kind);
      return { doc: ids[i] ?? '', person, relay, title, sorted, state: 'ready', error: null };
    });
    set({ outgoing: [...state.outgoing, ...going] });
    done(dropped);
    sender.start();
  };

  const unsent = (): number =>
    state.outgoing.filter((one) => one.state !== 'sent').length +
    papersOf(state.sorting).length +
    (state.sorting.pages.length - state.sorting.words.length);

  return {
    state: () => state,
    listen: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Begins for somebody. What is on its way to others goes on; pages that nobody sorted stay where they came from. */
    begin: (person: PersonView): void => {
      const outgoing = state.outgoing.filter((one) => one.state !== 'sent');
      set({ ...EMPTY, person, folder: state.folder, isPaused: state.isPaused, outgoing });
    },
    take: (files: readonly File[]): void => take(files.map((file) => ({ file, remove: null }))),
    watch: async (): Promise<void> => {
      watching?.stop();
      watching = await watchFolder(take);
      set({ folder: watching.name });
    },
    say: (word: Word): void => set({ sorting: said(state.sorting, word) }),
    unsay: (): void => set({ sorting: unsaid(state.sorting) }),
    turn,
    send,
    again: (): void => {
      const ready = state.outgoing.map((one) =>
        one.state === 'failed' ? { ...one, state: 'ready' as const } : one,
      );
      set({ outgoing: ready });
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
    unsent,
    rest: sender.rest,
    wake: sender.wake,
  };
};

export type Pile = ReturnType<typeof makePile>;
