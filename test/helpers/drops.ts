import { fromBase64Url, toBase64Url, toHex, utf8 } from '../../src/core/bytes.js';
import { encryptContainer } from '../../src/core/crypto/container/encrypt.js';
import type { ContainerKind } from '../../src/core/crypto/container/kind.js';
import { type DocumentKey, newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import { type Drop, dropKeyHash, sealDropKey, signDrop } from '../../src/core/protocol/drop.js';
import { type DropLink, dropBlobHash, signDropEnd, signDropLink } from '../../src/core/protocol/drop-link.js';
import {
  type DropCard,
  dropAuthKeys,
  dropKeys,
  dropLocator,
  dropSeed,
  formatDrop,
  signDropLook,
  wrapDropCard,
  wrapDropName,
  wrapDropOwn,
} from '../../src/core/protocol/drop-secret.js';
import { keyCommitment } from '../../src/core/protocol/safe-keys.js';
import { type Answer, call, type Holder, sendParts } from './holder.js';
import { collect } from './stored.js';

const DAY = 86_400_000;

export interface PreparedDrop {
  readonly seed: Uint8Array;
  readonly loc: Uint8Array;
  readonly card: DropCard;
  readonly safe: Uint8Array;
  readonly url: string;
  readonly server: string;
  readonly said: Omit<DropLink, 't'>;
  readonly wire: { statement: string; card: string; own: string };
}

/** A link for leaving papers as an honest client writes it, but for what `changed` says. */
export const prepareDrop = (
  { safe, uid, key, keys, url: server }: Holder,
  {
    changed = {},
    signer = keys.sign.secretKey,
  }: { changed?: Partial<Omit<DropLink, 't'>>; signer?: Uint8Array } = {},
): PreparedDrop => {
  const id = random(16);
  const exp = changed.exp ?? Date.now() + 7 * DAY;
  const words = { to: 'Samia', from: 'CAF', purpose: 'APL', language: 'fr' };
  const card = { key: dropKeys(key, safe, id).publicKey, safe, ...words, exp, salt: random(32) };
  const seed = dropSeed(card);
  const [wrapped, own] = [wrapDropCard(seed, card), wrapDropOwn(key, safe, seed)];
  const loc = dropLocator(seed);
  const said = {
    loc,
    safe,
    id,
    gen: 1,
    auth: dropAuthKeys(seed).publicKey,
    count: 10,
    bytes: 100_000_000,
    exp,
    card: dropBlobHash(wrapped),
    own: dropBlobHash(own),
    by: uid,
    ts: Date.now(),
    ...changed,
  };
  return {
    seed,
    loc,
    card,
    safe,
    said,
    server,
    url: formatDrop({ server, seed }),
    wire: {
      statement: toBase64Url(signDropLink(said, signer)),
      card: toBase64Url(wrapped),
      own: toBase64Url(own),
    },
  };
};

const path = ({ safe }: Pick<Holder, 'safe'>): string => `/v1/safes/${toHex(safe)}/drops`;

export const sendNewDrop = (holder: Holder, { wire }: Pick<PreparedDrop, 'wire'>): Promise<Answer> =>
  call(holder, 'POST', path(holder), wire);

export const makeDrop = async (
  holder: Holder,
  options: Parameters<typeof prepareDrop>[1] = {},
): Promise<PreparedDrop> => {
  const link = prepareDrop(holder, options);
  const answer = await sendNewDrop(holder, link);
  if (answer.status !== 201) throw new Error(`no link: ${JSON.stringify(answer.json)}`);
  return link;
};

export const listDrops = (holder: Holder): Promise<Answer> => call(holder, 'GET', path(holder));

export const endDrop = (
  who: Pick<Holder, 'url' | 'token' | 'uid' | 'keys'>,
  { loc, safe }: Pick<PreparedDrop, 'loc' | 'safe'>,
  signer = who.keys.sign.secretKey,
): Promise<Answer> => {
  const end = signDropEnd({ loc, safe, by: who.uid, ts: Date.now() }, signer);
  return call(who, 'POST', `/v1/drops/${toHex(loc)}/end`, { end: toBase64Url(end) });
};

type At = Pick<PreparedDrop, 'seed' | 'loc' | 'server'>;

export const lookAtDrop = async ({ seed, loc, server: url }: At, changed: object = {}): Promise<Answer> => {
  const { challenge } = (await call({ url }, 'POST', '/v1/locks/challenge', { loc: toHex(loc) })).json;
  const signature = signDropLook(dropAuthKeys(seed), loc, fromBase64Url(challenge));
  const body = { drop: toHex(loc), challenge, signature: toBase64Url(signature), ...changed };
  return call({ url }, 'POST', '/v1/drops/look', body);
};

export const tokenOf = async (link: At): Promise<string> => (await lookAtDrop(link)).json.token;

/** A paper about to be left by a link. */
export interface Dropped {
  readonly doc: Uint8Array;
  readonly key: DocumentKey;
  readonly said: Omit<Drop, 't'>;
  readonly statement: Uint8Array;
  readonly sealed: Uint8Array;
  readonly content: Buffer;
  readonly metadata: Buffer;
  readonly thumbnail: Buffer | null;
}

/** Encrypts, seals and signs it as an honest client does, but for what `changed` says. */
export const preparePaper = async (
  { seed, loc, card, safe }: Pick<PreparedDrop, 'seed' | 'loc' | 'card' | 'safe'>,
  options: {
    readonly doc?: Uint8Array;
    readonly data?: Uint8Array;
    readonly metadata?: Uint8Array;
    readonly name?: string | null;
    readonly sealTo?: Uint8Array;
    readonly changed?: Partial<Omit<Drop, 't'>>;
    readonly signer?: Uint8Array;
  } = {},
): Promise<Dropped> => {
  const { doc = random(16), data = utf8('paper'), name = null } = options;
  const key = newKey<'document'>();
  const encrypt = async (kind: ContainerKind, bytes: Uint8Array) => {
    const container = encryptContainer(key, { safe, document: doc, version: 1, kind }, bytes.length, [bytes]);
    return { bytes: Buffer.from(await collect(container.bytes)), root: container.root() };
  };
  const content = await encrypt('content', data);
  const metadata = await encrypt('metadata', options.metadata ?? utf8('{"title":"left"}'));
  const open = {
    loc,
    safe,
    doc,
    roots: { content: content.root, metadata: metadata.root, thumbnail: null },
    dekc: keyCommitment(key),
    name: name === null ? null : wrapDropName(key, doc, name),
    ts: Date.now(),
    ...options.changed,
  };
  const sealed = sealDropKey(options.sealTo ?? card.key, open, key);
  const said = { sealed: dropKeyHash(sealed), ...open };
  const statement = signDrop(said, options.signer ?? dropAuthKeys(seed).secretKey);
  return {
    doc,
    key,
    said,
    statement,
    sealed,
    content: content.bytes,
    metadata: metadata.bytes,
    thumbnail: null,
  };
};

export const partsOfDropped = (paper: Dropped): [string, Uint8Array][] => [
  ['content', paper.content],
  ['metadata', paper.metadata],
  ['key', paper.sealed],
  ['statement', paper.statement],
];

export const sendPaper = (
  { server: url }: At,
  token: string,
  paper: Dropped,
  parts = partsOfDropped(paper),
): Promise<Answer> => sendParts({ url, token } as Holder, `/v1/drop/papers/${toHex(paper.doc)}`, parts);

/** Leaves one paper by the link. */
export const dropOne = async (
  link: PreparedDrop,
  options: Parameters<typeof preparePaper>[1] = {},
): Promise<Dropped> => {
  const paper = await preparePaper(link, options);
  const answer = await sendPaper(link, await tokenOf(link), paper);
  if (answer.status !== 201) throw new Error(`not left: ${answer.status} ${JSON.stringify(answer.json)}`);
  return paper;
};
