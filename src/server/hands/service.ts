import type { Kysely } from 'kysely';
import { blake2b } from '../../core/crypto/sodium.js';
import { SafeError } from '../../core/errors.js';
import type { Database } from '../database/schema.js';
import type { HandsPorts } from './ports.js';
import * as repository from './repository.js';

/** Messages of one side that wait to be read. */
const MAX_WAITING = 4;

const opening =
  ({ db }: HandsPorts) =>
  async (hand: { loc: Uint8Array; card: Uint8Array; host: Uint8Array }): Promise<number> => {
    const expiresAt = await repository.insertHand(db, hand);
    if (expiresAt === null) throw new SafeError('conflict');
    return expiresAt;
  };

const joining =
  ({ db }: HandsPorts) =>
  async (loc: Uint8Array, guest: Uint8Array): Promise<Uint8Array> => {
    const found = await repository.takeGuest(db, loc, guest);
    if (!found) throw new SafeError('hand_ended');
    if (!found.mine) {
      await repository.forgetMessages(db, loc);
      throw new SafeError('hand_taken');
    }
    return found.card;
  };

/** Does something as one of the two screens; who has no token of it learns no more than that it is over. */
const asScreen = <T>(
  { db }: HandsPorts,
  loc: Uint8Array,
  token: Uint8Array,
  work: (tx: Kysely<Database>, hand: repository.HandRow) => Promise<T>,
): Promise<T> =>
  db.transaction().execute(async (tx) => {
    const hand = await repository.handOf(tx, loc, blake2b(token));
    if (!hand) throw new SafeError('hand_ended');
    return work(tx, hand);
  });

const sending =
  (ports: HandsPorts) =>
  (loc: Uint8Array, token: Uint8Array, seq: number, body: Uint8Array): Promise<void> =>
    asScreen(ports, loc, token, async (tx, { side, hostNext, guestNext, others }) => {
      // nothing goes on between two screens whose code a third one has
      if (others > 0) throw new SafeError('hand_taken');
      const next = side === 'host' ? hostNext : guestNext;
      // Sent again after an answer was lost: what was stored stays as it was.
      if (seq === next - 1) return;
      const waits = await repository.countWaiting(tx, loc, side);
      if (seq !== next || waits >= MAX_WAITING) throw new SafeError('conflict');
      await repository.putMessage(tx, { loc, side, seq, body });
    });

const reading = (ports: HandsPorts) => (loc: Uint8Array, token: Uint8Array, next: number) =>
  asScreen(ports, loc, token, async (tx, { side, others, expiresAt }) => {
    const message = await repository.takeMessage(tx, loc, side === 'host' ? 'guest' : 'host', next);
    return { message, others, expiresAt };
  });

/** Ending what has ended is no fault. */
const ending =
  ({ db }: HandsPorts) =>
  (loc: Uint8Array, token: Uint8Array): Promise<void> =>
    db.transaction().execute(async (tx) => {
      if (await repository.handOf(tx, loc, blake2b(token))) await repository.forgetHand(tx, loc, 'now');
    });

/** A mailbox between two screens, for ten minutes: the server passes on what it can't read, and keeps none of it. */
export const handsService = (ports: HandsPorts) => ({
  open: opening(ports),
  join: joining(ports),
  send: sending(ports),
  read: reading(ports),
  end: ending(ports),
});
