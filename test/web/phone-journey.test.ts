/// <reference lib="dom" />
import sharp from 'sharp';
import t from 'tap';
import { readCardImage } from '../../src/cli/card/read.js';
import { axeFaults, noBrowser, there } from '../helpers/browser.js';
import {
  allSent,
  CODE,
  firstMinute,
  heading,
  keptOn,
  newPhone,
  PHOTO_BEGINS,
  phoneBrowser,
  press,
  saved,
  takePage,
  takePaper,
  typeCode,
} from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';
import { spyLine } from '../helpers/spy-line.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

t.test('a first paper is kept with five taps, and the next one with four', { skip }, async (t) => {
  const { page } = await newPhone(there(browser), there(server).address);
  await page.evaluate(() => {
    const counted = window as unknown as { taps: number };
    counted.taps = 0;
    addEventListener(
      'click',
      ({ isTrusted }) => {
        if (isTrusted) counted.taps += 1;
      },
      true,
    );
  });
  const taps = (): Promise<number> => page.evaluate(() => (window as unknown as { taps: number }).taps);
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  await takePaper(page, 'Passeport');
  t.equal(await taps(), 5);
  await press(page, 'Autre papier');
  await takePaper(page, 'Domiciliation');
  t.equal(await taps(), 9);
  await press(page, 'Autre papier');
  await takePage(page);
  await press(page, 'Carte Vitale');
  await page.getByText('Gardé sur ce téléphone').waitFor();
  t.equal(await taps(), 13, 'also a card, before its back is asked for');
});

t.test('what is kept, and what is sent, tells nobody what it is', { skip }, async (t) => {
  const line = await spyLine(t, there(server).address);
  const { page, faults } = await newPhone(there(browser), line.url);
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  await takePaper(page, 'Titre de séjour');
  const before = await keptOn(page);
  t.match(before, /drafts: /, 'it lies on the phone');
  t.match(before, /key, extractable: false/);
  await press(page, 'Continuer');
  await press(page, 'D’accord');
  await typeCode(page);
  await heading(page, 'Encore une fois');
  await typeCode(page);
  await heading(page, 'Carte de secours');
  await press(page, 'Plus tard');
  await allSent(page, 1);
  const after = await keptOn(page);
  t.notMatch(after, /drafts: /, 'what the safe has is off the phone');
  for (const [where, text] of Object.entries({ before, after, sent: line.heard() })) {
    for (const secret of [CODE, 'Titre de s', 'residence-permit', PHOTO_BEGINS, 'photo.jpg']) {
      t.notOk(text.includes(secret), `${where}: ${secret}`);
    }
  }
  t.same(faults(), []);
});

t.test('coming back takes the code; a wrong one says how many tries are left', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await firstMinute(page, 'Banque, RIB');
  await press(page, 'Plus tard');
  await allSent(page, 1);
  await page.reload();
  await heading(page, 'Votre code');
  await typeCode(page, '918273');
  await page.getByText('Il reste 9 essais').waitFor();
  await page.keyboard.type(CODE);
  await allSent(page, 1);
  await page.locator('.paper-card', { hasText: 'Banque' }).click();
  await page.locator('.view canvas[data-drawn]').waitFor();
  const copy = await saved(page, 'Copie');
  t.equal(copy.subarray(0, PHOTO_BEGINS.length).toString('latin1'), PHOTO_BEGINS);
  const photo = await sharp(copy).metadata();
  t.equal(photo.exif, undefined, 'nothing of where and with what it was taken');
  t.same(faults(), []);
});

t.test('a paper is renamed, dated, thrown away and taken back', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await firstMinute(page);
  await press(page, 'Plus tard');
  await allSent(page, 1);
  await page.locator('.paper-card').click();
  await press(page, 'Nom');
  await page.getByLabel('Nom').fill('Ma carte');
  await press(page, 'Enregistrer');
  await heading(page, 'Ma carte');
  await page.locator('.fact').nth(1).click();
  await page.getByLabel('Dernier jour').fill('2031-03-12');
  await press(page, 'Enregistrer');
  await page.getByRole('button', { name: '12 mars 2031' }).waitFor();
  await page.goBack();
  await page.getByText('jusqu’au 12 mars 2031').waitFor();
  await page.locator('.paper-card').click();
  await press(page, 'Jeter');
  await heading(page, 'Jeter ce papier ?');
  await press(page, 'Jeter');
  await page.getByText('Rien encore').waitFor();
  await press(page, 'Corbeille');
  await page.getByText('encore 30 jours').waitFor();
  await press(page, 'Récupérer : Ma carte');
  await page.getByText('La corbeille est vide').waitFor();
  await page.goBack();
  await allSent(page, 1);
  await page.getByText('Ma carte').waitFor();
  t.same(faults(), []);
});

t.test(
  'a phone is lost: the card and the code find all papers, and the old phone is blocked',
  { skip },
  async (t) => {
    const { address } = there(server);
    const old = await newPhone(there(browser), address);
    await firstMinute(old.page, 'Titre de séjour');
    const picture = await saved(old.page, 'Garder l’image');
    const text = await readCardImage(picture);
    const sheet = await saved(old.page, 'Imprimer');
    t.equal(sheet.subarray(0, 5).toString(), '%PDF-');
    t.same(await axeFaults(old.page), []);
    await press(old.page, 'C’est gardé');
    await allSent(old.page, 1);
    t.equal((await keptOn(old.page)).match(/^kept: /gm)?.length, 1, 'the card is off the phone');

    const seeing = await phoneBrowser(t, picture);
    const { page, faults } = await newPhone(seeing, address);
    await press(page, 'Français');
    await press(page, 'Déjà une pochette');
    await press(page, 'Scanner la carte');
    await heading(page, 'Votre code');
    await typeCode(page);
    await heading(page, 'Bloquer l’ancien téléphone ?');
    await press(page, 'Bloquer');
    await heading(page, 'Ancien téléphone bloqué');
    await press(page, 'Mes papiers');
    await allSent(page, 1);
    await page.getByText('Titre de séjour').waitFor();
    t.same(faults(), []);

    await old.page.reload();
    await heading(old.page, 'Votre code');
    await typeCode(old.page);
    await old.page.getByText('Ce téléphone est bloqué').waitFor();
    await press(old.page, 'Recommencer ici');
    await heading(old.page, 'Gardez vos papiers ici.');
    t.notMatch(await keptOn(old.page), /kept: |cache: /, 'it lets go of the safe');

    const typing = await newPhone(there(browser), address);
    await press(typing.page, 'Français');
    await press(typing.page, 'Déjà une pochette');
    await press(typing.page, 'Taper les signes');
    await typing.page.getByLabel('Au dos de la carte').fill(text.slice(0, 20));
    await press(typing.page, 'Continuer');
    await typing.page.getByText('Ce n’est pas la carte').waitFor();
  },
);
