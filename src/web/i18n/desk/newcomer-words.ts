/** What the desk says while a new person opens their safe: to the worker, and to the person. */
export interface NewcomerWords {
  readonly title: string;
  readonly text: string;
  readonly nickname: string;
  readonly nicknameText: string;
  readonly language: string;
  readonly next: string;
  readonly turn: string;
  /** To the person, in their language. */
  readonly notice: {
    readonly title: string;
    readonly points: readonly string[];
    readonly yes: string;
    readonly no: string;
  };
  readonly phone: {
    readonly title: string;
    readonly text: string;
    readonly picture: string;
    readonly none: string;
    readonly done: string;
  };
  /** The person's part on a screen of its own, as the worker is told. */
  readonly other: {
    readonly button: string;
    readonly title: string;
    readonly text: string;
    readonly picture: string;
    readonly compare: string;
    readonly waiting: string;
    readonly here: string;
    readonly gone: string;
  };
  /** To the worker, before the person's turn. */
  readonly lookAway: {
    readonly title: string;
    readonly text: string;
    readonly go: string;
  };
  /** To the person. */
  readonly code: {
    readonly choose: string;
    readonly chooseText: string;
    readonly again: string;
    readonly opening: string;
  };
  readonly card: {
    readonly title: string;
    readonly text: string;
    readonly a6: string;
    readonly a4: string;
    readonly done: string;
    /** Before the only memory of the card's secret goes: no machine knows what a printer did. */
    readonly sure: string;
    readonly again: string;
    readonly front: string;
    readonly back: string;
  };
  readonly ready: {
    readonly title: (name: string) => string;
    readonly text: string;
    readonly noRoom: string;
    readonly papers: string;
    readonly finish: string;
  };
  readonly refused: {
    readonly title: string;
    readonly text: string;
  };
}
