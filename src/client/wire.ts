import { fromBase64Url, fromHex } from '../core/bytes.js';
import { damaged } from '../core/errors.js';

const refuse = (read: () => Uint8Array): Uint8Array => {
  try {
    return read();
  } catch (cause) {
    throw damaged(cause);
  }
};

/** base64url in an answer; what is not is `damaged`, since it isn't the caller's request that is at fault. */
export const wireBytes = (text: string): Uint8Array => refuse(() => fromBase64Url(text));

/** 16 bytes in an answer, in hexadecimal. */
export const wireId = (text: string): Uint8Array => refuse(() => fromHex(text, 16));

/** 32 bytes in an answer, in hexadecimal. */
export const wireHash = (text: string): Uint8Array => refuse(() => fromHex(text, 32));
