import t from 'tap';
import { CONDITIONS, DOSSIERS, PIECE_IDS, PIECE_STATES } from '../../src/core/dossiers.js';
import { enDossiers } from '../../src/cli/words/en-dossiers.js';
import { frDossiers } from '../../src/cli/words/fr-dossiers.js';
import { words as ar } from '../../src/web/i18n/phone/dossier/ar.js';
import { words as en } from '../../src/web/i18n/phone/dossier/en.js';
import { words as fr } from '../../src/web/i18n/phone/dossier/fr.js';
import { lix, sentencesOf } from '../helpers/catalogue.js';

const CATALOGUES = { fr, en, ar };

t.test(
  'every dossier, piece, question and mark has a word in every language, here and on the command line',
  async (t) => {
    for (const words of [fr, en, ar, frDossiers, enDossiers]) {
      for (const [said, ids] of [
        [words.names, DOSSIERS.map(({ id }) => id)],
        [words.pieces, PIECE_IDS],
        [words.conditions, CONDITIONS],
        [words.states, PIECE_STATES],
      ] as const) {
        t.same(Object.keys(said).toSorted(), [...ids].toSorted());
        const all = Object.values(said as Readonly<Record<string, string>>);
        t.ok(all.every((word) => word.trim() !== ''));
      }
      for (const said of [words.names, words.states]) {
        const all = Object.values(said as Readonly<Record<string, string>>);
        t.equal(new Set(all).size, all.length, 'no two alike');
      }
    }
  },
);

t.test('dossiers are spoken of in few, short words', async (t) => {
  const places = [...sentencesOf(fr).keys()].toSorted();
  for (const [language, words] of Object.entries(CATALOGUES)) {
    const said = sentencesOf(words);
    t.same([...said.keys()].toSorted(), places, language);
    for (const [place, text] of said) {
      t.ok(text.trim() !== '' && !/undefined|NaN|#|\[object/.test(text), `${language} ${place}: ${text}`);
      t.ok(text.split(/\s+/).length <= 12, text);
    }
    const buttons = [words.next, words.about, words.show, words.save, words.pdf, words.zip];
    for (const button of [...buttons, ...Object.values(words.names), ...Object.values(words.conditions)]) {
      t.ok(button.split(' ').length <= 3, button);
    }
  }
  for (const words of [fr, en]) {
    const sentences = [...sentencesOf(words).values()].filter((text) => / .* /.test(text));
    const text = sentences.map((one) => (/[.!?:…]$/.test(one) ? one : `${one}.`)).join(' ');
    t.ok(lix(text) <= 28, `${words.language}: ${lix(text).toFixed(1)}`);
  }
  const latin = [...sentencesOf(ar)].filter(
    ([place, text]) => place !== 'language' && /[a-z]{2}/i.test(text.replace(/RSA|AME|DALO|PDF/g, '')),
  );
  t.same(latin, [], 'nothing was left untranslated');
});
