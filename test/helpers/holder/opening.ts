import { toBase64Url, toHex, utf8 } from '../../../src/core/bytes.js';
import { type AccountKey, newKey, type SafeKey } from '../../../src/core/crypto/keys.js';
import {
  enrolLock,
  lockAuthKeys,
  type LockEnrolment,
  lockLocator,
  lockTag,
  newLockedSecret,
  signRelease,
} from '../../../src/core/crypto/locked-secret.js';
import { noPin } from '../../../src/core/crypto/pin.js';
import { random } from '../../../src/core/crypto/sodium.js';
import {
  documentsHash,
  epochsHash,
  grantsHash,
  type HeadDocument,
  headHash,
  signHead,
} from '../../../src/core/protocol/head.js';
import { firstIdentity, identityKeys } from '../../../src/core/protocol/identity.js';
import { type LogPin, logStart } from '../../../src/core/protocol/log.js';
import { categoryKey, wrapCategoryName, wrapSafeKey } from '../../../src/core/protocol/safe-keys.js';
import { signUnlockers, wrapLabel, wrappedKeyHash } from '../../../src/core/protocol/unlockers.js';

/** What a test keeps of a person: everything, so that it can also cheat. */
export interface Holder {
  readonly url: string;
  readonly uid: Uint8Array;
  readonly key: AccountKey;
  readonly keys: ReturnType<typeof identityKeys>;
  readonly safe: Uint8Array;
  readonly safeKey: SafeKey;
  readonly wrappedSafeKey: Uint8Array;
  readonly category: Uint8Array;
  readonly cardSecret: Uint8Array;
  readonly opening: object;
  readonly unlockers: Uint8Array;
  readonly locks: LockEnrolment[];
  head: { seq: number; hash: Uint8Array };
  documents: HeadDocument[];
  /** Hashes of the grants that the newest head lists. */
  grants: Uint8Array[];
  /** The safe's root keys as the account wraps them, oldest first. */
  epochs: { key: SafeKey; wrapped: Uint8Array }[];
  log: LogPin;
  token: string;
}

export interface Answer {
  readonly status: number;
  readonly json: any;
  readonly headers: Headers;
}

/** A JSON request with the holder's token, without any of the client library. */
export const call = async (
  holder: { url: string; token?: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> => {
  const answer = await fetch(holder.url + path, {
    method,
    headers: {
      ...(holder.token ? { authorization: `Bearer ${holder.token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return { status: answer.status, json: isJson ? JSON.parse(text) : text, headers: answer.headers };
};

export const lockWire = (lock: LockEnrolment) => ({
  type: lock.type,
  loc: toHex(lock.loc),
  auth: toBase64Url(lock.auth),
  tagHash: toBase64Url(lock.tagHash),
  released: toBase64Url(lock.released),
  wrappedKey: toBase64Url(lock.wrappedKey),
});

export const unlockerEntry = (lock: LockEnrolment, key: AccountKey, uid: Uint8Array, name = 'test') => ({
  type: lock.type,
  loc: lock.loc,
  auth: lock.auth,
  key: wrappedKeyHash(lock.wrappedKey),
  label: wrapLabel(key, uid, lock.loc, utf8(name)),
  since: Date.now(),
});

const base = (uid: Uint8Array) => ({ uid, gen: 1, ts: Date.now() });

/** Opens a safe with a card that has no code (the derivation of codes has tests of its own). */
export const openHolder = async (url: string): Promise<Holder> => {
  const [uid, safe, category] = [random(16), random(16), random(16)];
  const [key, safeKey] = [newKey<'account'>(), newKey<'safe'>()];
  const keys = identityKeys(key);
  const cardSecret = newLockedSecret();
  const lock = await enrolLock('card', cardSecret, async () => noPin(cardSecret), {
    uid,
    generation: 1,
    key,
  });
  const wrappedSafeKey = wrapSafeKey(key, safe, 1, safeKey);
  const log = logStart(safe);
  const head = signHead(
    {
      safe,
      seq: 1,
      prev: null,
      docs: documentsHash([]),
      grants: grantsHash([]),
      epochs: epochsHash([wrappedSafeKey]),
      log,
      ts: Date.now(),
    },
    keys.sign.secretKey,
  );
  const unlockers = signUnlockers(
    { ...base(uid), seq: 1, prev: null, list: [unlockerEntry(lock, key, uid)] },
    keys.sign.secretKey,
  );
  const opening = {
    statement: toBase64Url(firstIdentity(uid, 'holder', keys, Date.now()).statement),
    unlockers: toBase64Url(unlockers),
    locks: [lockWire(lock)],
    safe: { id: toHex(safe), wrappedKey: toBase64Url(wrappedSafeKey), head: toBase64Url(head) },
  };
  const opened = await call({ url }, 'POST', '/v1/accounts', opening);
  if (opened.status !== 201) throw new Error(`could not open: ${JSON.stringify(opened.json)}`);
  const holder: Holder = {
    url,
    uid,
    key,
    keys,
    safe,
    safeKey,
    wrappedSafeKey,
    category,
    cardSecret,
    opening,
    unlockers,
    log,
    locks: [lock],
    head: { seq: 1, hash: headHash(head) },
    documents: [],
    grants: [],
    epochs: [{ key: safeKey, wrapped: wrappedSafeKey }],
    token: '',
  };
  holder.token = (await logIn(holder)).json.token;
  const wrappedName = wrapCategoryName(categoryKey(safeKey, category, 1), safe, category, utf8('identity'));
  await call(holder, 'PUT', `/v1/safes/${toHex(safe)}/categories/${toHex(category)}`, {
    epoch: 1,
    wrappedName: toBase64Url(wrappedName),
  });
  return holder;
};

/** Answers a challenge with the card; `tag` stands in for a code, right by default. */
export const logIn = async (
  holder: Pick<Holder, 'url' | 'cardSecret'>,
  tag = lockTag('card', holder.cardSecret, noPin(holder.cardSecret)),
  type: 'card' | 'device' = 'card',
): Promise<Answer> => {
  const loc = lockLocator(type, holder.cardSecret);
  const asked = await call({ url: holder.url }, 'POST', '/v1/locks/challenge', { loc: toHex(loc) });
  const challenge = Uint8Array.from(Buffer.from(asked.json.challenge, 'base64url'));
  const signature = signRelease(lockAuthKeys(type, holder.cardSecret), loc, challenge, tag);
  return call({ url: holder.url }, 'POST', '/v1/locks/release', {
    loc: toHex(loc),
    challenge: asked.json.challenge,
    tag: toBase64Url(tag),
    signature: toBase64Url(signature),
  });
};
