import { readFile, stat } from 'node:fs/promises';
import { loginAccount } from '../../client/login.js';
import { decodeCard } from '../../core/crypto/card-code.js';
import { SafeError } from '../../core/errors.js';
import { DEFAULT_SERVER, serverAddress } from '../address.js';
import { cardCheck } from '../../core/crypto/card-check.js';
import type { Call, Command, Outcome } from '../command.js';
import { machineName } from '../machine-name.js';
import { askAgain } from '../unlocking.js';

const MOST_BYTES = 64 * 1024 * 1024;

const readImage = async (path: string): Promise<Uint8Array> => {
  const facts = await stat(path).catch(() => null);
  if (facts === null) throw new SafeError('file_not_found', { details: { path } });
  if (!facts.isFile() || facts.size > MOST_BYTES) throw new SafeError('bad_card');
  return readFile(path).catch((cause: unknown) => {
    throw new SafeError('file_unreadable', { details: { reason: 'denied' }, cause });
  });
};

/** From a picture of the card, or typed: hidden at a terminal, the first line of standard input elsewhere. */
const readCard = async ({ options, words, secrets }: Call): Promise<Uint8Array> => {
  if (options.card === undefined) {
    return decodeCard(await secrets.hidden(`${words.ask.card} `), cardCheck).secret;
  }
  // reading pictures needs a large library: only who asks for it waits for it
  const { readCardImage } = await import('../card/read.js');
  return decodeCard(await readCardImage(await readImage(options.card)), cardCheck).secret;
};

const chosenServer = async ({ options, home }: Call): Promise<string> => {
  const known = options.server ?? process.env['POCHETTE_SERVER'] ?? (await home.read())?.server;
  return serverAddress(known ?? DEFAULT_SERVER, options['insecure-http'] === true);
};

export const login: Command = {
  options: ['server', 'card'],
  takes: [0, 0],
  run: async (call): Promise<Outcome> => {
    const { words, screen, device, secrets } = call;
    const server = await chosenServer(call);
    const cardSecret = await askAgain(call, () => readCard(call));
    const { session, safe } = await askAgain(call, async () => {
      const pin = await secrets.hidden(`${words.ask.code} `);
      return loginAccount(device, { server, cardSecret, pin, label: machineName() });
    });
    const said = safe ? words.said.loggedIn : words.consent.said.workerOpened;
    screen.say(screen.paint('good', `✓ ${said}`), words.said.loggedInNext);
    return { json: { loggedIn: true, server: session.server } };
  },
};
