import type { AccountSession, Session } from '../client/session.js';
import type { Device, Memory } from '../client/ports.js';
import type { Arguments } from './arguments.js';
import type { CommandName, OptionName } from './commands/names.js';
import type { ExitCode } from './exit-codes.js';
import type { Format } from './format.js';
import type { Screen } from './screen.js';
import type { Secrets } from './secrets.js';
import type { Words } from './words/words.js';

/** All that a command works with. */
export interface Call {
  readonly rest: Arguments['rest'];
  readonly options: Arguments['options'];
  readonly words: Words;
  readonly screen: Screen;
  readonly format: Format;
  readonly secrets: Secrets;
  readonly home: Memory;
  readonly device: Device;
  /** Asks for the code and opens the safe that this machine remembers. */
  readonly unlock: () => Promise<Session>;
  /** The same for the worker's account that this machine remembers. */
  readonly unlockWorker: () => Promise<AccountSession>;
  /** The same for whichever of both it is, with the code that was typed. */
  readonly unlockTyped: () => Promise<{ readonly session: AccountSession; readonly pin: string }>;
  /** Another command, for `help`. */
  readonly load: (name: CommandName) => Promise<Command>;
}

export interface Outcome {
  /** `ok` unless said. */
  readonly exit?: ExitCode;
  /** The document of `--json`. */
  readonly json: unknown;
}

export interface Command {
  readonly options: readonly OptionName[];
  /** The least and the most words after the command. */
  readonly takes: readonly [least: number, most: number];
  readonly run: (call: Call) => Promise<Outcome>;
}
