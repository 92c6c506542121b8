import { changeCode } from '../../client/change-code.js';
import { renewCard } from '../../client/renew.js';
import { SafeError } from '../../core/errors.js';
import type { Call, Command, Outcome } from '../command.js';
import { machineName } from '../machine-name.js';
import { shownPath } from '../save-file.js';
import { askAgain } from '../unlocking.js';
import { type CardFiles, placeCard, writeCard } from './card-files.js';
import { askNewCode } from './new-code.js';

const OPTIONS = ['card-dir', 'nickname', 'show-card'] as const;

const tell = ({ words, screen, options }: Call, done: string, files: CardFiles, typed: string): void => {
  const { said } = words;
  screen.say(
    screen.paint('good', `✓ ${done}`),
    '',
    said.cardSaved,
    `  ${shownPath(files.pdf)}`,
    `  ${shownPath(files.png)}`,
    ...(options['show-card'] === true ? [`  ${typed}`] : []),
    screen.paint('strong', said.cardAdvice),
  );
};

const cardJson = ({ options }: Call, files: CardFiles, typed: string) =>
  options['show-card'] === true ? { ...files, typed } : files;

/** What comes before any question: that something is open here, and that the files of the card can be written. */
const place = async (call: Call): Promise<CardFiles> => {
  if ((await call.home.read()) === null) throw new SafeError('not_logged_in');
  return placeCard(call);
};

/** A new card, in place of one that was lost, or that somebody else has. */
export const card: Command = {
  options: OPTIONS,
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const files = await place(call);
    const { session, pin } = await call.unlockTyped();
    let typed = '';
    await renewCard(session, pin, async ({ secret }) => {
      typed = await writeCard(call, files, secret, session);
    });
    tell(call, call.words.said.cardRenewed, files, typed);
    return { json: { renewed: true, card: cardJson(call, files, typed) } };
  },
};

/** Another code, with the card that goes with it. */
export const code: Command = {
  options: OPTIONS,
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const files = await place(call);
    const { session } = await call.unlockTyped();
    const pin = await askAgain(call, () => askNewCode(call));
    let typed = '';
    await changeCode(session, { pin, label: machineName() }, async ({ cardSecret }) => {
      typed = await writeCard(call, files, cardSecret, session);
    }).catch((error: unknown) => {
      // the card is written, and nobody knows yet which one opens
      if (typed !== '') call.screen.remark(call.words.said.codeUnsure);
      throw error;
    });
    tell(call, call.words.said.codeChanged, files, typed);
    return { json: { changed: true, card: cardJson(call, files, typed) } };
  },
};
