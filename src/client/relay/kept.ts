import { concat, fromBase64Url, toBase64Url, toHex, utf8 } from '../../core/bytes.js';
import { deriveKey } from '../../core/crypto/keys.js';
import { unwrap, wrap } from '../../core/crypto/wrap.js';
import { damaged } from '../../core/errors.js';
import { invitationLocator } from '../../core/protocol/invitation.js';
import type { TeamRole } from '../../core/protocol/team.js';
import { NOBODY } from '../known.js';
import type { AccountSession } from '../session.js';

/**
 * What is kept on this device between two commands, and must not lie there in the clear: under a key that follows from the
 * account key, which no device remembers. `place` keeps one from being taken for another.
 */
const keptKey = ({ account }: AccountSession) => deriveKey<'wrapping'>(account, 'dev.keep');

const context = (kind: string, place: Uint8Array): Uint8Array => concat(utf8(kind), Uint8Array.of(0), place);

const keep = (session: AccountSession, kind: string, place: Uint8Array, message: Uint8Array): string =>
  toBase64Url(wrap(keptKey(session), context(kind, place), message));

const reopen = (session: AccountSession, kind: string, place: Uint8Array, kept: string): Uint8Array => {
  try {
    return unwrap(keptKey(session), context(kind, place), fromBase64Url(kept));
  } catch (cause) {
    throw damaged(cause);
  }
};

/** An invitation as its manager made it: for which relay, as what. */
export interface KeptInvitation {
  readonly secret: Uint8Array;
  readonly relay: Uint8Array;
  readonly role: TeamRole;
}

const KIND = 'invitation';
const SECRET = 16;
const ID = 16;

export const keepInvitation = (
  session: AccountSession,
  { secret, relay, role }: KeptInvitation,
): Promise<void> => {
  const locator = invitationLocator(secret);
  const message = concat(secret, relay, Uint8Array.of(role === 'manager' ? 1 : 0));
  return remember(session, locator, keep(session, KIND, locator, message));
};

const remember = (session: AccountSession, locator: Uint8Array, kept: string): Promise<void> =>
  session.pins.advance({ known: { ...NOBODY, invitations: { [toHex(locator)]: kept } } });

/** Leaves nothing of an invitation that was used, so that its code never counts again here. */
export const forgetInvitation = (session: AccountSession, locator: Uint8Array): Promise<void> =>
  remember(session, locator, '');

/** The invitation that was made on this device; undefined if it wasn't, or was used. */
export const keptInvitation = (session: AccountSession, locator: Uint8Array): KeptInvitation | undefined => {
  const kept = session.pins.known().invitations[toHex(locator)];
  if (!kept) return undefined;
  const message = reopen(session, KIND, locator, kept);
  return {
    secret: message.slice(0, SECRET),
    relay: message.slice(SECRET, SECRET + ID),
    role: message[SECRET + ID] === 1 ? 'manager' : 'member',
  };
};

const REPLACEMENT = 'replacement';

const rememberReplacement = (session: AccountSession, relay: Uint8Array, kept: string): Promise<void> =>
  session.pins.advance({ known: { ...NOBODY, replacements: { [toHex(relay)]: kept } } });

/** Keeps what the last step of a replacement needs; another one takes its place. */
export const keepReplacement = (
  session: AccountSession,
  relay: Uint8Array,
  message: Uint8Array,
): Promise<void> => rememberReplacement(session, relay, keep(session, REPLACEMENT, relay, message));

export const forgetReplacement = (session: AccountSession, relay: Uint8Array): Promise<void> =>
  rememberReplacement(session, relay, '');

/** What was kept here; undefined if nothing was, or it is done. */
export const keptReplacement = (session: AccountSession, relay: Uint8Array): Uint8Array | undefined => {
  const kept = session.pins.known().replacements?.[toHex(relay)];
  return kept ? reopen(session, REPLACEMENT, relay, kept) : undefined;
};
