import { asciiDigits, checkNewPin } from '../../core/crypto/pin.js';
import type { Call } from '../command.js';
import { usage } from '../usage.js';

/** Twice at a terminal, where a mistyped code would lock its owner out; once from standard input. */
export const askNewCode = async ({ words, secrets }: Call): Promise<string> => {
  const pin = checkNewPin(await secrets.hidden(`${words.ask.newCode} `));
  if (!secrets.interactive) return pin;
  const again = await secrets.hidden(`${words.ask.newCodeAgain} `);
  if (asciiDigits(again).trim() !== pin) throw usage('codes_differ');
  return pin;
};
