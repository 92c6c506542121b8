import t from 'tap';
import { concat, utf8 } from '../../src/core/bytes.js';
import { canonicalBytes, type Json } from '../../src/core/crypto/jcs.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { openObject, signBytes } from '../../src/core/crypto/sign.js';
import { ed25519KeyPair, random } from '../../src/core/crypto/sodium.js';
import { openErasure, signErasure } from '../../src/core/protocol/erasure.js';
import { openHead } from '../../src/core/protocol/head.js';
import { checkDocumentKey, openManifest, signManifest } from '../../src/core/protocol/manifest.js';
import { decodeMetadata, encodeMetadata } from '../../src/core/protocol/metadata.js';
import { openUnlockers } from '../../src/core/protocol/unlockers.js';
import { allFail, DAMAGED } from '../helpers/attacks.js';
import { unhex, vectors } from '../helpers/vectors.js';

const somebody = () => ({ uid: random(16), sign: ed25519KeyPair(newKey()) });
const [alice, mallory] = [somebody(), somebody()];
const signer = alice.sign;
const signedText = (text: string, type = 'test') => {
  const bytes = utf8(text);
  return () => openObject(type, concat(signBytes(type, bytes, signer.secretKey), bytes), signer.publicKey);
};

t.test('a signed text is read when it is canonical', async (t) => {
  t.strictSame(signedText('{"a":1,"t":"test"}')(), { a: 1, t: 'test' });
});

allFail('a text is refused though its signature is valid', {
  'duplicate keys': signedText('{"a":1,"a":2,"t":"test"}'),
  'a duplicate key spelt with an escape': signedText('{"a":1,"\\u0061":2,"t":"test"}'),
  'keys in another order': signedText('{"t":"test","a":1}'),
  'a space': signedText('{"a":1, "t":"test"}'),
  'a float': signedText('{"a":1.5,"t":"test"}'),
  'a number too large': signedText('{"a":9007199254740993,"t":"test"}'),
  'a key that is not ASCII': signedText('{"ä":1,"t":"test"}'),
  'a nesting too deep to walk': signedText('['.repeat(200_000) + ']'.repeat(200_000)),
});

const READ: Record<string, (envelope: Uint8Array) => unknown> = {
  doc: (e) => openManifest(e, key, { safe: unhex(ids.safe), document: unhex(ids.doc), version: 1 }),
  head: (e) => openHead(e, key, unhex(ids.safe)),
  unlockers: (e) => openUnlockers(e, key, unhex(ids.uid)),
  erase: (e) => openErasure(e, key, unhex(ids.safe), 2),
};
const objects = vectors('objects').filter((one) => one.name !== 'a second version');
const key = unhex(objects[0]?.publicKey as string);
const bodies = objects.map((one) => JSON.parse(one.canonical) as Record<string, string>);
const ids = Object.assign({}, ...bodies) as { safe: string; doc: string; uid: string };

t.test('a valid signature is of no use under another type', async (t) => {
  for (const object of objects) {
    for (const [type, read] of Object.entries(READ)) {
      const attempt = () => read(unhex(object.envelope));
      if (type === object.type) t.doesNotThrow(attempt, `${object.name} as ${type}`);
      else t.throws(attempt, DAMAGED, `${object.name} as ${type}`);
    }
    // Nor when somebody signs the same bytes for another purpose.
    const bytes = utf8(object.canonical);
    for (const type of ['test', 'lock', 'id', 'id.next', '', 'do']) {
      const envelope = concat(signBytes(type, bytes, signer.secretKey), bytes);
      t.throws(
        () => openObject(object.type, envelope, signer.publicKey),
        DAMAGED,
        `${object.name} from ${type}`,
      );
    }
  }
});

