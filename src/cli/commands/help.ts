import type { Call, Command, Outcome } from '../command.js';
import { commandHelp, everything } from '../help-text.js';
import { usage } from '../usage.js';
import { COMMAND_NAMES, type CommandName, type OptionName } from './names.js';

const isCommand = (name: string): name is CommandName => (COMMAND_NAMES as readonly string[]).includes(name);

/** What a command that does several things tells when none of them was named. */
export const tellVerbs = (
  { screen, words }: Call,
  name: CommandName,
  options: readonly OptionName[],
): Outcome => {
  screen.say(...commandHelp(screen, words, name, options));
  return {
    json: { name, verbs: (words.help.verbs[name] ?? []).map(([line, does]) => ({ usage: line, does })) },
  };
};

export const help: Command = {
  options: [],
  takes: [0, 1],
  run: async ({ rest, screen, words, load }): Promise<Outcome> => {
    const [name] = rest;
    if (name === undefined) {
      screen.say(...everything(screen, words));
      return {
        json: { commands: COMMAND_NAMES.map((each) => ({ name: each, usage: words.help.usages[each] })) },
      };
    }
    if (!isCommand(name)) throw usage('unknown_command', { name });
    const { options } = await load(name);
    screen.say(...commandHelp(screen, words, name, options));
    return { json: { name, usage: words.help.usages[name], options } };
  },
};
