import { fromBase64Url, fromHex, sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { damaged, SafeError } from '../../core/errors.js';
import { type Contact, isPosterText, readContact, readPoster } from '../../core/protocol/contact.js';
import type { Team } from '../../core/protocol/team.js';
import { NOBODY } from '../known.js';
import type { ContactPin, RelayPin } from '../ports.js';
import type { AccountSession } from '../session.js';

/** Who keeps what this device believes. */
type Keeper = Pick<AccountSession, 'pins'>;

/** A relay that this device believes, as bytes. */
export interface TrustedRelay {
  readonly relay: Uint8Array;
  /** Fingerprint of its first identity. */
  readonly fp: Uint8Array;
  readonly directory: Uint8Array | null;
  readonly name: string | null;
  readonly team: { readonly seq: number; readonly hash: Uint8Array } | null;
}

const opened = (id: string, { fp, directory, name, team }: RelayPin): TrustedRelay => ({
  relay: fromHex(id, 16),
  fp: fromHex(fp, 32),
  directory: directory === null ? null : fromBase64Url(directory),
  name,
  team: team && { seq: team.seq, hash: fromHex(team.hash, 32) },
});

/** What this device believes of a relay; undefined if its poster, invitation or founding was never seen here. */
export const trustedRelay = (session: Keeper, relay: Uint8Array): TrustedRelay | undefined => {
  const id = toHex(relay);
  const pin = session.pins.known().relays[id];
  return pin && opened(id, pin);
};

/** Believes a relay from now on, or more of it; `bad_contact` if another identity is already believed under its id. */
export const trustRelay = async (
  session: Keeper,
  { uid, fp }: Contact,
  more: { directory?: Uint8Array; name?: string; team?: Pick<Team, 'seq' | 'hash'> } = {},
): Promise<void> => {
  const before = trustedRelay(session, uid);
  if (before && !sameBytes(before.fp, fp)) throw new SafeError('bad_contact');
  const pin: RelayPin = {
    fp: toHex(fp),
    directory: more.directory ? toBase64Url(more.directory) : null,
    name: more.name ?? null,
    team: more.team ? { seq: more.team.seq, hash: toHex(more.team.hash) } : null,
  };
  await session.pins.advance({ known: { ...NOBODY, relays: { [toHex(uid)]: pin } } });
};

/**
 * Reads a relay's poster: the relay is believed from now on, and the association whose key stands on it. A poster that names
 * another association than the one believed so far is `bad_contact`: who changes it has to forget the relay first.
 */
export const trustPoster = async (
  session: AccountSession,
  posterText: string,
  name?: string,
): Promise<Contact> => {
  const { uid, fp, directory } = readPoster(posterText);
  const before = trustedRelay(session, uid)?.directory;
  if (before && !sameBytes(before, directory)) throw new SafeError('bad_contact');
  await trustRelay(session, { uid, fp }, { directory, ...(name === undefined ? {} : { name }) });
  return { uid, fp };
};

/** Remembers a person by their public code, under a name of one's own. */
export const rememberContact = async (
  session: AccountSession,
  text: string,
  name: string,
): Promise<Contact> => {
  if (isPosterText(text)) throw new SafeError('bad_contact');
  const contact = readContact(text);
  const id = toHex(contact.uid);
  const before = session.pins.known().contacts[id];
  if (before?.gen === 1 && before.fp !== toHex(contact.fp)) throw new SafeError('bad_contact');
  const pin: ContactPin = { gen: 1, fp: toHex(contact.fp), name };
  await session.pins.advance({ known: { ...NOBODY, contacts: { [id]: pin } } });
  return contact;
};

/** The relay as believed here; `damaged` without, since nothing that the server says of it could be checked. */
export const mustTrust = (session: AccountSession, relay: Uint8Array): TrustedRelay => {
  const pin = trustedRelay(session, relay);
  if (!pin) throw damaged();
  return pin;
};
