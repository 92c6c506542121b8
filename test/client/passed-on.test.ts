import { randomBytes } from 'node:crypto';
import t from 'tap';
import { giveBack } from '../../src/client/consent/give-back.js';
import { lookAt } from '../../src/client/consent/look.js';
import { endPassed, openOwnPassed } from '../../src/client/consent/own-passed.js';
import { passOn, type PassOnOptions } from '../../src/client/consent/pass-on.js';
import { received, type Received } from '../../src/client/consent/received.js';
import { exportReceipt } from '../../src/client/consent/receipt.js';
import { findRecipient, resolveRecipient } from '../../src/client/consent/recipient.js';
import { show } from '../../src/client/consent/show.js';
import { shares } from '../../src/client/consent/shares.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { verifyReceipt } from '../../src/client/consent/verify-receipt.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import { currentState } from '../../src/client/papers.js';
import { toHex } from '../../src/core/bytes.js';
import { sure } from '../helpers/cheating.js';
import {
  add,
  atWork,
  codeOf,
  consentScene,
  loneWorker,
  options,
  readAll,
  shownTo,
} from '../helpers/consent-client.js';
import { changeTeam } from '../helpers/relay.js';

const scene = await consentScene(t);
const { own, recipient, worker, url, relay, manager, member } = scene;
const { session } = own;
const MANAGE = { perm: ['manage', 'read'] as const };
const [bytes, other] = [randomBytes(70_000), randomBytes(50)];
const [a, b] = [await add(session, bytes, 'Carte'), await add(session, other, 'Bail')];
const lone = await loneWorker(t, url);
const town = await findRecipient(worker, codeOf(lone.worker), 'Mairie');

const passing = (more: Partial<PassOnOptions> = {}): PassOnOptions => ({
  recipient: town,
  purpose: 'Carte de résident',
  language: 'fr',
  shown: 'La Halte transmet ces papiers à la mairie.',
  ...more,
});
/** What the recipient got, by its id. */
const got = async (id: string): Promise<Received> => {
  const { grants } = await received(lone.caller, { contacts: scene.contacts, teams: [] });
  return sure(grants.find((one) => one.id === id));
};
const papersIn = async (shown: Received, ...titles: string[]) =>
  (await lookAt(worker, shown)).filter(({ metadata }) => titles.includes(metadata.title));

t.test(
  'a worker passes on one of two papers; the person sees who did, who reads, and can end it',
  async (t) => {
    const { share, shown } = await shownTo(scene, { papers: [a, b] }, MANAGE);
    const id = await passOn(worker, shown, passing({ papers: await papersIn(shown, 'Carte') }));
    const theirs = await got(id);
    t.match(theirs, { state: 'active', passed: { giver: { name: 'Sacha' } }, holder: { verified: true } });
    const read = await readAll(lone.caller, theirs);
    t.strictSame([...read.keys()], ['Carte']);
    t.ok(read.get('Carte')?.equals(bytes));

    const [, passed] = (await shares(session)).filter((one) => [share.id, id].includes(one.id));
    t.match(passed, {
      id,
      state: 'active',
      recipient: 'Mairie',
      purpose: 'Carte de résident',
      labels: [{ title: 'Carte' }],
      passed: { under: share.id, from: 'Halte du Pont', by: 'Sacha', proof: 'holds' },
    });
    const believed = await scene.believed();
    const mine = openOwnPassed(worker, believed, await received(worker, believed));
    t.match(mine, {
      refused: 0,
      passed: [{ id, giver: { name: 'Sacha' }, private: { recipient: 'Mairie' } }],
    });

    await takeBack(session, id);
    await t.rejects(lookAt(lone.caller, theirs), { code: 'grant_ended' });
    t.equal((await got(id)).state, 'ended');
    t.ok((await lookAt(worker, shown)).length === 2, 'what was shown to the relay stays');
    const { entries } = await history(session);
    const told = entries.filter(({ grant }) => grant === id);
    t.match(told, [
      { action: 'grant.pass', worker: 'Sacha', relay: 'Halte du Pont', passedTo: 'Mairie', proof: 'holds' },
      { action: 'grant.look', worker: 'Mairie', relay: 'Mairie', proof: 'holds' },
      { action: 'paper.read', worker: 'Mairie', proof: 'holds' },
      { action: 'grant.end', actor: 'you', proof: 'holds' },
      { action: 'grant.look', outcome: 'grant_ended' },
    ]);
    const [first, , , last] = told.map((one) => describe(one, 'fr'));
    t.equal(first, 'Sacha (Halte du Pont) a transmis « Carte » à « Mairie », pour « Carte de résident »');
    t.match(last, 'cessé de montrer « Carte » à « Mairie »');
    t.equal(
      describe(sure(told[0]), 'en'),
      'Sacha (Halte du Pont) passed on “Carte” to “Mairie”, for “Carte de résident”',
    );
  },
);

