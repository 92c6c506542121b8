import { eraseSafe } from '../../client/erase.js';
import type { Command, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { SafeError } from '../../core/errors.js';

/** The safe stays; this machine no longer knows of it. */
export const forget: Command = {
  options: ['yes'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { words, screen, home } = call;
    await confirm(call, words.ask.forget);
    await home.forget();
    screen.say(screen.paint('good', `✓ ${words.said.forgotten}`));
    return { json: { forgotten: true } };
  },
};

/** Everything goes, at once and for good (GDPR art. 17). */
export const deleteSafe: Command = {
  options: ['yes'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { words, screen, home } = call;
    if ((await home.read()) === null) throw new SafeError('not_logged_in');
    mustBeConfirmable(call);
    await confirm(call, words.ask.delete, words.ask.deleteWord);
    await eraseSafe(await call.unlock());
    screen.say(screen.paint('good', `✓ ${words.said.deleted}`));
    return { json: { deleted: true } };
  },
};
