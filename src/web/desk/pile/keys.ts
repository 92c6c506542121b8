import type { KindId } from '../../../core/kinds.js';

/** What the keys 1 to 9 say: papers that a relay scans most, and any other last. */
export const KEY_KINDS: readonly KindId[] = [
  'identity-card',
  'residence-permit',
  'asylum-attestation',
  'domiciliation',
  'health-insurance',
  'benefit-attestation',
  'bank-details',
  'tax-notice',
  'other',
];

/** A digit of any script as a number; 0 for every other key. */
export const asciiDigit = (key: string): number => {
  if (!/^\p{Nd}$/u.test(key)) return 0;
  const code = key.codePointAt(0) ?? 0;
  // digits of a script stand together, their zero at a multiple of 16 or 6 beyond one
  const zero = [0x30, 0x660, 0x6f0].find((start) => code >= start && code <= start + 9);
  return zero === undefined ? 0 : code - zero;
};
