/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { KINDS } from '../../src/core/kinds.js';
import { words as arKinds } from '../../src/web/i18n/phone/ar.js';
import { words as enKinds } from '../../src/web/i18n/phone/en.js';
import { words as frKinds } from '../../src/web/i18n/phone/fr.js';
import { words as ar } from '../../src/web/i18n/phone/pages/ar.js';
import { words as en } from '../../src/web/i18n/phone/pages/en.js';
import { words as fr } from '../../src/web/i18n/phone/pages/fr.js';
import { endingFirst, endingOf } from '../../src/web/phone/ending.js';
import { found } from '../../src/web/phone/pages/search.js';
import { fixture } from '../helpers/agency.js';
import { axeFaults, noBrowser, there } from '../helpers/browser.js';
import { lix, sentencesOf } from '../helpers/catalogue.js';
import { allSent, firstMinute, heading, newPhone, phoneBrowser, press, typeCode } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

const titled = (title: string, kind = 'other', note: string | null = null) => ({ title, kind, note });

t.test('a paper is found without accents, by kind, shelf and note, in the person’s language', async (t) => {
  const card = titled('Carte d’identité', 'identity-card');
  const lease = titled('Appart', 'lease', 'Clé chez Zoé, 2ᵉ étage');
  const letter = titled('رسالة من المُحامي', 'letter');
  const passport = titled('Mon passeport', 'passport');
  const all = [passport, card, lease, letter];
  const by = (words: typeof frKinds, typed: string): string[] =>
    found(words, all, typed).map(({ title }) => title);
  for (const typed of ['identite', 'IDENTITÉ', 'ident']) {
    t.same(by(frKinds, typed), [card.title, passport.title], `${typed}, and then its shelf`);
  }
  for (const typed of ['carte ident', 'ident  carte', 'd’identité']) {
    t.same(by(frKinds, typed), [card.title], typed);
  }
  t.same(by(frKinds, 'bail'), [lease.title], 'by its kind');
  t.same(by(enKinds, 'lease'), [lease.title]);
  t.same(by(enKinds, 'bail'), []);
  t.same(by(frKinds, 'logement'), [lease.title], 'by its shelf');
  t.same(by(frKinds, 'zoe cle'), [lease.title], 'by its note');
  t.same(by(arKinds, 'المحامى'), [letter.title], 'in letters that are alike');
  t.same(by(arKinds, arKinds.kinds.lease), [lease.title]);
  t.same(by(frKinds, 'dentite'), [], 'words are sought from their beginning');
  t.same(by(frKinds, 'carte bail'), []);
  t.same(
    by(frKinds, ' '),
    all.map(({ title }) => title),
    'nothing was typed',
  );
  t.same(
    by(frKinds, '.*['),
    all.map(({ title }) => title),
  );
});

t.test('each kind is told of in its own time before it ends; others 60 days before', async (t) => {
  const now = '2026-11-27';
  const at = (kind: string, expires: string | null) => endingOf({ kind, expires }, now);
  t.equal(at('domiciliation', '2027-01-26'), 'soon', '60 days');
  t.equal(at('domiciliation', '2027-01-27'), null);
  t.equal(at('prescription', '2026-12-11'), 'soon', '14 days');
  t.equal(at('prescription', '2026-12-12'), null);
  t.equal(at('letter', '2027-01-26'), 'soon');
  t.equal(at('letter', '2027-01-27'), null);
  t.equal(at('letter', '2026-11-27'), 'soon', 'its last day');
  t.equal(at('letter', '2026-11-26'), 'over');
  t.equal(at('letter', null), null);
  const papers = [
    { kind: 'letter', expires: null },
    { kind: 'letter', expires: '2020-01-01' },
    { kind: 'letter', expires: '2026-12-20' },
    { kind: 'passport', expires: '2026-11-01' },
    { kind: 'letter', expires: '2030-01-01' },
    { kind: 'letter', expires: '2026-12-01' },
  ];
  t.same(
    endingFirst(papers, now).map(({ expires }) => expires),
    ['2026-11-01', '2026-12-01', '2026-12-20', null, '2020-01-01', '2030-01-01'],
    'what ended long ago is no news',
  );
});

t.test('what is said of pages and of finding is there in every language, short and easy', async (t) => {
  const places = [...sentencesOf(fr).keys()].toSorted();
  for (const words of [fr, en, ar]) {
    const said = sentencesOf(words);
    t.same([...said.keys()].toSorted(), places, words.language);
    for (const [place, text] of said) {
      t.ok(
        text.trim() !== '' && !/undefined|NaN|#|\[object/.test(text),
        `${words.language} ${place}: ${text}`,
      );
      t.ok(text.split(/\s+/).length <= 12, text);
    }
    const buttons = [words.another, words.turn, words.remove, words.good, words.cancel, words.back.photo];
    const more = [words.back.none, words.renew, words.note.save, words.sort.begin, words.unfinished.go];
    for (const button of [...buttons, ...more]) t.ok(button.split(' ').length <= 3, button);
  }
  for (const words of [fr, en]) {
    const text = [...sentencesOf(words).values()].filter((one) => / .* /.test(one)).join('. ');
    t.ok(lix(text) <= 28, `${words.language}: ${lix(text).toFixed(1)}`);
  }
  const latin = [...sentencesOf(ar)].filter(
    ([place, text]) => place !== 'language' && /[a-z]{2}/i.test(text),
  );
  t.same(latin, [], 'nothing was left untranslated');
});

