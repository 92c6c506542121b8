/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import t from 'tap';
import { fixture } from '../helpers/agency.js';
import { axeFaults, noBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import {
  allSent,
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
import {
  intoSafe,
  openPaper,
  picturesOf,
  smallPages,
  tellsNothing,
  toCamera,
} from '../helpers/phone-safe.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

/** The page that is looked at, turned so that it lies. */
const turnedPage = async (page: Page): Promise<void> => {
  await page.locator('.leaf-screen .shot img').waitFor();
  await press(page, 'Tourner');
  await page.waitForFunction(() => {
    const image = document.querySelector<HTMLImageElement>('.leaf-screen .shot img');
    return image !== null && image.naturalWidth > image.naturalHeight;
  });
};

t.test(
  'several pages become one paper, in their order or another, each small and saying nothing',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    await toCamera(page);
    await takePage(page);
    await heading(page, 'C’est quel papier ?');
    await smallPages(page).first().waitFor();
    await press(page, 'Encore une page');
    await takePage(page);
    await smallPages(page).nth(1).waitFor();
    await press(page, 'Encore une page');
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles([
        { name: 'a.jpg', mimeType: 'image/jpeg', buffer: fixture('photos/photo-06.jpg') },
        { name: 'b.jpg', mimeType: 'image/jpeg', buffer: fixture('capture/photo-02.jpg') },
      ]);
    await smallPages(page).nth(3).waitFor();
    t.same(await axeFaults(page), []);
    // back from the pages is where the first photo was taken, not through all of them
    await press(page, 'Impôts').catch(() => undefined);
    await press(page, 'Autre');
    await press(page, 'Impôts');
    await intoSafe(page, 1);
    await openPaper(page);
    await page.locator('.view canvas').nth(3).scrollIntoViewIfNeeded();
    const pdf = await saved(page, 'Copie');
    const pages = picturesOf(pdf);
    t.equal(pages.length, 4);
    t.ok(tellsNothing(pdf));
    for (const [jpeg = new Uint8Array()] of pages) {
      t.ok(jpeg.length <= 300_000, `${jpeg.length} bytes`);
      t.equal((await sharp(jpeg).metadata()).exif, undefined);
    }
    // the last one, turned, goes before the third
    await press(page, 'Changer l’ordre');
    await smallPages(page).nth(3).waitFor();
    await press(page, 'Page 4');
    await turnedPage(page);
    await press(page, 'Avant');
    await heading(page, 'Page 3');
    await page.goBack();
    await smallPages(page).nth(3).waitFor();
    await press(page, 'C’est bon');
    await page.locator('.view canvas').nth(3).scrollIntoViewIfNeeded();
    const ordered = picturesOf(await saved(page, 'Copie'));
    const turned = await sharp(sure(sure(ordered[2])[0])).metadata();
    t.ok(turned.width > turned.height, 'the turned one is the third');
    t.same(
      [ordered[0], ordered[1], ordered[3]],
      pages.slice(0, 3),
      'the others are byte for byte what they were',
    );
    t.same(faults(), []);
  },
);

t.test('a page is turned, put before another or taken out before the paper is named', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await toCamera(page);
  await takePage(page);
  await press(page, 'Encore une page');
  await takePage(page);
  await smallPages(page).nth(1).waitFor();
  await press(page, 'Page 2');
  await turnedPage(page);
  t.same(await axeFaults(page), []);
  await page.getByRole('button', { name: 'Après', exact: true, disabled: true }).waitFor();
  // by keyboard, and said aloud
  await page.getByRole('button', { name: 'Avant', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'Page 1 sur 2' }).waitFor();
  await heading(page, 'Page 1');
  await page.goBack();
  await smallPages(page).nth(1).waitFor();
  await press(page, 'Page 2');
  await page.locator('.leaf-screen .shot img').waitFor();
  await press(page, 'Enlever');
  await smallPages(page).first().waitFor();
  t.equal(await smallPages(page).count(), 1);
  await press(page, 'Passeport');
  await intoSafe(page, 1);
  await openPaper(page);
  const { format, width, height } = await sharp(await saved(page, 'Copie')).metadata();
  t.equal(format, 'jpeg', 'one page is a picture');
  t.ok(width > height, 'the one that was turned is left');
  t.same(faults(), []);
});

t.test('of a paper whose last page is taken out nothing is left', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await toCamera(page);
  await takePage(page);
  await smallPages(page).first().waitFor();
  await press(page, 'Page 1');
  await press(page, 'Enlever');
  await page.locator('.finder[data-state="ready"]').waitFor();
  t.notMatch(await keptOn(page), /drafts: |contents: /);
  await takePaper(page, 'Passeport');
  t.same(faults(), []);
});

t.test('a tab that is killed between two pages loses none that was confirmed', { skip }, async (t) => {
  const { page } = await newPhone(there(browser), there(server).address);
  await toCamera(page);
  await takePage(page);
  await press(page, 'Encore une page');
  await takePage(page);
  await smallPages(page).nth(1).waitFor();
  await press(page, 'Encore une page');
  await page.locator('.finder[data-state="ready"]').waitFor();
  await press(page, 'Photo !');
  await heading(page, 'Votre photo');
  // this shot was not confirmed
  const next = await page.context().newPage();
  await page.close();
  await next.goto(`${there(server).address}/`);
  await heading(next, 'Mes papiers');
  await next.getByText('1 papier à ranger').waitFor();
  await press(next, 'Ranger');
  await smallPages(next).nth(1).waitFor();
  t.equal(await smallPages(next).count(), 2);
  t.notOk((await keptOn(next)).includes(PHOTO_BEGINS), 'and they lie sealed');
  await press(next, 'Encore une page');
  await takePage(next);
  await smallPages(next).nth(2).waitFor();
  await press(next, 'Domiciliation');
  await intoSafe(next, 1);
  await openPaper(next);
  await next.locator('.view canvas').nth(2).scrollIntoViewIfNeeded();
  t.equal(picturesOf(await saved(next, 'Copie')).length, 3);
});

t.test('several files at once are papers, named one after the other or later', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await firstMinute(page, 'Passeport');
  await press(page, 'Plus tard');
  await allSent(page, 1);
  await press(page, 'Ajouter');
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles([
      { name: 'Quittance.pdf', mimeType: 'application/pdf', buffer: fixture('scans/scan-01-page.pdf') },
      { name: 'a.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg onload="x">') },
      { name: 'b.jpg', mimeType: 'image/jpeg', buffer: fixture('photos/photo-06.jpg') },
      { name: 'Bail.pdf', mimeType: 'application/pdf', buffer: fixture('scans/scan-03-pages.pdf') },
    ]);
  await page.locator('.file-name', { hasText: 'Quittance' }).waitFor();
  await press(page, 'CAF, RSA');
  await smallPages(page).first().waitFor();
  await page.reload();
  await typeCode(page);
  await page.getByText('2 papiers à ranger').waitFor();
  await press(page, 'Ranger');
  await smallPages(page).first().waitFor();
  await press(page, 'Banque, RIB');
  await page.locator('.file-name', { hasText: 'Bail' }).waitFor();
  await press(page, 'Domiciliation');
  await press(page, 'Continuer');
  await allSent(page, 4);
  t.equal(await page.getByText('à ranger').count(), 0);
  t.same(faults(), []);
});
