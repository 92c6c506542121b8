import { toBase64Url } from '../../src/core/bytes.js';
import { canonicalBytes } from '../../src/core/crypto/jcs.js';
import { derive, type DocumentKey } from '../../src/core/crypto/keys.js';
import { lockAuthKeys, lockKek, lockLocator, signRelease } from '../../src/core/crypto/locked-secret.js';
import { noPin, stretchPin } from '../../src/core/crypto/pin.js';
import * as link from '../../src/core/protocol/link.js';
import { signLinkReceipt } from '../../src/core/protocol/link-receipt.js';
import {
  formatLink,
  signLook,
  wrapCard,
  wrapLinkKeys,
  wrapNote,
} from '../../src/core/protocol/link-secret.js';
import { person } from '../helpers/consent.js';
import { seal } from '../helpers/second/keys.js';
import { LINK_CONTEXTS, padded512 } from '../helpers/second/links.js';
import type * as v from '../helpers/vectors.js';
import { tohex } from '../helpers/vectors.js';
import { counting, fill } from './generate-crypto.js';
import { account, objectCase } from './generate-protocol.js';

const NOW = 1_767_225_600_000;
const DAY = 86_400_000;
const SAFE = fill(0xa1, 16);
const SERVER = 'https://pochette.example';
const [holder, worker] = [
  person('holder', account(0xe0), fill(0xe0, 16)),
  person('worker', account(0xe1), fill(0xe1, 16)),
];
const NAMES = { from: 'Samia', agency: 'CAF du Rhône', purpose: 'Demande d’APL', language: 'fr' };

const linkCase = async (
  name: string,
  from: number,
  pin: string | null,
  maker: typeof holder,
): Promise<v.LinkCase> => {
  const secret = counting(from, 20);
  const loc = lockLocator('link', secret);
  const auth = lockAuthKeys('link', secret);
  const p = pin === null ? noPin(secret) : await stretchPin('link', secret, pin);
  const released = fill(from, 32);
  const pins = { holder: { gen: 1, fp: holder.fp }, maker: { gen: 1, fp: maker.fp } };
  const pinJson = { gen: 1, fp: tohex(holder.fp) };
  const [count, keys] = [2, [counting(0x10, 32), counting(0x20, 32)] as DocumentKey[]];
  const card = wrapCard(secret, loc, { ...NAMES, count, ...pins });
  const cardText = { ...NAMES, count, holder: pinJson, maker: { gen: 1, fp: tohex(maker.fp) } };
  const own = {
    secret: toBase64Url(secret),
    code: pin,
    agency: NAMES.agency,
    purpose: NAMES.purpose,
    holder: pinJson,
  };
  const sealed = (to: typeof holder, context: Uint8Array, byte: number) => {
    const randomness = fill(byte, 64);
    return {
      seed: tohex(derive(to.account, 'id.enc')),
      randomness: tohex(randomness),
      text: Buffer.from(canonicalBytes(own)).toString(),
      sealed: tohex(seal(to.keys.enc.publicKey, context, padded512(own), randomness)),
    };
  };
  const other = maker !== holder;
  const ownSealed = sealed(holder, LINK_CONTEXTS.own(loc), 0x51);
  const made = other ? sealed(maker, LINK_CONTEXTS.made(loc), 0x52) : null;
  const hashOf = (hex: string) => link.linkBlobHash(new Uint8Array(Buffer.from(hex, 'hex')));
  const open = {
    loc,
    safe: SAFE,
    holder: holder.uid,
    by: maker.uid,
    parent: other ? fill(0x9a, 16) : null,
    papers: [
      { doc: fill(0xd0, 16), ver: 1, manifest: fill(0x3a, 32) },
      { doc: fill(0xd1, 16), ver: 4, manifest: fill(0x3b, 32) },
    ],
    code: pin !== null,
    exp: NOW + 7 * DAY,
    max: 3,
    card: link.linkBlobHash(card),
    ts: NOW,
    own: hashOf(ownSealed.sealed),
    made: made && hashOf(made.sealed),
  };
  const payload = wrapLinkKeys(lockKek('link', secret, p, released), open, keys);
  const makerSeed = derive(maker.account, 'id.sign');
  const { secretKey } = maker.keys.sign;
  const statement = link.signLink({ ...open, sealed: link.linkBlobHash(payload) }, secretKey);
  const challenge = fill(0xcc, 32);
  const note = wrapNote(secret, loc, 'Guichet 4');
  const papers = link.linkPapersHash(open);
  const receipt = { loc, papers, opened: NOW + 1, nonce: fill(0x77, 16), name: note };
  const place = { loc, safe: SAFE, by: maker.uid, ts: NOW + 2 };
  const change = link.signLinkChange({ ...place, seq: 1, exp: NOW + 9 * DAY, max: 5 }, secretKey);
  return {
    name,
    server: SERVER,
    url: formatLink({ server: SERVER, secret }),
    secret: tohex(secret),
    pin,
    released: tohex(released),
    loc: tohex(loc),
    makerSeed: tohex(makerSeed),
    card: { text: Buffer.from(canonicalBytes(cardText)).toString(), wrapped: tohex(card) },
    keys: keys.map(tohex),
    payload: tohex(payload),
    own: ownSealed,
    made,
    papersHash: tohex(papers),
    look: { challenge: tohex(challenge), signature: tohex(signLook(auth, loc, challenge)) },
    open: {
      challenge: tohex(challenge),
      signature: tohex(signRelease(auth, loc, challenge, derive(secret, 'link.tag', p))),
    },
    note: { name: 'Guichet 4', wrapped: tohex(note) },
    statement: objectCase('the statement', 'link', statement, makerSeed),
    objects: [
      objectCase('a change', 'link.change', change, makerSeed),
      objectCase('the end', 'link.end', link.signLinkEnd(place, secretKey), makerSeed),
      objectCase(
        'the receipt',
        'link.receipt',
        signLinkReceipt(receipt, auth.secretKey),
        derive(secret, 'link.auth'),
      ),
    ],
  };
};

export const linkCases = async (): Promise<v.LinkCase[]> => [
  await linkCase('by the holder, without a code', 0x01, null, holder),
  await linkCase('by a worker, with a code', 0x71, '482913', worker),
];
