import { findSafe } from '../../../core/api/deposits.js';
import { fromHex, toHex } from '../../../core/bytes.js';
import { isSafeError, SafeError } from '../../../core/errors.js';
import { type Contact, contactText } from '../../../core/protocol/contact.js';
import { loadRelay, type OwnRelay } from '../../../client/relay/load.js';
import { eraseName, giveName, type KeptName, relayNames } from '../../../client/relay/names.js';
import { rememberContact } from '../../../client/relay/pins.js';
import type { AccountSession } from '../../../client/session.js';
import { wireId } from '../../../client/wire.js';
import { opened, stillOpened } from './opened.js';

/** The relay's list as it was last read, by the person's id in hexadecimal. */
const kept = new Map<string, KeptName>();

/** Names are the team's: they go with the keys. */
export const forgetNames = (): void => kept.clear();

/** Reads the list of one relay; gives how many names do not open. */
export const loadNames = async (session: AccountSession, relay: OwnRelay | undefined): Promise<number> => {
  if (!relay) {
    kept.clear();
    return 0;
  }
  const { names, refused } = await relayNames(session, relay);
  stillOpened(session);
  kept.clear();
  for (const one of names) kept.set(toHex(one.holder), one);
  return refused;
};

export const keptNames = (): ReadonlyMap<string, KeptName> => kept;

/**
 * How a person is known here beyond what the server says: by their card, read in this visit, or by a colleague who read it and
 * wrote it down for the team. The card in hand counts.
 */
export const contactOf = (session: Pick<AccountSession, 'pins'>, person: string): Contact | undefined => {
  const pin = session.pins.known().contacts[person];
  const fp = pin ? fromHex(pin.fp, 32) : kept.get(person)?.fp;
  return fp ? { uid: fromHex(person, 16), fp } : undefined;
};

/** Who takes nothing from this relay, or is not at this server. */
const NOWHERE = ['deposits_closed', 'not_certified', 'not_found'] as const;

/** Where a name can lie: in the safe that is shown, or that a paper would be left in. Null where there is none. */
const safeOf = async (
  session: AccountSession,
  relay: string,
  person: string,
  shown: Uint8Array | undefined,
): Promise<Uint8Array | null> => {
  const known = kept.get(person)?.safe ?? shown;
  if (known) return known;
  try {
    const { safe } = await session.api.call(findSafe, { params: { relay, holder: person } });
    return wireId(safe);
  } catch (error) {
    if (NOWHERE.some((code) => isSafeError(error, code))) return null;
    throw error;
  }
};

/** A name for this visit alone, of somebody whose card was read in it. */
const nameToday = async (session: AccountSession, { uid, fp }: Contact, name: string): Promise<void> => {
  await rememberContact(session, contactText({ uid, fp }), name);
};

/**
 * Gives somebody a name in the relay's list, over the one of number `before` (0: none). `today` where there is no list to write it
 * to: then it is kept until the visit ends.
 *
 * @throws SafeError `conflict` if a colleague wrote another one meanwhile, `invalid_request`
 */
export const keepName = async (
  relay: string,
  person: string,
  {
    name,
    before,
    shown,
  }: { readonly name: string; readonly before: number; readonly shown?: Uint8Array | undefined },
): Promise<'kept' | 'today'> => {
  const session = opened();
  const contact = contactOf(session, person);
  const safe = relay === '' ? null : await safeOf(session, relay, person, shown);
  if (safe) {
    const own = await loadRelay(session, fromHex(relay, 16));
    await giveName(
      session,
      own,
      { safe, holder: fromHex(person, 16), name, fp: contact?.fp ?? null },
      before,
    );
    return 'kept';
  }
  if (!contact) throw new SafeError('not_found');
  await nameToday(session, contact, name);
  return 'today';
};

/** The relay no longer knows the person: its name goes, and the one of this visit. */
export const dropName = async (relay: string, person: string): Promise<void> => {
  const session = opened();
  const known = kept.get(person);
  if (relay !== '' && known) await eraseName(session, { relay: fromHex(relay, 16) }, known.safe);
  kept.delete(person);
  const pin = session.pins.known().contacts[person];
  if (pin) await nameToday(session, { uid: fromHex(person, 16), fp: fromHex(pin.fp, 32) }, '');
};
