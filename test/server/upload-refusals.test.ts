import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex, u64 } from '../../src/core/bytes.js';
import type { ErrorCode } from '../../src/core/errors.js';
import { type ManifestInput, signManifest } from '../../src/core/protocol/manifest.js';
import { forge, padTo, patched } from '../helpers/forge.js';
import { openHolder, partsOf, prepareVersion, type Sent, sendParts, versionPath } from '../helpers/holder.js';
import { blobsOnDisk, ownerOf, stateOf, sweep } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { encodeParts, startUpload } from '../helpers/upload.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const holder = await openHolder(server.address);
const other = await openHolder(server.address);
const DATA = randomBytes(300_000);
const good = await prepareVersion(holder, DATA, { thumbnail: true });
const plain = await prepareVersion(holder, DATA, { doc: good.doc });
const elsewhere = await prepareVersion(other, DATA, { doc: good.doc, thumbnail: true });
const anotherDoc = await prepareVersion(holder, DATA, { thumbnail: true });
const second = await prepareVersion(holder, DATA, {
  doc: good.doc,
  ver: 2,
  prev: new Uint8Array(32),
  thumbnail: true,
});

const path = versionPath(holder, good.doc, 1);
const put = (parts: [string, Uint8Array][], at = path) => sendParts(holder, at, parts);
const swapped = (changes: Partial<Sent>): [string, Uint8Array][] => partsOf({ ...good, ...changes });
const without = (name: string) => partsOf(good).filter(([one]) => one !== name);

const hexBytes = (hex: string | null | undefined): Uint8Array =>
  Uint8Array.from(Buffer.from(hex ?? '', 'hex'));
const rootOf = (sent: Sent): ManifestInput['roots'] => {
  const text = Buffer.from(sent.manifest.subarray(64)).toString();
  const { roots } = JSON.parse(text) as { roots: Record<string, string | null> };
  const thumbnail = roots['thumbnail'] ? hexBytes(roots['thumbnail']) : null;
  return { content: hexBytes(roots['content']), metadata: hexBytes(roots['metadata']), thumbnail };
};
/** A manifest over what `good` holds, with other claims. */
const manifest = (changes: Partial<ManifestInput>, key = holder.keys.sign.secretKey): Uint8Array =>
  signManifest(
    {
      safe: holder.safe,
      doc: good.doc,
      ver: 1,
      prev: null,
      cat: holder.category,
      catEpoch: 1,
      epoch: 1,
      roots: rootOf(good),
      grant: null,
      by: holder.uid,
      ts: Date.now(),
      key: good.key,
      ...changes,
    },
    key,
  );
const flipped = (bytes: Uint8Array, at: number): Buffer => {
  const out = Buffer.from(bytes);
  out[at] = (out[at] ?? 0) ^ 1;
  return out;
};
/** Content that its owner encrypted without keeping any rule, with a manifest that signs it. */
const forged = (padded: number, patches: readonly [number, Uint8Array][] = []): [string, Uint8Array][] => {
  const place = { safe: holder.safe, document: good.doc, version: 1, kind: 'content' as const };
  const { stored, root } = forge(good.key, place, padTo(padded, 5, randomBytes(5)), { patches });
  return swapped({
    content: Buffer.from(stored),
    manifest: manifest({ roots: { ...rootOf(good), content: root } }),
  });
};
const header = Uint8Array.from(good.content.subarray(0, 96));
const biggerHeader = patched(header, [44, u64(2 ** 40)]);

const longMetadata = async () =>
  (await prepareVersion(holder, DATA, { doc: good.doc, metadata: randomBytes(30_000) })).metadata;

