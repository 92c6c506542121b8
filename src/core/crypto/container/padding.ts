import { SafeError } from '../../errors.js';
import type { ContainerKind } from './header.js';

const LENGTH_FIELD = 8;
const MIN_CONTENT = 4096;
const METADATA_STEP = 512;
/** A thumbnail container holds exactly this much, so that its size tells nothing. */
export const THUMBNAIL_BYTES = 32 * 1024;
export const MAX_THUMBNAIL = THUMBNAIL_BYTES - LENGTH_FIELD;

/** Padmé (Nikitin et al., PETS 2019): a length leaks O(log log n) bits, for at most 12 % more bytes. */
export const padme = (length: number): number => {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const digits = Math.floor(Math.log2(exponent)) + 1;
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
