import { utf8 } from '../../src/core/bytes.js';
import type { Key, SafeKey } from '../../src/core/crypto/keys.js';
import type { LockType } from '../../src/core/crypto/locked-secret.js';
import { type Envelope, envelopeBytes, envelopeHash } from '../../src/core/crypto/sign.js';
import { ed25519KeyPair } from '../../src/core/crypto/sodium.js';
import { wrap } from '../../src/core/crypto/wrap.js';
import { signErasure } from '../../src/core/protocol/erasure.js';
import * as heads from '../../src/core/protocol/head.js';
import * as identity from '../../src/core/protocol/identity.js';
import * as log from '../../src/core/protocol/log.js';
import { signManifest } from '../../src/core/protocol/manifest.js';
import * as keys from '../../src/core/protocol/safe-keys.js';
import { signUnlockers, wrapLabel } from '../../src/core/protocol/unlockers.js';
import { fingerprintWords } from '../../src/core/protocol/words.js';
import type * as v from '../helpers/vectors.js';
import { tohex } from '../helpers/vectors.js';
import { counting, fill } from './generate-crypto.js';

const SAFE = fill(0xa1, 16);
const UID = fill(0xe0, 16);
const NOW = 1_767_225_600_000;
export const account = (from: number) => counting(from, 32) as Key<'account'>;

export const identityCases = (): v.IdentityCase[] =>
  identity.ROLES.map((role, row) => {
    const accountKeys = [account(0x60 + row), account(0x90 + row)] as const;
    const [one, two] = [identity.identityKeys(accountKeys[0]), identity.identityKeys(accountKeys[1])];
    const first = identity.firstIdentity(UID, role, one, NOW);
    const known = { identity: identity.openIdentityChain(UID, [first]), link: first };
    const chain = [first, identity.nextIdentity(known, one, two, NOW + 1)];
    const prints = [one, two].map(({ sign, enc }) =>
      identity.fingerprint({ uid: UID, sign: sign.publicKey, enc: enc.publicKey }),
    );
    return {
      name: `a ${role} of two generations`,
      uid: tohex(UID),
      role,
      accountKeys: accountKeys.map(tohex),
      signPublicKeys: [one, two].map(({ sign }) => tohex(sign.publicKey)),
      encPublicKeys: [one, two].map(({ enc }) => tohex(enc.publicKey)),
      statements: chain.map((link) => tohex(link.statement)),
      approvals: chain.map((link) => link.approval && tohex(link.approval)),
      statementHashes: chain.map((link) => tohex(envelopeHash('id', link.statement))),
      fingerprints: prints.map(tohex),
      words: prints.map((fp) => fingerprintWords(fp).join(' ')),
    };
  });

export const safeKeyCases = (): v.SafeKeysCase[] => {
  const [category, document, loc] = [fill(0xca, 16), fill(0xd0, 16), fill(0x10, 16)];
  const [older, newer] = [counting(1, 32) as SafeKey, counting(2, 32) as SafeKey];
  const documentKey = counting(0, 32) as Key<'document'>;
  const place = { safe: SAFE, document, version: 7 };
  const categoryKey = keys.categoryKey(newer, category, 4);
  const [categoryName, label] = ['Santé', 'Téléphone d’Aïcha'];
  const wrappedLabel = wrapLabel(account(0x60), UID, loc, utf8(label));
  return [
    {
      name: 'a safe in its second epoch',
      accountKey: tohex(account(0x60)),
      uid: tohex(UID),
      loc: tohex(loc),
      safe: tohex(SAFE),
      category: tohex(category),
      categoryEpoch: 4,
      document: tohex(document),
      version: 7,
      rootKeys: [older, newer].map(tohex),
      wrappedRootKeys: [older, newer].map((key, i) =>
        tohex(keys.wrapSafeKey(account(0x60), SAFE, i + 1, key)),
      ),
      wrappedPrevious: tohex(keys.wrapPreviousKey(newer, SAFE, 1, older)),
      categoryKey: tohex(categoryKey),
      documentKey: tohex(documentKey),
      commitment: tohex(keys.keyCommitment(documentKey)),
      wrappedDocumentKey: tohex(keys.wrapDocumentKey(categoryKey, place, documentKey)),
      categoryName,
      wrappedCategoryName: tohex(keys.wrapCategoryName(categoryKey, SAFE, category, utf8(categoryName))),
      label,
      wrappedLabel: tohex(wrappedLabel),
    },
  ];
};

const SEED = counting(0x31, 32);
const SIGNER = ed25519KeyPair(SEED);

export const objectCase = (name: string, type: string, envelope: Envelope, seed = SEED): v.ObjectCase => ({
  name,
  type,
  seed: tohex(seed),
  publicKey: tohex(ed25519KeyPair(seed).publicKey),
  canonical: Buffer.from(envelopeBytes(envelope)).toString(),
  envelope: tohex(envelope),
  hash: tohex(envelopeHash(type, envelope)),
});

