import { toBase64Url, toHex } from '../core/bytes.js';
import { openAccount } from '../core/api/accounts.js';
import { type AccountKey, newKey, type SafeKey } from '../core/crypto/keys.js';
import { newLockedSecret } from '../core/crypto/locked-secret.js';
import { checkNewPin } from '../core/crypto/pin.js';
import { random } from '../core/crypto/sodium.js';
import { SafeError } from '../core/errors.js';
import type { Envelope } from '../core/crypto/sign.js';
import { documentsHash, epochsHash, grantsHash, headHash, signHead } from '../core/protocol/head.js';
import { fingerprint, firstIdentity, type IdentityKeys, identityKeys } from '../core/protocol/identity.js';
import { logStart } from '../core/protocol/log.js';
import { wrapSafeKey } from '../core/protocol/safe-keys.js';
import { signUnlockers, unlockersHash } from '../core/protocol/unlockers.js';
import { makeApi } from './api.js';
import { toPin } from './pins.js';
import type { Device, Remembered } from './ports.js';
import { type AccountSession, serverUrl, type Session } from './session.js';
import { openNew, openNewWorker } from './unlock.js';
import { enrolmentWire, makeLock, type NewLock } from './unlockers.js';

const ID_BYTES = 16;

/** An account as it is before anybody knows of it. */
interface Made {
  readonly uid: Uint8Array;
  readonly key: AccountKey;
  readonly keys: IdentityKeys;
  readonly unlockers: Envelope;
  readonly locks: readonly NewLock[];
  readonly card: { readonly secret: Uint8Array };
  readonly deviceSecret: Uint8Array;
  readonly now: number;
}

/** The first safe: one key, no papers, and a head that says so. */
const makeSafe = ({ key, keys, now }: Made) => {
  const safe = random(ID_BYTES);
  const wrappedKey = wrapSafeKey(key, safe, 1, newKey<'safe'>() satisfies SafeKey);
  const head = signHead(
    {
      safe,
      seq: 1,
      prev: null,
      docs: documentsHash([]),
      grants: grantsHash([]),
      epochs: epochsHash([wrappedKey]),
      log: logStart(safe),
      ts: now,
    },
    keys.sign.secretKey,
  );
  return { safe, wrappedKey, head };
};
type MadeSafe = ReturnType<typeof makeSafe>;

const makeUnlockers = ({ uid, keys, locks, now }: Pick<Made, 'uid' | 'keys' | 'locks' | 'now'>): Envelope => {
  const list = locks.map(({ entry }) => entry);
  return signUnlockers({ uid, gen: 1, seq: 1, prev: null, list, ts: now }, keys.sign.secretKey);
};

const requestFor = ({ uid, keys, locks, now, unlockers }: Made, safe: MadeSafe | null) => ({
  statement: toBase64Url(firstIdentity(uid, safe ? 'holder' : 'worker', keys, now).statement),
  unlockers: toBase64Url(unlockers),
  locks: locks.map(({ enrolment }) => enrolmentWire(enrolment)),
  safe: safe && {
    id: toHex(safe.safe),
    wrappedKey: toBase64Url(safe.wrappedKey),
    head: toBase64Url(safe.head),
  },
});

/** A worker has no log of their own: theirs is that of no safe, which never gets longer. */
export const NO_SAFE = new Uint8Array(ID_BYTES);

const firstMemory = (
  server: string,
  { uid, keys, unlockers, deviceSecret }: Made,
  safe: MadeSafe | null,
): Remembered => ({
  server,
  uid: toHex(uid),
  deviceSecret: toBase64Url(deviceSecret),
  role: safe ? 'holder' : 'worker',
  safe: safe && toHex(safe.safe),
  pins: {
    fp: toHex(fingerprint({ uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey })),
    gen: 1,
    unlockersSeq: 1,
    unlockersHash: toHex(unlockersHash(unlockers)),
    head: safe && toPin({ seq: 1, hash: headHash(safe.head) }),
    log: toPin(logStart(safe?.safe ?? NO_SAFE)),
  },
});

interface Opening {
  readonly server: string;
  readonly pin: string;
  readonly label: string;
}

/** An account with a card and this device, both under the same code; everything is tried out before anybody hears of it. */
const makeAccount = async (device: Device, pin: string, label: string): Promise<Made> => {
  const card = { secret: newLockedSecret() };
  const deviceSecret = newLockedSecret();
  const uid = random(ID_BYTES);
  const key: AccountKey = newKey();
  const account = { uid, key, generation: 1 };
  const locks = [
    await makeLock(device, 'card', { secret: card.secret, pin, label: '' }, account),
    await makeLock(device, 'device', { secret: deviceSecret, pin, label }, account),
  ];
  const base = { uid, key, keys: identityKeys(key), locks, card, deviceSecret, now: device.clock.now() };
  return { ...base, unlockers: makeUnlockers(base) };
};

interface Opened<S> {
  readonly session: S;
  readonly card: { readonly secret: Uint8Array };
}
type KeepCard<S> = (card: { secret: Uint8Array }, session: S) => Promise<void>;

const open = async <S extends AccountSession>(
  device: Device,
  options: Opening,
  how: {
    readonly safe: (made: Made) => MadeSafe | null;
    readonly unlock: (device: Device, made: Remembered, pin: string) => Promise<S>;
    readonly keepCard: KeepCard<S>;
  },
): Promise<Opened<S>> => {
  const pin = checkNewPin(options.pin);
  if (await device.memory.read()) throw new SafeError('already_open');
  const server = serverUrl(options.server);
  const made = await makeAccount(device, pin, options.label);
  const safe = how.safe(made);
  await makeApi(device, server).call(openAccount, { body: requestFor(made, safe) }, { again: true });
  const session = await how.unlock(device, firstMemory(server, made, safe), pin);
  await how.keepCard(made.card, session);
  await session.pins.settle();
  return { session, card: made.card };
};

/**
 * Opens a new safe: a card and this device, both under the same code. Everything is made and tried out here before the
 * server hears of it, and a lost answer is asked for again with the same bytes. `keepCard` may put the card in safety
 * before the device remembers anything; if it fails, or anything before it, the safe simply isn't there.
 *
 * @throws SafeError `already_open`, `weak_code`, `bad_code_format`, `self_test_failed`, `rate_limited`, `unavailable`
 */
export const openSafe = (
  device: Device,
  options: Opening,
  keepCard: KeepCard<Session> = async () => {},
): Promise<Opened<Session>> => open(device, options, { safe: makeSafe, unlock: openNew, keepCard });

/** Opens the account of somebody who works in a relay: the same, without a safe. */
export const openWorker = (
  device: Device,
  options: Opening,
  keepCard: KeepCard<AccountSession> = async () => {},
): Promise<Opened<AccountSession>> =>
  open(device, options, { safe: () => null, unlock: openNewWorker, keepCard });
