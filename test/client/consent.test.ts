import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { addPaper } from '../../src/client/add.js';
import { giveBack } from '../../src/client/consent/give-back.js';
import { lookAt, readGranted } from '../../src/client/consent/look.js';
import { received } from '../../src/client/consent/received.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { show } from '../../src/client/consent/show.js';
import { shares } from '../../src/client/consent/shares.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import { currentState, listPapers } from '../../src/client/papers.js';
import { loadSafe } from '../../src/client/safe.js';
import { SafeError } from '../../src/core/errors.js';
import { toHex } from '../../src/core/bytes.js';
import { sure } from '../helpers/cheating.js';
import {
  add,
  codeOf,
  consentScene,
  DAY,
  loneWorker,
  options,
  readAll,
  shownTo,
} from '../helpers/consent-client.js';
import { collectBytes, paperOf } from '../helpers/device.js';
import { losing } from '../helpers/meddling.js';

const scene = await consentScene(t);
const { own, worker, recipient, seen, url, member } = scene;
const { session, device } = own;

t.test('two papers shown for a month are read, seen in the history, taken back and refused', async (t) => {
  const [a, b] = [randomBytes(600_000), randomBytes(2_000)];
  const docs = [await add(session, a, 'Carte'), await add(session, b, 'Bail', 'housing', 'lease')];
  await add(session, randomBytes(10), 'Lettre');
  const { share, shown } = await shownTo(scene, { papers: docs });
  t.match(share, {
    state: 'active',
    recipient: 'Halte du Pont',
    purpose: 'Demande de logement',
    scope: 'doc',
  });
  t.ok(Math.abs(share.until - Date.now() - 31 * DAY) < DAY, 'a month unless said');
  t.match(shown, { holder: { verified: true }, opened: { private: { purpose: 'Demande de logement' } } });
  const all = await readAll(worker, shown);
  t.same([all.get('Carte'), all.get('Bail'), all.size], [a, b, 2]);
  const { entries } = await history(session, { person: toHex(member.uid) });
  const said = entries.map((entry) => describe(entry, 'fr'));
  for (const line of [
    'Sacha (Halte du Pont) a regardé la liste des papiers montrés, pour « Demande de logement »',
    'Sacha (Halte du Pont) a lu « Carte », pour « Demande de logement »',
    'Sacha (Halte du Pont) a lu « Bail », pour « Demande de logement »',
  ]) {
    t.ok(said.includes(line), `${line}\n${said.join('\n')}`);
  }
  t.ok(entries.every(({ proof }) => proof === 'holds'));
  const ofOne = (await history(session, { paper: docs[0] ?? '' })).entries;
  t.ok(ofOne.every(({ doc, docs: shown = [] }) => doc === docs[0] || shown.includes(docs[0] ?? '')));
  t.ok(ofOne.map(({ action }) => action).includes('grant.give'));
  await takeBack(session, share.id);
  const [paper] = (await listPapers(session)).papers;
  await t.rejects(lookAt(worker, shown), { code: 'grant_ended' });
  await t.rejects(collectBytes(readGranted(worker, shown, sure(paper))), { code: 'grant_ended' });
  t.match(await seen(share.id), { state: 'ended', opened: null });
  t.match(await shares(session), [{ id: share.id, state: 'ended' }]);
  const after = (await history(session)).entries.map((entry) => describe(entry, 'en'));
  const tried =
    'Sacha (Halte du Pont) tried to look at the list of the papers shown, for “Demande de logement”';
  t.ok(after.includes(`${tried}: it is no longer shown`), after.join('\n'));
  t.ok(after.some((line) => /^You stopped showing “.+”, “.+” to “Halte du Pont”, for “Demande/.test(line)));
});

