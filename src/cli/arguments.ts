import { parseArgs } from 'node:util';
import { isCardText } from '../core/crypto/card-code.js';
import { asciiDigits } from '../core/crypto/pin.js';
import { COMMAND_NAMES, type CommandName, OPTIONS, type OptionName } from './commands/names.js';
import { nearest } from './nearest.js';
import { usage } from './usage.js';

type Flags = { [N in OptionName as (typeof OPTIONS)[N]['type'] extends 'boolean' ? N : never]?: true };
type Texts = { [N in OptionName as (typeof OPTIONS)[N]['type'] extends 'string' ? N : never]?: string };

export interface Arguments {
  /** Null when only `pochette`, or options, were typed. */
  readonly command: CommandName | null;
  /** What follows the command. */
  readonly rest: readonly string[];
  readonly options: Readonly<Flags & Texts>;
}

const SIX_DIGITS = /^(?:\d{6}|\d{3}[ -]\d{3}|\d{2}[ -]\d{2}[ -]\d{2})$/;
/** Options that other programs have for this, and that a person may try. */
const SECRET_OPTIONS = /^--?(?:pin|code|passe?word|mdp|secret|card-code|carte)$/i;

const looksSecret = (text: string): boolean => SIX_DIGITS.test(asciiDigits(text).trim()) || isCardText(text);

/**
 * Refuses a code or a card in a command line: every program of the machine and the shell's history see it. The sentence
 * never repeats it.
 */
const refuseSecrets = (argv: readonly string[]): void => {
  for (const [at, word] of argv.entries()) {
    const [name = '', ...value] = word.startsWith('-') ? word.split('=') : ['', word];
    if (SECRET_OPTIONS.test(name)) throw usage('secret_in_argument');
    // a date mistyped is no code; what is wrong with it is said later
    const isDate = name === '--expires' || argv[at - 1] === '--expires';
    if (!isDate && looksSecret(value.join('='))) throw usage('secret_in_argument');
  }
};

/** A mistyped name, with the one that was probably meant. */
const unknown = (reason: 'unknown_command' | 'unknown_option', name: string, meant: string | undefined) =>
  usage(reason, { name, ...(meant === undefined ? {} : { meant }) });

const isOption = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name);
const isCommand = (name: string): name is CommandName => (COMMAND_NAMES as readonly string[]).includes(name);

type Token = NonNullable<ReturnType<typeof tokensOf>>[number];
const tokensOf = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: OPTIONS, strict: false, allowPositionals: true, tokens: true })
    .tokens;

/** A public key in base64url, which may begin with a dash as an option does. */
const KEY = /^[\w-]{43}$/;

const checkOption = (token: Extract<Token, { kind: 'option' }>): void => {
  const { name, rawName, value, inlineValue } = token;
  if (!isOption(name)) {
    const meant = nearest(name, Object.keys(OPTIONS));
    throw unknown('unknown_option', rawName, meant && `--${meant}`);
  }
  const option = OPTIONS[name];
  if (option.type === 'boolean') {
    if (value !== undefined) throw usage('value_unwanted', { name: rawName });
    return;
  }
  const swallowed = inlineValue === false && value !== undefined && /^-./.test(value) && !KEY.test(value);
  if (value === undefined || value === '' || swallowed) {
    throw usage('value_missing', { name: rawName });
  }
};

/** Reads a command line. Throws `bad_usage` with the reason; a secret among the words is refused before anything else. */
export const readArguments = (argv: readonly string[]): Arguments => {
  refuseSecrets(argv);
  const options: Record<string, string | true> = {};
  const words: string[] = [];
  for (const token of tokensOf(argv)) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    checkOption(token);
    options[token.name] = token.value ?? true;
  }
  const [name, ...rest] = words;
  if (name !== undefined && !isCommand(name)) {
    throw unknown('unknown_command', name, nearest(name, COMMAND_NAMES));
  }
  return { command: name ?? null, rest, options };
};

/** The words of a command line that tell how to answer, read even when the rest makes no sense. */
export const readManner = (argv: readonly string[]): { json: boolean; lang: string | undefined } => {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const word = argv[at] ?? '';
  const lang = word.includes('=') ? word.slice('--lang='.length) : argv[at + 1];
  return { json: argv.includes('--json'), lang: at < 0 ? undefined : lang };
};
