import type { Joined } from '../../../client/hand/joined.js';
import { showHand, type ShownHand } from '../../../client/hand/host.js';
import { leaveSpare as leave, ownSpare, ownStatements } from '../../../client/spare/leave.js';
import { openSpareMessage, SPARE_DONE } from '../../../client/spare/messages.js';
import { recoverWithSpare } from '../../../client/spare/recover.js';
import { SafeError } from '../../../core/errors.js';
import { keep, unsealText } from '../store/sealed.js';
import { keepCard } from './card.js';
import { device } from './device.js';
import { type Met, recipientOf } from './giving.js';
import { opened, setOpened } from './opened.js';
import { pump } from './queue.js';

const SEEN = 'spare-seen';

/** A spare of the card that lies with a relay. */
export interface SpareView {
  /** As in the list of what opens the safe. */
  readonly id: string;
  readonly relay: string;
  /** When somebody of the relay was handed it last, in milliseconds since 1970; null if never. */
  readonly out: number | null;
}

export const spareHere = async (): Promise<SpareView | null> => {
  const own = await ownSpare(opened());
  return own && { id: own.loc, relay: own.relay, out: own.releasedAt };
};

const lastOut = async (): Promise<number> => {
  const statements = await ownStatements(opened());
  return Math.max(
    0,
    ...statements.map(({ releasedAt, endedAt }) => (endedAt === null ? (releasedAt ?? 0) : 0)),
  );
};

/** Whether somebody was handed the spare since this phone was last told so. */
export const spareNews = async (): Promise<boolean> => {
  const out = await lastOut();
  return out > ((await unsealText<number>('kept', SEEN)) ?? 0);
};

export const spareSeen = async (): Promise<void> => keep('kept', SEEN, await lastOut());

/** Leaves a spare with a relay that was met here. @throws SafeError `wrong_code`, `not_found`, … */
export const leaveSpare = (relay: Met, pin: string, name: string): Promise<void> =>
  leave(opened(), recipientOf(relay.id), pin, name);

let shown: ShownHand | undefined;
let joined: Joined | undefined;
let given: ReturnType<typeof openSpareMessage> | undefined;

const must = <T>(one: T | undefined): T => {
  if (one === undefined) throw new SafeError('hand_ended');
  return one;
};

export const helpEnd = async (): Promise<void> => {
  const before = joined ?? shown;
  [shown, joined, given] = [undefined, undefined, undefined];
  await before?.end();
};

/** A code for the screen of who helps, and the same as words. */
export const helpShow = async (): Promise<{ readonly code: string; readonly words: readonly string[] }> => {
  await helpEnd();
  shown = await showHand(device, location.origin, 'spare');
  return { code: shown.text, words: shown.words };
};

/** Waits for that screen; gives the number that both show. @throws SafeError `hand_taken`, `hand_ended` */
export const helpJoin = async (): Promise<string> => {
  joined = await must(shown).joined();
  return joined.number;
};

/** Waits until the spare comes. Its secret stays on this side. */
export const helpWait = async (): Promise<void> => {
  given = openSpareMessage(await must(joined).hear());
};

/** With the code: this phone opens the safe from now on, and nothing from before does. */
export const helpOpen = async (pin: string, label: string): Promise<void> => {
  const { secret, uid } = must(given);
  const options = { server: location.origin, spareSecret: secret, uid, pin, label };
  const session = await recoverWithSpare(device, options, (card, made) => keepCard(card.secret, made));
  setOpened(session);
  // who helps reads it and ends the hand-over; a bad line stops nothing
  await joined?.say(SPARE_DONE).catch(() => undefined);
  [shown, joined, given] = [undefined, undefined, undefined];
  void pump();
};
