import { openSafe } from '../../client/account.js';
import { SafeError } from '../../core/errors.js';
import { DEFAULT_SERVER, serverAddress } from '../address.js';
import type { Call, Command, Outcome } from '../command.js';
import { machineName } from '../machine-name.js';
import { shownPath } from '../save-file.js';
import { askAgain } from '../unlocking.js';
import { type CardFiles, placeCard, writeCard } from './card-files.js';
import { askNewCode } from './new-code.js';

const tell = ({ words, screen, options }: Call, files: CardFiles, typed: string): void => {
  const { said } = words;
  screen.say(
    '',
    screen.paint('good', `✓ ${said.opened}`),
    '',
    said.cardSaved,
    `  ${shownPath(files.pdf)}`,
    `  ${shownPath(files.png)}`,
    ...(options['show-card'] === true ? [`  ${typed}`] : []),
    screen.paint('strong', said.cardAdvice),
    '',
    said.next,
  );
};

export const open: Command = {
  options: ['server', 'card-dir', 'nickname', 'show-card'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { options, words, screen, device, home } = call;
    const address = options.server ?? process.env['POCHETTE_SERVER'] ?? DEFAULT_SERVER;
    const server = serverAddress(address, options['insecure-http'] === true);
    if ((await home.read()) !== null) throw new SafeError('already_open');
    const files = await placeCard(call);
    screen.say(...words.notice(server), '');
    const pin = await askAgain(call, () => askNewCode(call));
    let typed = '';
    const { session } = await openSafe(
      device,
      { server, pin, label: machineName() },
      async (card, opened) => {
        typed = await writeCard(call, files, card.secret, opened);
      },
    );
    tell(call, files, typed);
    const card = options['show-card'] === true ? { ...files, typed } : files;
    return { json: { opened: true, server: session.server, card } };
  },
};
