import type { Call } from './command.js';
import { Interrupted } from './line-editor.js';
import { wrap } from './text-width.js';
import { usage } from './usage.js';

type Desk = Pick<Call, 'secrets' | 'words' | 'options' | 'screen'>;

const same = (typed: string, word: string): boolean =>
  typed.trim().toLowerCase().normalize('NFC') === word.toLowerCase();

/**
 * Goes on only if the person types the word in full: what follows can't be taken back. `--yes` says it beforehand;
 * where nobody sits at a terminal it must.
 */
export const confirm = async (desk: Desk, question: string, word = desk.words.ask.yes): Promise<void> => {
  if (desk.options.yes === true) return;
  if (!desk.secrets.interactive) throw usage('needs_yes');
  const asked = `${wrap(question, desk.screen.width)}\n${desk.words.ask.typeToConfirm(word)} `;
  const typed = await desk.secrets.open(asked);
  if (same(typed, word)) return;
  desk.screen.remark(desk.words.said.nothingDone);
  throw new Interrupted();
};

/** Refuses what nobody will be able to confirm, before a code is asked for. */
export const mustBeConfirmable = ({ secrets, options }: Desk): void => {
  if (!secrets.interactive && options.yes !== true) throw usage('needs_yes');
};
