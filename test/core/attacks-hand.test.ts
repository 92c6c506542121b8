import t from 'tap';
import {
  greetHand,
  HAND_CARD_BYTES,
  HAND_HELLO_BYTES,
  HAND_MESSAGE_BYTES,
  handText,
  handWords,
  formatHand,
  handLocator,
  newHand,
  readHand,
  welcomeGuest,
} from '../../src/core/protocol/hand.js';
import { allFail } from '../helpers/attacks.js';

const host = newHand('spare');
const other = newHand('spare');

/** Two screens that share a key. */
const join = (one = host) => {
  const { hello, welcomed } = greetHand(one.fp, one.card, 'spare');
  const { welcome, line } = welcomeGuest(one, hello);
  return { hello, welcome, here: line, there: welcomed(welcome), welcomed };
};

const flipped = (bytes: Uint8Array): Uint8Array => {
  const copy = bytes.slice();
  copy[copy.length - 1]! ^= 1;
  return copy;
};

t.test(
  'two screens show one number, and what one says the other hears, by picture or by words',
  async (t) => {
    const { here, there } = join();
    t.match(here.number, /^\d{4}$/);
    t.equal(here.number, there.number);
    t.equal(there.unwrap(1, here.wrap(1, 'salut')), 'salut');
    t.equal(here.unwrap(1, there.wrap(1, 'été ' + 'é'.repeat(4000))), 'été ' + 'é'.repeat(4000));
    t.not(
      join().here.number + join().here.number,
      join().here.number + join().here.number,
      'another each time',
    );
    t.equal(host.card.length, HAND_CARD_BYTES);
    t.equal(join().hello.length, HAND_HELLO_BYTES);
    t.same(readHand(` ${handText(host.fp)}\n`), host.fp);
    t.same(readHand(formatHand('https://x.test', host.fp)), host.fp);
    const typed = handWords(host.fp).join('  ').normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
    t.same(readHand(typed), host.fp.subarray(0, 11), 'without accents, in any case');
    t.same(handLocator(readHand(typed)), host.loc);
    const { hello, welcomed } = greetHand(readHand(typed), host.card, 'spare');
    const { welcome, line } = welcomeGuest(host, hello);
    t.equal(welcomed(welcome).number, line.number);
  },
);

t.test('how long a message is tells little', async (t) => {
  const { here } = join();
  t.equal(here.wrap(1, '').length, here.wrap(2, 'x'.repeat(500)).length);
  t.throws(() => here.wrap(1, 'x'.repeat(HAND_MESSAGE_BYTES + 1)), { code: 'invalid_request' });
});

for (const text of [
  '',
  'pochette:hand1:',
  `${handText(host.fp)}A`,
  'pochette:1:abc',
  'un deux trois',
  `https://x.test/h/#1abc`,
]) {
  t.test(`no code of a screen: ${text}`, async (t) => {
    t.throws(() => readHand(text), { code: 'bad_hand' });
  });
}

const mine = join();
const another = join();
const foreign = join(other);
const said = mine.here.wrap(1, 'first');

allFail('the card that the server shows', {
  'another key under the name of this code': () => greetHand(host.fp, other.card, 'spare'),
  'a changed one': () => greetHand(host.fp, flipped(host.card), 'spare'),
  'one for another purpose': () => greetHand(host.fp, host.card, 'code'),
  'another code, the same words': () =>
    greetHand(Uint8Array.from([...host.fp.subarray(0, 31), (host.fp[31] ?? 0) ^ 1]), host.card, 'spare'),
});

allFail('the first words', {
  'a hello for another screen': () => welcomeGuest(host, foreign.hello),
  'a changed hello': () => welcomeGuest(host, flipped(mine.hello)),
  'a welcome to somebody else who read the code': () => mine.welcomed(another.welcome),
  'a changed welcome': () => mine.welcomed(flipped(mine.welcome)),
});

allFail('a message', {
  replayed: () => mine.there.unwrap(2, said),
  'out of order': () => mine.there.unwrap(1, mine.here.wrap(2, 'second')),
  'sent back to who said it': () => mine.here.unwrap(1, said),
  'of another joining by the same code': () => another.there.unwrap(1, said),
  'of another hand-over': () => foreign.there.unwrap(1, said),
  changed: () => mine.there.unwrap(1, flipped(said)),
  cut: () => mine.there.unwrap(1, said.subarray(0, said.length - 1)),
});
