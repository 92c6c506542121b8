import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { utf8 } from '../src/core/bytes.js';
import { encryptContainer } from '../src/core/crypto/container/encrypt.js';
import { newKey } from '../src/core/crypto/keys.js';
import { random } from '../src/core/crypto/sodium.js';
import { signManifest } from '../src/core/protocol/manifest.js';
import { categoryKey, wrapDocumentKey } from '../src/core/protocol/safe-keys.js';
import { commit, type Holder, type Sent, versionPath } from '../test/helpers/holder.js';
import type { SendJob } from './sender.js';

/** A paper encrypted beforehand: its content in a file, the rest of the request around it. */
export interface PreparedPaper {
  readonly doc: Uint8Array;
  readonly size: number;
  readonly manifest: Uint8Array;
  readonly job: Omit<SendJob, 'kind'>;
}

const PIECE = 2 ** 20;

function* pieces(length: number): Generator<Uint8Array> {
  const piece = randomBytes(Math.min(length, PIECE));
  for (let left = length; left > 0; left -= PIECE) yield left < PIECE ? piece.subarray(0, left) : piece;
}

const BOUNDARY = 'pochette-bench';
const head = (name: string): Buffer =>
  Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename=""\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  );
const LINE = Buffer.from('\r\n');

const smallContainer = async (...args: Parameters<typeof encryptContainer>) => {
  const container = encryptContainer(...args);
  const bytes: Uint8Array[] = [];
  for await (const piece of container.bytes) bytes.push(piece);
  return { bytes: Buffer.concat(bytes), root: container.root() };
};

/** Encrypts `length` random bytes into `file` and signs them as the first version of a new document. */
export const preparePaper = async (holder: Holder, length: number, file: string): Promise<PreparedPaper> => {
  const key = newKey<'document'>();
  const doc = random(16);
  const place = { safe: holder.safe, document: doc, version: 1 };
  const content = encryptContainer(key, { ...place, kind: 'content' }, length, pieces(length));
  await pipeline(content.bytes, createWriteStream(file));
  const words = utf8('{"title":"bench"}');
  const metadata = await smallContainer(key, { ...place, kind: 'metadata' }, words.length, [words]);
  const roots = { content: content.root(), metadata: metadata.root, thumbnail: null };
  const signed = { safe: holder.safe, doc, ver: 1, prev: null, cat: holder.category, catEpoch: 1, epoch: 1 };
  const manifest = signManifest(
    { ...signed, roots, grant: null, by: holder.uid, ts: Date.now(), key },
    holder.keys.sign.secretKey,
  );
  const wrapped = wrapDocumentKey(categoryKey(holder.safeKey, holder.category, 1), place, key);
  const rest: [string, Uint8Array][] = [
    ['metadata', metadata.bytes],
    ['key', wrapped],
    ['manifest', manifest],
  ];
  const after = [
    LINE,
    ...rest.flatMap(([name, bytes]) => [head(name), bytes, LINE]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ];
  return {
    doc,
    size: content.size,
    manifest,
    job: {
      urls: [holder.url + versionPath(holder, doc, 1)],
      headers: {
        authorization: `Bearer ${holder.token}`,
        'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      },
      file,
      before: head('content').toString('base64'),
      after: Buffer.concat(after).toString('base64'),
    },
  };
};

/** Keeps what was sent, so that it can be read. */
export const keepPaper = async (holder: Holder, { doc, manifest }: PreparedPaper): Promise<void> => {
  const kept = await commit(holder, { keep: [{ doc, ver: 1, manifest } as unknown as Sent] });
  if (kept.status !== 200) throw new Error(`not kept: ${JSON.stringify(kept.json)}`);
};
