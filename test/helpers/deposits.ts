import { toBase64Url, toHex, utf8 } from '../../src/core/bytes.js';
import { encryptContainer } from '../../src/core/crypto/container/encrypt.js';
import type { ContainerKind } from '../../src/core/crypto/container/kind.js';
import { type DocumentKey, newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import {
  type Deposit,
  depositKeyHash,
  sealDepositKey,
  signDeposit,
} from '../../src/core/protocol/deposit.js';
import { signDepositRefusal } from '../../src/core/protocol/deposit-refusal.js';
import { fingerprint } from '../../src/core/protocol/identity.js';
import { signManifest } from '../../src/core/protocol/manifest.js';
import { categoryKey, keyCommitment, wrapDocumentKey } from '../../src/core/protocol/safe-keys.js';
import { type Answer, call, type Holder, type Sent, sendParts } from './holder.js';
import type { Worker } from './worker.js';

type Said = Omit<Deposit, 't'>;

/** A paper that a worker is about to leave. */
export interface Left {
  readonly doc: Uint8Array;
  readonly key: DocumentKey;
  readonly said: Said;
  readonly statement: Uint8Array;
  readonly sealed: Uint8Array;
  readonly content: Buffer;
  readonly metadata: Buffer;
  readonly thumbnail: Buffer | null;
}

const whole = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

interface Options {
  readonly relay?: Uint8Array | null;
  readonly grant?: Uint8Array | null;
  readonly doc?: Uint8Array;
  readonly data?: Uint8Array;
  readonly metadata?: Uint8Array;
  readonly thumbnail?: boolean;
  /** What an honest client would not write. */
  readonly changed?: Partial<Said>;
  readonly signer?: Uint8Array;
}

type Receiver = Pick<Holder, 'uid' | 'safe' | 'keys'>;

/** Encrypts, seals and signs a deposit as an honest client does, but for what `changed` says. */
export const prepareDeposit = async (
  worker: Pick<Worker, 'uid' | 'keys'>,
  holder: Receiver,
  options: Options,
): Promise<Left> => {
  const { relay = null, grant = null, doc = random(16), data = utf8('paper') } = options;
  const key = newKey<'document'>();
  const place = { safe: holder.safe, document: doc, version: 1 };
  const encrypt = async (kind: ContainerKind, bytes: Uint8Array) => {
    const container = encryptContainer(key, { ...place, kind }, bytes.length, [bytes]);
    return { bytes: await whole(container.bytes), root: container.root() };
  };
  const content = await encrypt('content', data);
  const metadata = await encrypt('metadata', options.metadata ?? utf8('{"title":"left"}'));
  const thumbnail = options.thumbnail ? await encrypt('thumbnail', utf8('picture')) : null;
  const { sign, enc } = holder.keys;
  const fp = fingerprint({ uid: holder.uid, sign: sign.publicKey, enc: enc.publicKey });
  const open = {
    safe: holder.safe,
    doc,
    to: { id: holder.uid, gen: 1, fp },
    relay,
    grant,
    roots: { content: content.root, metadata: metadata.root, thumbnail: thumbnail?.root ?? null },
    dekc: keyCommitment(key),
    by: worker.uid,
    ts: Date.now(),
    ...options.changed,
  };
  const sealed = sealDepositKey(enc.publicKey, open, key);
  const said = { sealed: depositKeyHash(sealed), ...open };
  return {
    doc,
    key,
    said,
    statement: signDeposit(said, options.signer ?? worker.keys.sign.secretKey),
    sealed,
    content: content.bytes,
    metadata: metadata.bytes,
    thumbnail: thumbnail?.bytes ?? null,
  };
};

export const partsOfLeft = (left: Left): [string, Uint8Array][] => [
  ['content', left.content],
  ...(left.thumbnail ? [['thumbnail', left.thumbnail] as [string, Uint8Array]] : []),
  ['metadata', left.metadata],
  ['key', left.sealed],
  ['statement', left.statement],
];

type Sender = Pick<Worker, 'url' | 'token'>;

export const relayDepositPath = (relay: Uint8Array, safe: Uint8Array, doc: Uint8Array): string =>
  `/v1/relays/${toHex(relay)}/safes/${toHex(safe)}/deposits/${toHex(doc)}`;

/** Sends it in the relay's name, to the safe that the address says. */
export const sendAsRelay = (
  worker: Sender,
  relay: Uint8Array,
  safe: Uint8Array,
  left: Left,
  parts = partsOfLeft(left),
): Promise<Answer> => sendParts(worker as Holder, relayDepositPath(relay, safe, left.doc), parts);

export const sendUnderGrant = (worker: Sender, grant: Uint8Array, left: Left): Promise<Answer> =>
  sendParts(worker as Holder, `/v1/grants/${toHex(grant)}/deposits/${toHex(left.doc)}`, partsOfLeft(left));

/** Leaves one in a relay's name. */
export const leave = async (
  worker: Worker,
  relay: Uint8Array,
  holder: Holder,
  options: Options = {},
): Promise<Left> => {
  const left = await prepareDeposit(worker, holder, { relay, ...options });
  const answer = await sendAsRelay(worker, relay, holder.safe, left);
  if (answer.status !== 201) throw new Error(`not left: ${answer.status} ${JSON.stringify(answer.json)}`);
  return left;
};

const depositsPath = ({ safe }: Pick<Holder, 'safe'>, rest = ''): string =>
  `/v1/safes/${toHex(safe)}/deposits${rest}`;

export const listWaiting = (holder: Pick<Holder, 'url' | 'token' | 'safe'>): Promise<Answer> =>
  call(holder, 'GET', depositsPath(holder));

/** Ids of what waits. */
export const waitingIds = async (holder: Holder): Promise<string[]> =>
  (await listWaiting(holder)).json.deposits.map(({ doc }: { doc: string }) => doc);

export const readLeft = (
  holder: Pick<Holder, 'url' | 'token' | 'safe'>,
  doc: Uint8Array,
  part: 'content' | 'thumbnail' = 'content',
): Promise<Answer> => call(holder, 'GET', depositsPath(holder, `/${toHex(doc)}/${part}`));

export const refuse = (
  holder: Holder,
  docs: readonly Uint8Array[],
  signer = holder.keys.sign.secretKey,
  safe = holder.safe,
): Promise<Answer> =>
  call(holder, 'POST', depositsPath(holder, '/refusals'), {
    refusal: toBase64Url(signDepositRefusal({ safe, docs, ts: Date.now() }, signer)),
  });

export const setDoor = (holder: Holder, open: boolean): Promise<Answer> =>
  call(holder, 'PUT', depositsPath(holder, '/door'), { open });

export const findSafe = (worker: Sender, relay: Uint8Array, holder: Uint8Array): Promise<Answer> =>
  call(worker, 'GET', `/v1/relays/${toHex(relay)}/holders/${toHex(holder)}`);

/** A deposit as the holder keeps it: what goes with a head, and the version that it becomes. */
export const acceptance = async (
  holder: Holder,
  left: Left,
  changed: Partial<Said['roots']> & { readonly key?: DocumentKey; readonly ver?: number } = {},
): Promise<{ readonly sent: Sent; readonly wire: object }> => {
  const { key = left.key, ver = 1, ...roots } = changed;
  const place = { safe: holder.safe, document: left.doc, version: ver };
  const own = utf8('{"title":"kept"}');
  const container = encryptContainer(key, { ...place, kind: 'metadata' }, own.length, [own]);
  const metadata = await whole(container.bytes);
  const manifest = signManifest(
    {
      safe: holder.safe,
      doc: left.doc,
      ver,
      prev: ver === 1 ? null : random(32),
      cat: holder.category,
      catEpoch: 1,
      epoch: 1,
      roots: { ...left.said.roots, metadata: container.root(), ...roots },
      grant: null,
      by: holder.uid,
      ts: Date.now(),
      key,
    },
    holder.keys.sign.secretKey,
  );
  const wrappedKey = wrapDocumentKey(categoryKey(holder.safeKey, holder.category, 1), place, key);
  const { doc, content, thumbnail } = left;
  return {
    sent: { doc, ver, key, manifest, content, metadata, thumbnail, wrappedKey },
    wire: {
      doc: toHex(doc),
      manifest: toBase64Url(manifest),
      wrappedKey: toBase64Url(wrappedKey),
      metadata: toBase64Url(metadata),
    },
  };
};
