import { decodeCrockford } from '../../core/crypto/crockford.js';

const BYTES = 19;
const VERSION = 1;

/** The invitation in what was read or typed: the code itself, or the desk's address that carries it; null for anything else. */
export const invitationIn = (text: string): string | null => {
  const code = text.slice(text.indexOf('#') + 1).trim();
  const bytes = decodeCrockford(code);
  return bytes?.length === BYTES && bytes[0] === VERSION ? code : null;
};

/** The address that carries an invitation behind `#`, which no browser sends. */
export const invitationAddress = (code: string): string => `${location.origin}/desk/#${code}`;
