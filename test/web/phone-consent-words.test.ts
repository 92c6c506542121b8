import t from 'tap';
import { words as ar } from '../../src/web/i18n/phone/consent/ar.js';
import { words as en } from '../../src/web/i18n/phone/consent/en.js';
import { words as fr } from '../../src/web/i18n/phone/consent/fr.js';
import { lix, sentencesOf } from '../helpers/catalogue.js';

const CATALOGUES = { fr, en, ar };

t.test('who sees what is said in every language, and names have their place in it', async (t) => {
  const places = [...sentencesOf(fr)];
  for (const [language, words] of Object.entries(CATALOGUES)) {
    const said = sentencesOf(words);
    t.same([...said.keys()].toSorted(), places.map(([place]) => place).toSorted(), language);
    for (const [place, text] of said) {
      t.ok(text.trim() !== '' && !/undefined|NaN|#|\[object/.test(text), `${language} ${place}: ${text}`);
    }
    for (const [place, text] of places) {
      const holes = (one: string): number => one.split('{}').length - 1;
      t.equal(holes(said.get(place) ?? ''), holes(text), `${language} ${place}`);
    }
  }
  const latin = [...sentencesOf(ar)].filter(([, text]) => /[a-z]{2}/i.test(text));
  t.same(latin, [], 'nothing was left untranslated');
});

/** What stands on buttons. */
const buttonsOf = (words: typeof fr): string[] => [
  words.who.relay,
  words.who.link,
  words.scan.type,
  words.met.yes,
  words.which.shelf,
  words.which.all,
  words.health.yes,
  ...Object.values(words.long),
  words.yes.show,
  words.yes.more,
  words.yes.add,
  words.yes.good,
  words.left.keep,
  words.left.refuse,
  words.ask.start,
  words.ask.end,
  words.history.choose,
];

t.test('what a person says yes to is easy to read: short sentences, few long words', async (t) => {
  for (const [language, words] of Object.entries({ fr, en })) {
    const sentences = [...sentencesOf(words).values()].filter((text) => / .* /.test(text));
    const text = sentences.map((one) => (/[.!?:…]$/.test(one) ? one : `${one}.`)).join(' ');
    t.ok(lix(text) <= 28, `${language}: ${lix(text).toFixed(1)}`);
    for (const sentence of text.split(/[.!?…:]\s/)) t.ok(sentence.split(/\s+/).length <= 12, sentence);
  }
  for (const words of Object.values(CATALOGUES)) {
    for (const button of buttonsOf(words)) t.ok(button.split(' ').length <= 3, button);
  }
});
