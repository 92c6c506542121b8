import { utf8 } from '../bytes.js';

/**
 * What every passkey is asked for (WebAuthn Level 3, extension `prf`): its answer, 32 bytes, is the same each time and another one
 * for each passkey. Another salt would be another secret, so this one never changes; a next version gets a number of its own.
 */
export const PASSKEY_SALT = utf8('CS1/passkey.1');
