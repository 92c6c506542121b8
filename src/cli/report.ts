import { isSafeError, SafeError } from '../core/errors.js';
import { shownPath } from './save-file.js';
import { type Screen, shown } from './screen.js';
import { speak } from './words/sentence.js';
import type { Words } from './words/words.js';

/** Anything unforeseen is our fault and says nothing of itself. */
const asSafeError = (error: unknown): SafeError =>
  isSafeError(error) ? error : new SafeError('internal', { cause: error });

/** Each cause under its effect. Errors hold no secrets: none is ever put into a message. */
const stacks = (error: unknown): string[] => {
  const out: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) out.push(cause.stack ?? cause.message);
  return out;
};

/** One sentence in the person's language, or one JSON document; the inside only for who asks (`POCHETTE_DEBUG=1`). */
export const tellError = (words: Words, screen: Screen, thrown: unknown): void => {
  const { code, details } = asSafeError(thrown);
  const path = details['path'];
  const near = typeof path === 'string' ? { ...details, path: shownPath(path) } : details;
  const message = shown(speak(words.errors[code], near));
  if (screen.json) screen.document({ error: { code, message, details } });
  else screen.remark(screen.paint('bad', `✗ ${message}`));
  if (process.env['POCHETTE_DEBUG'] === '1') {
    process.stderr.write(
      `${words.said.debug} ${code} ${JSON.stringify(details)}\n${stacks(thrown).join('\n')}\n`,
    );
  }
};
