import { randomBytes } from 'node:crypto';
import t from 'tap';
import { blockDevice, listDevices } from '../../src/client/devices.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import { renewCard } from '../../src/client/renew.js';
import type { Session } from '../../src/client/session.js';
import { leaveSpare, ownSpare } from '../../src/client/spare/leave.js';
import { giveSpareBack, keptSpares, turnSpares } from '../../src/client/spare/relay.js';
import { unlock } from '../../src/client/unlock.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { SafeError } from '../../src/core/errors.js';
import { add, atWork, consentScene } from '../helpers/consent-client.js';
import { sure } from '../helpers/cheating.js';
import { newDevice, PIN } from '../helpers/device.js';
import { ownerOf } from '../helpers/inside.js';
import { changeTeam } from '../helpers/relay.js';
import { deskTeam, giveSpareBackTo, joinedScreens, personWithSpare, spareOf } from '../helpers/spares.js';

const scene = await consentScene(t);
const { url, worker, relay, manager, member, server } = scene;
const owner = await ownerOf(t, server);

const told = async (session: Session): Promise<string[]> =>
  (await history(session)).entries.map((entry) => describe(entry, 'en'));

t.test('with a spare at the relay, a lost phone and a lost card lose no papers', async (t) => {
  const { session, device, card } = await personWithSpare(t, scene);
  await add(session, randomBytes(100), 'Titre de séjour');
  t.match(await ownSpare(session), { relay: 'Halte du Pont', releasedAt: null });
  t.match(
    (await listDevices(session)).map(({ type, label }) => [type, label]),
    [
      ['card', ''],
      ['device', 'Ancien'],
      ['spare', 'Halte du Pont'],
    ],
    'it stands among what opens the safe, under the relay’s name',
  );
  t.match(await spareOf(scene, worker, session), { name: 'Amadou', known: false });

  const { phone, kept, open } = await giveSpareBackTo(t, scene, worker, session);
  t.ok((await ownSpare(session))?.releasedAt, 'the old phone would hear of it');
  const found = await open();
  t.same(
    (await listPapers(found)).papers.map(({ metadata }) => metadata.title),
    ['Titre de séjour'],
  );
  t.match(
    (await listDevices(found)).map(({ type, label }) => [type, label]),
    [
      ['card', ''],
      ['device', 'Nouveau'],
    ],
  );
  t.ok(await unlock(phone, PIN), 'this phone opens it from now on');
  const cards = [card.secret, sure(kept.secret)].map((cardSecret) =>
    login(newDevice(t), { server: url, cardSecret, pin: PIN, label: '' }),
  );
  await t.rejects(sure(cards[0]), { code: 'lock_blocked' }, 'the card that was lost is dead');
  t.ok(await cards[1], 'the new one opens');
  await t.rejects(unlock(device, PIN), { code: 'lock_blocked' }, 'so is the old phone');
  await t.rejects(open(), { code: 'lock_blocked' }, 'and the spare that was used');
  t.match(
    (await keptSpares(worker, await deskTeam(worker, relay))).spares,
    [],
    'nothing of it is with the relay',
  );

  const said = await told(found);
  for (const line of [
    'You left a spare card with a relay',
    'Sacha',
    'took out the spare card, to give you access again',
    'You opened the safe with the spare card',
    'You ended the spare card',
  ]) {
    t.ok(
      said.some((one) => one.includes(line)),
      line,
    );
  }
  t.notOk(
    said.some((one) => one.includes('nothing proves it')),
    'who took it out signed for it',
  );
  t.equal(await ownSpare(found), null, 'another one may be left');
  await leaveSpare(found, await resolveRecipient(found, scene.poster), PIN, 'Amadou');
  t.ok(await ownSpare(found));
});

t.test('a spare is taken back in one step, and stays when the card is renewed', async (t) => {
  const { session } = await personWithSpare(t, scene);
  await renewCard(session, PIN, async () => {});
  const own = sure((await ownSpare(session)) ?? undefined);
  const { desk } = await joinedScreens(t, url, worker);
  const kept = await spareOf(scene, worker, session);
  await blockDevice(session, own.loc);
  t.equal(await ownSpare(session), null);
  const team = await deskTeam(worker, relay);
  await t.rejects(giveSpareBack(worker, team, kept, desk), { code: 'not_found' });
  t.ok((await told(session)).some((one) => one.startsWith('You ended the spare card')));
});

t.test('ten wrong codes freeze a spare, and without a hand-over it can’t be tried at all', async (t) => {
  const { session } = await personWithSpare(t, scene);
  const { open, phone } = await giveSpareBackTo(t, scene, worker, session);
  for (let tries = 1; tries < 10; tries++) {
    await t.rejects(open('735162'), { code: 'wrong_code', details: { triesLeft: 10 - tries } });
    await owner.rows("update locks set not_before = '-infinity' where type = 'spare'");
  }
  t.equal(phone.memory.text, null, 'the phone remembers nothing of it');
  await t.rejects(open('735162'), { code: 'lock_frozen' });
  await t.rejects(open(), { code: 'lock_frozen' }, 'the right code too');
  const refusals = (await told(session)).filter((one) => one.includes('tried to open the safe'));
  t.equal(refusals.length, 11, 'each is told');

  const other = await personWithSpare(t, scene);
  const later = await giveSpareBackTo(t, scene, worker, other.session);
  await owner.rows("update spares set released_at = released_at - interval '16 minutes'");
  await t.rejects(later.open(), { code: 'spare_closed' }, 'S alone, kept by somebody, opens nothing later');
});

t.test(
  'after a new team key a member seals anew; who left the team, and the old seal, open nothing',
  async (t) => {
    const { session } = await personWithSpare(t, scene);
    const boss = atWork(t, manager);
    const before = await spareOf(scene, worker, session);
    const old = await deskTeam(worker, relay);
    t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
    const team = await deskTeam(boss, relay);
    const { desk } = await joinedScreens(t, url, boss);
    await t.rejects(giveSpareBack(boss, team, before, desk), { code: 'conflict' }, 'not with the old key');
    await t.rejects(giveSpareBack(worker, old, before, desk), { code: 'not_member' });
    await t.rejects(keptSpares(worker, old), { code: 'not_member' });
    const { spares } = await keptSpares(boss, team);
    t.equal(await turnSpares(boss, team, spares), spares.length);
    t.equal(await turnSpares(boss, team, (await keptSpares(boss, team)).spares), 0, 'once is enough');
    t.equal((await spareOf(scene, boss, session)).gen, 2);
    t.ok((await told(session)).some((one) => one.includes('renewed the spare card for the relay')));
    const { open } = await giveSpareBackTo(t, scene, boss, session);
    t.ok(await open());
  },
);

t.test('a lost answer loses no safe: the phone goes on with what it kept first', async (t) => {
  const boss = atWork(t, manager);
  const { session } = await personWithSpare(t, scene);
  const { phone, open } = await giveSpareBackTo(t, scene, boss, session);
  let lost = 0;
  phone.transport.meddle = ({ method, url: to }, answer) => {
    if (method === 'GET' || !to.endsWith('/v1/account/unlockers') || lost++ > 0) return answer;
    throw new SafeError('unavailable');
  };
  t.ok(await open());
  t.equal(lost, 1, 'an answer was lost');
  t.ok(await unlock(phone, PIN));
});
