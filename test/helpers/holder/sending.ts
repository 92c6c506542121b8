import { toHex, utf8 } from '../../../src/core/bytes.js';
import { encryptContainer } from '../../../src/core/crypto/container/encrypt.js';
import type { ContainerKind } from '../../../src/core/crypto/container/kind.js';
import { type DocumentKey, newKey } from '../../../src/core/crypto/keys.js';
import { random } from '../../../src/core/crypto/sodium.js';
import { signManifest } from '../../../src/core/protocol/manifest.js';
import { categoryKey, wrapDocumentKey } from '../../../src/core/protocol/safe-keys.js';
import type { Answer, Holder } from './opening.js';

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
