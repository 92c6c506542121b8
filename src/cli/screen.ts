import { once } from 'node:events';
import { displayText } from '../client/intake/names.js';
import { wrap } from './text-width.js';

/** How a piece of a line is set off. Nothing is said by colour alone. */
export type Tone = 'strong' | 'soft' | 'good' | 'warn' | 'bad';

const CODES: Readonly<Record<Tone, readonly [number, number]>> = {
  strong: [1, 22],
  soft: [2, 22],
  good: [32, 39],
  warn: [33, 39],
  bad: [31, 39],
};

export interface Screen {
  readonly json: boolean;
  /** Columns to write in. */
  readonly width: number;
  /** Sets a piece of text off, where the terminal can and the person wants it. */
  paint(tone: Tone, text: string): string;
  /** What the command is for: standard output. Nothing with `--json`. */
  say(...lines: readonly string[]): void;
  /** Remarks beside it: standard error. Nothing with `--json`. */
  remark(...lines: readonly string[]): void;
  /** The one document of `--json`. */
  document(value: unknown): void;
  /** A paper, as it is, to standard output. */
  bytes(piece: Uint8Array): Promise<void>;
}

const WIDEST = 100;
const NARROWEST = 40;
const USUAL = 80;

const widthOf = (stream: NodeJS.WriteStream): number =>
  Math.min(WIDEST, Math.max(NARROWEST, stream.columns ?? USUAL));

/** https://no-color.org */
const wantsColour = (environment: NodeJS.ProcessEnv): boolean =>
  (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';

/** Makes what came from a file, a paper or a server harmless to a terminal. */
export const shown = (text: string): string => displayText(text);

const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The same document, but what would steer a terminal or turn the reading direction is spelt out (RFC 8259 §7). */
export const documentText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(
    UNSEEN,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

export const createScreen = (options: { json: boolean; papersToStdout?: boolean }): Screen => {
  const { json } = options;
  // a paper on standard output leaves no room there for words
  const main = options.papersToStdout === true ? process.stderr : process.stdout;
  const colour = main.isTTY && wantsColour(process.env);
  const width = widthOf(main);
  const print = (stream: NodeJS.WriteStream, lines: readonly string[]) => {
    if (!json) for (const line of lines) stream.write(`${wrap(line, width)}\n`);
  };
  return {
    json,
    width,
    paint: (tone, text) => (colour ? `\u001b[${CODES[tone][0]}m${text}\u001b[${CODES[tone][1]}m` : text),
    say: (...lines) => print(main, lines),
    remark: (...lines) => print(process.stderr, lines),
    document: (value) => {
      process.stdout.write(`${documentText(value)}\n`);
    },
    bytes: async (piece) => {
      if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    },
  };
};
