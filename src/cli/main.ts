import { createRequire } from 'node:module';
import { SafeError } from '../core/errors.js';
import { type Arguments, readArguments, readManner } from './arguments.js';
import { systemClock } from './clock.js';
import type { Call, Command } from './command.js';
import { loadCommand } from './commands/index.js';
import { COMMON_OPTIONS, type CommandName } from './commands/names.js';
import { EXIT, exitCodeOf } from './exit-codes.js';
import { formatFor } from './format.js';
import { growHeap } from './heap.js';
import { commandHelp, overview } from './help-text.js';
import { createHome, homeFolder } from './home.js';
import { wordsFor } from './language.js';
import { Interrupted } from './line-editor.js';
import { type NodeTransport, nodeTransport } from './node-transport.js';
import { tellError } from './report.js';
import { createScreen, type Screen } from './screen.js';
import { createSecrets, type Secrets } from './secrets.js';
import { endOnSignals } from './unfinished.js';
import { unlockHere, unlockTypedHere, unlockWorkerHere } from './unlocking.js';
import { usage } from './usage.js';
import type { Words } from './words/words.js';

const version = (): string =>
  (createRequire(import.meta.url)('../../../package.json') as { version: string }).version;

const checkShape = (
  command: Command,
  name: CommandName,
  { rest, options }: Arguments,
  words: Words,
): void => {
  const allowed = new Set<string>([...command.options, ...COMMON_OPTIONS]);
  const stray = Object.keys(options).find((option) => !allowed.has(option));
  if (stray !== undefined) throw usage('option_not_here', { name: `--${stray}`, command: name });
  const [least, most] = command.takes;
  const line = words.help.usages[name];
  if (rest.length < least) throw usage('argument_missing', { usage: line });
  if (rest.length > most) throw usage('argument_unwanted', { usage: line });
};

interface Floor {
  readonly words: Words;
  readonly screen: Screen;
  readonly secrets: Secrets;
  readonly transport: NodeTransport;
}

const makeCall = ({ words, screen, secrets, transport }: Floor, { rest, options }: Arguments): Call => {
  const home = createHome(homeFolder(process.env));
  const device = { transport, memory: home, clock: systemClock };
  const insecure = options['insecure-http'] === true;
  const door = { desk: { words, screen, secrets }, home, device, insecure };
  return {
    rest,
    options,
    words,
    screen,
    format: formatFor(words),
    secrets,
    home,
    device,
    load: loadCommand,
    unlock: () => unlockHere(door),
    unlockWorker: () => unlockWorkerHere(door),
    unlockTyped: () => unlockTypedHere(door),
  };
};

/** What needs no command to run: the version, and help. */
const answerWithout = async (floor: Floor, { command, options }: Arguments): Promise<boolean> => {
  const { screen, words } = floor;
  if (options.version === true) {
    screen.say(`pochette ${version()}`);
    if (screen.json) screen.document({ version: version() });
    return true;
  }
  if (options.help !== true && command !== null) return false;
  const lines =
    command === null
      ? overview(screen, words)
      : commandHelp(screen, words, command, (await loadCommand(command)).options);
  screen.say(...lines);
  if (screen.json) screen.document({ help: lines.join('\n') });
  return true;
};

const runCommand = async (floor: Floor, args: Arguments): Promise<number> => {
  if (await answerWithout(floor, args)) return EXIT.ok;
  const name = args.command as CommandName;
  const command = await loadCommand(name);
  checkShape(command, name, args, floor.words);
  const outcome = await command.run(makeCall(floor, args));
  if (floor.screen.json) floor.screen.document(outcome.json);
  return outcome.exit ?? EXIT.ok;
};

/** A reader that had enough (`| head`) is no error. */
const endWithReader = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
  });
};

const failed = (words: Words, screen: Screen, error: unknown): number => {
  if (error instanceof Interrupted) return EXIT.interrupted;
  tellError(words, screen, error);
  return error instanceof SafeError ? exitCodeOf(error.code) : EXIT.internal;
};

/** `papersToStdout`: words go to standard error while a paper is on its way to standard output. */
const screenFor = (argv: readonly string[], json: boolean): Screen => {
  const at = argv.findIndex((word) => /^(?:-o|--out)(?:$|=)/.test(word));
  const out = argv[at]?.split('=')[1] ?? argv[at + 1];
  return createScreen({ json, papersToStdout: at >= 0 && out === '-' });
};

/** Runs one command line (without `node` and the script's name) and resolves with the exit code. Never rejects. */
export const main = async (argv: readonly string[]): Promise<number> => {
  endOnSignals();
  growHeap();
  endWithReader();
  const { json, lang } = readManner(argv);
  const screen = screenFor(argv, json);
  let words = wordsFor(undefined, process.env);
  const secrets = createSecrets();
  const transport = nodeTransport();
  try {
    words = wordsFor(lang, process.env);
    return await runCommand({ words, screen, secrets, transport }, readArguments(argv));
  } catch (error) {
    return failed(words, screen, error);
  } finally {
    secrets.close();
    transport.close();
  }
};
