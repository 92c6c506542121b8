import { randomBytes } from 'node:crypto';
import t from 'tap';
import { addPaper } from '../../src/client/add.js';
import { resealQueue } from '../../src/client/consent/give-back.js';
import { lookAt, previewGranted } from '../../src/client/consent/look.js';
import { received } from '../../src/client/consent/received.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { show } from '../../src/client/consent/show.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import { add, atWork, consentScene, options, readAll, shownTo } from '../helpers/consent-client.js';
import { sure } from '../helpers/cheating.js';
import { paperOf } from '../helpers/device.js';
import { changeTeam } from '../helpers/relay.js';

const scene = await consentScene(t);
const { own, worker, seen, relay, manager, member } = scene;
const { session } = own;

t.test('the small picture of a paper that is shown is seen too, and told in the history', async (t) => {
  const thumbnail = randomBytes(500);
  const { doc } = await addPaper(session, paperOf(randomBytes(100), 'Photo', { thumbnail }));
  const { shown } = await shownTo(scene, { papers: [doc] });
  const [paper] = await lookAt(worker, shown);
  t.same(await previewGranted(worker, shown, sure(paper)), thumbnail);
  const said = (await history(session, { paper: doc })).entries.map((entry) => describe(entry, 'en'));
  t.ok(said.includes('Sacha (Halte du Pont) saw “Photo” in small, for “Demande de logement”'));
});

t.test('after a new team key a member seals anew, and who comes later reads', async (t) => {
  const bytes = randomBytes(500);
  const doc = await add(session, bytes, 'Ancienne');
  const { share } = await shownTo(scene, { papers: [doc] });
  const { status } = await changeTeam(relay, manager, { act: 'rotate', about: manager, name: 'Camille' });
  t.equal(status, 200);
  const boss = atWork(t, manager);
  const { teams } = await scene.believed(boss);
  const { grants } = await received(boss, await scene.believed(boss));
  const sealed = await resealQueue(boss, { teams }, grants);
  t.equal(sealed, grants.filter(({ opened }) => opened).length);
  const now = await seen(share.id);
  t.equal(now.sealedFor.gen, 2);
  t.same((await readAll(worker, now)).get('Ancienne'), bytes);
  t.equal(await resealQueue(worker, { teams }, [now]), 0, 'once is enough');
  const again = await resolveRecipient(session, scene.poster);
  t.equal(again.gen, 2);
  await show(session, options(again, { papers: [doc] }));
});

t.test('who left the team reads nothing any more, and the history still knows their name', async (t) => {
  const doc = await add(session, randomBytes(100), 'Avant');
  // The team has another key since, which a code that is read again leads to.
  const now = { ...scene, recipient: await resolveRecipient(session, scene.poster) };
  const { shown } = await shownTo(now, { papers: [doc] });
  await readAll(worker, shown);
  const { status } = await changeTeam(relay, manager, { act: 'remove', about: member });
  t.equal(status, 200);
  await t.rejects(lookAt(worker, shown), { code: 'not_found' });
  const said = (await history(session, { paper: doc })).entries.map((entry) => describe(entry, 'en'));
  t.ok(said.includes('Sacha (Halte du Pont) read “Avant”, for “Demande de logement”'), said.join('\n'));
});