const chosen = [
  'Domiciliation',
  'Carte d’identité',
  'CAF, RSA',
  'Banque, RIB',
  'Passeport',
  'Titre de séjour',
];

/** More papers than are seen at a glance, from the phone's files. */
const manyPapers = async (page: Page): Promise<void> => {
  await firstMinute(page, 'Carte Vitale');
  await press(page, 'Plus tard');
  await allSent(page, 1);
  await press(page, 'Ajouter');
  const kinds = [...chosen, 'Domiciliation', 'CAF, RSA'];
  const buffer = fixture('scans/scan-01-page.pdf');
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles(
      kinds.map((kind, i) => ({ name: `${i} ${kind}.pdf`, mimeType: 'application/pdf', buffer })),
    );
  for (const [i, kind] of kinds.entries()) {
    await page.locator('.file-name', { hasText: `${i} ${kind}` }).waitFor();
    await press(page, kind);
  }
  await press(page, 'Continuer');
  await allSent(page, 9);
};

t.test(
  'of many papers one is found by a word or by its picture, and nothing is asked of the server',
  { skip },
  async (t) => {
    const { page, sent, faults } = await newPhone(there(browser), there(server).address);
    await manyPapers(page);
    await press(page, 'Chercher');
    await heading(page, 'Quel papier ?');
    t.same(await axeFaults(page), []);
    await page.getByLabel('Un mot').fill('identite');
    await page.locator('.paper-card').first().waitFor();
    t.match(
      await page.locator('.paper-card .paper-name').allInnerTexts(),
      [/^Carte d/, /^Passeport/],
      'and then what lies on the shelf of that name',
    );
    t.same(await axeFaults(page), []);
    await page.locator('.paper-card').first().click();
    await heading(page, 'Carte d’identité');
    await page.goBack();
    t.equal(await page.getByLabel('Un mot').inputValue(), 'identite', 'what was sought is still there');
    await page.getByLabel('Un mot').fill('xyz');
    await page.getByText('Rien trouvé.').waitFor();
    await press(page, 'Tous');
    await page.locator('.kinds').getByRole('button', { name: 'CAF, RSA' }).click();
    await page.locator('.paper-card').nth(1).waitFor();
    t.equal(await page.locator('.paper-card').count(), 2);
    t.notMatch(sent(), /identite|xyz/);
    // locked, nothing of it is left on the screen
    await page.reload();
    await typeCode(page);
    await allSent(page, 9);
    await press(page, 'Chercher');
    t.equal(await page.getByLabel('Un mot').inputValue(), '');
    t.same(faults(), []);
  },
);

t.test('what ends soon comes first and is marked, on the list and on the paper', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await firstMinute(page, 'Domiciliation');
  await press(page, 'Plus tard');
  await allSent(page, 1);
  await page.locator('.paper-card').click();
  await page.locator('.fact').nth(1).click();
  const inDays = (days: number): string =>
    new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel('Dernier jour').fill(inDays(40));
  await press(page, 'Enregistrer');
  await page.locator('.fact .ending', { hasText: /finit dans (39|40|41) jours/ }).waitFor();
  await page.goBack();
  await press(page, 'Ajouter');
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: fixture('scans/scan-01-page.pdf') });
  await press(page, 'Passeport');
  await press(page, 'Continuer');
  await allSent(page, 2);
  const [first] = await page.locator('.paper-card').allInnerTexts();
  t.match(first, /finit dans/, 'before what is newer');
  t.equal(await page.getByRole('button', { name: 'Chercher' }).count(), 0, 'two papers are seen at a glance');
  t.same(await axeFaults(page), []);
  t.same(faults(), []);
});

t.test('small pictures that may stay on the phone are not fetched again', { skip }, async (t) => {
  const { page, sent } = await newPhone(there(browser), there(server).address);
  await firstMinute(page, 'Passeport');
  await press(page, 'Plus tard');
  await allSent(page, 1);
  const fetched = (): number => sent().match(/^GET [^ ]*\/thumbnail/gm)?.length ?? 0;
  const comeBack = async (): Promise<void> => {
    await page.reload();
    await heading(page, 'Votre code');
    await typeCode(page);
    await page.locator('.thumb img').waitFor();
  };
  await comeBack();
  const before = fetched();
  await comeBack();
  t.equal(fetched(), before + 1, 'without that choice they are');
  await press(page, 'Plus');
  await press(page, 'Sans internet');
  await press(page, 'Oui');
  await heading(page, 'Plus');
  await comeBack();
  t.equal(fetched(), before + 1);
});

t.test('every kind with a back is a card, and nothing else', async (t) => {
  t.same(
    KINDS.filter((kind) => 'twoSided' in kind).map(({ id }) => id),
    ['identity-card', 'consular-card', 'residence-permit', 'health-insurance'],
  );
});