t.test(
  'its receipt proves by itself what the person agreed to, who passed it on, and within what',
  async (t) => {
    const { share, shown } = await shownTo(scene, { papers: [a] }, MANAGE);
    const id = await passOn(worker, shown, passing());
    await t.rejects(exportReceipt(session, '0'.repeat(32)), { code: 'not_found' });
    const believed = await scene.believed();
    const { passed } = openOwnPassed(worker, believed, await received(worker, believed));
    await endPassed(worker, sure(passed.find((one) => one.id === id)));
    session.state = undefined;
    const text = await exportReceipt(session, id);
    t.match(verifyReceipt(text, { holder: sure(scene.contacts[0]) }), {
      id,
      recipient: { name: 'Mairie' },
      withdrawnBy: 'giver',
      passed: {
        under: share.id,
        by: { uid: toHex(worker.uid), name: 'Sacha' },
        from: { name: 'Halte du Pont' },
        purpose: 'Demande de logement',
        shown: share.words.shown,
      },
    });
    const altered = Buffer.from(text);
    for (let at = 0; at < altered.length; at += 41) {
      const one = Buffer.from(altered);
      one[at] = (one[at] ?? 0) ^ 1;
      t.throws(() => verifyReceipt(one.toString()), { code: 'damaged' }, `${at}`);
    }
    const { proof, ...rest } = JSON.parse(text);
    const { parent: _, ...alone } = proof;
    const without = `${JSON.stringify({ ...rest, proof: alone }, null, 2)}\n`;
    t.throws(() => verifyReceipt(without), { code: 'damaged' }, 'without what it was passed on of');
    const elsewhere = await shownTo(scene, { papers: [a] }, MANAGE);
    const second = JSON.parse(await exportReceipt(session, await passOn(worker, elsewhere.shown, passing())));
    const swapped = `${JSON.stringify({ ...rest, proof: { ...proof, parent: second.proof.parent } }, null, 2)}\n`;
    t.throws(() => verifyReceipt(swapped), { code: 'damaged' }, 'with another consent above it');
  },
);

t.test('nothing goes further, or longer, than the person agreed to', async (t) => {
  const { shown: plain } = await shownTo(scene, { papers: [a] });
  await t.rejects(passOn(worker, plain, passing()), { code: 'not_granted' }, 'without the permission');
  const until = Date.now() + 86_400_000;
  const { share, shown } = await shownTo(scene, { papers: [a] }, { ...MANAGE, until });
  const both = await shownTo(scene, { papers: [a, b] }, MANAGE);
  const more = passing({ papers: await papersIn(both.shown, 'Bail') });
  await t.rejects(passOn(worker, shown, more), { code: 'not_granted' }, 'another paper');
  await t.rejects(passOn(worker, shown, passing({ until: until + 1 })), { code: 'not_granted' }, 'longer');
  await t.rejects(passOn(worker, shown, passing({ perm: ['manage', 'read'] })), { code: 'not_granted' });
  await t.rejects(passOn(worker, shown, passing({ purpose: ' ' })), { code: 'invalid_request' });
  await t.rejects(passOn(worker, shown, passing({ until: 5 })), { code: 'invalid_request' });
  const self = await findRecipient(worker, codeOf(member), 'Moi');
  await t.rejects(passOn(worker, shown, passing({ recipient: self })), { code: 'not_granted' }, 'to oneself');
  const id = await passOn(worker, shown, passing());
  const theirs = await got(id);
  t.equal(theirs.grant.exp, until);
  await t.rejects(passOn(lone.caller, theirs, passing()), { code: 'not_granted' }, 'a second time');
  await takeBack(session, share.id);
  await t.rejects(lookAt(lone.caller, theirs), { code: 'grant_ended' }, 'with the end of what was shown');
  t.equal((await got(id)).opened, null);
  t.equal((await shares(session)).find((one) => one.id === id)?.state, 'ended');
});

