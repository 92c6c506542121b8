import t from 'tap';
import { utf8 } from '../../src/core/bytes.js';
import type { AccountKey, DocumentKey, SafeKey } from '../../src/core/crypto/keys.js';
import { envelopeHash } from '../../src/core/crypto/sign.js';
import { openErasure } from '../../src/core/protocol/erasure.js';
import * as head from '../../src/core/protocol/head.js';
import * as identity from '../../src/core/protocol/identity.js';
import * as log from '../../src/core/protocol/log.js';
import { openManifest } from '../../src/core/protocol/manifest.js';
import * as safe from '../../src/core/protocol/safe-keys.js';
import { openUnlockers, unwrapLabel, wrappedKeyHash } from '../../src/core/protocol/unlockers.js';
import { fingerprintWords } from '../../src/core/protocol/words.js';
import { CONTEXTS, padded64, unwrap, wrap } from '../helpers/second/keys.js';
import * as objects from '../helpers/second/objects.js';
import { int, join, KD, sign } from '../helpers/second/primitives.js';
import { tohex, unhex, vectors } from '../helpers/vectors.js';

t.test('a person is the same person in both programs, over a change of keys', async (t) => {
  for (const v of vectors('identity')) {
    const chain = v.statements.map((statement, i) => ({
      statement: unhex(statement),
      approval: v.approvals[i] ? unhex(v.approvals[i]) : null,
    }));
    const newest = identity.openIdentityChain(unhex(v.uid), chain);
    t.equal(tohex(newest.sign), v.signPublicKeys[1], v.name);
    t.equal(newest.role, v.role, v.name);
    v.accountKeys.forEach((key, i) => {
      const ours = identity.identityKeys(unhex(key) as AccountKey);
      const second = objects.identityKeys(unhex(key));
      t.equal(tohex(ours.sign.publicKey), v.signPublicKeys[i], v.name);
      t.equal(tohex(second.sign), v.signPublicKeys[i], v.name);
      t.equal(tohex(ours.enc.publicKey), v.encPublicKeys[i], v.name);
      t.equal(tohex(second.enc.publicKey), v.encPublicKeys[i], v.name);
      const statement = unhex(v.statements[i] as string);
      const object = objects.openEnvelope('id', statement, second.sign) as { t: string };
      t.equal(tohex(objects.envelope(object, second.signSeed)), v.statements[i], v.name);
      t.equal(tohex(objects.objectHash('id', statement)), v.statementHashes[i], v.name);
      t.equal(tohex(envelopeHash('id', statement)), v.statementHashes[i], v.name);
      const keys = { uid: unhex(v.uid), sign: ours.sign.publicKey, enc: ours.enc.publicKey };
      t.equal(tohex(identity.fingerprint(keys)), v.fingerprints[i], v.name);
      const fp = objects.fingerprint(unhex(v.uid), second.sign, second.enc.publicKey);
      t.equal(tohex(fp), v.fingerprints[i], v.name);
      t.equal(objects.words(fp).join(' '), v.words[i], v.name);
      t.equal(fingerprintWords(fp).join(' '), v.words[i], v.name);
    });
    const old = objects.identityKeys(unhex(v.accountKeys[0] as string));
    const approval = sign('id.next', unhex(v.statements[1] as string).slice(64), old.signSeed);
    t.equal(tohex(approval), v.approvals[1], v.name);
  }
});

t.test('the keys of a safe open each other alike in both', async (t) => {
  for (const v of vectors('safe-keys')) {
    const [account, safeId, category, document] = [v.accountKey, v.safe, v.category, v.document].map(
      unhex,
    ) as [AccountKey, Uint8Array, Uint8Array, Uint8Array];
    const place = { safe: safeId, document, version: v.version };
    const same = (key: Uint8Array, context: Uint8Array, message: Uint8Array, wrapped: string) => {
      t.equal(tohex(wrap(key, context, message, unhex(wrapped).slice(1, 25))), wrapped);
      t.equal(tohex(unwrap(key, context, unhex(wrapped))), tohex(message));
    };
    const [older, newer] = v.rootKeys.map(unhex) as [SafeKey, SafeKey];
    v.rootKeys.forEach((key, i) => {
      const wrapped = v.wrappedRootKeys[i] as string;
      t.equal(tohex(safe.unwrapSafeKey(account, safeId, i + 1, unhex(wrapped))), key);
      same(KD(account, 'safe', safeId), CONTEXTS.safeKey(safeId, i + 1), unhex(key), wrapped);
    });
    t.equal(tohex(safe.unwrapPreviousKey(newer, safeId, 1, unhex(v.wrappedPrevious))), tohex(older));
    same(KD(newer, 'prev'), CONTEXTS.previousKey(safeId, 1), older, v.wrappedPrevious);

    const categoryKey = safe.categoryKey(newer, category, v.categoryEpoch);
    t.equal(tohex(categoryKey), v.categoryKey);
    t.equal(tohex(KD(newer, 'cat', category, int(v.categoryEpoch, 4))), v.categoryKey);
    const documentKey = safe.unwrapDocumentKey(categoryKey, place, unhex(v.wrappedDocumentKey));
    t.equal(tohex(documentKey), v.documentKey);
    same(categoryKey, CONTEXTS.documentKey(safeId, document, v.version), documentKey, v.wrappedDocumentKey);
    t.equal(tohex(safe.keyCommitment(documentKey)), v.commitment);
    t.equal(tohex(KD(unhex(v.documentKey) as DocumentKey, 'commit')), v.commitment);

    const name = safe.unwrapCategoryName(categoryKey, safeId, category, unhex(v.wrappedCategoryName));
    t.equal(Buffer.from(name).toString(), v.categoryName);
    const nameContext = CONTEXTS.categoryName(safeId, category);
    same(categoryKey, nameContext, padded64(v.categoryName), v.wrappedCategoryName);
    const label = unwrapLabel(account, unhex(v.uid), unhex(v.loc), unhex(v.wrappedLabel));
    t.equal(Buffer.from(label).toString(), v.label);
    const labelContext = CONTEXTS.label(unhex(v.uid), unhex(v.loc));
    same(KD(account, 'unlocker.label'), labelContext, padded64(v.label), v.wrappedLabel);
  }
});

