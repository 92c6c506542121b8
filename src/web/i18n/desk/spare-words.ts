/** What the desk says of spare cards: to the worker who gives one back, and to the person who leaves one. `{}` stands for a day or a name. */
export interface SpareWords {
  readonly entry: string;
  readonly text: string;
  readonly none: string;
  readonly since: string;
  /** Said by a manager of one that they take for false: it goes to the foot of the list, and back. */
  readonly putAside: string;
  readonly takeBack: string;
  readonly asideTitle: string;
  readonly asideBy: string;
  readonly isAside: string;
  readonly isBack: string;
  readonly untrue: string;
  /** Of somebody whose card was not read here. */
  readonly unproven: string;
  readonly here: string;
  readonly scanText: string;
  readonly scan: string;
  readonly joining: string;
  readonly compare: string;
  readonly warning: string;
  readonly give: string;
  readonly stop: string;
  readonly given: string;
  readonly done: string;
  readonly taken: string;
  readonly over: string;
  /** To the person, in their language. */
  readonly offerTitle: string;
  readonly offerText: string;
  readonly offerSafe: string;
  readonly offerBusy: string;
}
