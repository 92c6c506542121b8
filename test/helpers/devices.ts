import { toBase64Url, toHex } from '../../src/core/bytes.js';
import {
  enrolLock,
  type LockEnrolment,
  lockTag,
  newLockedSecret,
} from '../../src/core/crypto/locked-secret.js';
import { noPin } from '../../src/core/crypto/pin.js';
import { signUnlockers, type UnlockerList, unlockersHash } from '../../src/core/protocol/unlockers.js';
import { type Answer, call, type Holder, lockWire, logIn, unlockerEntry } from './holder.js';

/** The signed list as it stands, to be followed by the next. */
export interface Keyring {
  readonly seq: number;
  readonly envelope: Uint8Array;
  readonly locks: readonly LockEnrolment[];
}

export const firstKeyring = (holder: Holder): Keyring => ({
  seq: 1,
  envelope: holder.unlockers,
  locks: holder.locks,
});

export const newLock = async (holder: Holder, type: 'card' | 'device' = 'device') => {
  const secret = newLockedSecret();
  const place = { uid: holder.uid, generation: 1, key: holder.key };
  return { secret, lock: await enrolLock(type, secret, async () => noPin(secret), place) };
};

/** A list that follows another; `other` puts in what an honest client would not. */
export const nextKeyring = (
  holder: Holder,
  last: Keyring,
  locks: readonly LockEnrolment[],
  other: Partial<UnlockerList> = {},
  key = holder.keys.sign.secretKey,
): Keyring => {
  const entries = locks.map((lock) => unlockerEntry(lock, holder.key, holder.uid));
  const list = {
    uid: holder.uid,
    gen: 1,
    ts: Date.now(),
    seq: last.seq + 1,
    prev: unlockersHash(last.envelope),
    list: entries,
    ...other,
  };
  return { seq: last.seq + 1, envelope: signUnlockers(list, key), locks };
};

export const putKeyring = (
  holder: Pick<Holder, 'url' | 'token'>,
  keyring: Keyring,
  enrolled: readonly LockEnrolment[] = [],
): Promise<Answer> =>
  call(holder, 'PUT', '/v1/account/unlockers', {
    unlockers: toBase64Url(keyring.envelope),
    locks: enrolled.map(lockWire),
  });

/** Logs in with a device that has no code, or tries a wrong one. */
export const logInDevice = (url: string, secret: Uint8Array, wrong?: Uint8Array): Promise<Answer> =>
  logIn({ url, cardSecret: secret }, wrong ?? lockTag('device', secret, noPin(secret)), 'device');

export interface Device {
  readonly lock: LockEnrolment;
  readonly secret: Uint8Array;
  readonly loc: string;
  /** The holder as seen from this device: with its token. */
  readonly holder: Holder;
}

/** Enrols a device beside the holder's card and logs in with it. */
export const addDevice = async (
  holder: Holder,
  keyring: Keyring,
): Promise<{ device: Device; keyring: Keyring }> => {
  const { secret, lock } = await newLock(holder);
  const next = nextKeyring(holder, keyring, [...keyring.locks, lock]);
  const put = await putKeyring(holder, next, [lock]);
  if (put.status !== 200) throw new Error(`not enrolled: ${JSON.stringify(put.json)}`);
  const session = await logInDevice(holder.url, secret);
  if (session.status !== 200) throw new Error(`no login: ${JSON.stringify(session.json)}`);
  const seen = { ...holder, token: session.json.token as string };
  return { device: { lock, secret, loc: toHex(lock.loc), holder: seen }, keyring: next };
};
