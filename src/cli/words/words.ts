import type { Note } from '../../client/intake/notes.js';
import type { Removed } from '../../client/intake/picture.js';
import type { ErrorCode } from '../../core/errors.js';
import type { CommandName, OptionName, OptionValue } from '../commands/names.js';
import type { ExitName } from '../exit-codes.js';
import type { ConsentWords } from './consent-words.js';
import type { DepositWords } from './deposit-words.js';
import type { AskWords } from './ask-words.js';
import type { DossierWords } from './dossier-words.js';
import type { DropWords } from './drop-words.js';
import type { LinkWords } from './link-words.js';
import type { Sentence } from './sentence.js';

export interface Help {
  readonly intro: readonly string[];
  readonly usage: string;
  readonly commandsTitle: string;
  readonly optionsTitle: string;
  readonly exitTitle: string;
  readonly more: string;
  readonly papers: string;
  readonly secrets: string;
  /** After `pochette`. */
  readonly usages: Readonly<Record<CommandName, string>>;
  readonly summaries: Readonly<Record<CommandName, string>>;
  /** What follows commands that do several things, and what each does. */
  readonly verbs: Readonly<Partial<Record<CommandName, readonly (readonly [line: string, does: string])[]>>>;
  readonly options: Readonly<Record<OptionName, string>>;
  /** What stands for the value of an option. */
  readonly values: Readonly<Record<OptionValue, string>>;
  readonly exits: Readonly<Record<ExitName, string>>;
}

/** All that the command line says in one language: each catalogue has all of it, or doesn't compile. */
export interface Words {
  readonly language: 'fr' | 'en';
  readonly locale: string;
  readonly units: Readonly<Record<'B' | 'kB' | 'MB' | 'GB', string>>;
  quote(title: string): string;
  /** Names of files that are written, without ending. */
  readonly cardFile: string;
  readonly exportFile: string;
  readonly errors: Readonly<Record<ErrorCode, Sentence>>;
  readonly notes: Readonly<Record<Note, string>>;
  readonly removed: Readonly<Record<Removed, string>>;
  readonly help: Help;
  /** What is to be known before a safe is opened (art. R.55-1 CPCE). */
  notice(server: string): readonly string[];
  readonly ask: Questions;
  readonly columns: Readonly<
    Record<
      | 'number'
      | 'title'
      | 'kind'
      | 'added'
      | 'expires'
      | 'goneOn'
      | 'version'
      | 'size'
      | 'device'
      | 'since'
      | 'lastUsed',
      string
    >
  >;
  readonly said: Said;
  readonly consent: ConsentWords;
  readonly deposits: DepositWords;
  readonly links: LinkWords;
  readonly drops: DropWords;
  readonly asks: AskWords;
  readonly dossiers: DossierWords;
}

interface Questions {
  readonly code: string;
  readonly newCode: string;
  readonly newCodeAgain: string;
  readonly card: string;
  readonly yes: string;
  typeToConfirm(word: string): string;
  destroy(papers: string): string;
  block(device: string): string;
  spare(relay: string): string;
  readonly forget: string;
  readonly delete: string;
  readonly deleteWord: string;
}

type Plain =
  | 'opened'
  | 'cardSaved'
  | 'cardAdvice'
  | 'next'
  | 'loggedIn'
  | 'loggedInNext'
  | 'noPapers'
  | 'binEmpty'
  | 'over'
  | 'soon'
  | 'gotChecked'
  | 'binnedNext'
  | 'card'
  | 'cardRenewed'
  | 'codeChanged'
  | 'spareNext'
  | 'codeUnsure'
  | 'unnamed'
  | 'thisMachine'
  | 'frozen'
  | 'devicesNext'
  | 'exportedNext'
  | 'forgotten'
  | 'deleted'
  | 'nothingDone'
  | 'stopped'
  | 'debug';

interface Said extends Readonly<Record<Plain, string>> {
  kept(paper: string): string;
  keptVersion(paper: string, version: number): string;
  removed(names: readonly string[]): string;
  already(file: string, paper: string): string;
  refused(file: string, sentence: string): string;
  papers(number: number): string;
  inBin(number: number): string;
  room(used: string, all: string): string;
  got(paper: string, file: string, size: string): string;
  versionsNext(paper: string): string;
  binned(paper: string): string;
  restored(paper: string): string;
  destroyed(paper: string): string;
  spareAt(relay: string): string;
  wrongCodes(number: number): string;
  blocked(device: string): string;
  logShort(number: number): string;
  logWhole(number: number): string;
  exported(file: string, size: string): string;
}
