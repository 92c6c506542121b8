import t from 'tap';
import { KINDS } from '../../src/core/kinds.js';
import { lix, sentencesOf } from '../helpers/catalogue.js';
import { PARTS, saidBy } from '../helpers/catalogues.js';

const CATALOGUES = await saidBy(PARTS.phone);
const { fr, en } = CATALOGUES;

t.test('the phone says everything in every language, with every number', async (t) => {
  const places = [...sentencesOf(fr).keys()].toSorted();
  for (const [language, words] of Object.entries(CATALOGUES)) {
    const said = sentencesOf(words);
    t.same([...said.keys()].toSorted(), places, language);
    for (const [place, text] of said) {
      t.ok(text.trim() !== '' && !/undefined|NaN|#|\[object/.test(text), `${language} ${place}: ${text}`);
    }
    t.same(Object.keys(words.kinds).toSorted(), KINDS.map(({ id }) => id).toSorted());
  }
});

/** What stands on buttons. */
const buttonsOf = (words: typeof fr): string[] => [
  words.leave,
  words.back,
  words.retry,
  words.close,
  words.update,
  words.start.photo,
  words.start.known,
  words.camera.shoot,
  words.camera.gallery,
  words.camera.photo,
  words.check.good,
  words.check.again,
  words.check.turn,
  words.kept.next,
  words.kept.another,
  words.notice.agree,
  words.code.seeOffline,
  words.card.keep,
  words.card.print,
  words.card.later,
  words.card.done,
  words.papers.add,
  words.papers.bin,
  words.papers.choose,
  words.paper.save,
  words.paper.bin,
  words.paper.restore,
  words.paper.download,
  words.lost.scan,
  words.lost.type,
  words.lost.next,
  words.lost.block,
  words.lost.keepBoth,
  words.show.start,
  words.show.send,
  words.show.takeBack,
  words.more.block,
  words.more.outDo,
  words.more.lock,
  words.show.title,
  words.papers.title,
  words.tabs.show,
  words.tabs.more,
];

t.test(
  'what the phone says is easy to read: short sentences, few long words, few words on a button',
  async (t) => {
    for (const words of [fr, en]) {
      const { kinds: _, ...rest } = words;
      const sentences = [...sentencesOf(rest).values()].filter((text) => / .* /.test(text));
      const text = sentences.map((one) => (/[.!?:…]$/.test(one) ? one : `${one}.`)).join(' ');
      t.ok(lix(text) <= 28, `${words.language}: ${lix(text).toFixed(1)}`);
      for (const sentence of text.split(/[.!?…:]\s/)) {
        t.ok(sentence.split(/\s+/).length <= 12, sentence);
      }
    }
    for (const words of Object.values(CATALOGUES)) {
      for (const button of buttonsOf(words)) t.ok(button.split(' ').length <= 3, button);
      const { notice, card } = words;
      const whole = [notice.title, ...notice.points, notice.agree, card.later].join(' ');
      const count = whole.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
      t.ok(count <= 25, `${words.language}: ${count} words on the screen that says most`);
    }
  },
);
