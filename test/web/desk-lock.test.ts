import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { leaveSpare } from '../../src/client/spare/leave.js';
import { sure } from '../helpers/cheating.js';
import { deskScene, signsOf } from '../helpers/desk.js';
import { PIN } from '../helpers/device.js';

t.setTimeout(300_000);

/** What runs behind the desk's screen, here without one: a worker sits in front of what a person shows. */
const scene = await deskScene(t);
await scene.showToRelay();
// a worker knows from the beginning where it was loaded from
Object.assign(globalThis, { location: { origin: scene.server.address } });
const { handlers } = await import('../../src/web/desk/engine/handlers.js');
const { shownBy, shownOf } = await import('../../src/web/desk/engine/people.js');
await handlers.signIn(signsOf(scene.member), PIN, scene.poster);
const person = toHex(scene.session.uid);

/** What the person shows, and its first paper. */
const atReading = async () => {
  const { people } = await handlers.people();
  const show = sure(people.find(({ id }) => id === person)?.shows[0]).id;
  return { show, paper: sure((await handlers.look(show))[0]).id };
};
const shut = { code: 'not_logged_in' };

t.test('a locked desk holds no key of what was shown; the code alone brings it back', async (t) => {
  const { show, paper } = await atReading();
  handlers.lock();
  t.throws(() => shownBy(show), { code: 'not_found' }, 'neither the keys of the papers nor what it is for');
  t.same(shownOf(person), []);
  await t.rejects(handlers.look(show), shut);
  await t.rejects(handlers.content(show, paper), shut);
  await t.rejects(async () => handlers.thumbnail(show, paper), shut);
  await t.rejects(handlers.giveAllBack(person, ''), shut, 'nothing is given back by nobody');
  await t.rejects(handlers.comeBack('111112'), { code: 'wrong_code' });
  t.same(shownOf(person), []);
  await handlers.comeBack(PIN);
  t.equal(shownOf(person).length, 1);
  t.equal((await handlers.look(show))[0]?.id, paper, 'the screen with the papers goes on');
});

t.test('what was on its way while the desk was locked brings no key back', async (t) => {
  const { show, paper } = await atReading();
  const asked = Promise.allSettled([handlers.people(), handlers.look(show), handlers.content(show, paper)]);
  handlers.lock();
  for (const { status, ...how } of await asked) t.match(how, { reason: shut }, status);
  t.same(shownOf(person), []);
  await handlers.comeBack(PIN);
  await t.rejects(handlers.content(show, paper), { code: 'not_found' }, 'papers are looked at anew');
  await handlers.look(show);
  t.ok((await handlers.content(show, paper)).length > 0);
});

t.test(
  'a desk that was shut, or a screen that was left, keeps no spare and no key of the team',
  async (t) => {
    const relay = toHex(scene.relay.relay);
    await leaveSpare(scene.session, scene.recipient, PIN, 'Amadou');
    const listed = async () => sure((await handlers.spares(relay)).spares[0]).id;
    const id = await listed();
    await t.rejects(handlers.giveSpareBack(id), { code: 'hand_ended' }, 'it is known here');
    handlers.lock();
    await handlers.comeBack(PIN);
    await t.rejects(handlers.giveSpareBack(id), { code: 'not_found' });
    await listed();
    handlers.forgetSpares();
    await t.rejects(handlers.giveSpareBack(id), { code: 'not_found' });
  },
);
