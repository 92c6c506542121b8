import t from 'tap';
import { keepDeposits, readWaiting } from '../../src/client/deposit/keep.js';
import { refuseDeposits } from '../../src/client/deposit/refuse.js';
import { waitingDeposits } from '../../src/client/deposit/waiting.js';
import { leaving } from '../../src/client/drops/leave.js';
import { endDrop, listDrops } from '../../src/client/drops/list.js';
import { lookAtDrop } from '../../src/client/drops/look.js';
import { makeDrop } from '../../src/client/drops/make.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import { listPapers } from '../../src/client/papers.js';
import { readPaper } from '../../src/client/read.js';
import { toBase64Url } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import { parseDrop } from '../../src/core/protocol/drop-secret.js';
import { openOn, sure } from '../helpers/cheating.js';
import { collectBytes, newDevice } from '../helpers/device.js';
import { dropAll, leftBy, picture } from '../helpers/dropping.js';
import { testServer } from '../helpers/server.js';

const { address: url } = await testServer(t, { RATE_LIMIT_LOGIN: '10000' });
const order = { language: 'fr', from: 'CAF', to: 'Samia', purpose: 'APL' };

t.test('somebody with a link leaves papers; the holder is told so, and keeps the very bytes', async (t) => {
  const { session } = await openOn(t, url);
  const made = await makeDrop(session, order);
  const [one, two] = [picture(700_000), picture(100)];
  const device = await dropAll(t, made, leftBy(one, 'Avis d’impôt', 'Guichet 4'), leftBy(two, 'Autre'));
  const { seed } = parseDrop(made.url);
  const sent = Buffer.concat(device.transport.sent).toString('latin1');
  for (const secret of [
    toBase64Url(seed),
    Buffer.from(seed).toString('latin1'),
    'Guichet',
    'Avis',
    'Samia',
  ]) {
    t.notOk(sent.includes(secret), 'the server is told none of it');
  }
  const { waiting, unproven } = await waitingDeposits(session);
  t.strictSame(unproven, []);
  t.match(waiting, [
    {
      from: { link: { id: made.id, from: 'CAF', purpose: 'APL' }, claims: 'Guichet 4', verified: false },
      metadata: { title: 'Avis d’impôt', size: 700_000 },
    },
    { from: { claims: null, name: null, relay: null }, metadata: { title: 'Autre' } },
  ]);
  t.same(await collectBytes(readWaiting(session, sure(waiting[0]))), one);
  await keepDeposits(session, [sure(waiting[0])]);
  await refuseDeposits(session, [sure(waiting[1]).doc]);
  const { papers } = await listPapers(session);
  t.match(papers, [{ metadata: { title: 'Avis d’impôt' } }]);
  t.same(await collectBytes(readPaper(session, sure(papers[0]))), one);
  t.match(await listDrops(session), [{ url: made.url, state: 'open', papers: 2, card: { from: 'CAF' } }]);

  const { entries } = await history(session);
  const told = entries.filter(({ action }) => action.startsWith('drop.'));
  t.match(
    told.filter(({ action }) => action === 'drop.add').map((one) => [one.actor, one.agency, one.proof]),
    [
      ['someone', 'CAF', 'holds'],
      ['someone', 'CAF', 'holds'],
    ],
  );
  t.equal(
    describe(sure(told.find(({ action }) => action === 'drop.add')), 'en'),
    'Someone with the link for “CAF” left “Avis d’impôt”, to confirm',
  );
  t.equal(
    describe(sure(told.find(({ action }) => action === 'drop.make')), 'fr'),
    'Vous avez donné un lien pour déposer des papiers à « CAF », pour « APL », depuis « Téléphone »',
  );
});

t.test('a name that was left with a paper ends as what it is, never as something that runs', async (t) => {
  const { session } = await openOn(t, url);
  const paper = leftBy(picture(500), 'Facture');
  const named = { ...paper, metadata: { ...paper.metadata, fileName: '../../facture.exe' } };
  await dropAll(t, await makeDrop(session, order), named);
  await keepDeposits(session, (await waitingDeposits(session)).waiting);
  const { papers } = await listPapers(session);
  t.match(papers, [{ metadata: { title: 'Facture', fileName: /^[^./\\][^/\\]*\.jpg$/ } }]);
  const lying = { ...leftBy(Buffer.from('MZ not a picture'), 'Photo') };
  await dropAll(t, await makeDrop(session, order), lying);
  const { waiting } = await waitingDeposits(session);
  await t.rejects(
    keepDeposits(session, waiting),
    { code: 'unsupported_type' },
    'nor is what is no paper kept',
  );
});

t.test('a link that is over, or full, says so to who has it', async (t) => {
  const { session } = await openOn(t, url);
  const full = await makeDrop(session, { ...order, count: 1 });
  await dropAll(t, full, leftBy(picture(50), 'Un'));
  await t.rejects(dropAll(t, full, leftBy(picture(50), 'Deux')), { code: 'drop_full' });
  const small = await makeDrop(session, { ...order, bytes: 10_000 });
  await t.rejects(dropAll(t, small, leftBy(picture(50_000), 'Grand')), { code: 'drop_full' });
  const ended = await makeDrop(session, order);
  const device = newDevice(t);
  const leave = leaving(device, await lookAtDrop(device, parseDrop(ended.url)));
  await leave(leftBy(picture(50), 'Avant'));
  await endDrop(session, sure((await listDrops(session)).find(({ id }) => id === ended.id)));
  await t.rejects(leave(leftBy(picture(50), 'Après')), { code: 'drop_ended' });
  await t.rejects(dropAll(t, ended, leftBy(picture(50), 'Après')), { code: 'drop_ended' });
  const gone = full.url.slice(0, -43) + toBase64Url(random(32));
  await t.rejects(dropAll(t, { url: gone }), { code: 'unauthorized' });
  await t.rejects(makeDrop(session, { ...order, count: 51 }), { code: 'invalid_request' });
  await t.rejects(makeDrop(session, { ...order, until: Date.now() + 32 * 86_400_000 }), {
    code: 'invalid_request',
  });
});

t.test('an answer that was lost leaves the paper once', async (t) => {
  const { session } = await openOn(t, url);
  const made = await makeDrop(session, { ...order, count: 1 });
  const device = newDevice(t);
  const leave = leaving(device, await lookAtDrop(device, parseDrop(made.url)));
  let lost = 0;
  device.transport.meddle = (request, answer) => {
    if (request.method !== 'PUT' || lost > 0) return answer;
    lost++;
    throw Object.assign(new Error('cut'), {});
  };
  await leave(leftBy(picture(5_000), 'Une fois')).catch(() => undefined);
  device.transport.meddle = undefined;
  t.equal(lost, 1);
  t.match(await listDrops(session), [{ papers: 1, state: 'full' }]);
});
