/** What the desk says while a pile of papers is sorted and sent. */
export interface PileWords {
  readonly title: (name: string) => string;
  readonly drop: string;
  readonly dropText: string;
  readonly folder: string;
  readonly files: string;
  readonly watching: (folder: string) => string;
  readonly mayRead: string;
  readonly help: {
    readonly title: string;
    readonly kind: string;
    readonly same: string;
    readonly drop: string;
    readonly turn: string;
    readonly side: string;
    readonly undo: string;
  };
  readonly keys: {
    readonly enter: string;
    readonly delete: string;
  };
  readonly page: (number: number, total: number) => string;
  readonly noPicture: string;
  readonly waiting: (count: number) => string;
  readonly paper: (kind: string, pages: number) => string;
  readonly sorted: string;
  readonly send: (count: number) => string;
  readonly throwAway: (count: number) => string;
  readonly pause: string;
  readonly goOn: string;
  readonly sent: (done: number, all: number) => string;
  readonly trying: string;
  readonly again: string;
  readonly doneTitle: (count: number) => string;
  readonly doneText: string;
  readonly removed: (count: number) => string;
  readonly left: (count: number) => string;
  readonly finish: string;
  readonly bad: (name: string, why: string) => string;
  readonly states: Readonly<Record<'ready' | 'sending' | 'sent' | 'failed', string>>;
}
