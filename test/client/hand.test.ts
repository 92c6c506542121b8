import t from 'tap';
import { joinShown } from '../../src/client/hand/guest.js';
import { showHand } from '../../src/client/hand/host.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { joinHand } from '../../src/core/api/hands.js';
import { newHand, readHand } from '../../src/core/protocol/hand.js';
import { toBase64Url } from '../../src/core/bytes.js';
import { newDevice } from '../helpers/device.js';
import { ownerOf } from '../helpers/inside.js';
import { changing } from '../helpers/meddling.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const { address } = server;
const owner = await ownerOf(t, server);

const left = async (): Promise<unknown> => [
  ...(await owner.rows('select * from hands')),
  ...(await owner.rows('select * from hand_messages')),
];

t.test('two screens are joined, speak both ways, and leave nothing behind', async (t) => {
  const [one, two] = [newDevice(t), newDevice(t)];
  const shown = await showHand(one, address, 'code');
  const [here, there] = await Promise.all([shown.joined(), joinShown(two, address, shown.url, 'code')]);
  t.equal(here.number, there.number);
  await here.say('bonjour');
  await here.say('encore');
  t.equal(await there.hear(), 'bonjour');
  t.equal(await there.hear(), 'encore');
  t.same(await owner.rows('select * from hand_messages'), [], 'what was read is destroyed');
  await there.say('482913');
  const waiting = JSON.stringify(await left());
  t.equal(await here.hear(), '482913');
  for (const { sent } of [one.transport, two.transport]) {
    const all = Buffer.concat(sent).toString('latin1');
    for (const secret of ['482913', 'bonjour', toBase64Url(readHand(shown.text)), '/h/']) {
      t.notOk(all.includes(secret) || waiting.includes(secret), `not a word of it in the clear: ${secret}`);
    }
  }
  await here.end();
  t.same(await left(), []);
  await t.rejects(there.say('late'), { code: 'hand_ended' });
  await t.rejects(there.hear(), { code: 'hand_ended' });
});

t.test('a third screen that reads the code is refused, and both others stop', async (t) => {
  const shown = await showHand(newDevice(t), address, 'spare');
  const words = shown.words.join(' ');
  const [here, there] = await Promise.all([shown.joined(), joinShown(newDevice(t), address, words, 'spare')]);
  await t.rejects(joinShown(newDevice(t), address, shown.text, 'spare'), { code: 'hand_taken' });
  await t.rejects(here.hear(), { code: 'hand_taken' }, 'the screen that showed it is told');
  await t.rejects(there.hear(), { code: 'hand_taken' }, 'so is the one that read it');
  await t.rejects(there.say('x'), { code: 'hand_taken' }, 'and nothing goes on');
  t.same(await owner.rows('select * from hand_messages'), []);
});

t.test('where a stranger was faster, the right screen never shows a number', async (t) => {
  const shown = await showHand(newDevice(t), address, 'spare');
  const [here] = await Promise.all([shown.joined(), joinShown(newDevice(t), address, shown.text, 'spare')]);
  await t.rejects(joinShown(newDevice(t), address, shown.text, 'spare'), { code: 'hand_taken' });
  await t.rejects(here.hear(), { code: 'hand_taken' });
});

t.test('another key in the place of the one in the code is refused before anything is said', async (t) => {
  const shown = await showHand(newDevice(t), address, 'spare');
  const guest = newDevice(t);
  const made = toBase64Url(newHand('spare').card);
  guest.transport.meddle = changing<AnswerOf<typeof joinHand>>(/^POST \/v1\/hands\/join$/, (answer) => ({
    ...answer,
    card: made,
  }));
  await t.rejects(joinShown(guest, address, shown.text, 'spare'), { code: 'damaged' });
  t.notOk(guest.transport.requests.some(({ path }) => path === '/v1/hands/messages'));
  const wrong = newDevice(t);
  const tablet = await showHand(newDevice(t), address, 'code');
  await t.rejects(
    joinShown(wrong, address, tablet.text, 'spare'),
    { code: 'damaged' },
    'nor one for something else',
  );
});

t.test('after ten minutes, or with no code, there is nothing', async (t) => {
  const shown = await showHand(newDevice(t), address, 'spare');
  await owner.rows("update hands set expires_at = now() - interval '1 second'");
  await t.rejects(joinShown(newDevice(t), address, shown.text, 'spare'), { code: 'hand_ended' });
  await t.rejects(shown.joined(), { code: 'hand_ended' });
  await t.rejects(joinShown(newDevice(t), address, 'pochette:hand1:x', 'spare'), { code: 'bad_hand' });
});
