import t from 'tap';
import { isFound, isPartOf, isSameName } from '../../src/core/finding.js';

t.test(
  'a name is found without its accents, capitals and vowel signs, and by its words in any order',
  async (t) => {
    for (const [name, ...typed] of [
      ['Éloïse Ouédraogo', 'eloise', 'OUEDRAOGO', 'oue elo', 'élo'],
      ['Łukasz Bjørn-Straße', 'lukasz', 'bjorn', 'strasse'],
      ['Cœur', 'coeur', 'cœ'],
      ['İpek Yılmaz', 'ipek', 'yilmaz'],
      ['أَحْمَد', 'احمد', 'أحمد'],
      ['نـور', 'نور'],
      ['Їжак', 'іжак', 'їжак'],
      ['ሰላማዊት', 'ሰላ'],
      ['Nguyễn Thị Ánh', 'nguyen thi', 'anh'],
      ['رسالة من المُحامي', 'المحامى', 'رساله'],
      ['علی کریمی', 'علي', 'كريمي'],
      ['خانهٔ ما', 'خانه'],
      ['Reçu n° ۱۲٣', '123', 'recu', 'N°'],
      ['Carte d’identité', "d'identité", 'identite carte'],
    ] as const) {
      for (const one of [...typed, '', ' ']) t.ok(isFound(name, one), `${name}: ${one}`);
    }
    for (const [name, typed] of [
      ['Amina Diallo', 'mina'],
      ['Amina Diallo', 'amina dialla'],
      ['Noor', 'amina'],
      ['Reçu 123', '۴'],
    ] as const) {
      t.notOk(isFound(name, typed), `${name}: ${typed}`);
    }
  },
);

t.test('a name is chosen whole or by a part, and nobody is by nothing', async (t) => {
  t.ok(isSameName('Avis d’impôt', "AVIS D'IMPOT"));
  t.ok(isSameName('علی', 'علي'));
  t.notOk(isSameName('Avis', 'Avis 2'));
  t.ok(isPartOf('Carte d’identité', 'entite'));
  for (const nothing of ['', ' ', '-', '.*']) t.notOk(isPartOf('Amina', nothing), `"${nothing}"`);
  // signs may be all that a name has
  t.ok(isSameName('★', ' ★'));
  t.ok(isPartOf('★', '★'));
  t.notOk(isSameName('★', '☆'));
  t.notOk(isPartOf('Amina', '★'));
});
