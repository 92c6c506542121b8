import { randomBytes } from 'node:crypto';
import t from 'tap';
import { history } from '../../src/client/history.js';
import { fetchPaper, leaveReceipt } from '../../src/client/links/fetch.js';
import { listLinks } from '../../src/client/links/list.js';
import { makeLink, type MadeLink } from '../../src/client/links/make.js';
import { type LookedAt, lookAtLink, openLink } from '../../src/client/links/open.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import {
  leaveReceipt as leave,
  type lookAtLink as look,
  type openLink as open,
} from '../../src/core/api/linked.js';
import { type listLinks as list } from '../../src/core/api/links.js';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { lockAuthKeys, lockLocator } from '../../src/core/crypto/locked-secret.js';
import { random } from '../../src/core/crypto/sodium.js';
import { signLinkReceipt } from '../../src/core/protocol/link-receipt.js';
import { linkPapersHash } from '../../src/core/protocol/link.js';
import { parseLink } from '../../src/core/protocol/link-secret.js';
import { flip, openOn, refusing, sure } from '../helpers/cheating.js';
import { collectBytes, newDevice, paperOf, type TestDevice } from '../helpers/device.js';
import { addPaper } from '../../src/client/add.js';
import { changing, type Meddle, withBytes } from '../helpers/meddling.js';
import { testServer } from '../helpers/server.js';

type Looked = AnswerOf<typeof look>;
type Opened = AnswerOf<typeof open>;
type Listed = AnswerOf<typeof list>;

const { address: url } = await testServer(t);
const [own, stranger] = [await openOn(t, url), await openOn(t, url)];
const content = randomBytes(600_000);
const { doc } = await addPaper(own.session, paperOf(content, 'Carte', { thumbnail: randomBytes(500) }));
const { doc: second } = await addPaper(own.session, paperOf(randomBytes(400), 'Bail'));
const { doc: foreign } = await addPaper(stranger.session, paperOf(randomBytes(100), 'Étranger'));
const order = { code: false, openings: 50, language: 'fr', agency: 'CAF' };
const link = await makeLink(own.session, [doc, second], order);
const other = await makeLink(own.session, [second], order);
const theirs = await makeLink(stranger.session, [foreign], order);

const lookAt = (device: TestDevice, { url: address }: Pick<MadeLink, 'url'>): Promise<LookedAt> =>
  lookAtLink(device, parseLink(address));

const onLook = (change: (answer: Looked) => void): Meddle => changing<Looked>(/^POST .*\/look$/, change);
const onOpen = (change: (answer: Opened) => void): Meddle => changing<Opened>(/^POST .*\/open$/, change);

/** What the server truly says of a link, looked at and opened. */
const truthOf = async (made: MadeLink): Promise<{ looked: Looked; opened: Opened }> => {
  const device = newDevice(t);
  const heard: { looked?: Looked; opened?: Opened } = {};
  device.transport.meddle = onLook((answer) => void (heard.looked = structuredClone(answer)));
  const at = await lookAt(device, made);
  device.transport.meddle = onOpen((answer) => void (heard.opened = structuredClone(answer)));
  await openLink(device, at, null);
  return { looked: sure(heard.looked), opened: sure(heard.opened) };
};

const [truth, truthOfOther, truthOfTheirs] = [
  await truthOf(link),
  await truthOf(other),
  await truthOf(theirs),
];

t.test('whatever a server makes of what a link says of itself, nothing of it is shown', async (t) => {
  const shown = ({ looked }: typeof truth) => sure(looked.shown ?? undefined);
  const on = (change: (answer: NonNullable<Looked['shown']>) => void) =>
    onLook((answer) => change(sure(answer.shown ?? undefined)));
  const cases: Record<string, Meddle> = {
    'the statement altered': on((one) => void (one.statement = flip(one.statement))),
    'the statement of another link': on((one) => void (one.statement = shown(truthOfOther).statement)),
    'the card altered': on((one) => void (one.card = flip(one.card))),
    'the card of another link': on((one) => void (one.card = shown(truthOfOther).card)),
    'all of another link': on((one) => void Object.assign(one, shown(truthOfOther))),
    'another maker': on((one) => void (one.maker = shown(truthOfTheirs).maker)),
    'no maker': on((one) => void (one.maker = [])),
    'said to be ended, and shown': onLook((answer) => void (answer.state = 'ended')),
    'said to be open, and not shown': onLook((answer) => void (answer.shown = null)),
    'a code asked for where there is none': onLook((answer) => void (answer.code = true)),
  };
  const device = newDevice(t);
  for (const [name, meddle] of Object.entries(cases)) {
    device.transport.meddle = meddle;
    await t.rejects(lookAt(device, link), { code: 'damaged' }, name);
  }
  device.transport.meddle = undefined;
  t.match(await lookAt(device, link), { shown: { card: { agency: 'CAF' } } });
});

