import { randomBytes } from 'node:crypto';
import t from 'tap';
import { openSafe } from '../../src/client/account.js';
import { addPaper } from '../../src/client/add.js';
import { binPaper } from '../../src/client/bin.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import type { HttpRequest, StreamedBody } from '../../src/client/ports.js';
import { readPaper } from '../../src/client/read.js';
import { SafeError } from '../../src/core/errors.js';
import { collectBytes, newDevice, paperOf, PIN } from '../helpers/device.js';
import { changing, losing } from '../helpers/meddling.js';
import { testServer } from '../helpers/server.js';

const service = await testServer(t);
const device = newDevice(t);
const opening = { server: service.address, pin: PIN };
const { session, card } = await openSafe(device, { ...opening, label: 'Téléphone' });
const tablet = await login(newDevice(t), { ...opening, cardSecret: card.secret, label: 'Tablette' });
const SENDING = /^PUT .*\/versions\//;

const titles = async () => (await listPapers(session)).papers.map(({ metadata }) => metadata.title).sort();
const added = async (title: string, work: () => Promise<unknown>) => {
  const before = await titles();
  device.transport.requests.length = 0;
  await work();
  const asked = device.transport.requests.filter(({ method }) => method !== 'GET');
  device.transport.meddle = undefined;
  t.strictSame(await titles(), [...before, title].sort(), `${title}: once`);
  return asked.map(({ method, path }) => `${method} ${path.split('/')[4]}`);
};
const add = (title: string, more = {}) =>
  added(title, () => addPaper(session, paperOf(randomBytes(300_000), title, more)));

/** The server kept it, and says something else: the lie is told, and the verified list has the paper. */
const lied = (title: string) =>
  added(title, () => t.rejects(addPaper(session, paperOf(randomBytes(300_000), title)), { code: 'damaged' }));

await addPaper(session, paperOf(randomBytes(100), 'premier'));

t.test('a paper is one request, and the next one too', async (t) => {
  t.strictSame(await add('seul'), ['PUT documents']);
  t.strictSame(await add('encore'), ['PUT documents']);
  const { papers } = await listPapers(session);
  const seen = await listPapers(tablet);
  t.equal(seen.papers.length, papers.length, 'and another device believes the list');
});

t.test('where another device was faster, only the head is sent again', async (t) => {
  await listPapers(session);
  await addPaper(tablet, paperOf(randomBytes(100), 'tablette'));
  device.transport.requests.length = 0;
  await addPaper(session, paperOf(randomBytes(300_000), 'dépassé'));
  const asked = device.transport.requests.filter(({ method }) => method !== 'GET');
  t.strictSame(
    asked.map(({ method, path }) => `${method} ${path.split('/')[4]}`),
    ['PUT documents', 'POST heads'],
  );
  t.ok((await titles()).includes('dépassé'));
});

t.test('papers and changes of one session at once do not get into each other’s way', async (t) => {
  const doc = (await listPapers(session)).papers.find(({ metadata }) => metadata.title === 'premier')?.doc;
  device.transport.requests.length = 0;
  const many = ['un', 'deux', 'trois'];
  await Promise.all([
    ...many.map((title) => addPaper(session, paperOf(randomBytes(50_000), title))),
    binPaper(session, [doc ?? '']),
  ]);
  const sent = device.transport.requests.filter(({ method }) => method === 'PUT');
  t.equal(sent.length, many.length);
  const { papers, binned } = await listPapers(session);
  t.equal(papers.filter(({ metadata }) => many.includes(metadata.title)).length, many.length);
  t.equal(binned.length, 1);
});

/** Cuts the first upload when so many bytes are left, or none. */
const cutting = (left: number) => {
  const { request } = device.transport;
  let cut = false;
  device.transport.request = async (wanted: HttpRequest) => {
    const { body } = wanted;
    if (cut || wanted.method !== 'PUT' || body === undefined || body instanceof Uint8Array)
      return request(wanted);
    cut = true;
    const bytes = (async function* ({ size, bytes: all }: StreamedBody) {
      let rest = size - left;
      for await (const piece of all) {
        yield piece.subarray(0, rest);
        rest -= Math.min(rest, piece.length);
        if (rest === 0 && left > 0) throw new SafeError('unavailable');
      }
    })(body);
    return request({ ...wanted, body: { size: body.size, bytes } });
  };
  return () => {
    device.transport.request = request;
  };
};

t.test('a connection that is cut at whatever moment loses no paper and doubles none', async (t) => {
  // nothing sent yet, in the content, before the manifest, within the head, before the last byte
  for (const left of [310_000, 150_000, 1_800, 300, 60, 1]) {
    const mend = cutting(left);
    await add(`coupé à ${left}`);
    mend();
  }
  for (const times of [1, 2, 3]) {
    device.transport.meddle = losing(SENDING, times);
    await add(`${times} réponses perdues`);
  }
  device.transport.meddle = losing(SENDING, 1_000);
  await add('aucune réponse');
  t.equal((await listPapers(tablet)).papers.length, (await listPapers(session)).papers.length);
});

