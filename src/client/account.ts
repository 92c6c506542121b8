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
import { serverUrl, type Session } from './session.js';
import { openNew } from './unlock.js';
import { enrolmentWire, makeLock, type NewLock } from './unlockers.js';

const ID_BYTES = 16;

/** An account as it is before anybody knows of it. */
interface Made {
  readonly uid: Uint8Array;
  readonly key: AccountKey;
  readonly keys: IdentityKeys;
  readonly safe: Uint8Array;
  readonly wrappedKey: Uint8Array;
  readonly head: Envelope;
  readonly unlockers: Envelope;
  readonly locks: readonly NewLock[];
  readonly now: number;
}

/** The first safe: one key, no papers, and a head that says so. */
const makeSafe = ({ key, keys, safe, now }: Omit<Made, 'head' | 'wrappedKey' | 'unlockers'>) => {
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
  return { wrappedKey, head };
};

const makeUnlockers = ({ uid, keys, locks, now }: Pick<Made, 'uid' | 'keys' | 'locks' | 'now'>): Envelope => {
  const list = locks.map(({ entry }) => entry);
  return signUnlockers({ uid, gen: 1, seq: 1, prev: null, list, ts: now }, keys.sign.secretKey);
};

const requestFor = ({ uid, keys, locks, now, safe, wrappedKey, head, unlockers }: Made) => ({
  statement: toBase64Url(firstIdentity(uid, 'holder', keys, now).statement),
  unlockers: toBase64Url(unlockers),
  locks: locks.map(({ enrolment }) => enrolmentWire(enrolment)),
  safe: { id: toHex(safe), wrappedKey: toBase64Url(wrappedKey), head: toBase64Url(head) },
});

const firstMemory = (
  server: string,
  { uid, keys, safe, head, unlockers }: Made,
  deviceSecret: Uint8Array,
): Remembered => ({
  server,
  uid: toHex(uid),
  deviceSecret: toBase64Url(deviceSecret),
  safe: toHex(safe),
  pins: {
    fp: toHex(fingerprint({ uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey })),
    gen: 1,
    unlockersSeq: 1,
    unlockersHash: toHex(unlockersHash(unlockers)),
    head: toPin({ seq: 1, hash: headHash(head) }),
    log: toPin(logStart(safe)),
  },
});

/**
 * Opens a new safe: a card and this device, both under the same code. Everything is made and tried out here before the
 * server hears of it, and a lost answer is asked for again with the same bytes. `keepCard` may put the card in safety
 * before the device remembers anything; if it fails, or anything before it, the safe simply isn't there.
 *
 * @throws SafeError `already_open`, `weak_code`, `bad_code_format`, `self_test_failed`, `rate_limited`, `unavailable`
 */
export const openSafe = async (
  device: Device,
  options: { readonly server: string; readonly pin: string; readonly label: string },
  keepCard: (card: { secret: Uint8Array }, session: Session) => Promise<void> = async () => {},
): Promise<{ session: Session; card: { secret: Uint8Array } }> => {
  const pin = checkNewPin(options.pin);
  if (await device.memory.read()) throw new SafeError('already_open');
  const server = serverUrl(options.server);
  const card = { secret: newLockedSecret() };
  const deviceSecret = newLockedSecret();
  const uid = random(ID_BYTES);
  const key: AccountKey = newKey();
  const account = { uid, key, generation: 1 };
  const locks = [
    await makeLock(device, 'card', { secret: card.secret, pin, label: '' }, account),
    await makeLock(device, 'device', { secret: deviceSecret, pin, label: options.label }, account),
  ];
  const now = device.clock.now();
  const base = { uid, key, keys: identityKeys(key), safe: random(ID_BYTES), locks, now };
  const made = { ...base, ...makeSafe(base), unlockers: makeUnlockers(base) };
  await makeApi(device, server).call(openAccount, { body: requestFor(made) }, { again: true });
  const session = await openNew(device, firstMemory(server, made, deviceSecret), pin);
  await keepCard(card, session);
  await session.pins.settle();
  return { session, card };
};
