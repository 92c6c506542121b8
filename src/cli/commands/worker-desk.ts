import { openWorker } from '../../client/account.js';
import type { Believed } from '../../client/consent/received.js';
import { loadRelays, type OwnRelay } from '../../client/relay/load.js';
import type { AccountSession } from '../../client/session.js';
import { fromHex, toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { DEFAULT_SERVER, serverAddress } from '../address.js';
import { folded } from '../choose.js';
import type { Call } from '../command.js';
import { machineName } from '../machine-name.js';
import { shownPath } from '../save-file.js';
import { askAgain } from '../unlocking.js';
import { usage } from '../usage.js';
import { placeCard, writeCard } from './card-files.js';
import { askNewCode } from './new-code.js';

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
  name: 'as' | 'for' | 'name' | 'to' | 'out' | 'directory',
  command: 'relay' | 'show' | 'pass' | 'admin' | 'people',
): string => {
  const value = options[name];
  if (value === undefined)
    throw usage('option_missing', { name: `--${name}`, usage: words.help.usages[command] });
  return value;
};

export const relayName = ({ name, relay }: OwnRelay): string => name ?? toHex(relay).slice(0, 8);

/** The relay that is meant: the only one, or the one named by `--relay`, its name or the beginning of its id. */
export const chooseRelay = async ({ options }: Call, session: AccountSession): Promise<OwnRelay> => {
  const { relays } = await loadRelays(session);
  const word = options.relay;
  const found =
    word === undefined
      ? relays
      : relays.filter(
          (one) =>
            toHex(one.relay).startsWith(word.toLowerCase()) || folded(relayName(one)).includes(folded(word)),
        );
  const [only, ...more] = found;
  if (!only) throw new SafeError('not_found', { details: { relay: word ?? '' } });
  if (more.length > 0) throw usage('ambiguous_relay');
  return only;
};

/** Whom this machine believes: people whose codes were read here, and the worker's own relays. */
export const believedBy = async (
  session: AccountSession,
): Promise<{ believed: Believed; relays: readonly OwnRelay[] }> => {
  const { relays } = await loadRelays(session);
  const contacts = Object.entries(session.pins.known().contacts).map(([id, { fp }]) => ({
    uid: fromHex(id, 16),
    fp: fromHex(fp, 32),
  }));
  const teams = relays.map((own) => ({ ...own, teamKeys: new Map(own.keys.map((key, i) => [i + 1, key])) }));
  return { believed: { contacts, teams }, relays };
};
