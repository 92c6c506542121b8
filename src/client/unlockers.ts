import { toBase64Url, toHex, utf8 } from '../core/bytes.js';
import * as accounts from '../core/api/accounts.js';
import type { BodyOf } from '../core/api/contract.js';
import type { AccountKey } from '../core/crypto/keys.js';
import { enrolLock, type LockEnrolment, type LockType } from '../core/crypto/locked-secret.js';
import type { StretchedPin } from '../core/crypto/pin.js';
import { damaged, isSafeError, SafeError } from '../core/errors.js';
import {
  signUnlockers,
  type Unlocker,
  unlockersHash,
  wrapLabel,
  wrappedKeyHash,
} from '../core/protocol/unlockers.js';
import { type Lock, readUnlockers, stretch, type Unlockers } from './locks.js';
import { passUnlockers } from './pins.js';
import type { Device } from './ports.js';
import { jitter } from './retry.js';
import type { AccountSession } from './session.js';

/** What the server takes, and what `openUnlockers` reads. */
const MAX_UNLOCKERS = 32;
const ATTEMPTS = 5;
const WAIT = 400;

/** A lock ready to be used, and what the server and the signed list are told of it. */
export interface NewLock {
  readonly lock: Lock;
  readonly enrolment: LockEnrolment;
  readonly entry: Unlocker;
}

const listedAs = (
  { type, loc, auth, wrappedKey }: LockEnrolment,
  { uid, key }: { readonly uid: Uint8Array; readonly key: AccountKey },
  label: string,
  since: number,
): Unlocker => ({
  type,
  loc,
  auth,
  key: wrappedKeyHash(wrappedKey),
  label: wrapLabel(key, uid, loc, utf8(label)),
  since,
});

/** Makes a lock for an account: the code is derived twice and the key opened again before anything leaves the device. */
export const makeLock = async (
  device: Device,
  type: Exclude<LockType, 'link'>,
  { secret, pin, label }: { secret: Uint8Array; pin: string; label: string },
  account: { readonly uid: Uint8Array; readonly generation: number; readonly key: AccountKey },
): Promise<NewLock> => {
  const derived: StretchedPin[] = [];
  const derive = async () => {
    const one = await stretch(device, { type, secret }, pin);
    derived.push(one);
    return one;
  };
  const enrolment = await enrolLock(type, secret, derive, account);
  const entry = listedAs(enrolment, account, label, device.clock.now());
  return { lock: { type, secret, pin: derived[0] as StretchedPin }, enrolment, entry };
};

/** How the account's signed list names a lock that is made for it now. */
export const entryOf = (session: AccountSession, enrolment: LockEnrolment, label: string): Unlocker =>
  listedAs(enrolment, { uid: session.uid, key: session.account }, label, session.device.clock.now());

export const enrolmentWire = ({ type, loc, auth, tagHash, released, wrappedKey }: LockEnrolment) => ({
  type: type as Exclude<LockType, 'link'>,
  loc: toHex(loc),
  auth: toBase64Url(auth),
  tagHash: toBase64Url(tagHash),
  released: toBase64Url(released),
  wrappedKey: toBase64Url(wrappedKey),
});

/** The account as the server shows it now, its list of unlockers verified: the one last seen here, or a later one. */
export const loadAccount = async (session: AccountSession) => {
  const account = await session.api.call(accounts.showAccount, {});
  const unlockers = readUnlockers(account.unlockers, session.identity);
  await session.pins.advance(passUnlockers(session.pins.unlockers(), unlockers));
  return { ...account, unlockers };
};

const nextList = (session: AccountSession, { envelope, list }: Unlockers, entries: readonly Unlocker[]) =>
  signUnlockers(
    {
      uid: session.uid,
      gen: list.gen,
      seq: list.seq + 1,
      prev: unlockersHash(envelope),
      list: entries,
      ts: session.device.clock.now(),
    },
    session.keys.sign.secretKey,
  );

/** What comes along with a list that names it for the first time. */
interface Along {
  readonly locks: readonly LockEnrolment[];
  readonly spare: BodyOf<typeof accounts.changeUnlockers>['spare'];
}

/** Remembers what was signed here, never what the server says of it. */
const send = async (
  session: AccountSession,
  envelope: Uint8Array,
  { locks, spare }: Along,
): Promise<void> => {
  const wire = toBase64Url(envelope);
  const body = { unlockers: wire, locks: locks.map(enrolmentWire), ...(spare && { spare }) };
  const { seq } = await session.api.call(accounts.changeUnlockers, { body });
  const signed = readUnlockers(wire, session.identity);
  if (seq !== signed.list.seq) throw damaged();
  await session.pins.advance(passUnlockers(session.pins.unlockers(), signed));
};

/**
 * Signs a new list in place of the present one. Another device may change it at the same moment, and an answer may be
 * lost: the list is then looked at again, and `change` answers null if it already is as it should be.
 */
export const changeUnlockers = async (
  session: AccountSession,
  change: (entries: readonly Unlocker[]) => readonly Unlocker[] | null,
  locks: readonly LockEnrolment[] = [],
  spare?: Along['spare'],
): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    const { unlockers } = await loadAccount(session);
    const entries = change(unlockers.list.list);
    if (entries === null) return;
    if (entries.length > MAX_UNLOCKERS) throw new SafeError('too_many_devices');
    try {
      return await send(session, nextList(session, unlockers, entries), { locks, spare });
    } catch (error) {
      const passing = isSafeError(error, 'conflict') || isSafeError(error, 'unavailable');
      if (attempt === ATTEMPTS || !passing) throw error;
      await session.device.clock.wait(jitter(WAIT * attempt));
    }
  }
};