t.test('whatever a server swaps in an opened link, nothing of it is shown', async (t) => {
  const { opened } = truthOfOther;
  const first = (change: (paper: Opened['papers'][number], answer: Opened) => void) =>
    onOpen((answer) => change(sure(answer.papers[0]), answer));
  const cases: Record<string, Meddle> = {
    'another statement': onOpen((answer) => void (answer.statement = opened.statement)),
    'the statement altered': onOpen((answer) => void (answer.statement = flip(answer.statement))),
    'another card': onOpen((answer) => void (answer.card = opened.card)),
    'other keys': onOpen((answer) => void (answer.payload = opened.payload)),
    'keys altered': onOpen((answer) => void (answer.payload = flip(answer.payload))),
    'another share': onOpen((answer) => void (answer.released = flip(answer.released))),
    'all of another link': onOpen((answer) => void Object.assign(answer, opened)),
    'another holder': onOpen((answer) => void (answer.holder = truthOfTheirs.opened.holder)),
    'another maker': onOpen((answer) => void (answer.maker = truthOfTheirs.opened.maker)),
    'a manifest altered': first((one) => void (one.manifest = flip(one.manifest))),
    'a manifest of another paper': first((one, { papers }) => void (one.manifest = sure(papers[1]).manifest)),
    'papers that changed places': first((one, { papers }) => {
      [one.doc, sure(papers[1]).doc] = [sure(papers[1]).doc, one.doc];
    }),
    'metadata altered': first((one) => void (one.metadata = flip(one.metadata))),
    'metadata of another paper': first((one, { papers }) => void (one.metadata = sure(papers[1]).metadata)),
    'another size': first((one) => void (one.contentBytes += 262_184)),
    'another version': first((one) => void (one.ver += 1)),
    'a paper more': onOpen(({ papers }) => void papers.push(sure(truthOfTheirs.opened.papers[0]))),
    'a paper twice': onOpen(({ papers }) => void papers.push(sure(papers[0]))),
  };
  const device = newDevice(t);
  const looked = await lookAt(device, link);
  for (const [name, meddle] of Object.entries(cases)) {
    device.transport.meddle = meddle;
    await t.rejects(openLink(device, looked, null), { code: 'damaged' }, name);
  }
  device.transport.meddle = onOpen(({ papers }) => void papers.pop());
  t.match(await openLink(device, looked, null), { missing: 1 }, 'a paper less is told');
});

t.test('bytes that are not those that were signed are refused, whole or not', async (t) => {
  const device = newDevice(t);
  const opened = await openLink(device, await lookAt(device, link), null);
  const carte = sure(opened.papers.find((one) => one.doc === doc));
  const onContent =
    (change: (bytes: Buffer) => Uint8Array): Meddle =>
    async (request, answer) => {
      if (!request.url.endsWith('/content')) return answer;
      const pieces: Uint8Array[] = [];
      for await (const piece of answer.bytes) pieces.push(piece);
      return withBytes(answer, change(Buffer.concat(pieces)));
    };
  const cases: Record<string, Meddle> = {
    'a bit': onContent((bytes) => {
      bytes.writeUInt8(bytes.readUInt8(300_000) ^ 1, 300_000);
      return bytes;
    }),
    'the end missing': onContent((bytes) => bytes.subarray(0, -1)),
    'a chunk missing': onContent((bytes) => bytes.subarray(0, 96 + 262_184)),
    'something behind it': onContent((bytes) => Buffer.concat([bytes, Buffer.alloc(1)])),
    nothing: onContent(() => Buffer.alloc(0)),
  };
  for (const [name, meddle] of Object.entries(cases)) {
    device.transport.meddle = meddle;
    await t.rejects(collectBytes(fetchPaper(opened, carte)), { code: 'damaged' }, name);
  }
  device.transport.meddle = undefined;
  t.same(await collectBytes(fetchPaper(opened, carte)), content);
  t.equal(carte.metadata.note, null, 'what the person noted is theirs');
});

