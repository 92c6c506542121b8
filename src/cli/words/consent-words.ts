import type { TeamAct } from '../../core/protocol/team.js';

/** What is told to a person before they show papers: it goes, word for word, into the receipt. */
export interface Summary {
  /** Titles of papers, the name of a shelf, or null for everything. */
  readonly what: readonly string[] | { readonly shelf: string } | null;
  /** Titles of health papers that a shelf or everything shows too; null where none is shown. */
  readonly health: readonly string[] | null;
  readonly to: string;
  /** A relay of several people, certified by an association, or one whose words were compared; or one worker. */
  readonly kind: 'relay' | 'worker';
  /** They may pass it on. */
  readonly manage: boolean;
  /** They may leave papers too. */
  readonly add: boolean;
  readonly purpose: string;
  readonly until: string;
}

/** What is told to a worker before they pass on what a person showed; it goes into the receipt of that. */
export interface PassSummary extends Pick<Summary, 'to' | 'purpose' | 'until'> {
  readonly what: readonly string[];
  /** Whose papers. */
  readonly person: string;
}

type Plain =
  | 'workerOpened'
  | 'founded'
  | 'foundedNext'
  | 'inviteNext'
  | 'joinedNext'
  | 'nobodyAnswered'
  | 'noRelay'
  | 'noShares'
  | 'noneShown'
  | 'sharesNext'
  | 'unsharedNext'
  | 'peopleNext'
  | 'unknownPerson'
  | 'directoryMade'
  | 'directoryNext'
  | 'bringBack'
  | 'contactNext'
  | 'receiptTrue'
  | 'receiptCompare'
  | 'everything'
  | 'manager'
  | 'member'
  | 'you'
  | 'notCertified'
  | 'removedNext'
  | 'posterNext'
  | 'nonePassed'
  | 'passedNext'
  | 'unproven'
  | 'rotated'
  | 'replaceAsked'
  | 'replaceNext'
  | 'replaceApproved'
  | 'replaceBack'
  | 'replaced'
  | 'nothingToSeal'
  | 'gaveBackNext'
  | 'nothingDone'
  | 'association';

export interface ConsentSaid extends Readonly<Record<Plain, string>> {
  words(words: readonly string[]): string;
  certified(name: string): string;
  code(code: string, until: string): string;
  joined(relay: string): string;
  accepted(name: string): string;
  removed(name: string): string;
  role(name: string, role: string): string;
  shown(to: string, until: string): string;
  tookBack(to: string): string;
  passed(to: string, until: string): string;
  passedBy(who: string): string;
  passedWithin(who: string): string;
  of(worker: string, relay: string): string;
  shelf(name: string): string;
  more(number: number): string;
  grantPapers(number: string, holder: string): string;
  met(name: string): string;
  saved(file: string): string;
  refused(number: number): string;
  badSeal(by: string): string;
  sealed(number: number): string;
  vouched(name: string, relay: string): string;
  gaveBack(person: string): string;
  anew(number: number): string;
}

/** All that is said about relays and about showing papers. */
export interface ConsentWords {
  /** The very words of a receipt. */
  summary(summary: Summary): readonly string[];
  passSummary(summary: PassSummary): readonly string[];
  readonly states: Readonly<Record<'active' | 'waiting' | 'ended' | 'expired', string>>;
  readonly columns: Readonly<
    Record<
      'to' | 'what' | 'by' | 'purpose' | 'until' | 'state' | 'person' | 'relay' | 'name' | 'role',
      string
    >
  >;
  readonly ask: {
    readonly invitation: string;
    show(to: string): string;
    pass(to: string): string;
    association(name: string, words: string): string;
    request(name: string, words: string): string;
    accept(name: string, words: string): string;
    remove(name: string): string;
    replace(out: string): string;
    approve(out: string, takesOver: string): string;
    takeOver(out: string): string;
    giveBack(person: string): string;
  };
  readonly said: ConsentSaid;
  /** What the members of a relay did, one line each. */
  readonly log: {
    readonly team: Readonly<Record<TeamAct | 'found', (by: string, about: string, role: string) => string>>;
    readonly readings: Readonly<
      Record<
        'grant.look' | 'paper.read' | 'paper.preview' | 'grant.end' | 'grant.reseal',
        (by: string, person: string) => string
      >
    >;
    /** A person whose grant is no longer told. */
    readonly somebody: string;
    readonly refusedBefore: string;
    readonly unproven: string;
  };
  /** What a relay notes: names that it gives, and what it counts. */
  readonly notes: Readonly<
    Record<
      | 'noNames'
      | 'nothingCounted'
      | 'file'
      | 'months'
      | 'kinds'
      | 'month'
      | 'people'
      | 'newcomers'
      | 'papers'
      | 'dossiers'
      | 'kind'
      | 'few'
      | 'kept',
      string
    >
  > & { named(name: string): string; bad(number: number): string };
  /** Names of files, without ending. */
  readonly posterFile: string;
  readonly receiptFile: string;
  readonly poster: {
    readonly title: string;
    readonly scan: readonly string[];
    readonly words: string;
  };
}
