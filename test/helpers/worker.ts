import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { type AccountKey, newKey } from '../../src/core/crypto/keys.js';
import { enrolLock, type LockEnrolment, newLockedSecret } from '../../src/core/crypto/locked-secret.js';
import { noPin } from '../../src/core/crypto/pin.js';
import { random } from '../../src/core/crypto/sodium.js';
import { fingerprint, firstIdentity, identityKeys } from '../../src/core/protocol/identity.js';
import { signUnlockers } from '../../src/core/protocol/unlockers.js';
import { call, type Holder, lockWire, logIn, unlockerEntry } from './holder.js';

/** Somebody of a relay: an account with a card and no safe. */
export interface Worker {
  readonly url: string;
  readonly uid: Uint8Array;
  readonly key: AccountKey;
  readonly keys: ReturnType<typeof identityKeys>;
  readonly fp: Uint8Array;
  readonly cardSecret: Uint8Array;
  readonly loc: Uint8Array;
  readonly opening: object;
  token: string;
}

/** How a team's entry names them. */
export const memberOf = ({ uid, keys, fp }: Pick<Worker, 'uid' | 'keys' | 'fp'>) => ({
  uid,
  gen: 1,
  sign: keys.sign.publicKey,
  fp,
});

/** A holder where somebody of a relay is asked for. */
export const asWorker = (holder: Holder): Worker => {
  const { uid, keys, locks } = holder;
  const fp = fingerprint({ uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey });
  return { ...holder, fp, loc: (locks[0] as LockEnrolment).loc };
};

/** Opens a worker's account with a card that has no code, and logs in. */
export const openWorker = async (url: string): Promise<Worker> => {
  const [uid, key, cardSecret] = [random(16), newKey<'account'>(), newLockedSecret()];
  const keys = identityKeys(key);
  const lock = await enrolLock('card', cardSecret, async () => noPin(cardSecret), {
    uid,
    generation: 1,
    key,
  });
  const list = { uid, gen: 1, ts: Date.now(), seq: 1, prev: null, list: [unlockerEntry(lock, key, uid)] };
  const opening = {
    statement: toBase64Url(firstIdentity(uid, 'worker', keys, Date.now()).statement),
    unlockers: toBase64Url(signUnlockers(list, keys.sign.secretKey)),
    locks: [lockWire(lock)],
    safe: null,
  };
  const opened = await call({ url }, 'POST', '/v1/accounts', opening);
  if (opened.status !== 201) throw new Error(`no worker: ${toHex(uid)} ${JSON.stringify(opened.json)}`);
  const fp = fingerprint({ uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey });
  const { token } = (await logIn({ url, cardSecret })).json;
  return { url, uid, key, keys, fp, cardSecret, loc: lock.loc, opening, token };
};
