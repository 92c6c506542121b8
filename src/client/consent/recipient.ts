import { sameBytes } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
import { type Contact, type Poster, readContact } from '../../core/protocol/contact.js';
import { openCertificate } from '../../core/protocol/directory.js';
import type { Grant } from '../../core/protocol/grant.js';
import { fingerprint, type Identity, openPinnedIdentity } from '../../core/protocol/identity.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import type { Given } from '../state.js';
import { wireBytes } from '../wire.js';
import { meetRelay, type MetRelay } from '../relay/open.js';
import { trustedRelay, trustRelay } from '../relay/pins.js';
import { type Caller, fetchIdentity, openFromContact } from './chains.js';

/** Whom something can be shown to, and the key to seal to; found through a code that was scanned, never through the server. */
export interface Recipient {
  readonly kind: 'relay' | 'worker';
  readonly uid: Uint8Array;
  readonly gen: number;
  readonly fp: Uint8Array;
  readonly enc: Uint8Array;
  /** A relay's name as the association certified it; a worker's as the holder calls them. */
  readonly name: string;
}

const asRecipient = (kind: Recipient['kind'], identity: Identity, name: string): Recipient => ({
  kind,
  uid: identity.uid,
  gen: identity.gen,
  fp: fingerprint(identity),
  enc: identity.enc,
  name,
});

/** The name under which the association of the poster knows this relay; `not_certified` while it knows none. */
export const certifiedName = ({ relay, fp, certificate }: MetRelay, directory: Uint8Array): string => {
  if (certificate === null) throw new SafeError('not_certified');
  const said = openCertificate(wireBytes(certificate), directory);
  if (!sameBytes(said.relay, relay) || !sameBytes(said.fp, fp)) throw damaged();
  return said.name;
};

/** A later generation that was shown to before is never taken back. @throws SafeError `rolled_back` */
export const checkSeen = async (session: Session, { uid, gen }: Recipient): Promise<void> => {
  const { grants } = await currentState(session);
  const before = grants.filter(({ grant }) => sameBytes(grant.to.id, uid)).map(({ grant }) => grant.to.gen);
  if (before.some((one) => one > gen)) throw new SafeError('rolled_back');
};

const fromPoster = async (session: Caller, poster: Poster): Promise<Recipient> => {
  const relay = await meetRelay(session, poster.uid, (links) => openFromContact(poster, links));
  const name = certifiedName(relay, poster.directory);
  const seen = trustedRelay(session, poster.uid)?.directory ?? null;
  // Whoever read the poster believes the association on it, and so the name, also where no server asks for it.
  if (seen === null)
    await trustRelay(session, { uid: poster.uid, fp: relay.fp }, { directory: poster.directory });
  return asRecipient('relay', relay.identity, name);
};

const fromContact = async (session: Caller, contact: Contact, name: string): Promise<Recipient> => {
  const identity = openFromContact(contact, await fetchIdentity(session, contact.uid));
  // A relay's keys are believed through its poster alone: it tells whose certificate is meant.
  if (identity.role !== 'worker') throw new SafeError('not_found');
  return asRecipient('worker', identity, name);
};

const isPoster = (contact: Contact | Poster): contact is Poster => 'directory' in contact;

/** Who is meant by a scanned code, for somebody who has no safe; the same errors but `rolled_back`. */
export const findRecipient = (
  caller: Caller,
  code: string | Contact | Poster,
  name = '',
): Promise<Recipient> => {
  const contact: Contact | Poster = typeof code === 'string' ? readContact(code) : code;
  return isPoster(contact) ? fromPoster(caller, contact) : fromContact(caller, contact, name);
};

/**
 * Who is meant by a scanned code: a relay by its poster, a worker by their own code. Every key follows from the fingerprint
 * in the code.
 *
 * @param name what the holder calls a worker; a relay's name comes from its certificate
 * @throws SafeError `bad_contact`, `not_found`, `not_certified`, `rolled_back`, `damaged` if the server puts another in between
 */
export const resolveRecipient = async (
  session: Session,
  code: string | Contact | Poster,
  name = '',
): Promise<Recipient> => {
  const found = await findRecipient(session, code, name);
  await checkSeen(session, found);
  return found;
};

/** The keys that a recipient has now, reached from those that a receipt names. */
export const renewedRecipient = async (session: Session, { to }: Pick<Grant, 'to'>): Promise<Identity> => {
  const pin = { uid: to.id, gen: to.gen, fp: to.fp };
  const identity = openPinnedIdentity(pin, await fetchIdentity(session, to.id));
  if (identity.role !== 'relay') return identity;
  return (await meetRelay(session, to.id, (links) => openPinnedIdentity(pin, links))).identity;
};

/**
 * Whom the holder shows something to, as they are now: recognised by the receipt that the holder signed, under the name in it.
 *
 * @throws SafeError `damaged`, `rolled_back`, `not_found`
 */
export const resolveAgain = async (session: Session, { grant, private: said }: Given): Promise<Recipient> => {
  const identity = await renewedRecipient(session, grant);
  const kind = identity.role === 'relay' ? 'relay' : 'worker';
  const found = asRecipient(kind, identity, said.recipient);
  await checkSeen(session, found);
  return found;
};
