import type { Language } from '../language.js';
import type { PhoneWords } from '../phone/words.js';
import type { NamesWords, RoleWords, StatisticsWords } from './list-words.js';
import type { AskingWords } from './asking-words.js';
import type { FilingWords } from './filing-words.js';
import type { AccessWords } from './access-words.js';
import type { NewcomerWords } from './newcomer-words.js';
import type { PileWords } from './pile-words.js';
import type { SpareWords } from './spare-words.js';
import type { TeamWords } from './team-words.js';

/** What can go wrong at the desk, as a worker is told it. */
export const TROUBLES = [
  'offline',
  'down',
  'busy',
  'wrongCode',
  'wait',
  'frozen',
  'blocked',
  'badCard',
  'personsCard',
  'badContact',
  'weak',
  'differ',
  'damaged',
  'rolledBack',
  'over',
  'gone',
  'out',
  'notCertified',
  'closed',
  'full',
  'asksFull',
  'safeFull',
  'notPaper',
  'cutFile',
  'tooLarge',
  'badInvitation',
  'notManager',
  'lastManager',
  'changed',
  'other',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Everything that the relay's desk says, in one language. Every language has all of it. */
export interface DeskWords {
  readonly language: Language;
  readonly pageTitle: string;
  readonly brand: string;
  readonly chooseLanguage: string;
  readonly noScript: string;
  readonly promise: string;
  readonly listen: string;
  readonly kinds: PhoneWords['kinds'];
  readonly troubles: Readonly<Record<Trouble, string>>;
  readonly triesLeft: (count: number) => string;
  readonly waitFor: (seconds: number) => string;
  readonly wait: string;
  readonly retry: string;
  readonly back: string;
  readonly yes: string;
  readonly no: string;
  readonly frame: {
    readonly people: string;
    readonly newcomer: string;
    readonly relay: string;
    readonly lock: string;
    readonly done: string;
  };
  readonly signIn: {
    readonly title: string;
    readonly text: string;
    readonly promises: readonly string[];
    readonly card: string;
    readonly code: string;
    readonly otherCard: string;
    /** This browser keeps somebody's pochette, which the end of the work here would erase. */
    readonly held: string;
    readonly opening: string;
  };
  /** The way to invented people, for whoever has no card yet. */
  readonly training: {
    readonly start: string;
    readonly text: string;
  };
  readonly reader: {
    readonly next: string;
    readonly camera: string;
    readonly picture: string;
    readonly looking: string;
    readonly noCamera: string;
    readonly nothing: string;
  };
  readonly code: {
    readonly digits: (count: number) => string;
    readonly erase: string;
  };
  readonly wall: {
    readonly title: string;
    readonly text: string;
    readonly same: string;
    readonly other: string;
    readonly read: string;
    readonly none: string;
    readonly noneText: string;
  };
  readonly locked: {
    readonly title: string;
    readonly text: string;
  };
  readonly end: {
    readonly title: string;
    readonly text: string;
    readonly again: string;
    readonly goOn: string;
    readonly waiting: (count: number) => string;
    readonly leave: string;
  };
  readonly people: {
    readonly title: string;
    readonly find: string;
    readonly nobody: string;
    readonly none: string;
    readonly choose: string;
    readonly refused: (count: number) => string;
    readonly scan: string;
    readonly scanText: string;
    readonly nickname: string;
    readonly nicknameText: string;
    readonly keepName: string;
    readonly unknown: string;
    readonly nothing: string;
    readonly shown: (count: number) => string;
    readonly everything: string;
    readonly until: (day: string) => string;
    readonly passedBy: (name: string) => string;
    readonly forYou: string;
    readonly notYet: string;
    readonly onlyAdd: string;
    readonly see: string;
    readonly put: string;
    readonly end: string;
    readonly endTitle: (name: string) => string;
    readonly endText: string;
    readonly ended: string;
  };
  readonly reading: {
    readonly seen: string;
    readonly why: (purpose: string) => string;
    readonly none: string;
    readonly download: string;
    readonly downloadNamed: (title: string) => string;
    readonly print: string;
    readonly loading: string;
    readonly noPreview: string;
    readonly locked: string;
    readonly pages: (count: number) => string;
    readonly page: (number: number, total: number) => string;
    readonly validUntil: (day: string) => string;
  };
  readonly asking: AskingWords;
  readonly filing: FilingWords;
  readonly pile: PileWords;
  readonly newcomer: NewcomerWords;
  readonly team: TeamWords;
  readonly names: NamesWords;
  readonly role: RoleWords;
  readonly statistics: StatisticsWords;
  readonly access: AccessWords;
  readonly spare: SpareWords;
}
