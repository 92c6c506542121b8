import { giveBack as sendBack } from '../../client/consent/give-back.js';
import type { Command, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { chooseSeen, listSeen, personText } from './people.js';
import { good } from './worker-desk.js';

/** Ends what was shown: only the person can show it again, so it is asked first. */
export const giveBack: Command = {
  options: ['yes'],
  takes: [1, 1],
  run: async (call): Promise<Outcome> => {
    const { ask, said } = call.words.consent;
    mustBeConfirmable(call);
    const session = await call.unlockWorker();
    const seen = chooseSeen((await listSeen(session)).seen, call.rest[0] ?? '');
    const person = personText(seen);
    await confirm(call, ask.giveBack(person));
    await sendBack(session, seen.received);
    good(call, said.gaveBack(person));
    call.screen.say(said.gaveBackNext);
    return { json: { gaveBack: seen.received.id, person: seen.person } };
  },
};
