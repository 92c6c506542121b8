import { fromHex, toHex } from '../core/bytes.js';
import type { HeadPin } from '../core/protocol/head.js';
import type { LogPin } from '../core/protocol/log.js';
import { advanceUnlockersPin, checkUnlockersPin } from '../core/protocol/unlockers.js';
import { laterKnown, NOBODY } from './known.js';
import type { Unlockers } from './locks.js';
import type { Known, Memory, Pins, Remembered } from './ports.js';

/** The newest list of unlockers that was verified here. */
export type UnlockersSeen = Pick<Pins, 'unlockersSeq' | 'unlockersHash'>;

/** Keeps what this device has seen, in memory at once and on the device when it has a place there. */
export interface PinKeeper {
  head(): HeadPin | undefined;
  log(): LogPin;
  unlockers(): UnlockersSeen;
  /** Whom this device believes. */
  known(): Known;
  /** Takes what was verified; what is older than what is known changes nothing. */
  advance(news: Partial<Pins>): Promise<void>;
  /** Begins to remember on this device. */
  settle(): Promise<void>;
}

const later = <T extends { readonly seq: number }>(a: T | null, b: T | null | undefined): T | null =>
  b && (!a || b.seq > a.seq) ? b : a;

const laterUnlockers = (known: UnlockersSeen, news: Partial<Pins>): UnlockersSeen => {
  const { unlockersSeq = 0, unlockersHash } = news;
  const fills = unlockersSeq === known.unlockersSeq && known.unlockersHash === undefined;
  const { unlockersSeq: seq, unlockersHash: hash } =
    unlockersSeq > known.unlockersSeq || fills ? { unlockersSeq, unlockersHash } : known;
  return hash === undefined ? { unlockersSeq: seq } : { unlockersSeq: seq, unlockersHash: hash };
};

const mergeKnown = (a: Pins, b: Partial<Pins>): Pick<Pins, 'known'> => {
  const known = laterKnown(a.known, b.known);
  return known ? { known } : {};
};

const merge = (known: Pins, news: Partial<Pins>): Pins => ({
  ...mergeKnown(known, news),
  fp: (news.gen ?? 0) > known.gen ? (news.fp ?? known.fp) : known.fp,
  gen: Math.max(known.gen, news.gen ?? 0),
  ...laterUnlockers(known, news),
  head: later(known.head, news.head),
  log: later(known.log, news.log) ?? known.log,
});

const differs = (a: Pins, b: Pins): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** What was read is what is written over: nobody else's change is lost in between. */
export const alone = <T>(memory: Memory, step: () => Promise<T>): Promise<T> =>
  memory.alone ? memory.alone(step) : step();

/** `settled` tells whether `start` is already remembered on the device. */
export const makePins = (memory: Memory, start: Remembered, settled: boolean): PinKeeper => {
  let pins = start.pins;
  let kept = settled;
  let writing: Promise<void> = Promise.resolve();

  // Another process may have seen more, or forgotten the safe, since this one began.
  const renew = async (): Promise<void> => {
    const stored = await memory.read();
    if (!stored || stored.uid !== start.uid || stored.safe !== start.safe) return;
    pins = merge(stored.pins, pins);
    if (differs(stored.pins, pins)) await memory.write({ ...stored, pins });
  };

  const write = (): Promise<void> => alone(memory, renew);

  const inTurn = (step: () => Promise<void>): Promise<void> => {
    writing = writing.then(step, step);
    return writing;
  };

  return {
    head: () => (pins.head ? { seq: pins.head.seq, hash: fromHex(pins.head.hash, 32) } : undefined),
    log: () => ({ seq: pins.log.seq, hash: fromHex(pins.log.hash, 32) }),
    unlockers: () => pins,
    known: () => pins.known ?? NOBODY,
    advance: async (news) => {
      const merged = merge(pins, news);
      if (!differs(merged, pins)) return;
      pins = merged;
      if (kept) await inTurn(write);
    },
    settle: () =>
      inTurn(async () => {
        await alone(memory, () => memory.write({ ...start, pins }));
        kept = true;
      }),
  };
};

export const toPin = ({ seq, hash }: HeadPin | LogPin): { seq: number; hash: string } => ({
  seq,
  hash: toHex(hash),
});

/**
 * Holds a list of unlockers against the newest one seen: `rolled_back` if it is older, another one under the same
 * number, or a next one that does not follow it. Returns what to remember.
 */
export const passUnlockers = (seen: UnlockersSeen, { envelope, list }: Unlockers): UnlockersSeen => {
  checkUnlockersPin(seen.unlockersSeq, list);
  const pin =
    seen.unlockersHash === undefined
      ? undefined
      : { seq: seen.unlockersSeq, hash: fromHex(seen.unlockersHash, 32) };
  const { seq, hash } = advanceUnlockersPin(pin, envelope, list);
  return { unlockersSeq: seq, unlockersHash: toHex(hash) };
};
