import { concat, u32 } from '../bytes.js';
import { damaged } from '../errors.js';

const LENGTH_BYTES = 4;
const MULTIPLE = 512;

/** `u32 length | data | zeros` to a multiple of 512 bytes, or of another number, so that a length tells little. */
export const padBytes = (data: Uint8Array, multiple = MULTIPLE): Uint8Array => {
  const whole = Math.ceil((LENGTH_BYTES + data.length) / multiple) * multiple;
  return concat(u32(data.length), data, new Uint8Array(whole - LENGTH_BYTES - data.length));
};

/** The inverse of {@link padBytes}; `damaged` unless it could have made these bytes. */
export const unpadBytes = (padded: Uint8Array, multiple = MULTIPLE): Uint8Array => {
  if (padded.length === 0 || padded.length % multiple !== 0) throw damaged();
  const length = new DataView(padded.buffer, padded.byteOffset, LENGTH_BYTES).getUint32(0);
  const rest = padded.length - LENGTH_BYTES - length;
  if (rest < 0 || rest >= multiple) throw damaged();
  const zeros = padded.subarray(LENGTH_BYTES + length);
  if (!zeros.every((byte) => byte === 0)) throw damaged();
  return padded.slice(LENGTH_BYTES, LENGTH_BYTES + length);
};
