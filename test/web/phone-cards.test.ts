/// <reference lib="dom" />
import sharp from 'sharp';
import t from 'tap';
import { ownPages } from '../../src/web/capture/pdf-read.js';
import { fixture } from '../helpers/agency.js';
import { axeFaults, noBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { heading, newPhone, phoneBrowser, press, saved, takePage, takePaper } from '../helpers/phone.js';
import {
  intoSafe,
  openPaper,
  picturesOf,
  smallPages,
  tellsNothing,
  toCamera,
  withPaper,
} from '../helpers/phone-safe.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

t.test('both sides of a card are one page, the front above', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await toCamera(page);
  await takePage(page);
  await press(page, 'Carte d’identité');
  await heading(page, 'Le dos ?');
  await page.getByText('Gardé sur ce téléphone').waitFor();
  t.same(await axeFaults(page), []);
  await press(page, 'Photo');
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'b.jpg', mimeType: 'image/jpeg', buffer: fixture('capture/photo-02.jpg') });
  await press(page, 'Photo entière');
  await page.locator('[data-screen="kept"]').waitFor();
  await intoSafe(page, 1);
  await openPaper(page);
  t.equal(await page.locator('.view canvas').count(), 1);
  const pdf = await saved(page, 'Copie');
  const [sides, ...more] = picturesOf(pdf);
  t.equal(sides?.length, 2, 'two pictures on it');
  t.same(more, []);
  t.ok(tellsNothing(pdf));
  const [front, back] = /* as they are drawn */ [
    ...pdf.toString('latin1').matchAll(/ ([\d.]+) cm \/I(\d) Do/g),
  ].map(([, height, name]) => ({ height: Number(height), name }));
  t.match([front?.name, back?.name], ['0', '1']);
  t.ok(sure(front).height > sure(back).height, 'PDF counts from below');
  t.same(faults(), []);
});

t.test(
  'a card that was photographed as two pages is one page too; one without a back a picture',
  { skip },
  async (t) => {
    const { page } = await newPhone(there(browser), there(server).address);
    await toCamera(page);
    await takePage(page);
    await press(page, 'Encore une page');
    await takePage(page);
    await smallPages(page).nth(1).waitFor();
    await press(page, 'Titre de séjour');
    await page.locator('[data-screen="kept"]').waitFor();
    await press(page, 'Autre papier');
    await takePaper(page, 'Carte Vitale');
    await intoSafe(page, 2);
    await page.locator('.paper-card', { hasText: 'Titre de séjour' }).click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    t.equal(sure(picturesOf(await saved(page, 'Copie'))[0]).length, 2);
    await page.goBack();
    await page.locator('.paper-card', { hasText: 'Carte Vitale' }).click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    t.equal((await sharp(await saved(page, 'Copie')).metadata()).format, 'jpeg');
  },
);

t.test('the back comes to a card that was kept without it', { skip }, async (t) => {
  const { page } = await newPhone(there(browser), there(server).address);
  await withPaper(page, 'Carte d’identité');
  await openPaper(page);
  await press(page, 'Encore une page');
  await takePage(page);
  await smallPages(page).nth(1).waitFor();
  await press(page, 'C’est bon');
  await page.locator('.view canvas[data-drawn]').waitFor();
  await page.waitForTimeout(500);
  const pages = sure(ownPages(await saved(page, 'Copie')) ?? undefined);
  t.same(
    pages.map(({ length }) => length),
    [2],
  );
});
