import t from 'tap';
import { SafeError } from '../../src/core/errors.js';
import { captureFault } from '../../src/web/capture/faults.js';
import { CAPTURE_FAULTS } from '../../src/web/i18n/capture/words.js';
import { PARTS, saidBy } from '../helpers/catalogues.js';

const SAID = Object.values(await saidBy(PARTS.capture));

const count = (text: string): number => text.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;

t.test('while a photo becomes a page little is said, in short words, in every language', async (t) => {
  for (const words of SAID) {
    for (const button of [words.good, words.whole, words.adjust, ...Object.values(words.arrows)]) {
      t.ok(count(button) <= 3, button);
    }
    const said = [
      words.keepsPaper,
      words.keepsWhole,
      words.isCut,
      words.drag,
      words.fault,
      ...Object.values(words.faults),
    ];
    for (const sentence of said.flatMap((text) => text.split(/(?<=[.!?؟።])\s/u)))
      t.ok(count(sentence) <= 12, sentence);
    const screen = [words.keepsPaper, words.good, words.whole, words.adjust].join(' ');
    t.ok(count(screen) <= 25, `${words.language}: ${count(screen)} words on the screen`);
    t.equal(new Set([...words.corners, ...Object.values(words.arrows)]).size, 8, 'nothing is called alike');
    t.match(words.cornerAt('X', 12, 34), /X.*12.*34/);
  }
});

t.test(
  'a photo that is refused is refused with its own sentence, and with one for every other reason',
  async (t) => {
    for (const words of SAID) {
      const said = CAPTURE_FAULTS.map((code) => captureFault(words, new SafeError(code)));
      t.equal(new Set([...said, words.fault]).size, CAPTURE_FAULTS.length + 1);
      for (const error of [new SafeError('internal'), new Error('x'), null, 'x'])
        t.equal(captureFault(words, error), words.fault);
    }
  },
);