const attacks: Partial<Record<ErrorCode, Record<string, () => ReturnType<typeof put>>>> = {
  root_mismatch: {
    'a paper of another safe': () => put(partsOf(elsewhere)),
    'a paper of another document': () => put(partsOf(anotherDoc)),
    'another version': () => put(partsOf(second)),
    'the right paper under another number': () => put(partsOf(good), versionPath(holder, good.doc, 2)),
    'the thumbnail as content': () => put(swapped({ content: good.thumbnail! })),
    'the metadata as content': () => put(swapped({ content: good.metadata })),
    'the content as thumbnail': () => put(swapped({ thumbnail: good.content })),
    'other content than was signed': () => put(swapped({ content: plain.content })),
    'other metadata than was signed': () => put(swapped({ metadata: plain.metadata })),
    'another thumbnail than was signed': () => put(swapped({ thumbnail: second.thumbnail! })),
    'a thumbnail that was signed and is missing': () => put(without('thumbnail')),
    'a thumbnail that nobody signed': () => put(swapped({ manifest: plain.manifest })),
    'one bit of the content': () => put(swapped({ content: flipped(good.content, 200_000) })),
    'one bit of the header’s salt': () => put(swapped({ content: flipped(good.content, 70) })),
    'content without its last byte': () => put(swapped({ content: good.content.subarray(0, -1) })),
    'content cut after a chunk': () => put(swapped({ content: good.content.subarray(0, 96 + 2 ** 18 + 40) })),
    'content of its header alone': () => put(swapped({ content: Buffer.from(header) })),
    'content of half a header': () => put(swapped({ content: good.content.subarray(0, 50) })),
    'no content at all': () => put(swapped({ content: Buffer.alloc(0) })),
    'a byte after the content': () =>
      put(swapped({ content: Buffer.concat([good.content, Buffer.alloc(1)]) })),
    'a byte after the metadata': () =>
      put(swapped({ metadata: Buffer.concat([good.metadata, Buffer.alloc(1)]) })),
    'metadata cut short': () => put(swapped({ metadata: good.metadata.subarray(0, -1) })),
    'no container': () => put(swapped({ content: randomBytes(5000) })),
    'a length that is no padded one': () => put(forged(5000)),
    'chunks of another size': () => put(forged(2 ** 19, [[7, Uint8Array.of(19)]])),
    'a length beyond all the bytes there are': () =>
      put(swapped({ content: Buffer.concat([biggerHeader, good.content.subarray(96)]) })),
    'a manifest signed by somebody else': () =>
      put(swapped({ manifest: manifest({}, other.keys.sign.secretKey) })),
    'a manifest with another signature': () => put(swapped({ manifest: flipped(good.manifest, 5) })),
    'a manifest with other words': () => put(swapped({ manifest: flipped(good.manifest, 90) })),
    'a manifest that names another author': () => put(swapped({ manifest: manifest({ by: other.uid }) })),
    'a manifest under a grant': () => put(swapped({ manifest: manifest({ grant: other.uid }) })),
    'a manifest of another document': () => put(swapped({ manifest: manifest({ doc: other.uid }) })),
    'a manifest of another safe': () => put(swapped({ manifest: manifest({ safe: other.safe }) })),
    'a first version that follows one': () =>
      put(swapped({ manifest: manifest({ prev: new Uint8Array(32) }) })),
    'a key epoch that does not exist': () => put(swapped({ manifest: manifest({ epoch: 2 }) })),
    'a category that does not exist': () => put(swapped({ manifest: manifest({ cat: other.category }) })),
    'a category epoch that does not exist': () => put(swapped({ manifest: manifest({ catEpoch: 2 }) })),
  },
  invalid_request: {
    'no parts': () => put([]),
    'a part that is unknown': () => put([...partsOf(good), ['more', Buffer.from('x')]]),
    'an unknown part first': () => put([['more', Buffer.from('x')], ...partsOf(good)]),
    'parts in another order': () => put(partsOf(good).toReversed()),
    'the content twice': () => put([partsOf(good)[0]!, partsOf(good)[0]!]),
    'the manifest twice': () => put([...without('thumbnail'), partsOf(good).at(-1)!]),
    'far too many parts': () => put([...partsOf(good), ...partsOf(good), ...partsOf(good)]),
    'no content': () => put(without('content')),
    'no metadata': () => put(without('metadata')),
    'no key': () => put(without('key')),
    'no manifest': () => put(without('manifest')),
    'a key that is too short': () => put(swapped({ wrappedKey: good.wrappedKey.subarray(1) })),
  },
  too_large: {
    'a key that is too long': () => put(swapped({ wrappedKey: randomBytes(106) })),
    'a manifest that is too long': () => put(swapped({ manifest: randomBytes(17_000) })),
    'metadata that is too long': async () =>
      put(
        swapped({
          metadata: await longMetadata(),
        }),
      ),
  },
};

for (const [code, ways] of Object.entries(attacks)) {
  t.test(`nothing is kept of an upload that is refused as ${code}`, async (t) => {
    const before = await stateOf(owner);
    for (const [name, attack] of Object.entries(ways)) refused(t, await attack(), code as ErrorCode, name);
    await sweep(server);
    t.strictSame(await stateOf(owner), before);
    t.strictSame(await blobsOnDisk(server), []);
    const { bodies } = await readLog(holder);
    const told = bodies.filter((body) => body.act === 'paper.send' && body.out === code);
    t.equal(told.length, Object.keys(ways).length, 'the holder can read of each');
  });
}

const send = async (type: string, body: Buffer) => {
  const upload = startUpload(holder, path, { type, length: body.length });
  await upload.write(body);
  upload.end();
  return upload.answer;
};

t.test('an upload that is no multipart of files is refused', async (t) => {
  const fields = encodeParts(partsOf(good), ['key', 'manifest']);
  refused(t, await send(fields.type, fields.body), 'invalid_request', 'parts that are fields');
  const { type, body } = encodeParts(partsOf(good));
  refused(t, await send('application/json', Buffer.from('{}')), 'invalid_request', 'JSON');
  refused(t, await send('application/octet-stream', body), 'invalid_request', 'bytes');
  refused(t, await send('multipart/form-data', body), 'invalid_request', 'no boundary');
  refused(t, await send(type, body.subarray(0, body.length - 60)), 'invalid_request', 'no end');
  refused(t, await send(type, Buffer.from('nonsense')), 'invalid_request', 'no parts');
  await sweep(server);
  t.strictSame(await blobsOnDisk(server), []);
});

t.test('the same paper is taken once everything is right', async (t) => {
  const answer = await put(partsOf(good));
  t.equal(answer.status, 201);
  t.equal(answer.json.storedBytes, good.content.length + good.metadata.length + good.thumbnail!.length);
  t.match(answer.json.manifest, /^[0-9a-f]{64}$/);
  const [row] = await owner.rows('select used_bytes from safes where id = $1', [holder.safe]);
  t.equal(Number(row.used_bytes), answer.json.storedBytes);
  t.equal((await blobsOnDisk(server)).length, 2, toHex(good.doc));
});
