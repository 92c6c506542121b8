import { fromHex, sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import { showRelay, showWorker } from '../core/api/relays.js';
import { damaged, SafeError } from '../core/errors.js';
import { type Contact, isPosterText, readContact, readPoster } from '../core/protocol/contact.js';
import {
  fingerprint,
  type Identity,
  type IdentityLink,
  openIdentityChain,
  openPinnedIdentity,
} from '../core/protocol/identity.js';
import { fingerprintWords } from '../core/protocol/words.js';
import { withKnown } from './known.js';
import { lookAtRelay, rememberRelay, type Relay } from './relay.js';
import type { AccountSession } from './session.js';
import { readLinks } from './wire.js';

/** Somebody to whom papers may be shown: whose keys are believed, and under which name. */
export interface Recipient {
  readonly uid: Uint8Array;
  /** Keys in force: the only ones that may be sealed to. */
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  readonly name: string;
  /** Null for a worker who gets it for themselves. */
  readonly relay: Relay | null;
}

const ofRelay = (relay: Relay): Recipient => {
  const { uid, identity, links, name } = relay;
  return { uid, identity, links, name, relay };
};

/** The generation whose fingerprint a public code bears; a chain without it is not that person's. */
const generationOf = ({ uid, fp }: Contact, links: readonly IdentityLink[]): number => {
  const at = links.findIndex((_, i) => sameBytes(fingerprint(openIdentityChain(uid, links.slice(0, i + 1))), fp));
  if (at < 0) throw damaged();
  return at + 1;
};

const workerLinks = async (session: AccountSession, uid: Uint8Array): Promise<IdentityLink[]> => {
  const { identity } = await session.api.call(showWorker, { params: { worker: toHex(uid) } });
  return readLinks(identity);
};

const rememberWorker = async (
  session: AccountSession,
  identity: Identity,
  name: string,
): Promise<void> => {
  const contact = { gen: identity.gen, fp: toHex(fingerprint(identity)), name };
  const contacts = { [toHex(identity.uid)]: contact };
  await session.pins.advance({ known: withKnown(session.pins.known(), { contacts }) });
};

/** Looks at somebody whom this device knows already; `not_found` for anybody else. */
export const findRecipient = async (session: AccountSession, uid: Uint8Array): Promise<Recipient> => {
  const id = toHex(uid);
  const { relays, contacts } = session.pins.known();
  if (relays[id]) return ofRelay(await lookAtRelay(session, id));
  const contact = contacts[id];
  if (!contact) throw new SafeError('not_found');
  const links = await workerLinks(session, uid);
  const identity = openPinnedIdentity({ uid, gen: contact.gen, fp: fromHex(contact.fp, 32) }, links);
  if (identity.role !== 'worker') throw damaged();
  await rememberWorker(session, identity, contact.name);
  return { uid, identity, links, name: contact.name, relay: null };
};

/**
 * Believes who a public code names: a relay by its poster, a worker by their own code. Another identity under that id is
 * `damaged`, another certificate too; a relay without one is `not_certified`.
 *
 * @param name how the holder calls a worker; a relay's name is what the association certified
 */
export const meetByCode = async (session: AccountSession, text: string, name: string): Promise<Recipient> => {
  if (isPosterText(text)) {
    const { uid, fp, directory } = readPoster(text);
    const pin = session.pins.known().relays[toHex(uid)];
    await rememberRelay(session, toHex(uid), {
      fp: toHex(fp),
      directory: toBase64Url(directory),
      name: pin?.name ?? null,
      team: pin?.team ?? null,
    });
    const relay = await lookAtRelay(session, toHex(uid));
    if (!relay.certificate) throw new SafeError('not_certified');
    return ofRelay(relay);
  }
  const contact = readContact(text);
  const links = await workerLinks(session, contact.uid);
  const gen = generationOf(contact, links);
  const identity = openPinnedIdentity({ ...contact, gen }, links);
  if (identity.role !== 'worker') throw damaged();
  await rememberWorker(session, identity, name);
  return findRecipient(session, contact.uid);
};

/** The same where no camera works: the relay's id, and the 8 words on its poster, compared here. */
export const meetByWords = async (
  session: AccountSession,
  id: string,
  words: readonly string[],
  name: string,
): Promise<Recipient> => {
  const uid = fromHex(id, 16);
  const wire = await session.api.call(showRelay, { params: { relay: id } });
  const fp = fingerprint(openIdentityChain(uid, readLinks(wire.identity).slice(0, 1)));
  const same = fingerprintWords(fp).every((word, i) => word.normalize('NFC') === words[i]?.normalize('NFC').toLowerCase());
  if (!same || words.length !== 8) throw new SafeError('bad_contact', { details: { reason: 'words' } });
  const pin = session.pins.known().relays[id];
  await rememberRelay(session, id, {
    fp: toHex(fp),
    directory: pin?.directory ?? null,
    name: pin?.name ?? name,
    team: pin?.team ?? null,
  });
  return ofRelay(await lookAtRelay(session, id));
};