t.test('a list of links in which anything was altered is not shown', async (t) => {
  const device = newDevice(t);
  await leaveReceipt(await openLink(device, await lookAt(device, link), null), 'CAF');
  const on = (change: (one: Listed['links'][number], links: Listed['links']) => void) =>
    changing<Listed>(/^GET .*\/links$/, ({ links }) => {
      const found = sure(links.find(({ receipts }) => receipts.length > 0));
      change(found, links);
    });
  const statement = sure((await listLinks(own.session)).find(({ id }) => id === link.id)).statement;
  const forged = signLinkReceipt(
    { loc: statement.loc, papers: linkPapersHash(statement), opened: 1, nonce: random(16), name: null },
    own.session.keys.sign.secretKey,
  );
  const cases: Record<string, Meddle> = {
    'a statement': on((one) => void (one.statement = flip(one.statement))),
    'what one keeps of it': on((one) => void (one.own = flip(one.own))),
    'another’s': on((one, links) => {
      one.own = sure(links.find((two) => two !== one)).own;
    }),
    'a change that nobody signed': on((one) => void (one.change = one.statement)),
    'another end': on((one) => void (one.expiresAt += 1)),
    'more openings': on((one) => void (one.openings -= 1)),
    'another maker': on((one) => void (one.maker = truthOfTheirs.opened.maker)),
    'a receipt altered': on(
      (one) => void (sure(one.receipts[0]).receipt = flip(sure(one.receipts[0]).receipt)),
    ),
    'a receipt that the opener did not sign': on(
      (one) => void (sure(one.receipts[0]).receipt = Buffer.from(forged).toString('base64url')),
    ),
  };
  await refusing(own)(t, cases, () => listLinks(own.session));
});

t.test(
  'neither the secret, the fragment nor the code is in any request, of the maker or the opener',
  async (t) => {
    const made = await makeLink(own.session, [second], {
      language: 'fr',
      agency: 'Préfecture',
      purpose: 'Secret',
    });
    const device = newDevice(t);
    const opened = await openLink(device, await lookAt(device, made), made.code);
    await collectBytes(fetchPaper(opened, sure(opened.papers[0])));
    await leaveReceipt(opened, 'Guichet');
    await listLinks(own.session);
    const { secret } = parseLink(made.url);
    const said = Buffer.concat([...device.transport.sent, ...own.device.transport.sent]).toString('latin1');
    t.ok(
      said.includes('/v1/links/open') && said.includes('/receipt') && said.length > 10_000,
      'really heard',
    );
    const fragment = made.url.slice(made.url.indexOf('#'));
    for (const hidden of [
      fragment,
      fragment.slice(2),
      toHex(secret),
      Buffer.from(secret).toString('base64'),
      sure(made.code ?? undefined),
      'Secret',
      'Guichet',
      Buffer.from('Préfecture').toString('latin1'),
    ]) {
      t.notOk(said.includes(hidden), hidden);
    }
    t.equal(fromBase64Url(fragment.slice(2)).length, 20);
  },
);

t.test('an opener who signs nonsense spoils neither the list of links nor the history', async (t) => {
  const made = await makeLink(own.session, [second], order);
  const device = newDevice(t);
  const opened = await openLink(device, await lookAt(device, made), null);
  const { secret } = opened.address;
  const said = { papers: linkPapersHash(opened.statement), opened: 1, nonce: random(16), name: random(137) };
  const receipt = signLinkReceipt(
    { loc: lockLocator('link', secret), ...said },
    lockAuthKeys('link', secret).secretKey,
  );
  await opened.api.call(leave, { body: { receipt: toBase64Url(receipt) } });
  const found = sure((await listLinks(own.session)).find(({ id }) => id === made.id));
  t.match(found.receipts, [{ openedAt: 1, name: null }]);
  const { entries } = await history(own.session);
  const told = sure(entries.find((one) => one.action === 'link.receipt' && one.link === made.id));
  t.strictSame([told.proof, told.signedAs], ['holds', undefined]);
});