t.test(
  'a category is shown with what comes later; when it ends the safe has another key, and others still read',
  async (t) => {
    const bytes = [randomBytes(100), randomBytes(200), randomBytes(300), randomBytes(400)] as const;
    const doc = await add(session, bytes[0], 'Contrat', 'work', 'lease');
    await addPaper(session, paperOf(bytes[1], 'Contrat', { replaces: doc, category: 'work' }));
    const { share, shown } = await shownTo(scene, { categories: ['work'] });
    t.same([...(await readAll(worker, shown)).values()], [bytes[1]], 'the newest version');
    await add(session, bytes[2], 'Fiche de paie', 'work', 'lease');
    t.same((await readAll(worker, shown)).get('Fiche de paie'), bytes[2]);
    const lone = await loneWorker(t, url);
    const direct = await resolveRecipient(session, codeOf(lone.worker), 'Madame Diallo');
    const other = await show(session, options(direct, { categories: ['work'] }));
    const whole = await show(session, options(recipient, { all: true }, { healthNamed: true }));
    const epochs = (await loadSafe(session)).keys.length;
    await takeBack(session, share.id);
    t.equal((await loadSafe(session)).keys.length, epochs + 1);
    const { papers, safe } = await listPapers(session);
    t.ok(
      papers.every(({ wrapEpoch }) => wrapEpoch === epochs + 1),
      'every key is wrapped under it',
    );
    t.ok(
      safe.categories.every(({ epoch }) => epoch === epochs + 1),
      'and every name',
    );
    await t.rejects(lookAt(worker, shown), { code: 'grant_ended' });
    await add(session, bytes[3], 'Attestation', 'work', 'lease');
    const believed = { contacts: scene.contacts, teams: [] };
    const theirs = sure((await received(lone.caller, believed)).grants.find(({ id }) => id === other.id));
    t.equal(theirs.sealedFor.epoch, epochs + 1);
    t.same(
      (await readAll(lone.caller, theirs)).get('Attestation'),
      bytes[3],
      'who was not taken back from reads on',
    );
    t.same((await readAll(lone.caller, theirs)).get('Contrat'), bytes[1]);
    t.same((await readAll(worker, await seen(whole.id))).get('Attestation'), bytes[3]);
    const entries = (await history(session, { person: toHex(lone.worker.uid) })).entries;
    t.ok(entries.some((entry) => describe(entry, 'en').startsWith('Madame Diallo read “Attestation”')));
    await takeBack(session, other.id);
    await takeBack(session, whole.id);
  },
);

t.test('health papers are shown with a category or the whole safe only if they were named', async (t) => {
  await add(session, randomBytes(10), 'Ordonnance', 'health', 'prescription');
  for (const what of [{ categories: ['health'] }, { all: true }] as const) {
    await t.rejects(show(session, options(recipient, what)), { code: 'health_not_named' });
  }
  const { id } = await show(session, options(recipient, { categories: ['health'] }, { healthNamed: true }));
  await takeBack(session, id);
});

t.test('a date that is over shuts the gate by itself, and the next change tidies up', async (t) => {
  const doc = await add(session, randomBytes(50), 'Courte');
  const until = Date.now() + 6_000;
  const { share, shown } = await shownTo(scene, { categories: ['identity'] }, { until });
  t.ok((await readAll(worker, shown)).size > 0);
  while (Date.now() <= until + 50) await sleep(100);
  await t.rejects(lookAt(worker, shown), { code: 'grant_expired' });
  t.match(await seen(share.id), { state: 'expired', opened: null });
  const epochs = (await loadSafe(session)).keys.length;
  session.state = undefined;
  await addPaper(session, paperOf(randomBytes(10), 'Neuve', { replaces: doc }));
  t.equal((await loadSafe(session)).keys.length, epochs + 1);
  const found = sure((await shares(session)).find(({ id }) => id === share.id));
  t.equal(found.state, 'expired');
  t.notOk((await currentState(session)).grants.some(({ listed }) => listed));
  await t.rejects(show(session, options(recipient, { papers: [doc] }, { until: Date.now() - 1 })), {
    code: 'invalid_request',
  });
});

t.test(
  'taking back that breaks off is finished by the next change, and what broke off shows nothing',
  async (t) => {
    const { share, shown } = await shownTo(scene, { categories: ['identity'] });
    const { request } = device.transport;
    device.transport.request = async (wanted) => {
      if (wanted.url.endsWith('/heads')) throw new SafeError('unavailable');
      return request(wanted);
    };
    await t.rejects(takeBack(session, share.id), { code: 'unavailable' });
    device.transport.request = request;
    await t.rejects(lookAt(worker, shown), { code: 'grant_ended' }, 'the gate is shut already');
    const epochs = (await loadSafe(session)).keys.length;
    device.transport.request = async (wanted) => {
      if (wanted.method === 'PUT' && wanted.url.includes('/categories/')) throw new SafeError('unavailable');
      return request(wanted);
    };
    session.state = undefined;
    await t.rejects(add(session, randomBytes(10), 'Suite'), { code: 'unavailable' });
    device.transport.request = request;
    t.equal((await loadSafe(session)).keys.length, epochs + 1);
    await add(session, randomBytes(10), 'Fin');
    const { safe, papers } = await listPapers(session);
    t.equal(safe.keys.length, epochs + 1, 'one new key is enough');
    t.ok(safe.categories.every(({ epoch }) => epoch === epochs + 1));
    t.ok(papers.every(({ wrapEpoch }) => wrapEpoch === epochs + 1));
    t.notOk((await currentState(session)).grants.some(({ listed }) => listed));
  },
);

