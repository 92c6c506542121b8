import { randomBytes } from 'node:crypto';
import t from 'tap';
import { addPaper } from '../../src/client/add.js';
import { binPaper } from '../../src/client/bin.js';
import { listPapers } from '../../src/client/papers.js';
import { readPaper, readThumbnail } from '../../src/client/read.js';
import { refusing, ROUTES, someSafes, sure } from '../helpers/cheating.js';
import { collectBytes, paperOf } from '../helpers/device.js';
import { changing, rewriting } from '../helpers/meddling.js';

const { own, doc, content } = await someSafes(t);
const { device, session } = own;
const refused = refusing(own);
const { papers } = await listPapers(session);
const paper = sure(papers.find((one) => one.doc === doc));
const other = sure(papers.find((one) => one.doc !== doc));
const CHUNK = 262_144 + 40;
const chunk = (bytes: Buffer, i: number) => bytes.subarray(96 + i * CHUNK, 96 + (i + 1) * CHUNK);
const flipAt = (at: number) => (bytes: Buffer) => {
  const i = at < 0 ? bytes.length + at : at;
  bytes[i] = (bytes[i] ?? 0) ^ 1;
  return bytes;
};
const read = async () => {
  const given: Uint8Array[] = [];
  for await (const piece of readPaper(session, paper)) given.push(piece);
  return Buffer.concat(given);
};

t.test('a paper whose bytes were touched is never given out whole', async (t) => {
  const cases = {
    'one bit of a chunk': flipAt(-20),
    'one bit of the header': flipAt(70),
    'cut within a chunk': (bytes: Buffer) => bytes.subarray(0, -1),
    'cut at a chunk’s end': (bytes: Buffer) => bytes.subarray(0, 96 + CHUNK),
    'two chunks exchanged': (bytes: Buffer) =>
      Buffer.concat([
        bytes.subarray(0, 96),
        chunk(bytes, 1),
        chunk(bytes, 0),
        bytes.subarray(96 + 2 * CHUNK),
      ]),
    'a byte more': (bytes: Buffer) => Buffer.concat([bytes, Buffer.of(0)]),
    nothing: () => Buffer.alloc(0),
  };
  const meddles = Object.entries(cases).map(([name, change]) => [name, rewriting(ROUTES.content, change)]);
  await refused(t, Object.fromEntries(meddles), read);
  t.same(await read(), content);
});

t.test('bytes of another paper, or of an older version, are not taken for this one’s', async (t) => {
  const { request } = device.transport;
  t.teardown(() => {
    device.transport.request = request;
  });
  const path = `/${doc}/versions/${paper.version}`;
  for (const instead of [`/${other.doc}/versions/1`, `/${doc}/versions/1`]) {
    device.transport.request = (wanted) => request({ ...wanted, url: wanted.url.replace(path, instead) });
    await t.rejects(read(), { code: 'damaged' });
  }
  device.transport.request = (wanted) =>
    request({ ...wanted, url: wanted.url.replace(path, `/${other.doc}/versions/1`) });
  await t.rejects(readThumbnail(session, paper), { code: 'damaged' }, 'nor is its picture');
  device.transport.request = request;
  t.same(await collectBytes(readPaper(session, paper)), content);
});

t.test('a paper that is not what its digest says is refused, even if all signatures are right', async (t) => {
  const lied = { ...paper, metadata: { ...paper.metadata, digest: 'ab'.repeat(32) } };
  await t.rejects(collectBytes(readPaper(session, lied)), { code: 'damaged' });
  const shorter = { ...paper, metadata: { ...paper.metadata, size: 599_999 } };
  await t.rejects(collectBytes(readPaper(session, shorter)), { code: 'damaged' });
});

t.test('what the server claims to have stored is held against it', async (t) => {
  device.transport.meddle = changing<{ manifest: string }>(/^PUT .*\/versions\//, (value) => {
    value.manifest = 'ab'.repeat(32);
  });
  await t.rejects(addPaper(session, paperOf(randomBytes(10))), { code: 'damaged' }, 'another manifest');
  device.transport.meddle = undefined;
  const { request } = device.transport;
  const answer = Buffer.from(JSON.stringify({ seq: 1, log: { seq: 0, hash: '0'.repeat(64) } }));
  const pretend = async function* () {
    yield answer;
  };
  device.transport.request = async (wanted) =>
    wanted.url.endsWith('/heads') ? { status: 200, header: () => null, bytes: pretend() } : request(wanted);
  await binPaper(session, [doc]);
  device.transport.request = request;
  await t.rejects(listPapers(session), { code: 'rolled_back' }, 'a head acknowledged and not stored');
});
