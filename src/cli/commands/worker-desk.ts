import { openWorker } from '../../client/account.js';
import { relayName } from '../../client/relay/at-work.js';
import { loadRelays, type OwnRelay } from '../../client/relay/load.js';
import type { AccountSession } from '../../client/session.js';
import { toHex } from '../../core/bytes.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import { isMeant } from '../choose.js';
import { DEFAULT_SERVER, serverAddress } from '../address.js';
import type { Call, Outcome } from '../command.js';
import { machineName } from '../machine-name.js';
import { shownPath } from '../save-file.js';
import { askAgain } from '../unlocking.js';
import { usage } from '../usage.js';
import type { CommandName } from './names.js';
import { placeCard, writeCard } from './card-files.js';
import { askNewCode } from './new-code.js';

export { relayName };

/** Something that a relay's command does; `word` is what follows it. */
export type Verb = (call: Call, word: string | undefined) => Promise<Outcome>;

export const good = ({ screen }: Call, line: string): void => screen.say(screen.paint('good', `✓ ${line}`));

/** Opens an account for work in relays, with a rescue card like everybody's. */
const openHere = async (call: Call): Promise<AccountSession> => {
  const { options, words, screen, device } = call;
  const address = options.server ?? process.env['POCHETTE_SERVER'] ?? DEFAULT_SERVER;
  const server = serverAddress(address, options['insecure-http'] === true);
  const files = await placeCard(call);
  screen.say(words.consent.said.workerOpened, '');
  const pin = await askAgain(call, () => askNewCode(call));
  const { session } = await openWorker(
    device,
    { server, pin, label: machineName() },
    async (card, opened) => {
      await writeCard(call, files, card.secret, opened);
    },
  );
  screen.say(words.said.cardSaved, `  ${shownPath(files.pdf)}`, `  ${shownPath(files.png)}`);
  screen.say(screen.paint('strong', words.said.cardAdvice), '');
  return session;
};

/** The worker's account of this machine; a new one where there is none yet. */
export const enterAsWorker = async (call: Call): Promise<AccountSession> =>
  (await call.home.read()) === null ? openHere(call) : call.unlockWorker();

/** An option without which a command makes no sense, asked for before a code is. */
export const mustHave = (
  { options, words }: Call,
  name: 'as' | 'for' | 'name' | 'to' | 'out' | 'directory' | 'person',
  command:
    | 'relay'
    | 'show'
    | 'pass'
    | 'admin'
    | 'people'
    | 'spare'
    | 'relay certify CERTIFICATE'
    | 'relay watch FOLDER',
): string => {
  const value = options[name];
  if (value === undefined)
    throw usage('option_missing', {
      name: `--${name}`,
      usage: command in words.help.usages ? words.help.usages[command as CommandName] : command,
    });
  return value;
};

/** The relay that is meant: the only one, or the one named by `--relay`, its name or the beginning of its id. */
export const chooseRelay = async ({ options }: Call, session: AccountSession): Promise<OwnRelay> => {
  const { relays } = await loadRelays(session);
  const word = options.relay;
  const found =
    word === undefined ? relays : relays.filter((one) => isMeant(toHex(one.relay), relayName(one), word));
  const [only, ...more] = found;
  if (!only) throw new SafeError('not_found', { details: { relay: word ?? '' } });
  if (more.length > 0) throw usage('ambiguous_relay');
  return only;
};

/** For what is done by the way: that it can't be done now stops nothing else. */
export const quietly = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!isSafeError(error)) throw error;
  });
};
