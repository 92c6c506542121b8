import { loadSafe } from '../../../client/safe.js';
import { contactText } from '../../../core/protocol/contact.js';
import { fingerprint } from '../../../core/protocol/identity.js';
import { fingerprintWords } from '../../../core/protocol/words.js';
import { opened } from './opened.js';

/** Who this person is to who helps them: nothing in it is secret, and it opens nothing. */
export const ownCode = (): { readonly code: string; readonly words: readonly string[] } => {
  const { uid, identity } = opened();
  const fp = fingerprint(identity);
  return { code: contactText({ uid, fp }), words: fingerprintWords(fp) };
};

/** How full the safe is, in bytes. */
export const room = async (): Promise<{ readonly used: number; readonly all: number }> => {
  const { usedBytes, quotaBytes } = await loadSafe(opened());
  return { used: usedBytes, all: quotaBytes };
};
