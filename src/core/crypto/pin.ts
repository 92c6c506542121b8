import { fromHex, sameBytes, utf8 } from '../bytes.js';
import { SafeError } from '../errors.js';
import { argon2, type Stretch } from './argon2.js';
import { derive, type Key } from './keys.js';

export { argon2, type Stretch };

/** What a code becomes before it meets the card's secret. */
export type StretchedPin = Key<'pin'>;

const KNOWN_ANSWER = fromHex('65464fca8b3b2de056a6a6ba19ca96f12007e2e4e91f4d96b7adb582bb681e78', 32);

const tested = new WeakMap<Stretch, Promise<void>>();

const knownAnswer = async (stretch: Stretch): Promise<void> => {
  const answer = await stretch(utf8('482913'), new Uint8Array(16).fill(0x5a)).catch((cause: unknown) => {
    throw new SafeError('self_test_failed', { cause });
  });
  if (!sameBytes(answer, KNOWN_ANSWER)) throw new SafeError('self_test_failed');
};

/**
 * Computes a known answer, once for each function that passed: a device that computes wrongly would lock its holder out
 * for ever. Throws `self_test_failed`, also where the function fails; the next call tries again.
 * It costs as much as a code does, so whoever will ask for one calls it before.
 */
export const selfTest = (stretch: Stretch): Promise<void> => {
  const known = tested.get(stretch);
  if (known) return known;
  const test = knownAnswer(stretch).catch((error: unknown) => {
    tested.delete(stretch);
    throw error;
  });
  tested.set(stretch, test);
  return test;
};

/** `Argon2id(NFKC(PIN), salt=KD(S,"pin.salt")[0..16])`. Codes typed with Arabic or full-width digits give the same key. */
export const stretchPin = async (
  secret: Uint8Array,
  pin: string,
  stretch: Stretch = argon2,
): Promise<StretchedPin> => {
  await selfTest(stretch);
  const salt = derive(secret, 'pin.salt').slice(0, 16);
  return (await stretch(utf8(asciiDigits(pin)), salt)) as StretchedPin;
};

/** For a lock without a code: `KD(S,"nopin")`. */
export const noPin = (secret: Uint8Array): StretchedPin => derive(secret, 'nopin') as StretchedPin;

const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6];

/** NFKC, then Arabic-Indic, Persian, Devanagari and Bengali digits as ASCII ones: the same keys, whatever the keyboard. */
export const asciiDigits = (pin: string): string =>
  Array.from(pin.normalize('NFKC'), (sign) => {
    const point = sign.codePointAt(0) as number;
    const zero = ZEROS.find((start) => point >= start && point <= start + 9);
    return zero === undefined ? sign : String(point - zero);
  }).join('');

const SEQUENCES = '0123456789012345678909876543210987654321';
const COMMON = new Set([
  '112233',
  '121212',
  '123123',
  '123321',
  '131313',
  '159753',
  '696969',
  '147258',
  '258369',
]);

/** A code is six digits that are not among the first a thief would try; throws `bad_code_format` or `weak_code`. */
export const checkNewPin = (pin: string): string => {
  const digits = asciiDigits(pin).trim();
  if (!/^[0-9]{6}$/.test(digits)) throw new SafeError('bad_code_format');
  const repeated = /^(.)\1{5}$/.test(digits) || /^(..)\1{2}$/.test(digits) || /^(...)\1$/.test(digits);
  if (repeated || SEQUENCES.includes(digits) || COMMON.has(digits)) throw new SafeError('weak_code');
  return digits;
};
