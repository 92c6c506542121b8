import { joinShown } from '../../../client/hand/guest.js';
import type { Joined } from '../../../client/hand/joined.js';
import { posterOf } from '../../../client/relay/found.js';
import { loadRelay, type OwnRelay } from '../../../client/relay/load.js';
import { setSpareAside } from '../../../client/spare/aside.js';
import {
  giveSpareBack as sendBack,
  type KeptSpare,
  keptSpares,
  turnSpares,
} from '../../../client/spare/relay.js';
import { fromHex } from '../../../core/bytes.js';
import { SafeError } from '../../../core/errors.js';
import { device, server } from './device.js';
import { opened, stillOpened } from './opened.js';

/** A spare that somebody left with the relay. */
export interface SpareView {
  readonly id: string;
  /** As they were called when their card was read here; else what they said themselves when they left it. */
  readonly name: string;
  readonly words: readonly string[];
  /** Whether their card was read here. */
  readonly known: boolean;
  readonly since: number;
  /** Who of the relay put it aside; null where it stands among the others. */
  readonly aside: string | null;
}

const own = (relay: string): Promise<OwnRelay> => loadRelay(opened(), fromHex(relay, 16));

/** What stands on the relay's poster. @throws SafeError `not_certified` */
export const posterText = async (relay: string): Promise<string> => posterOf(await own(relay));

let team: OwnRelay | undefined;
const listed = new Map<string, KeptSpare>();
let hand: Joined | undefined;

/** Nothing of what was joined, or of the list, stays. */
export const endHand = async (): Promise<void> => {
  const before = hand;
  hand = undefined;
  await before?.end();
};

/** The desk is shut, or the screen left: no key of the team stays here, and nobody's phone joined. */
export const forgetSpares = (): void => {
  team = undefined;
  listed.clear();
  void endHand().catch(() => undefined);
};

const isOpen = (session: ReturnType<typeof opened>, of: OwnRelay): boolean => {
  try {
    stillOpened(session);
    return team === of;
  } catch {
    return false;
  }
};

/** Seals anew what was sealed to an older key of the team, one by one, until the screen is left. */
const turnAll = async (session: ReturnType<typeof opened>, of: OwnRelay): Promise<void> => {
  for (const kept of listed.values()) {
    if (!isOpen(session, of)) return;
    await turnSpares(session, of, [kept]);
  }
};

const byKnown = (a: SpareView, b: SpareView): number =>
  Number(b.known) - Number(a.known) || a.name.localeCompare(b.name);

/**
 * Who left a spare with the relay; whose card was read here first: nobody hides them behind made-up ones. What was sealed to an
 * older key of the team is sealed anew afterwards, and nobody waits for it.
 */
export const spares = async (
  relay: string,
): Promise<{ readonly spares: readonly SpareView[]; readonly refused: number }> => {
  const session = opened();
  const found = await own(relay);
  const list = await keptSpares(session, found);
  stillOpened(session);
  team = found;
  listed.clear();
  const { contacts } = session.pins.known();
  const views = list.spares.map(({ loc, person, name, words, known, since, aside }) => ({
    id: loc,
    name: contacts[person]?.name || name || words.slice(0, 2).join(' '),
    words,
    known,
    since,
    aside,
  }));
  const order = views.toSorted(byKnown);
  const kept = new Map(list.spares.map((one) => [one.loc, one]));
  for (const { id } of order) {
    const one = kept.get(id);
    if (one) listed.set(id, one);
  }
  void turnAll(session, found).catch(() => undefined /* with the next look, or when it is given back */);
  return { spares: order, refused: list.refused };
};

/** Joins the phone whose code was read; gives the number that both show. @throws SafeError `bad_hand`, `hand_taken`, `hand_ended` */
export const joinHand = async (text: string): Promise<string> => {
  await endHand();
  const joined = await joinShown(device, server, text, 'spare');
  hand = joined;
  return joined.number;
};

const joinedNow = (): Joined => {
  if (!hand) throw new SafeError('hand_ended');
  return hand;
};

/** The same, sealed to the team's newest key: it may not have been its turn yet. */
const turned = async (session: ReturnType<typeof opened>, of: OwnRelay, kept: KeptSpare) => {
  if (kept.gen === of.identity.gen) return kept;
  await turnSpares(session, of, [kept]);
  const now = (await keptSpares(session, of)).spares.find(({ loc }) => loc === kept.loc);
  if (!now) throw new SafeError('not_found');
  return now;
};

/** The person is here and the numbers are the same: hands the spare over. They read in their history who did. */
export const giveSpareBack = async (id: string): Promise<void> => {
  const kept = listed.get(id);
  if (!kept || !team) throw new SafeError('not_found');
  const [session, of, joined] = [opened(), team, joinedNow()];
  await sendBack(session, of, await turned(session, of, kept), joined);
};

/** By a manager: aside in the relay's list, or back among the others. @throws SafeError `not_manager` */
export const putSpareAside = async (id: string, aside: boolean): Promise<void> => {
  const kept = listed.get(id);
  if (!kept || !team) throw new SafeError('not_found');
  await setSpareAside(opened(), team, kept, aside);
};

/** Waits until the person's phone says that their safe is open. */
export const handDone = async (): Promise<void> => {
  await joinedNow().hear();
  await endHand();
};