const READERS: Record<
  string,
  (envelope: Uint8Array, key: Uint8Array, body: Record<string, unknown>) => unknown
> = {
  doc: (envelope, key, body) =>
    openManifest(envelope, key, {
      safe: unhex(body['safe'] as string),
      document: unhex(body['doc'] as string),
      version: body['ver'] as number,
    }),
  head: (envelope, key, body) => head.openHead(envelope, key, unhex(body['safe'] as string)),
  unlockers: (envelope, key, body) => openUnlockers(envelope, key, unhex(body['uid'] as string)),
  erase: (envelope, key, body) =>
    openErasure(envelope, key, unhex(body['safe'] as string), body['head'] as number),
};

t.test('what a holder signed is read, and written again, by both', async (t) => {
  for (const v of vectors('objects')) {
    const body = JSON.parse(v.canonical) as { t: string } & Record<string, string>;
    t.doesNotThrow(() => READERS[v.type]?.(unhex(v.envelope), unhex(v.publicKey), body), v.name);
    t.strictSame(objects.openEnvelope(v.type, unhex(v.envelope), unhex(v.publicKey)), body, v.name);
    t.equal(tohex(objects.envelope(body, unhex(v.seed))), v.envelope, v.name);
    t.equal(tohex(objects.objectHash(v.type, unhex(v.envelope))), v.hash, v.name);
    t.equal(tohex(envelopeHash(v.type, unhex(v.envelope))), v.hash, v.name);
  }
});

t.test('a head signs the same lists in both, however they are ordered', async (t) => {
  for (const v of vectors('head-lists')) {
    const documents = v.documents.map(({ doc, ver, manifest, binned }) => ({
      doc: unhex(doc),
      ver,
      manifest: unhex(manifest),
      binned,
    }));
    const [wrapped, grants] = [v.wrappedKeys.map(unhex), v.grants.map(unhex)];
    for (const list of [documents, documents.toReversed()]) {
      t.equal(tohex(head.documentsHash(list)), v.docsHash, v.name);
      t.equal(tohex(objects.documentsHash(list)), v.docsHash, v.name);
    }
    t.equal(tohex(head.epochsHash(wrapped)), v.epochsHash, v.name);
    t.equal(tohex(objects.epochsHash(wrapped)), v.epochsHash, v.name);
    t.equal(tohex(head.grantsHash(grants)), v.grantsHash, v.name);
    t.equal(tohex(objects.grantsHash(grants)), v.grantsHash, v.name);
  }
  t.equal(tohex(wrappedKeyHash(utf8('x'))), tohex(objects.unlockerKeyHash(utf8('x'))));
});

t.test('a log chain gives the same hashes in both', async (t) => {
  for (const v of vectors('log')) {
    const entries = v.entries.map(({ seq, at, salt, body, hash }) => ({
      seq,
      at,
      salt: unhex(salt),
      body: join(body),
      hash: unhex(hash),
    }));
    t.equal(tohex(objects.logStart(unhex(v.safe))), v.start, v.name);
    t.equal(tohex(log.logStart(unhex(v.safe)).hash), v.start, v.name);
    t.equal(log.verifyLog(log.logStart(unhex(v.safe)), entries).seq, entries.length, v.name);
    let last = unhex(v.start);
    for (const entry of entries) {
      last = objects.logEntry(last, entry);
      t.equal(tohex(last), tohex(entry.hash), v.name);
      t.equal(objects.jcs({ ...log.readLogBody(entry.body) }), Buffer.from(entry.body).toString(), v.name);
    }
  }
});
