import { fromHex, toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { isSameName } from '../../core/finding.js';
import { fingerprint, openIdentityChain } from '../../core/protocol/identity.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { type Believer, meetRelay } from '../relay/open.js';
import type { Session } from '../session.js';
import { checkSeen, type Recipient } from './recipient.js';

/**
 * A relay where no camera works: by its id and the 8 words on its poster, typed here. The words stand for its first identity;
 * its certificate can't be verified without the poster, so its name is what the holder calls it.
 *
 * @throws SafeError `bad_contact` if the words are not those of the relay that the server shows
 */
export const relayByWords = async (
  session: Believer,
  id: string,
  words: readonly string[],
  name: string,
): Promise<Recipient> => {
  const uid = fromHex(id, 16);
  const { identity } = await meetRelay(session, uid, (links) => {
    const first = openIdentityChain(uid, links.slice(0, 1));
    const expected = fingerprintWords(fingerprint(first));
    const same =
      words.length === expected.length && expected.every((word, i) => isSameName(word, words[i] ?? ''));
    if (!same) throw new SafeError('bad_contact', { details: { reason: 'words' } });
    return openIdentityChain(uid, links);
  });
  const { gen, enc } = identity;
  return {
    kind: 'relay',
    uid,
    gen,
    fp: fingerprint(identity),
    enc,
    name: name === '' ? toHex(uid).slice(0, 8) : name,
  };
};

/** The same, for who has a safe. @throws SafeError also `rolled_back`, if it was shown to under a later generation before */
export const resolveByWords = async (
  session: Session,
  id: string,
  words: readonly string[],
  name: string,
): Promise<Recipient> => {
  const found = await relayByWords(session, id, words, name);
  await checkSeen(session, found);
  return found;
};