const manifest = (ver: number, prev: Uint8Array | null, thumbnail: Uint8Array | null): Envelope =>
  signManifest(
    {
      safe: SAFE,
      doc: fill(0xd0, 16),
      ver,
      prev,
      cat: fill(0xca, 16),
      catEpoch: 1,
      epoch: 1,
      roots: { content: fill(1, 32), metadata: fill(2, 32), thumbnail },
      key: counting(0, 32) as Key<'document'>,
      grant: null,
      by: UID,
      ts: NOW,
    },
    SIGNER.secretKey,
  );

const unlocker = (type: LockType, i: number) => ({
  type,
  loc: fill(i, 16),
  auth: fill(0x10 + i, 32),
  key: fill(0x20 + i, 32),
  label: wrap(account(0x60), utf8('shown here as bytes only'), fill(0, 64)),
  since: NOW,
});

const LISTS = {
  documents: [
    { doc: fill(0xd1, 16), ver: 2, manifest: fill(0x33, 32), binned: true },
    { doc: fill(0xd0, 16), ver: 1, manifest: fill(0x44, 32), binned: false },
  ],
  wrappedKeys: [fill(5, 105), fill(6, 105)],
  grants: [fill(9, 32), fill(8, 32)],
};

const head = (seq: number, prev: Uint8Array | null): Envelope =>
  heads.signHead(
    {
      safe: SAFE,
      seq,
      prev,
      docs: heads.documentsHash(seq === 1 ? [] : LISTS.documents),
      grants: heads.grantsHash([]),
      epochs: heads.epochsHash(LISTS.wrappedKeys),
      log: { seq: 0, hash: log.logStart(SAFE).hash },
      ts: NOW,
    },
    SIGNER.secretKey,
  );

const unlockers = (seq: number, prev: Uint8Array | null, types: readonly LockType[]) =>
  signUnlockers({ uid: UID, gen: 1, seq, prev, list: types.map(unlocker), ts: NOW }, SIGNER.secretKey);

export const objectCases = (): v.ObjectCase[] => {
  const first = { doc: manifest(1, null, null), head: head(1, null), list: unlockers(1, null, ['card']) };
  return [
    objectCase('a first version without thumbnail', 'doc', first.doc),
    objectCase('a second version', 'doc', manifest(2, envelopeHash('doc', first.doc), fill(3, 32))),
    objectCase('the first head', 'head', first.head),
    objectCase('a second head', 'head', head(2, envelopeHash('head', first.head))),
    objectCase('a first list of unlockers', 'unlockers', first.list),
    objectCase(
      'a second list of unlockers',
      'unlockers',
      unlockers(2, envelopeHash('unlockers', first.list), ['card', 'device']),
    ),
    objectCase('an order to erase', 'erase', signErasure(SAFE, 2, NOW, SIGNER.secretKey)),
  ];
};

const listCase = (name: string, lists: typeof LISTS): v.HeadListsCase => ({
  name,
  documents: lists.documents.map((one) => ({ ...one, doc: tohex(one.doc), manifest: tohex(one.manifest) })),
  docsHash: tohex(heads.documentsHash(lists.documents)),
  wrappedKeys: lists.wrappedKeys.map(tohex),
  epochsHash: tohex(heads.epochsHash(lists.wrappedKeys)),
  grants: lists.grants.map(tohex),
  grantsHash: tohex(heads.grantsHash(lists.grants)),
});

export const headListCases = (): v.HeadListsCase[] => [
  listCase('empty lists', { documents: [], wrappedKeys: [], grants: [] }),
  listCase('two of each, unsorted', LISTS),
];

const NOBODY = { by: null, lock: null, doc: null, ver: null, grant: null, proof: null, out: 'ok' };
const PAPER = { doc: tohex(fill(0xd0, 16)), ver: 1 };

const BODIES: log.LogBody[] = [
  { ...NOBODY, act: 'safe.open', by: tohex(UID) },
  { ...NOBODY, ...PAPER, act: 'paper.keep', by: tohex(UID), lock: tohex(fill(0x10, 16)) },
  { ...NOBODY, act: 'unlocker.refused', lock: tohex(fill(0x10, 16)), out: 'wrong_code' },
  {
    ...NOBODY,
    ...PAPER,
    act: 'paper.read',
    by: tohex(fill(0xe2, 16)),
    grant: tohex(fill(0x61, 16)),
    proof: Buffer.from(fill(0x77, 70)).toString('base64url'),
  },
];

export const logCases = (): v.LogCase[] => {
  const start = log.logStart(SAFE);
  let last = start.hash;
  const entries = BODIES.map((body, i) => {
    const entry = { seq: i + 1, at: NOW + 1000 * i, salt: fill(0x70 + i, 16), body: log.logBody(body) };
    last = log.logEntryHash(last, entry);
    const { seq, at, salt } = entry;
    return { seq, at, salt: tohex(salt), body: Buffer.from(entry.body).toString(), hash: tohex(last) };
  });
  return [{ name: 'four entries', safe: tohex(SAFE), start: tohex(start.hash), entries }];
};
