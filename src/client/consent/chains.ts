import { sameBytes, toHex } from '../../core/bytes.js';
import { showIdentity } from '../../core/api/accounts.js';
import { damaged } from '../../core/errors.js';
import type { Contact } from '../../core/protocol/contact.js';
import {
  fingerprint,
  type Identity,
  type IdentityLink,
  openIdentityChain,
  openPinnedIdentity,
} from '../../core/protocol/identity.js';
import { readLinks } from '../locks.js';
import type { Session } from '../session.js';

/** What is needed to ask the server something as an account, with or without a safe. */
export type Caller = Pick<Session, 'api' | 'device' | 'uid' | 'identity' | 'keys' | 'pins'>;

/**
 * The newest identity of a chain that passes through the one that a code names, of whatever generation that was when the
 * code was made; `damaged` if it does not.
 */
export const openFromContact = ({ uid, fp }: Contact, chain: readonly IdentityLink[]): Identity => {
  const gens = chain.map((_, i) => openIdentityChain(uid, chain.slice(0, i + 1)));
  const meant = gens.find((one) => sameBytes(fingerprint(one), fp));
  if (!meant) throw damaged();
  return openPinnedIdentity({ uid, fp, gen: meant.gen }, chain);
};

export const fetchIdentity = async ({ api }: Pick<Caller, 'api'>, uid: Uint8Array): Promise<IdentityLink[]> =>
  readLinks((await api.call(showIdentity, { params: { uid: toHex(uid) } })).identity);
