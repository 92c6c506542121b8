import { fromHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { contactText } from '../../core/protocol/contact.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import type { Command, Outcome } from '../command.js';

/** One's own public code; no secret is needed to see it. */
export const contact: Command = {
  options: [],
  takes: [0, 0],
  run: async ({ home, screen, words }): Promise<Outcome> => {
    const known = await home.read();
    if (known === null) throw new SafeError('not_logged_in');
    const fp = fromHex(known.pins.fp, 32);
    const code = contactText({ uid: fromHex(known.uid, 16), fp });
    const { said } = words.consent;
    screen.say(code, '', said.words(fingerprintWords(fp)), screen.paint('soft', said.contactNext));
    return { json: { code, id: known.uid, words: fingerprintWords(fp), role: known.role ?? 'holder' } };
  },
};