t.test('an object that inherits or renames its fields is refused', async (t) => {
  const { canonical } = objects[0] as { canonical: string };
  for (const text of [
    canonical.replace('"by":', '"__proto__":'),
    canonical.replace('"ver":1', '"ver":4294967297'),
    canonical.replace('"ver":1', '"ver":"1"'),
    canonical.replace('"epoch":1', '"epoch":0'),
    canonical.replace('"prev":null', `"prev":"${'00'.repeat(32)}"`),
    canonical.replace('"ts":', '"tt":'),
    canonical.replace('a1a1', 'A1A1'),
    canonical.replace('"roots":{', '"roots":{"a":null,'),
  ]) {
    t.not(text, canonical);
    const object = JSON.parse(text) as Record<string, Json>;
    const bytes = canonicalBytes(object);
    const envelope = concat(signBytes('doc', bytes, signer.secretKey), bytes);
    const place = { safe: unhex(ids.safe), document: unhex(ids.doc), version: object['ver'] as number };
    t.throws(() => openManifest(envelope, signer.publicKey, place), DAMAGED, text.slice(0, 60));
  }
});

const dek = newKey<'document'>();
const root = random(32);
const input = {
  safe: random(16),
  doc: random(16),
  ver: 1,
  prev: null,
  cat: random(16),
  catEpoch: 1,
  epoch: 1,
};
const roots = { content: root, metadata: root, thumbnail: null };
const signedBy = (who: typeof alice, by = who.uid) =>
  signManifest({ ...input, roots, key: dek, grant: null, by, ts: 1 }, who.sign.secretKey);
const at = { safe: input.safe, document: input.doc, version: 1 };
const aliceKey = signer.publicKey;
const genuine = signedBy(alice);

t.test('a paper is shown under the name of who signed it', async (t) => {
  t.strictSame(openManifest(genuine, aliceKey, at, alice.uid).roots.content, root);
});

allFail('a manifest is refused', {
  'by a reader who knows the key of the paper': () => openManifest(signedBy(mallory), aliceKey, at),
  'by another verified person, shown as this one’s': () =>
    openManifest(signedBy(mallory, alice.uid), aliceKey, at, alice.uid),
  'that names another author than its signer': () =>
    openManifest(signedBy(mallory, alice.uid), mallory.sign.publicKey, at, mallory.uid),
  'of another paper': () => openManifest(genuine, aliceKey, { ...at, document: random(16) }),
  'of another safe': () => openManifest(genuine, aliceKey, { ...at, safe: random(16) }),
  'of another version': () => openManifest(genuine, aliceKey, { ...at, version: 2 }),
  'with another key than was promised': () =>
    checkDocumentKey(openManifest(genuine, aliceKey, at), newKey<'document'>()),
  'as an order to erase, of another safe': () =>
    openErasure(signErasure(input.safe, 4, 1, signer.secretKey), aliceKey, random(16), 4),
  'as an order to erase, of an earlier day': () =>
    openErasure(signErasure(input.safe, 4, 1, signer.secretKey), aliceKey, input.safe, 5),
});

t.test('what is noted of a paper holds only days and times that a calendar has', async (t) => {
  const good = {
    v: 1,
    title: 'Carte',
    kind: 'identity-card',
    fileName: 'carte.pdf',
    mediaType: 'application/pdf',
    size: 1,
    digest: 'ab'.repeat(32),
    expires: '2031-05-02',
    note: null,
    pages: null,
    notices: [],
    added: 8.64e15,
    since: 8.64e15,
  };
  t.strictSame(decodeMetadata(encodeMetadata(good)), good);
  const bad = [
    ...['', '2031', '2031-5-2', '2031-13-01', '2031-01-32', '\u001b[2J', '2031-05-0\n', '02/05/2031'].map(
      (expires) => ({ ...good, expires }),
    ),
    { ...good, added: 8.64e15 + 1 },
    { ...good, since: 8.64e15 + 1 },
  ];
  for (const one of bad) {
    t.throws(() => encodeMetadata(one), { code: 'invalid_request' }, JSON.stringify(one.expires));
    t.throws(() => decodeMetadata(canonicalBytes(one)), DAMAGED);
  }
});
