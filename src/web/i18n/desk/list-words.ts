/** What the desk says of the names that a relay gives. */
export interface NamesWords {
  readonly label: string;
  /** Who reads the name, and that the service does not. */
  readonly team: string;
  readonly skip: string;
  readonly give: string;
  readonly rename: string;
  readonly kept: string;
  readonly bad: string;
  /** Somebody without a name, by the first words of their card. */
  readonly card: (words: string) => string;
  readonly refused: (count: number) => string;
  /** A colleague read their card on another day. */
  readonly byTeam: string;
  readonly readAgain: string;
  /** At the end of the accompaniment. */
  readonly goesToo: string;
}

/** What the desk says where somebody gets another role. */
export interface RoleWords {
  readonly manager: string;
  readonly member: string;
  readonly managerNamed: (name: string) => string;
  readonly memberNamed: (name: string) => string;
  readonly managerTitle: (name: string) => string;
  readonly memberTitle: (name: string) => string;
  readonly managerText: string;
  readonly memberText: string;
  readonly managerDone: (name: string) => string;
  readonly memberDone: (name: string) => string;
}

/** What the desk says of a relay's statistics. */
export interface StatisticsWords {
  readonly title: string;
  readonly text: string;
  readonly months: string;
  readonly kinds: string;
  readonly month: string;
  readonly people: string;
  readonly newcomers: string;
  readonly papers: string;
  readonly dossiers: string;
  readonly kind: string;
  /** Fewer than five. */
  readonly few: string;
  /** Kept back, since fewer than five would follow from it. */
  readonly kept: string;
  readonly why: string;
  readonly none: string;
  readonly noKind: string;
  readonly refused: (count: number) => string;
}