t.test('lost answers neither show twice nor take back twice', async (t) => {
  device.transport.meddle = losing(/^POST .*\/heads$/);
  const { id } = await show(session, options(recipient, { categories: ['identity'] }));
  device.transport.meddle = losing(/^POST .*\/(?:end|heads)$/, 2);
  await takeBack(session, id);
  device.transport.meddle = undefined;
  t.equal((await shares(session)).filter((one) => one.state === 'active').length, 0);
});

t.test('eager taking back writes the papers anew', async (t) => {
  const bytes = randomBytes(3_000);
  const doc = await add(session, bytes, 'Écrite à neuf');
  const { share } = await shownTo(scene, { papers: [doc] });
  await takeBack(session, share.id, { eager: {} });
  t.match(
    (await listPapers(session)).papers.find((one) => one.doc === doc),
    { version: 2, metadata: { title: 'Écrite à neuf' } },
  );
});

t.test('eager taking back that was interrupted goes on where it was', async (t) => {
  const docs = [
    await add(session, randomBytes(300), 'Première', 'justice'),
    await add(session, randomBytes(300), 'Seconde', 'justice'),
  ];
  const { id } = await show(session, options(recipient, { categories: ['justice'] }));
  const versions = async () => {
    const { papers } = await listPapers(session);
    return docs.map((doc) => papers.find((one) => one.doc === doc)?.version);
  };
  let sent = 0;
  const { request } = device.transport;
  device.transport.request = async (wanted) => {
    if (wanted.method !== 'PUT' || !wanted.url.includes('/versions/') || ++sent < 2) return request(wanted);
    throw new SafeError('storage_full');
  };
  await t.rejects(takeBack(session, id, { eager: {} }), { code: 'storage_full' });
  device.transport.request = request;
  session.state = undefined;
  t.strictSame(new Set(await versions()), new Set([1, 2]), 'one of the two is done');
  t.equal(await takeBack(session, id, { eager: {} }), 1, 'the other one is left');
  t.strictSame(await versions(), [2, 2]);
  t.equal(await takeBack(session, id, { eager: {} }), 0);
});

t.test('a worker gives back, and reads on after the connection broke', async (t) => {
  const bytes = randomBytes(900_000);
  const doc = await add(session, bytes, 'Longue');
  const { share, shown } = await shownTo(scene, { papers: [doc] });
  const [paper] = await lookAt(worker, shown);
  let cuts = 0;
  worker.device.transport.meddle = (wanted, answer) => {
    if (!wanted.url.endsWith('/readings') || cuts++ > 1) return answer;
    const broken = async function* () {
      let given = 0;
      for await (const piece of answer.bytes) {
        yield piece;
        given += piece.length;
        if (given > 350_000) throw new SafeError('unavailable');
      }
    };
    return { ...answer, bytes: broken() };
  };
  t.same(await collectBytes(readGranted(worker, shown, sure(paper))), bytes);
  worker.device.transport.meddle = undefined;
  t.ok(cuts > 1);
  const readings = (await history(session, { paper: doc })).entries.filter(
    ({ action }) => action === 'paper.read',
  );
  t.ok(readings.length > 1 && readings.every(({ proof }) => proof === 'holds'), 'each request is signed');
  await giveBack(worker, shown);
  await t.rejects(lookAt(worker, shown), { code: 'grant_ended' });
  t.match(sure((await shares(session)).find(({ id }) => id === share.id)), { state: 'ended' });
  await add(session, randomBytes(5), 'Après');
  t.notOk(
    (await currentState(session)).grants.some(({ listed }) => listed),
    'and the next change leaves it out',
  );
});