t.test('a new version whose answer got lost is one version, and its own bytes', async (t) => {
  const { doc } = await addPaper(session, paperOf(randomBytes(1_000), 'versions'));
  const bytes = randomBytes(2_000);
  device.transport.meddle = losing(SENDING);
  const kept = await addPaper(session, paperOf(bytes, 'versions', { replaces: doc }));
  device.transport.meddle = undefined;
  t.strictSame(kept, { doc, version: 2 });
  const paper = (await listPapers(session)).papers.find((one) => one.doc === doc);
  t.equal(paper?.version, 2);
  if (paper) t.same(await collectBytes(readPaper(session, paper)), bytes);
});

interface Sent {
  head?: number | null;
  manifest: string;
}

t.test('a server that lies about the head is found out', async (t) => {
  await listPapers(session);
  device.transport.meddle = changing<Sent>(SENDING, (answer) => ({ ...answer, head: 999 }));
  await lied('autre tête');
  device.transport.meddle = changing<Sent>(SENDING, (answer) => ({ ...answer, head: null }));
  t.strictSame(await add('tête tue'), ['PUT documents'], 'it is there, and no second head is signed');
  device.transport.meddle = changing<Sent>(SENDING, (answer) => ({ ...answer, manifest: '00'.repeat(32) }));
  await lied('autre manifeste');

  const liar = newDevice(t);
  const believing = await login(liar, { ...opening, cardSecret: card.secret, label: 'Trompé' });
  const { safe } = await listPapers(believing);
  await addPaper(tablet, paperOf(randomBytes(100), 'plus vite'));
  liar.transport.meddle = changing<Sent>(SENDING, (answer) => ({ ...answer, head: safe.head.seq + 1 }));
  await addPaper(believing, paperOf(randomBytes(100), 'jamais gardé'));
  liar.transport.meddle = undefined;
  await t.rejects(listPapers(believing), { code: 'rolled_back' }, 'said to be kept, and dropped');
});

t.test(
  'a replacement whose answer was lost, and whose list nobody can read, is not sent as another version',
  async (t) => {
    const { doc } = await addPaper(session, paperOf(randomBytes(100), 'Une fois'));
    await listPapers(session);
    let lost = 0;
    const { request } = device.transport;
    device.transport.meddle = ({ method, url }, answer) => {
      if (method === 'PUT' && url.includes('/versions/2') && lost++ === 0) throw new SafeError('unavailable');
      return answer;
    };
    // all tries of one look fail; the next look would not
    const tries = new Map<string, number>();
    device.transport.request = async (wanted) => {
      const count = (tries.get(wanted.url) ?? 0) + 1;
      if (lost > 0 && wanted.method === 'GET' && ![...tries.values()].includes(4)) {
        tries.set(wanted.url, count);
        throw new SafeError('unavailable');
      }
      return request(wanted);
    };
    const again = addPaper(session, paperOf(randomBytes(100), 'Une fois', { replaces: doc }));
    await t.rejects(again, { code: 'unavailable' });
    device.transport.meddle = undefined;
    device.transport.request = request;
    session.state = undefined;
    const found = (await listPapers(session)).papers.find((one) => one.doc === doc);
    t.equal(found?.version, 2);
  },
);

t.test('where a body is gathered first, a large paper does not hold up what is done meanwhile', async (t) => {
  const small = await addPaper(session, paperOf(randomBytes(100), 'petite'));
  Object.assign(device.transport, { gathers: true });
  const { request } = device.transport;
  let goOn: () => void = () => undefined;
  let gathered: () => void = () => undefined;
  const isGathered = new Promise<void>((resolve) => {
    gathered = resolve;
  });
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  device.transport.request = async (wanted) => {
    if (!(wanted.method === 'PUT' && wanted.url.includes('/versions/'))) return request(wanted);
    const pieces: Uint8Array[] = [];
    for await (const piece of (wanted.body as StreamedBody).bytes) pieces.push(piece.slice());
    gathered();
    await held;
    return request({ ...wanted, body: Buffer.concat(pieces) });
  };
  const large = addPaper(session, paperOf(randomBytes(600_000), 'grande'));
  await isGathered;
  await binPaper(session, [small.doc]);
  goOn();
  await large;
  device.transport.request = request;
  Object.assign(device.transport, { gathers: undefined });
  const { papers, binned } = await listPapers(session);
  t.ok(papers.some(({ metadata }) => metadata.title === 'grande'));
  t.ok(binned.some(({ doc }) => doc === small.doc));
});
