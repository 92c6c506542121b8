import { fromHex, toHex } from '../../core/bytes.js';
import type { Believed } from '../consent/believed.js';
import { resealQueue } from '../consent/give-back.js';
import { received } from '../consent/received.js';
import type { AccountSession } from '../session.js';
import { loadRelays, type OwnRelay } from './load.js';

/** Whom this machine believes: people whose codes were read here, and the worker's own relays. */
export const believedBy = async (
  session: AccountSession,
): Promise<{ readonly believed: Believed; readonly relays: readonly OwnRelay[] }> => {
  const { relays } = await loadRelays(session);
  const contacts = Object.entries(session.pins.known().contacts).map(([id, { fp }]) => ({
    uid: fromHex(id, 16),
    fp: fromHex(fp, 32),
  }));
  const teams = relays.map((own) => ({ ...own, teamKeys: new Map(own.keys.map((key, i) => [i + 1, key])) }));
  return { believed: { contacts, teams }, relays };
};

/** Seals to the team's newest key what was shown to an older one: whoever of the team comes by does it, for those who come later. */
export const sealAnew = async (
  session: AccountSession,
  onDone?: (done: number, all: number) => void,
): Promise<number> => {
  const { believed } = await believedBy(session);
  const { grants } = await received(session, believed);
  return resealQueue(session, believed, grants, onDone);
};

/** How a relay is called here: by its certified name, or by the beginning of its id. */
export const relayName = ({ name, relay }: Pick<OwnRelay, 'name' | 'relay'>): string =>
  name ?? toHex(relay).slice(0, 8);
