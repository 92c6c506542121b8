import { exactly } from '../bytes.js';
import { derive } from './keys.js';
import { SECRET_BYTES } from './locked-secret.js';

const PRF_BYTES = 32;

/** `S = KD(prf,"passkey")[0..20]`: a passkey gives the secret of a lock of type device. Any other length is `damaged`. */
export const passkeySecret = (prf: Uint8Array): Uint8Array => {
  const answer = exactly(PRF_BYTES, prf);
  return derive(answer, 'passkey').slice(0, SECRET_BYTES);
};
