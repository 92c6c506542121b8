import { damaged } from '../errors.js';

export const LABEL_BYTES = 64;
const MAX_NAME = LABEL_BYTES - 2;

/** Where to cut UTF-8 so that at most `max` bytes and no half sign remain. */
const cutAt = (name: Uint8Array, max: number): number => {
  let end = Math.min(name.length, max);
  while (end < name.length && end > 0 && ((name[end] as number) & 0xc0) === 0x80) end--;
  return end;
};

/** `u8 length | name | zeros`, 64 bytes whatever the name, so that its length tells nothing. Keeps 62 bytes of UTF-8. */
export const padLabel = (name: Uint8Array): Uint8Array => {
  const kept = name.subarray(0, cutAt(name, MAX_NAME));
  const padded = new Uint8Array(LABEL_BYTES);
  padded[0] = kept.length;
  padded.set(kept, 1);
  return padded;
};

/** The inverse of {@link padLabel}; `damaged` unless it could have made these bytes. */
export const unpadLabel = (padded: Uint8Array): Uint8Array => {
  const length = padded[0] ?? 0;
  const zeros = padded.subarray(1 + length).every((byte) => byte === 0);
  if (padded.length !== LABEL_BYTES || length > MAX_NAME || !zeros) throw damaged();
  return padded.slice(1, 1 + length);
};