t.test('what was passed on of a shelf stays open through a new key of the safe', async (t) => {
  const { share, shown } = await shownTo(scene, { categories: ['identity'] }, MANAGE);
  const whole = await passOn(worker, shown, passing());
  const one = await passOn(worker, shown, passing({ papers: await papersIn(shown, 'Carte') }));
  const third = await show(session, options(recipient, { categories: ['identity'] }));
  await takeBack(session, third.id);
  await add(session, randomBytes(9), 'Nouvelle');
  const theirs = await got(whole);
  t.match([...(await readAll(lone.caller, theirs)).keys()].sort(), ['Bail', 'Carte', 'Nouvelle']);
  t.equal(theirs.sealedFor.epoch, (await currentState(session)).safe.keys.length, 'sealed for the new key');
  t.strictSame([...(await readAll(lone.caller, await got(one))).keys()], ['Carte']);
  // Whoever had the shelf's key and gives it back must not open what comes later.
  await giveBack(lone.caller, theirs);
  session.state = undefined;
  await add(session, randomBytes(9), 'Après');
  await shares(session);
  const { safe } = await currentState(session);
  t.equal(safe.keys.length, theirs.sealedFor.epoch + 1, 'the next head brings another key');
  await add(session, randomBytes(9), 'Encore');
  await shares(session);
  t.equal((await currentState(session)).safe.keys.length, safe.keys.length, 'once');
  await takeBack(session, share.id);
});

t.test('a worker on their own passes on to a relay; new keys of its team keep it open', async (t) => {
  const direct = await resolveRecipient(session, codeOf(lone.worker), 'Madame Diallo');
  const share = await show(session, options(direct, { papers: [b] }, MANAGE));
  const to = await findRecipient(lone.caller, scene.poster);
  const id = await passOn(lone.caller, await got(share.id), passing({ recipient: to }));
  t.match(await scene.seen(id), { relay: toHex(relay.uid), passed: { giver: { uid: lone.caller.uid } } });
  t.match((await shares(session)).find((one) => one.id === id)?.passed, {
    from: 'Madame Diallo',
    by: '',
    proof: 'holds',
  });
  t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
  const boss = atWork(t, manager);
  const shown = await scene.seen(id, boss);
  t.strictSame([...(await readAll(boss, shown)).keys()], ['Bail']);
});

t.test('what a member passed on before they left stays, and the relay can end it', async (t) => {
  const boss = atWork(t, manager);
  const believed = await scene.believed(boss);
  const { passed } = openOwnPassed(boss, believed, await received(boss, believed));
  const open = sure(passed.find(({ state }) => state === 'active'));
  t.match(open, { giver: { name: 'Sacha' } });
  t.equal((await got(open.id)).state, 'active');
  t.match((await shares(session)).find((one) => one.id === open.id)?.passed, { by: 'Sacha', proof: 'holds' });
  await endPassed(boss, open);
  t.equal((await got(open.id)).state, 'ended');
  const { entries } = await history(session);
  t.match(
    entries.findLast(({ grant }) => grant === open.id),
    {
      action: 'grant.end',
      worker: 'Camille',
      relay: 'Halte du Pont',
      proof: 'holds',
    },
  );
});
