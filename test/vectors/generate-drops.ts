import { toBase64Url } from '../../src/core/bytes.js';
import { canonicalBytes } from '../../src/core/crypto/jcs.js';
import { derive, type DocumentKey } from '../../src/core/crypto/keys.js';
import * as drops from '../../src/core/protocol/drop.js';
import * as links from '../../src/core/protocol/drop-link.js';
import * as secret from '../../src/core/protocol/drop-secret.js';
import { keyCommitment } from '../../src/core/protocol/safe-keys.js';
import { person } from '../helpers/consent.js';
import { DROP_CONTEXTS } from '../helpers/second/drops.js';
import { seal } from '../helpers/second/keys.js';
import type * as v from '../helpers/vectors.js';
import { tohex } from '../helpers/vectors.js';
import { counting, fill } from './generate-crypto.js';
import { account, objectCase } from './generate-protocol.js';

const NOW = 1_767_225_600_000;
const DAY = 86_400_000;
const SERVER = 'https://pochette.example';
const SAFE = fill(0xa1, 16);
const holder = person('holder', account(0xe0), fill(0xe0, 16));

const hexJson = (value: unknown) =>
  JSON.parse(
    JSON.stringify(value, (_, one: unknown) => (one instanceof Uint8Array ? tohex(one) : one)),
  ) as Record<string, never>;

const dropCase = (name: string, byte: number, leaver: string | null): v.DropCase => {
  const id = fill(byte, 16);
  const { publicKey } = secret.dropKeys(holder.account, SAFE, id);
  const words = { to: 'Samia', from: 'CAF du Rhône', purpose: 'Demande d’APL', language: 'fr' };
  const card = { key: publicKey, safe: SAFE, ...words, exp: NOW + 7 * DAY, salt: counting(byte, 32) };
  const seed = secret.dropSeed(card);
  const [loc, auth] = [secret.dropLocator(seed), secret.dropAuthKeys(seed)];
  const [wrapped, own] = [secret.wrapDropCard(seed, card), secret.wrapDropOwn(holder.account, SAFE, seed)];
  const beside = { card: links.dropBlobHash(wrapped), own: links.dropBlobHash(own) };
  const limits = { count: 10, bytes: 104_857_600, exp: card.exp };
  const place = { loc, safe: SAFE, by: holder.uid, ts: NOW };
  const { secretKey } = holder.keys.sign;
  const signed = links.signDropLink(
    { ...place, ...limits, ...beside, id, gen: 1, auth: auth.publicKey },
    secretKey,
  );
  const holderSeed = derive(holder.account, 'id.sign');

  const key = counting(0x30, 32) as DocumentKey;
  const doc = fill(0xd0, 16);
  const open = {
    loc,
    safe: SAFE,
    doc,
    roots: { content: fill(1, 32), metadata: fill(2, 32), thumbnail: leaver === null ? null : fill(3, 32) },
    dekc: keyCommitment(key),
    name: leaver === null ? null : secret.wrapDropName(key, doc, leaver),
    ts: NOW + 1,
  };
  const json = { t: 'drop', ...hexJson(open), name: open.name && toBase64Url(open.name) } as never;
  const randomness = fill(0x55, 64);
  const sealed = seal(publicKey, DROP_CONTEXTS.sealed(json), key, randomness);
  const statement = drops.signDrop({ ...open, sealed: drops.dropKeyHash(sealed) }, auth.secretKey);
  const challenge = fill(0xcc, 32);
  const cardJson = {
    ...words,
    key: toBase64Url(publicKey),
    safe: tohex(SAFE),
    exp: card.exp,
    salt: toBase64Url(card.salt),
  };
  return {
    name,
    server: SERVER,
    url: secret.formatDrop({ server: SERVER, seed }),
    account: tohex(holder.account),
    holder: tohex(holder.uid),
    safe: tohex(SAFE),
    id: tohex(id),
    seed: tohex(seed),
    loc: tohex(loc),
    card: { text: Buffer.from(canonicalBytes(cardJson)).toString(), wrapped: tohex(wrapped) },
    own: tohex(own),
    look: {
      challenge: tohex(challenge),
      signature: tohex(secret.signDropLook(auth, loc, challenge)),
    },
    paper: { key: tohex(key), doc: tohex(doc), randomness: tohex(randomness), sealed: tohex(sealed) },
    leaver: open.name === null ? null : { name: leaver ?? '', wrapped: tohex(open.name) },
    link: objectCase('the link', 'drop.link', signed, holderSeed),
    end: objectCase('the end', 'drop.end', links.signDropEnd(place, secretKey), holderSeed),
    statement: objectCase('the paper', 'drop', statement, derive(seed, 'drop.auth')),
  };
};

export const dropCases = (): v.DropCase[] => [
  dropCase('a paper without a name', 0x11, null),
  dropCase('a paper with a picture and a name', 0x21, 'Guichet 4'),
];
