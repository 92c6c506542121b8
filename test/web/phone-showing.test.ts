/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import t from 'tap';
import { readCardImage } from '../../src/cli/card/read.js';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import { decodeCard, encodeCardTyped } from '../../src/core/crypto/card-code.js';
import { noBrowser, there, visit } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import {
  allSent,
  CODE,
  firstMinute,
  heading,
  keptOn,
  newPhone,
  phoneBrowser,
  press,
  typeCode,
} from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

/** Puts the card where the person keeps it; gives the signs that can be typed. */
const savedCard = async (page: Page): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Garder l’image')]);
  const { secret } = decodeCard(await readCardImage(readFileSync(sure(await download.path()))), cardCheck);
  return encodeCardTyped(secret, cardCheck);
};

/** A phone with one paper in its safe, at the list. */
const settled = async (kind: string) => {
  const visitor = await newPhone(there(browser), there(server).address);
  await firstMinute(visitor.page, kind);
  await press(visitor.page, 'Plus tard');
  await allSent(visitor.page, 1);
  return visitor;
};

t.test(
  'a paper is shown to an agency by link and code, seen there, told of, and taken back in one tap',
  { skip },
  async (t) => {
    const { page, faults } = await settled('Titre de séjour');
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'share', {
        value: async ({ url }: { url: string }) => Object.assign(window, { sharedUrl: url }),
      });
    });
    await press(page, 'Montrer');
    await page.getByText('Vous ne montrez rien à personne.').waitFor();
    await press(page, 'Montrer');
    await press(page, 'Par un lien');
    await page.locator('.paper-card').click();
    await press(page, 'Continuer · 1 papier');
    await page.getByLabel('Nom, si vous voulez').fill('CAF de Lille');
    await press(page, '7 jours');
    await heading(page, 'Le lien est prêt');
    const code = (await page.locator('.big-code').innerText()).replace(/\s/g, '');
    await press(page, 'Envoyer');
    const url = await page.evaluate(() => (window as unknown as { sharedUrl: string }).sharedUrl);
    t.match(url, /\/o\/#1[\w-]{27}$/);

    const agency = await visit(there(browser));
    await agency.page.goto(url);
    await press(agency.page, 'Voir');
    await agency.page.getByLabel('Code à six chiffres').fill(code);
    await press(agency.page, 'Ouvrir');
    await agency.page.getByText('Titre de séjour').first().waitFor();

    await press(page, 'Qui voit quoi');
    await page.getByText('ouvert 1 fois').waitFor();
    await press(page, 'Reprendre : CAF de Lille');
    await page.getByText('Vous ne montrez rien à personne.').waitFor();
    await press(page, 'Mes papiers');
    await allSent(page, 1);
    const late = await visit(there(browser));
    await late.page.goto(url);
    await heading(late.page, 'Ce lien a été repris');
    t.same([...faults(), ...agency.faults(), ...late.faults()], []);
  },
);

t.test('the history says in plain words who did what, and others stand out', { skip }, async (t) => {
  const { page, faults } = await settled('Passeport');
  await page.reload();
  await typeCode(page, '918273');
  await page.getByText('Il reste 9 essais').waitFor();
  await typeCode(page);
  await allSent(page, 1);
  await press(page, 'Plus');
  await press(page, 'Historique');
  await page.getByText('Vous avez gardé « Passeport »').waitFor();
  await page.locator('.told-line.other', { hasText: 'le code était faux' }).waitFor();
  await page.goBack();
  await press(page, 'Langue');
  await press(page, 'العربية');
  await press(page, 'السجل');
  await page.getByText('أنت: حفظ «Passeport»').waitFor();
  t.same(faults(), []);
});

t.test('another code comes with another card, and the old ones open nothing', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await firstMinute(page, 'Passeport');
  const oldCard = await savedCard(page);
  await press(page, 'C’est gardé');
  await allSent(page, 1);
  await press(page, 'Plus');
  await press(page, 'Changer le code');
  await typeCode(page);
  await heading(page, 'Choisissez un code');
  await typeCode(page, '735162');
  await heading(page, 'Encore une fois');
  await typeCode(page, '735162');
  await heading(page, 'Carte de secours');
  const newCard = await savedCard(page);
  t.not(newCard, oldCard);
  await press(page, 'C’est gardé');
  await allSent(page, 1);
  await page.reload();
  await heading(page, 'Votre code');
  await typeCode(page);
  await page.getByText('Ce n’est pas le code.').waitFor();
  await typeCode(page, '735162');
  await allSent(page, 1);
  for (const [card, said] of [
    [oldCard, 'Cette carte est bloquée'],
    [newCard, 'Bloquer l’ancien téléphone ?'],
  ] as const) {
    const { page: found } = await newPhone(there(browser), there(server).address);
    await press(found, 'Français');
    await press(found, 'Déjà une pochette');
    await press(found, 'Taper les signes');
    await found.getByLabel('Au dos de la carte').fill(card);
    await press(found, 'Continuer');
    await heading(found, 'Votre code');
    await typeCode(found, '735162');
    await found.getByText(said).waitFor();
  }
  t.same(faults(), []);
});

t.test(
  'everything comes out in one file; erasing takes the right code, and leaves nothing on the phone',
  { skip },
  async (t) => {
    const { page, faults } = await settled('Domiciliation');
    await press(page, 'Plus');
    await press(page, 'Mes téléphones');
    await page.getByText('Ce téléphone').waitFor();
    await page.goBack();
    await press(page, 'Tout sortir');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.button.main').click(),
    ]);
    const files = unzipSync(readFileSync(sure(await download.path())));
    const names = Object.keys(files);
    t.ok(
      names.some((name) => name.endsWith('Domiciliation.jpg')),
      names.join(', '),
    );
    t.ok(names.includes('log.json') && names.includes('historique.txt'));
    await page.goBack();
    await press(page, 'Tout effacer');
    await heading(page, 'Tout effacer ?');
    await typeCode(page, '918273');
    await page.getByText('Ce n’est pas le code.').waitFor();
    await page.keyboard.type(CODE);
    await heading(page, 'Tout est effacé');
    t.notMatch(await keptOn(page).catch(() => ''), /kept: |drafts: |cache: /);
    await page.reload();
    await press(page, 'Français');
    await heading(page, 'Gardez vos papiers ici.');
    t.same(faults(), []);
  },
);
