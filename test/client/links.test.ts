import { randomBytes } from 'node:crypto';
import t from 'tap';
import { changeLink, endLink } from '../../src/client/links/change.js';
import { fetchPaper, fetchThumbnail, leaveReceipt } from '../../src/client/links/fetch.js';
import { everyLink, listLinks, listMadeLinks } from '../../src/client/links/list.js';
import { makeGrantedLink, makeLink } from '../../src/client/links/make.js';
import { lookAtLink, openLink } from '../../src/client/links/open.js';
import { lookAt } from '../../src/client/consent/look.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { binPaper } from '../../src/client/bin.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import type { NewLink } from '../../src/core/api/links.js';
import { fromBase64Url, toBase64Url } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import { claimedLink, linkBlobHash, signLink } from '../../src/core/protocol/link.js';
import { parseLink } from '../../src/core/protocol/link-secret.js';
import { sure } from '../helpers/cheating.js';
import { add, consentScene, DAY, shownTo } from '../helpers/consent-client.js';
import { collectBytes, newDevice } from '../helpers/device.js';

/** Papers come in the order of their random ids. */
const sorted = (line: string): string => line.split(' ').toSorted().join(' ').replaceAll(',', '');

const scene = await consentScene(t);
const { own, worker, url } = scene;
const { session } = own;

t.test('an agency without an account opens a link, reads the very bytes and leaves a receipt', async (t) => {
  const [a, b] = [randomBytes(600_000), randomBytes(2_000)];
  const docs = [await add(session, a, 'Carte'), await add(session, b, 'Bail', 'housing', 'lease')];
  const made = await makeLink(session, docs, {
    from: 'Fatou',
    agency: 'CAF de Lyon',
    purpose: 'Demande d’APL',
    language: 'fr',
  });
  t.match(made, { openings: 3, code: /^\d{6}$/ });
  t.ok(made.url.startsWith(`${url}/o/#1`));
  t.ok(Math.abs(made.until - Date.now() - 7 * DAY) < 60_000, 'a week unless said');
  const looked = await lookAtLink(newDevice(t), parseLink(made.url));
  t.match(looked, {
    state: 'open',
    code: true,
    openingsLeft: 3,
    triesLeft: 10,
    shown: { card: { from: 'Fatou', agency: 'CAF de Lyon', purpose: 'Demande d’APL', count: 2 } },
  });
  await t.rejects(openLink(newDevice(t), looked, '000000'), {
    code: 'wrong_code',
    details: { triesLeft: 9 },
  });
  await t.rejects(openLink(newDevice(t), looked, 'abc'), { code: 'bad_code_format' });
  const opened = await openLink(newDevice(t), looked, made.code);
  t.match(opened, { missing: 0, openingsLeft: 2 });
  t.same(opened.papers.map(({ metadata }) => metadata.title).sort(), ['Bail', 'Carte']);
  const carte = sure(opened.papers.find(({ metadata }) => metadata.title === 'Carte'));
  const bail = sure(opened.papers.find(({ metadata }) => metadata.title === 'Bail'));
  t.same(await collectBytes(fetchPaper(opened, carte)), a);
  t.same(await collectBytes(fetchPaper(opened, carte)), a, 'as often as one needs');
  t.same(await collectBytes(fetchPaper(opened, bail)), b);
  t.equal(await fetchThumbnail(opened, bail), null);
  await leaveReceipt(opened, ' CAF, guichet 4 ');
  await t.rejects(leaveReceipt(opened, null), { code: 'conflict' });
  await t.rejects(leaveReceipt(opened, 'x'.repeat(63)), { code: 'invalid_request' });
  const [link] = await listLinks(session);
  t.match(link, {
    id: made.id,
    url: made.url,
    code: made.code,
    state: 'open',
    opened: 1,
    wrongCodes: 1,
    agency: 'CAF de Lyon',
    under: null,
    receipts: [{ name: 'CAF, guichet 4' }],
  });
  const changed = await changeLink(session, sure(link), { openings: 2, until: Date.now() + DAY });
  t.equal(changed.openings, 2);
  t.match(await listLinks(session), [{ openings: 2, seq: 1 }]);
  await openLink(newDevice(t), await lookAtLink(newDevice(t), parseLink(made.url)), made.code);
  const used = await lookAtLink(newDevice(t), parseLink(made.url));
  t.match(used, { state: 'used_up', openingsLeft: 0 });
  await t.rejects(openLink(newDevice(t), used, made.code), { code: 'link_used_up' });
  t.same(await collectBytes(fetchPaper(opened, bail)), b, 'what was opened stays open for its time');
  await endLink(session, sure(link));
  await t.rejects(collectBytes(fetchPaper(opened, bail)), { code: 'link_ended' });
  t.match(await lookAtLink(newDevice(t), parseLink(made.url)), { state: 'ended', shown: null });
  const said = (await history(session)).entries.map((entry) => describe(entry, 'fr'));
  for (const line of [
    'Vous avez montré par un lien « Bail », « Carte » à « CAF de Lyon », pour « Demande d’APL », depuis « Téléphone »',
    'Quelqu’un qui a le lien pour « CAF de Lyon » a regardé un lien sans l’ouvrir',
    'Quelqu’un qui a le lien pour « CAF de Lyon » a essayé d’ouvrir un lien vers « Bail », « Carte » : le code était faux',
    'Quelqu’un qui a le lien pour « CAF de Lyon » a ouvert un lien vers « Bail », « Carte »',
    'Quelqu’un qui a le lien pour « CAF de Lyon » a lu « Carte »',
    'Quelqu’un qui a le lien pour « CAF de Lyon » a confirmé avoir reçu « Bail », « Carte », au nom de « CAF, guichet 4 »',
    'Quelqu’un qui a le lien pour « CAF de Lyon » a essayé de lire « Bail » : le lien est fermé',
    'Vous avez fermé le lien de « Bail », « Carte », pour « Demande d’APL », depuis « Téléphone »',
  ]) {
    t.ok(said.map(sorted).includes(sorted(line)), `${line}\n${said.join('\n')}`);
  }
  t.notOk(said.some((line) => line.includes('rien ne le prouve')));
});

