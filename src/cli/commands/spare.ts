import { findRecipient } from '../../client/consent/recipient.js';
import { leaveSpare } from '../../client/spare/leave.js';
import type { Command, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { shown } from '../screen.js';
import { textOrFile } from './public-code.js';
import { mustHave } from './worker-desk.js';

/** Leaves a spare of the card with a relay, by its poster. It is taken back like any card or device. */
export const spare: Command = {
  options: ['to', 'name', 'yes'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { words, screen } = call;
    const poster = await textOrFile(mustHave(call, 'to', 'spare'));
    const name = mustHave(call, 'name', 'spare').trim();
    mustBeConfirmable(call);
    const { session, pin } = await call.unlockTyped();
    const relay = await findRecipient(session, poster);
    await confirm(call, words.ask.spare(shown(relay.name)));
    await leaveSpare(session, relay, pin, name);
    screen.say(
      screen.paint('good', `✓ ${words.said.spareAt(shown(relay.name))}`),
      screen.paint('soft', words.said.spareNext),
    );
    return { json: { spare: { relay: relay.name } } };
  },
};
