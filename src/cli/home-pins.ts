import { laterKnown } from '../client/known.js';
import type { Known, Pins, Remembered } from '../client/ports.js';
import { SafeError } from '../core/errors.js';

type Point = { readonly seq: number; readonly hash: string };

const later = (stored: Point, next: Point): Point => {
  if (stored.seq === next.seq && stored.hash !== next.hash) throw new SafeError('rolled_back');
  return stored.seq > next.seq ? stored : next;
};

type Unlockers = Pick<Pins, 'unlockersSeq' | 'unlockersHash'>;

/** A number without its hash, as earlier releases kept it, is filled in by any list of that number. */
const laterUnlockers = (stored: Unlockers, next: Unlockers): Unlockers => {
  if (stored.unlockersSeq !== next.unlockersSeq)
    return stored.unlockersSeq > next.unlockersSeq ? stored : next;
  const hashes = new Set([stored.unlockersHash, next.unlockersHash].filter((hash) => hash !== undefined));
  if (hashes.size > 1) throw new SafeError('rolled_back');
  return next.unlockersHash === undefined ? stored : next;
};

const laterPins = (stored: Pins, next: Pins): Pins => {
  const identity = stored.gen > next.gen ? stored : next;
  const { unlockersSeq, unlockersHash } = laterUnlockers(stored, next);
  const known = laterKnown(stored.known, next.known);
  return {
    ...(known ? { known } : {}),
    fp: identity.fp,
    gen: identity.gen,
    unlockersSeq,
    ...(unlockersHash === undefined ? {} : { unlockersHash }),
    head: stored.head && next.head ? later(stored.head, next.head) : (next.head ?? stored.head),
    log: later(stored.log, next.log),
  };
};

/**
 * What to keep when two commands ran at once and the slower one writes last: of each pin the later. Two histories of one
 * length that differ are `rolled_back`: the server showed each command another one.
 */
export const mergeRemembered = (stored: Remembered | null, next: Remembered): Remembered => {
  const same = stored?.uid === next.uid && stored.safe === next.safe && stored.server === next.server;
  return same ? { ...next, pins: laterPins(stored.pins, next.pins) } : next;
};

const isPoint = (value: unknown): value is Point =>
  typeof value === 'object' &&
  value !== null &&
  'seq' in value &&
  Number.isSafeInteger(value.seq) &&
  'hash' in value &&
  typeof value.hash === 'string';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isNullOr = (value: unknown, type: 'string'): boolean => value === null || typeof value === type;

const isRelay = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value['fp'] === 'string' &&
  isNullOr(value['directory'], 'string') &&
  isNullOr(value['name'], 'string') &&
  (value['team'] === null || isPoint(value['team']));

const isContact = (value: unknown): boolean =>
  isRecord(value) &&
  Number.isSafeInteger(value['gen']) &&
  typeof value['fp'] === 'string' &&
  typeof value['name'] === 'string';

const each = (value: unknown, test: (one: unknown) => boolean): boolean =>
  isRecord(value) && Object.values(value).every(test);

const isKnown = (value: unknown): value is Known =>
  isRecord(value) &&
  each(value['relays'], isRelay) &&
  each(value['contacts'], isContact) &&
  each(value['invitations'], (one) => typeof one === 'string') &&
  (value['replacements'] === undefined || each(value['replacements'], (one) => typeof one === 'string'));

const isPins = (value: unknown): value is Pins => {
  const pins = value as Partial<Record<keyof Pins, unknown>> | null;
  return (
    typeof pins === 'object' &&
    pins !== null &&
    typeof pins.fp === 'string' &&
    Number.isSafeInteger(pins.gen) &&
    Number.isSafeInteger(pins.unlockersSeq) &&
    (pins.unlockersHash === undefined || typeof pins.unlockersHash === 'string') &&
    (pins.head === null || isPoint(pins.head)) &&
    isPoint(pins.log) &&
    (pins.known === undefined || isKnown(pins.known))
  );
};

/** A safe for a holder, none for a worker. */
const isPlaced = ({ role = 'holder', safe }: Partial<Remembered>): boolean =>
  role === 'worker' ? safe === null : role === 'holder' && typeof safe === 'string';

/** Reads what {@link encodeRemembered} wrote; `damaged` on anything else, since guessing could undo a pin. */
export const decodeRemembered = (text: string): Remembered => {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof Remembered, unknown>> | null;
    const texts = [value?.server, value?.uid, value?.deviceSecret];
    const whole = texts.every((one) => typeof one === 'string') && isPins(value?.pins);
    if (whole && isPlaced(value as Partial<Remembered>)) return value as Remembered;
  } catch {
    // falls through: both faults are one
  }
  throw new SafeError('damaged', { details: { reason: 'home' } });
};

export const encodeRemembered = (state: Remembered): string => `${JSON.stringify(state, null, 2)}\n`;
