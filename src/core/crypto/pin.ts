import { fromHex, sameBytes, utf8 } from '../bytes.js';
import { SafeError } from '../errors.js';
import { argon2, type Stretch, type Stretched } from './argon2.js';
import { derive, type Key } from './keys.js';

export { argon2, type Stretch };

/** What a code becomes before it meets the card's secret. */
export type StretchedPin = Key<'pin'>;

const FULL = fromHex('65464fca8b3b2de056a6a6ba19ca96f12007e2e4e91f4d96b7adb582bb681e78', 32);
const LIGHT = fromHex('c6d2d6d39699a1cbf2fd611d82fa04bb8bfc6adb9068321848e084d94eb7d863', 32);
const KNOWN_ANSWERS: Readonly<Record<Stretched, Uint8Array>> = {
  card: FULL,
  link: FULL,
  spare: FULL,
  device: LIGHT,
};

const tested = new WeakMap<Stretch, Map<Uint8Array, Promise<void>>>();

const testsOf = (stretch: Stretch): Map<Uint8Array, Promise<void>> => {
  const tests = tested.get(stretch) ?? new Map<Uint8Array, Promise<void>>();
  tested.set(stretch, tests);
  return tests;
};

const checkAnswer = async (stretch: Stretch, type: Stretched): Promise<void> => {
  const salt = new Uint8Array(16).fill(0x5a);
  const answer = await stretch(utf8('482913'), salt, type).catch((cause: unknown) => {
    throw new SafeError('self_test_failed', { cause });
  });
  if (!sameBytes(answer, KNOWN_ANSWERS[type])) throw new SafeError('self_test_failed');
};

/**
 * Computes a known answer, once for each function and cost that passed: a device that computes wrongly would lock its holder
 * out for ever. Throws `self_test_failed`, also where the function fails; the next call tries again.
 * It costs as much as a code does, so whoever will ask for one calls it before.
 */
export const selfTest = (stretch: Stretch, type: Stretched): Promise<void> => {
  const tests = testsOf(stretch);
  const answer = KNOWN_ANSWERS[type];
  const known = tests.get(answer);
  if (known) return known;
  const test = checkAnswer(stretch, type).catch((error: unknown) => {
    tests.delete(answer);
    throw error;
  });
  tests.set(answer, test);
  return test;
};

/** `Argon2id(NFKC(PIN), salt=KD(S,"pin.salt")[0..16])`. Codes typed with Arabic or full-width digits give the same key. */
export const stretchPin = async (
  type: Stretched,
  secret: Uint8Array,
  pin: string,
  stretch: Stretch = argon2,
): Promise<StretchedPin> => {
  await selfTest(stretch, type);
  const salt = derive(secret, 'pin.salt').slice(0, 16);
  return (await stretch(utf8(asciiDigits(pin)), salt, type)) as StretchedPin;
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
