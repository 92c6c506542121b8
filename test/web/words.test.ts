import t from 'tap';
import { moment } from '../../src/web/i18n/days.js';
import { fileSize, plural } from '../../src/web/i18n/format.js';
import { lix, sentencesOf } from '../helpers/catalogue.js';
import { PARTS, saidBy } from '../helpers/catalogues.js';

const PAGES = { agency: await saidBy(PARTS.agency), deposit: await saidBy(PARTS.deposit) };

t.test('every language says everything, with every number', async (t) => {
  for (const [page, catalogues] of Object.entries(PAGES)) {
    const places = [...sentencesOf(catalogues.fr).keys()].toSorted();
    for (const [language, words] of Object.entries(catalogues)) {
      const said = sentencesOf(words);
      t.same([...said.keys()].toSorted(), places, `${page}, ${language}`);
      for (const [place, text] of said) {
        t.ok(text.trim() !== '' && !/undefined|NaN|#|\[object/.test(text), `${language} ${place}: ${text}`);
      }
    }
  }
});

t.test('what is said is easy to read: short sentences, few long words', async (t) => {
  for (const words of Object.values(PAGES).flatMap(({ fr, en }) => [fr, en])) {
    const sentences = [...sentencesOf(words).values()].filter((text) => / .* /.test(text));
    const text = sentences.map((one) => (/[.!?:…]$/.test(one) ? one : `${one}.`)).join(' ');
    t.ok(lix(text) <= 28, `${words.language}: ${lix(text).toFixed(1)}`);
    for (const sentence of text.split(/[.!?…:]\s/)) {
      t.ok(sentence.split(/\s+/).length <= 14, sentence);
    }
  }
  for (const words of Object.values(PAGES.agency)) {
    for (const button of [
      words.see,
      words.open,
      words.back,
      words.downloadAll,
      words.print,
      words.close,
      words.download,
      words.retry,
      words.receiptSend,
      words.seeAgain,
    ]) {
      t.ok(button.split(' ').length <= 3, button);
    }
  }
});

t.test('numbers, sizes and days are written as each language does', async (t) => {
  const forms = { one: 'un', two: 'deux', few: '# quelques', many: '# beaucoup', other: '# autres' };
  t.same(
    [1, 2, 3, 11, 100].map((n) => plural('ar', n, forms)),
    ['un', 'deux', '3 quelques', '11 beaucoup', '100 autres'],
  );
  t.equal(plural('fr', 0, { one: '# papier', other: '# papiers' }), '0 papier');
  t.equal(plural('en', 0, { one: '# paper', other: '# papers' }), '0 papers');
  t.match(fileSize('fr', 286_000), /^286\sko$/);
  t.match(fileSize('en', 1_430_000), /^1\.4 MB$/);
  t.match(fileSize('en', 999), /^999 byte$/);
  const now = Date.UTC(2026, 10, 27);
  t.match(moment('fr', Date.UTC(2026, 11, 4, 12), now), /4 décembre/);
  t.notMatch(moment('fr', Date.UTC(2026, 11, 4, 12), now), /2026/);
  t.match(moment('en', Date.UTC(2027, 0, 4, 12), now), /2027/);
});
