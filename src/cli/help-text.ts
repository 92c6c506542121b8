import {
  COMMAND_NAMES,
  COMMON_OPTIONS,
  type CommandName,
  OPTIONS,
  type OptionName,
  type OptionValue,
} from './commands/names.js';
import { EXIT, type ExitName } from './exit-codes.js';
import type { Screen } from './screen.js';
import { padEnd } from './text-width.js';
import type { Help, Words } from './words/words.js';

const GAP = 2;

/** Two columns; what is explained stays in its own. */
const pairs = (rows: readonly (readonly [string, string])[]): string[] => {
  const width = rows.reduce((most, [left]) => Math.max(most, left.length), 0) + GAP;
  return rows.map(([left, right]) => `  ${padEnd(left, width)}${right}`);
};

const optionText = (name: OptionName, { values }: Help): string => {
  const option: { type: string; value?: OptionValue; short?: string } = OPTIONS[name];
  const long = option.value === undefined ? `--${name}` : `--${name} ${values[option.value]}`;
  return option.short === undefined ? long : `-${option.short}, ${long}`;
};

const optionRows = (names: readonly OptionName[], { help }: Words): string[] =>
  pairs(names.map((name) => [optionText(name, help), help.options[name]]));

const title = (screen: Screen, text: string): string[] => ['', screen.paint('strong', text)];

/** What there is, at a glance. */
export const overview = (screen: Screen, words: Words): string[] => {
  const { help } = words;
  return [
    ...help.intro,
    '',
    `  ${help.usage}`,
    ...title(screen, help.commandsTitle),
    ...pairs(COMMAND_NAMES.map((name) => [name, help.summaries[name]])),
    ...title(screen, help.optionsTitle),
    ...optionRows([...COMMON_OPTIONS, 'version'], words),
    '',
    help.papers,
    help.secrets,
    help.more,
  ];
};

/** The overview, and what only scripts need: the exit codes. */
export const everything = (screen: Screen, words: Words): string[] => {
  const { help } = words;
  const exits = Object.entries(EXIT).map(
    ([name, code]) => [String(code), help.exits[name as ExitName]] as const,
  );
  return [...overview(screen, words), ...title(screen, help.exitTitle), ...pairs(exits)];
};

const verbRows = (name: CommandName, { verbs }: Help): string[] => {
  const rows = verbs[name];
  return rows ? ['', ...pairs(rows)] : [];
};

/** One command: how it is written, what it does, its options. */
export const commandHelp = (
  screen: Screen,
  words: Words,
  name: CommandName,
  options: readonly OptionName[],
): string[] => {
  const { help } = words;
  return [
    screen.paint('strong', `pochette ${help.usages[name]}`),
    '',
    help.summaries[name],
    ...verbRows(name, help),
    ...title(screen, help.optionsTitle),
    ...optionRows([...options, ...COMMON_OPTIONS], words),
    ...(/PAP[EI]/.test(help.usages[name]) ? ['', help.papers] : []),
  ];
};
