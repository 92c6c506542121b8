/** For what somebody is shown papers: a picture each, named like the shelves. */
export const PURPOSES = [
  'housing',
  'health',
  'stay',
  'income',
  'work',
  'domiciliation',
  'justice',
  'other',
] as const;
export type Purpose = (typeof PURPOSES)[number];

/** Why a code or words led to nobody. */
export type MeetTrouble = 'notCode' | 'false' | 'notCertified' | 'unknown' | 'wrongWords' | 'noCode';

/** What the phone says where papers are shown, received, and told of, in one language. `{}` stands for a name. */
export interface ConsentWords {
  readonly who: { readonly title: string; readonly relay: string; readonly link: string };
  readonly scan: {
    readonly title: string;
    readonly text: string;
    readonly seeking: string;
    readonly type: string;
  };
  readonly typed: {
    readonly title: string;
    readonly number: string;
    readonly words: string;
    readonly name: string;
  };
  readonly met: {
    readonly title: string;
    readonly certified: string;
    readonly compared: string;
    readonly yes: string;
    readonly person: string;
    /** A code without a name may hang where a relay's poster did. */
    readonly alone: string;
    readonly name: string;
  };
  readonly troubles: Readonly<Record<MeetTrouble, string>>;
  readonly which: { readonly shelf: string; readonly all: string; readonly shelfTitle: string };
  readonly health: { readonly title: string; readonly text: string; readonly yes: string };
  readonly why: { readonly title: string } & Readonly<Record<Purpose, string>>;
  readonly long: { readonly today: string; readonly month: string; readonly half: string };
  /** The very words of the receipt, a line each. */
  readonly summary: {
    readonly heading: string;
    readonly shelf: string;
    readonly all: string;
    readonly health: string;
    readonly healthLater: string;
    readonly why: string;
    readonly until: string;
    readonly team: string;
    readonly person: string;
    readonly pass: string;
    readonly add: string;
    readonly back: string;
  };
  readonly yes: {
    readonly show: string;
    readonly more: string;
    readonly moreTitle: string;
    readonly see: string;
    readonly pass: string;
    readonly add: string;
    readonly good: string;
  };
  readonly done: { readonly title: string; readonly text: string };
  readonly sees: {
    readonly looked: (day: string) => string;
    readonly notLooked: string;
    readonly madeBy: string;
    readonly shelf: string;
  };
  readonly paper: { readonly title: string; readonly nobody: string };
  readonly left: {
    readonly mark: (count: number) => string;
    readonly title: string;
    readonly none: string;
    readonly from: string;
    readonly link: string;
    readonly linkOf: string;
    readonly claims: string;
    readonly unsigned: string;
    readonly unknown: string;
    readonly compare: string;
    readonly unproven: (count: number) => string;
    readonly keep: string;
    readonly refuse: string;
    readonly refuseTitle: string;
    readonly refuseText: string;
  };
  readonly ask: {
    readonly title: string;
    readonly text: string;
    readonly start: string;
    readonly forWhom: string;
    readonly qr: string;
    readonly came: (count: number) => string;
    readonly end: string;
  };
  /** A worker asks for a paper: who, and which one. */
  readonly wanted: {
    readonly asks: string;
    readonly photograph: string;
    readonly orOther: string;
    readonly which: string;
    readonly refuseTitle: string;
    readonly refuse: string;
  };
  readonly own: {
    readonly title: string;
    readonly text: string;
    readonly qr: string;
    readonly words: string;
  };
  readonly room: {
    readonly title: string;
    readonly left: (room: string, all: string) => string;
    readonly more: string;
  };
  readonly history: {
    readonly choose: string;
    readonly title: string;
    readonly none: string;
  };
  /** A spare of the card, at a relay. */
  readonly spare: {
    readonly title: string;
    readonly text: string;
    readonly choose: string;
    readonly at: string;
    readonly takeBack: string;
    readonly out: string;
    readonly askTitle: string;
    readonly askText: string;
    readonly name: string;
    readonly leave: string;
    readonly done: string;
    readonly doneText: string;
    readonly mark: string;
    readonly wasMe: string;
  };
  /** A lost phone, with somebody who helps. */
  readonly help: {
    readonly title: string;
    readonly text: string;
    readonly qr: string;
    readonly sameTitle: string;
    readonly sameText: string;
    readonly waiting: string;
    readonly again: string;
    readonly taken: string;
    readonly over: string;
    readonly late: string;
    readonly doneText: string;
    readonly card: string;
  };
  /** On a screen that was handed to somebody new at a relay's desk. */
  readonly guest: {
    readonly number: string;
    readonly lookAt: string;
    readonly done: string;
    readonly doneText: string;
    readonly over: string;
    readonly no: string;
  };
}
