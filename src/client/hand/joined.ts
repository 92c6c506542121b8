import * as hands from '../../core/api/hands.js';
import { toBase64Url, toHex } from '../../core/bytes.js';
import { blake2b, random } from '../../core/crypto/sodium.js';
import { isSafeError, SafeError } from '../../core/errors.js';
import type { HandLine } from '../../core/protocol/hand.js';
import { type Api, makeApi } from '../api.js';
import type { Device } from '../ports.js';
import { serverUrl } from '../session.js';
import { wireBytes } from '../wire.js';

export type HandDevice = Pick<Device, 'transport' | 'clock'>;

/** How long between two looks: short while somebody waits before both screens, then longer. */
const LOOK_MS = 1_000;
const LATER_MS = 2_500;
const SOON = 60;
const WAIT_IS_OVER = 10 * 60_000;

/** The line of one of the two screens to the mailbox. */
export interface Mailbox {
  /** Hash of the token with which this screen writes and reads. */
  readonly owner: string;
  readonly api: Api;
  post(seq: number, message: Uint8Array): Promise<void>;
  /** Waits for the message of that number; `hand_taken` if a third screen read the code, `hand_ended` once it is over or was left. */
  take(seq: number): Promise<Uint8Array>;
  /** Leaves: nothing of it stays on the server. Never throws. */
  end(): Promise<void>;
}

export const makeMailbox = (device: HandDevice, server: string, loc: Uint8Array): Mailbox => {
  const token = random(32);
  const text = { text: toBase64Url(token) };
  const api = makeApi(device, serverUrl(server), { current: () => text, renew: async () => {} });
  const hand = toHex(loc);
  const state = { left: false };

  const end = async (): Promise<void> => {
    state.left = true;
    await api.call(hands.endHand, { body: { hand } }, { again: true }).catch(() => undefined);
  };

  const look = async (next: number): Promise<Uint8Array | null> => {
    try {
      const answer = await api.call(hands.readHand, { body: { hand, next } }, { again: true });
      if (answer.others > 0) throw new SafeError('hand_taken');
      return answer.message === null ? null : wireBytes(answer.message);
    } catch (error) {
      // the other screen is to hear of it too: the server keeps nothing but that
      if (isSafeError(error, 'hand_taken')) state.left = true;
      // a bad line: it is looked again
      if (isSafeError(error, 'unavailable') || isSafeError(error, 'rate_limited')) return null;
      throw error;
    }
  };

  return {
    owner: toHex(blake2b(token)),
    api,
    end,
    post: async (seq, message) => {
      const body = { hand, seq, message: toBase64Url(message) };
      await api.call(hands.sendHand, { body }, { again: true });
    },
    take: async (seq) => {
      const until = device.clock.now() + WAIT_IS_OVER;
      for (let looks = 0; !state.left && device.clock.now() < until; looks++) {
        const message = await look(seq);
        if (state.left) break;
        // told that it arrived, so that it is destroyed there at once
        if (message) return look(seq + 1).then(() => message);
        await device.clock.wait(looks < SOON ? LOOK_MS : LATER_MS);
      }
      throw new SafeError('hand_ended');
    },
  };
};

/** Two screens that share a key and were not compared yet. */
export interface Joined {
  /** Four digits; the other screen shows the same, unless somebody else stands in its place. */
  readonly number: string;
  readonly loc: Uint8Array;
  /** At most 8 KiB of text. */
  say(message: string): Promise<void>;
  hear(): Promise<string>;
  end(): Promise<void>;
}

/** Message 0 of each side was spent on the key. */
export const joinedBy = (mailbox: Mailbox, line: HandLine): Joined => {
  let said = 1;
  let heard = 1;
  return {
    number: line.number,
    loc: line.loc,
    say: (message) => {
      const seq = said++;
      return mailbox.post(seq, line.wrap(seq, message));
    },
    hear: async () => {
      const seq = heard++;
      return line.unwrap(seq, await mailbox.take(seq));
    },
    end: mailbox.end,
  };
};
