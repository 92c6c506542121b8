import { sameBytes, toBase64Url, toHex } from '../core/bytes.js';
import * as accounts from '../core/api/accounts.js';
import type { AnswerOf } from '../core/api/contract.js';
import type { AccountKey } from '../core/crypto/keys.js';
import {
  lockAuthKeys,
  lockKek,
  lockLocator,
  lockTag,
  type LockType,
  signRelease,
  unwrapAccountKey,
} from '../core/crypto/locked-secret.js';
import { argon2, asciiDigits, type StretchedPin, stretchPin } from '../core/crypto/pin.js';
import { damaged, isSafeError, SafeError } from '../core/errors.js';
import {
  type Identity,
  type IdentityKeys,
  identityKeys,
  type IdentityLink,
  openIdentityChain,
  type Role,
} from '../core/protocol/identity.js';
import { openUnlockers, type UnlockerList, wrappedKeyHash } from '../core/protocol/unlockers.js';
import type { Envelope } from '../core/crypto/sign.js';
import type { Api } from './api.js';
import type { Device } from './ports.js';
import { wireBytes, wireId } from './wire.js';

/** A card or device in hand, with its code stretched. */
export interface Lock {
  readonly type: LockType;
  readonly secret: Uint8Array;
  readonly pin: StretchedPin;
}

/** The signed list of what opens the account, verified, with the bytes that the next one is chained to. */
export interface Unlockers {
  readonly envelope: Envelope;
  readonly list: UnlockerList;
}

/** Whose account a card or device can open: a relay has no locks. */
export type AccountRole = Exclude<Role, 'relay'>;

/** An account whose key was opened and whose public statements were found to be its own. */
export interface OpenedAccount {
  readonly uid: Uint8Array;
  readonly role: AccountRole;
  readonly key: AccountKey;
  readonly keys: IdentityKeys;
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  readonly unlockers: Unlockers;
  readonly token: string;
}

/** A code as typed: six digits of any script. Refused with `bad_code_format` before it costs a try. */
export const readPin = (typed: string): string => {
  const digits = asciiDigits(typed).trim();
  if (!/^[0-9]{6}$/.test(digits)) throw new SafeError('bad_code_format');
  return digits;
};

export const stretch = (
  device: Device,
  { type, secret }: Pick<Lock, 'type' | 'secret'>,
  pin: string,
): Promise<StretchedPin> => stretchPin(type, secret, pin, device.stretch ?? argon2);

type Released = AnswerOf<typeof accounts.releaseLock>;
type Challenge = AnswerOf<typeof accounts.challengeLock>;

/** What a lock is held against. Asked for anew each time: it is good once, and for a short while. */
const askChallenge = (api: Api, { type, secret }: Pick<Lock, 'type' | 'secret'>): Promise<Challenge> =>
  api.call(accounts.challengeLock, { body: { loc: toHex(lockLocator(type, secret)) } }, { again: true });

/**
 * Answers a challenge with the lock. Never sent twice: a wrong code costs a try each time. The refusal's details tell
 * `triesLeft` and `retryAfterSeconds`; `unknown_lock` if the server never had this one or forgot it.
 */
export const release = async (
  api: Api,
  lock: Lock,
  asking: Promise<Challenge> = askChallenge(api, lock),
): Promise<Released> => {
  const loc = lockLocator(lock.type, lock.secret);
  const asked = await asking;
  const challenge = wireBytes(asked.challenge);
  const tag = lockTag(lock.type, lock.secret, lock.pin);
  const signature = signRelease(lockAuthKeys(lock.type, lock.secret), loc, challenge, tag);
  const body = {
    loc: toHex(loc),
    challenge: asked.challenge,
    tag: toBase64Url(tag),
    signature: toBase64Url(signature),
  };
  try {
    return await api.call(accounts.releaseLock, { body });
  } catch (error) {
    throw isSafeError(error, 'unauthorized') ? new SafeError('unknown_lock', { cause: error }) : error;
  }
};

/** The links of an identity as they came, not verified yet. */
export const readLinks = (wire: readonly accounts.IdentityLinkWire[]): IdentityLink[] =>
  wire.map(({ statement, approval }) => ({
    statement: wireBytes(statement),
    approval: approval === null ? null : wireBytes(approval),
  }));

/** Opens a list of unlockers under the account's own key; `damaged` if it is another generation's. */
export const readUnlockers = (wire: string, identity: Identity): Unlockers => {
  const envelope = wireBytes(wire);
  const list = openUnlockers(envelope, identity.sign, identity.uid);
  if (list.gen !== identity.gen) throw damaged();
  return { envelope, list };
};

/** The lock must stand on the signed list as it is: else it was blocked, or the server made up its row. */
const checkListed = ({ list }: Unlockers, lock: Lock, wrappedKey: Uint8Array): void => {
  const loc = lockLocator(lock.type, lock.secret);
  const listed = list.list.find((one) => sameBytes(one.loc, loc));
  const same =
    listed?.type === lock.type &&
    sameBytes(listed.auth, lockAuthKeys(lock.type, lock.secret).publicKey) &&
    sameBytes(listed.key, wrappedKeyHash(wrappedKey));
  if (!same) throw damaged();
};

const openReleased = (lock: Lock, answer: Released): OpenedAccount => {
  const uid = wireId(answer.uid);
  const { type, secret, pin } = lock;
  const place = { uid, type, loc: lockLocator(type, secret), generation: answer.generation };
  const wrappedKey = wireBytes(answer.wrappedKey);
  const kek = lockKek(type, secret, pin, wireBytes(answer.released));
  const key = unwrapAccountKey(kek, place, wrappedKey);
  const keys = identityKeys(key);
  const links = readLinks(answer.identity);
  const identity = openIdentityChain(uid, links);
  // The public keys are not believed but derived: only their owner's statement is one's own.
  const own = sameBytes(identity.sign, keys.sign.publicKey) && sameBytes(identity.enc, keys.enc.publicKey);
  if (!own || identity.gen !== answer.generation) throw damaged();
  const { role } = identity;
  if (role === 'relay') throw damaged();
  const unlockers = readUnlockers(answer.unlockers, identity);
  checkListed(unlockers, lock, wrappedKey);
  return { uid, role, key, keys, identity, links, unlockers, token: answer.token };
};

/**
 * Logs in with a lock and opens the account key. What the server made up is refused with `damaged`, an account of another
 * role than asked for with `bad_card`: its own keys signed which role it is.
 */
export const openLock = async (
  api: Api,
  lock: Lock,
  role?: AccountRole,
  asking?: Promise<Challenge>,
): Promise<OpenedAccount> => {
  const account = openReleased(lock, await release(api, lock, asking));
  if (role && account.role !== role) throw new SafeError('bad_card', { details: { reason: account.role } });
  return account;
};

/** The same with a code as it was typed: the challenge is on its way while the code is stretched. */
export const openTyped = async (
  device: Device,
  api: Api,
  { type, secret, typed }: Pick<Lock, 'type' | 'secret'> & { readonly typed: string },
  role?: AccountRole,
): Promise<{ readonly lock: Lock; readonly account: OpenedAccount }> => {
  const asking = askChallenge(api, { type, secret });
  const [pin] = await Promise.all([stretch(device, { type, secret }, typed), asking]);
  const lock = { type, secret, pin };
  return { lock, account: await openLock(api, lock, role, asking) };
};