t.test('a link without a code opens with the address alone', async (t) => {
  const bytes = randomBytes(300);
  const made = await makeLink(session, [await add(session, bytes, 'Avis')], { code: false, language: 'en' });
  t.equal(made.code, null);
  const opened = await openLink(newDevice(t), await lookAtLink(newDevice(t), parseLink(made.url)), null);
  t.same(await collectBytes(fetchPaper(opened, sure(opened.papers[0]))), bytes);
  await endLink(session, sure((await listLinks(session))[0]));
});

t.test('a worker whom the person let manage makes a link for them; it ends with the consent', async (t) => {
  const bytes = randomBytes(500);
  const doc = await add(session, bytes, 'RIB');
  const { share, shown } = await shownTo(scene, { papers: [doc] }, { perm: ['read', 'manage'] });
  const maker = { ...worker, server: url };
  const made = await makeGrantedLink(maker, shown, await lookAt(worker, shown), {
    agency: 'Mission locale',
    language: 'fr',
  });
  const address = parseLink(made.url);
  const opened = await openLink(newDevice(t), await lookAtLink(newDevice(t), address), made.code);
  t.same(await collectBytes(fetchPaper(opened, sure(opened.papers[0]))), bytes);
  const [theirs] = await listLinks(session);
  t.match(theirs, {
    id: made.id,
    code: made.code,
    under: { grant: share.id, name: 'Halte du Pont', worker: 'Sacha' },
    agency: 'Mission locale',
  });
  const [mine] = await listMadeLinks(maker);
  t.match(mine, { id: made.id, url: made.url, opened: 1 });
  await changeLink(session, sure(theirs), { openings: 9 });
  t.match(await listMadeLinks(maker), [{ openings: 9 }]);
  await changeLink(worker, { ...sure(mine), seq: 1 }, { openings: 8 });
  t.match(await listLinks(session), [{ openings: 8 }, {}, {}]);
  await binPaper(session, [doc]);
  await t.rejects(collectBytes(fetchPaper(opened, sure(opened.papers[0]))), { code: 'not_found' });
  await takeBack(session, share.id);
  await t.rejects(collectBytes(fetchPaper(opened, sure(opened.papers[0]))), { code: 'link_ended' });
  t.match(await lookAtLink(newDevice(t), address), { state: 'ended' });
  t.match(await listLinks(session), [{ state: 'ended' }, {}, {}]);
});

t.test('a link whose label a worker made unreadable is in the list, and the person ends it', async (t) => {
  const doc = await add(session, randomBytes(300), 'Permis');
  const { share, shown } = await shownTo(scene, { papers: [doc] }, { perm: ['read', 'manage'] });
  const papers = await lookAt(worker, shown);
  const before = await everyLink(session);
  /** What the worker's program sends, with another label than the person can open. */
  const spoiling: typeof worker.api.call = (contract, input, ...rest) => {
    const { body } = input as { body: NewLink };
    const own = random(1649);
    const said = claimedLink(fromBase64Url(body.statement));
    const statement = signLink({ ...said, own: linkBlobHash(own) }, worker.keys.sign.secretKey);
    const spoilt = { ...body, own: toBase64Url(own), statement: toBase64Url(statement) };
    return worker.api.call(contract, { ...input, body: spoilt }, ...rest);
  };
  const bad = { ...worker, server: url, api: { ...worker.api, call: spoiling } };
  const made = await makeGrantedLink(bad, shown, papers, { language: 'fr', code: false });
  const good = await makeGrantedLink({ ...worker, server: url }, shown, papers, { language: 'fr' });
  const { links, unread } = await everyLink(session);
  t.equal(links.length, before.links.length + 1, 'the others stay');
  t.match(unread, [
    { id: made.id, state: 'open', under: { grant: share.id, name: 'Halte du Pont' }, opened: 0 },
  ]);
  t.equal(unread.length, 1);
  t.notOk((await listLinks(session)).some(({ id }) => id === made.id));
  const told = sure((await history(session)).entries.find((one) => one.link === made.id));
  t.equal(told.proof, 'broken');
  await endLink(session, sure(unread[0]));
  t.match((await everyLink(session)).unread, [{ state: 'ended', endedAt: Number }]);
  t.match(await lookAtLink(newDevice(t), parseLink(made.url)), { state: 'ended' });
  t.equal((await listLinks(session))[0]?.id, good.id);
});
