import { toBase64Url, toHex, utf8 } from '../../src/core/bytes.js';
import type { ContainerKind } from '../../src/core/crypto/container/kind.js';
import { encryptContainer } from '../../src/core/crypto/container/encrypt.js';
import { type AccountKey, type DocumentKey, newKey, type SafeKey } from '../../src/core/crypto/keys.js';
import {
  enrolLock,
  lockAuthKeys,
  type LockEnrolment,
  lockLocator,
  lockTag,
  newLockedSecret,
  signRelease,
} from '../../src/core/crypto/locked-secret.js';
import { noPin } from '../../src/core/crypto/pin.js';
import { random } from '../../src/core/crypto/sodium.js';
import {
  documentsHash,
  epochsHash,
  grantsHash,
  type HeadDocument,
  headHash,
  signHead,
} from '../../src/core/protocol/head.js';
import { firstIdentity, identityKeys } from '../../src/core/protocol/identity.js';
import { type LogPin, logStart } from '../../src/core/protocol/log.js';
import { manifestHash, signManifest } from '../../src/core/protocol/manifest.js';
import {
  categoryKey,
  wrapCategoryName,
  wrapDocumentKey,
  wrapSafeKey,
} from '../../src/core/protocol/safe-keys.js';
import { signUnlockers, wrapLabel, wrappedKeyHash } from '../../src/core/protocol/unlockers.js';

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

export interface Sent {
  readonly doc: Uint8Array;
  readonly ver: number;
  readonly key: DocumentKey;
  readonly manifest: Uint8Array;
  readonly content: Buffer;
  readonly metadata: Buffer;
  readonly thumbnail: Buffer | null;
  readonly wrappedKey: Uint8Array;
}

const whole = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** Encrypts and signs a version without sending it. */
export const prepareVersion = async (
  holder: Holder,
  data: Uint8Array,
  options: {
    doc?: Uint8Array;
    ver?: number;
    prev?: Uint8Array | null;
    thumbnail?: boolean;
    metadata?: Uint8Array;
  } = {},
): Promise<Sent> => {
  const { doc = random(16), ver = 1, prev = null } = options;
  const key = newKey<'document'>();
  const place = { safe: holder.safe, document: doc, version: ver };
  const encrypt = async (kind: ContainerKind, bytes: Uint8Array) => {
    const container = encryptContainer(key, { ...place, kind }, bytes.length, [bytes]);
    return { bytes: await whole(container.bytes), root: container.root() };
  };
  const content = await encrypt('content', data);
  const metadata = await encrypt('metadata', options.metadata ?? utf8('{"title":"test"}'));
  const thumbnail = options.thumbnail ? await encrypt('thumbnail', utf8('picture')) : null;
  const roots = { content: content.root, metadata: metadata.root, thumbnail: thumbnail?.root ?? null };
  const manifest = signManifest(
    {
      safe: holder.safe,
      doc,
      ver,
      prev,
      cat: holder.category,
      catEpoch: 1,
      epoch: 1,
      roots,
      grant: null,
      by: holder.uid,
      ts: Date.now(),
      key,
    },
    holder.keys.sign.secretKey,
  );
  const wrappedKey = wrapDocumentKey(categoryKey(holder.safeKey, holder.category, 1), place, key);
  return {
    doc,
    ver,
    key,
    manifest,
    content: content.bytes,
    metadata: metadata.bytes,
    thumbnail: thumbnail?.bytes ?? null,
    wrappedKey,
  };
};

export const partsOf = (sent: Sent): [string, Uint8Array][] => [
  ['content', sent.content],
  ...(sent.thumbnail ? [['thumbnail', sent.thumbnail] as [string, Uint8Array]] : []),
  ['metadata', sent.metadata],
  ['key', sent.wrappedKey],
  ['manifest', sent.manifest],
];

