import { SafeError } from '../../errors.js';
import type { ContainerKind } from './kind.js';

const LENGTH_FIELD = 8;
const MIN_CONTENT = 4096;
const METADATA_STEP = 512;
/** A thumbnail container holds exactly this much, so that its size tells nothing. */
export const THUMBNAIL_BYTES = 32 * 1024;
export const MAX_THUMBNAIL = THUMBNAIL_BYTES - LENGTH_FIELD;

/** Padmé (Nikitin et al., PETS 2019): a length leaks O(log log n) bits, for at most 12 % more bytes. */
export const padme = (length: number): number => {
  if (length < 2) return length;
  // Not Math.log2: it rounds up just below large powers of two, and a padding must be the same everywhere.
  const exponent = length.toString(2).length - 1;
  const digits = exponent.toString(2).length;
  const unit = 2 ** Math.max(0, exponent - digits);
  return Math.ceil(length / unit) * unit;
};

/** Bytes of padded plaintext for `length` bytes of data, the length field included. */
export const paddedLength = (kind: ContainerKind, length: number): number => {
  const needed = length + LENGTH_FIELD;
  if (kind === 'metadata') return Math.ceil(needed / METADATA_STEP) * METADATA_STEP;
  if (kind === 'content') return Math.max(MIN_CONTENT, padme(needed));
  if (needed > THUMBNAIL_BYTES) throw new SafeError('file_too_large');
  return THUMBNAIL_BYTES;
};

/** Whether {@link paddedLength} gives this for some length of data: a header that says anything else was not ours. */
export const isPaddedLength = (kind: ContainerKind, padded: number): boolean => {
  if (kind === 'metadata') return padded > 0 && padded % METADATA_STEP === 0;
  if (kind === 'content') return padded >= MIN_CONTENT && padme(padded) === padded;
  return padded === THUMBNAIL_BYTES;
};