export const versionPath = (holder: Holder, doc: Uint8Array, ver: number): string =>
  `/v1/safes/${toHex(holder.safe)}/documents/${toHex(doc)}/versions/${ver}`;

export const sendParts = async (
  holder: Holder,
  path: string,
  parts: [string, Uint8Array][],
): Promise<Answer> => {
  const form = new FormData();
  for (const [name, bytes] of parts) form.append(name, new Blob([Uint8Array.from(bytes)]), name);
  const answer = await fetch(holder.url + path, {
    method: 'PUT',
    headers: { authorization: `Bearer ${holder.token}` },
    body: form,
  });
  return { status: answer.status, json: await answer.json(), headers: answer.headers };
};

export const send = (holder: Holder, sent: Sent): Promise<Answer> =>
  sendParts(holder, versionPath(holder, sent.doc, sent.ver), partsOf(sent));

export interface HeadChanges {
  readonly keep?: readonly Sent[];
  readonly bin?: readonly Uint8Array[];
  readonly restore?: readonly Uint8Array[];
  readonly destroy?: readonly Uint8Array[];
}

const same = (a: Uint8Array, b: Uint8Array): boolean => toHex(a) === toHex(b);

/** What the list becomes; the test's own reckoning, apart from the server's. */
const afterChanges = (documents: readonly HeadDocument[], changes: HeadChanges): HeadDocument[] => {
  const { keep = [], bin = [], restore = [], destroy = [] } = changes;
  const kept = keep.map((one) => ({
    doc: one.doc,
    ver: one.ver,
    manifest: manifestHash(one.manifest),
    binned: false,
  }));
  return documents
    .filter((one) => !kept.some((k) => same(k.doc, one.doc)))
    .concat(kept)
    .filter((one) => !destroy.some((id) => same(id, one.doc)))
    .map((one) => (bin.some((id) => same(id, one.doc)) ? { ...one, binned: true } : one))
    .map((one) => (restore.some((id) => same(id, one.doc)) ? { ...one, binned: false } : one));
};

export const commitBody = (
  holder: Holder,
  changes: HeadChanges,
  documents = afterChanges(holder.documents, changes),
) => {
  const head = signHead(
    {
      safe: holder.safe,
      seq: holder.head.seq + 1,
      prev: holder.head.hash,
      docs: documentsHash(documents),
      grants: grantsHash([]),
      epochs: epochsHash([holder.wrappedSafeKey]),
      log: holder.log,
      ts: Date.now(),
    },
    holder.keys.sign.secretKey,
  );
  const ids = (list: readonly Uint8Array[] = []) => list.map(toHex);
  const body = {
    head: toBase64Url(head),
    keep: (changes.keep ?? []).map((one) => ({ doc: toHex(one.doc), ver: one.ver })),
    bin: ids(changes.bin),
    restore: ids(changes.restore),
    destroy: ids(changes.destroy),
  };
  return { body, head, documents };
};

/** Signs the next head and commits it; the holder's state moves on only if the server said yes. */
export const commit = async (holder: Holder, changes: HeadChanges): Promise<Answer> => {
  const { body, head, documents } = commitBody(holder, changes);
  const answer = await call(holder, 'POST', `/v1/safes/${toHex(holder.safe)}/heads`, body);
  if (answer.status === 200) {
    holder.head = { seq: holder.head.seq + 1, hash: headHash(head) };
    holder.documents = documents;
  }
  return answer;
};

/** Sends a version and keeps it. */
export const keep = async (
  holder: Holder,
  data: Uint8Array,
  options: Parameters<typeof prepareVersion>[2] = {},
): Promise<Sent> => {
  const sent = await prepareVersion(holder, data, options);
  const stored = await send(holder, sent);
  if (stored.status !== 201) throw new Error(`not stored: ${JSON.stringify(stored.json)}`);
  const kept = await commit(holder, { keep: [sent] });
  if (kept.status !== 200) throw new Error(`not kept: ${JSON.stringify(kept.json)}`);
  return sent;
};
