/// <reference lib="dom" />
import sharp from 'sharp';
import t from 'tap';
import { addPaper } from '../../src/client/add.js';
import { binPaper } from '../../src/client/bin.js';
import { listPapers } from '../../src/client/papers.js';
import { ownPages } from '../../src/web/capture/pdf-read.js';
import { fixture } from '../helpers/agency.js';
import { badLine } from '../helpers/bad-line.js';
import { axeFaults, noBrowser, there } from '../helpers/browser.js';
import { chance } from '../helpers/chance.js';
import { sure } from '../helpers/cheating.js';
import {
  allSent,
  heading,
  newPhone,
  phoneBrowser,
  press,
  saved,
  takePage,
  typeCode,
} from '../helpers/phone.js';
import { openPaper, otherDevice, smallPages, versionsOf, withPaper } from '../helpers/phone-safe.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

t.test('a page is added to a paper that is kept; it stays the same paper', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  const card = await withPaper(page, 'Domiciliation');
  await openPaper(page);
  await press(page, 'Encore une page');
  await takePage(page);
  await heading(page, 'Le papier, maintenant');
  await smallPages(page).nth(1).waitFor();
  t.same(await axeFaults(page), []);
  const session = await otherDevice(t, there(server).address, card);
  t.equal((await versionsOf(session)).versions.length, 1, 'not before the person said so');
  await press(page, 'C’est bon');
  await heading(page, 'Domiciliation');
  await page.locator('.view canvas').nth(1).waitFor();
  await press(page, 'Retour');
  await allSent(page, 1);
  const { papers, versions } = await versionsOf(session);
  t.equal(papers.length, 1);
  t.match(
    versions.map(({ metadata: { pages, since } }) => ({ pages, since })),
    [
      { pages: null, since: sure(versions[0]).metadata.since },
      { pages: 2, since: sure(versions[0]).metadata.since },
    ],
  );
  // and once more, to what is a PDF by now
  await openPaper(page);
  await press(page, 'Encore une page');
  await takePage(page);
  await smallPages(page).nth(2).waitFor();
  await press(page, 'C’est bon');
  await page.locator('.view canvas').nth(2).waitFor();
  t.equal(sure(ownPages(await saved(page, 'Copie')) ?? undefined).length, 3);
  t.same(faults(), []);
});

t.test(
  'a paper that changed is taken anew, by photo or by file; the old end counts no more',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    const card = await withPaper(page, 'Passeport');
    await openPaper(page);
    await page.locator('.fact').nth(1).click();
    await page.getByLabel('Dernier jour').fill('2031-03-12');
    await press(page, 'Enregistrer');
    await page.getByText('12 mars 2031').waitFor();
    await press(page, 'Remplacer');
    await takePage(page);
    await smallPages(page).first().waitFor();
    await press(page, 'Annuler');
    await page.getByText('12 mars 2031').waitFor();
    await press(page, 'Remplacer');
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({
        name: 'a.pdf',
        mimeType: 'application/pdf',
        buffer: fixture('scans/scan-03-pages.pdf'),
      });
    await heading(page, 'Le papier, maintenant');
    await press(page, 'C’est bon');
    await page.locator('.view canvas').nth(2).waitFor();
    t.equal(await page.getByText('12 mars 2031').count(), 0);
    await press(page, 'Retour');
    await allSent(page, 1);
    await openPaper(page);
    t.ok((await saved(page, 'Copie')).equals(fixture('scans/scan-03-pages.pdf')));
    // nothing can be put behind a PDF of somebody else
    await page.getByRole('button', { name: 'Remplacer' }).waitFor();
    t.equal(await page.getByRole('button', { name: 'Encore une page' }).count(), 0);
    const { papers, versions } = await versionsOf(await otherDevice(t, there(server).address, card));
    t.equal(papers.length, 1);
    t.match(versions.at(-1)?.metadata, { title: 'Passeport', kind: 'passport', expires: null });
    t.same(faults(), []);
  },
);

t.test('a change that was begun when the tab was killed is there to be finished', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  const card = await withPaper(page, 'Passeport');
  await openPaper(page);
  await press(page, 'Encore une page');
  await takePage(page);
  await smallPages(page).nth(1).waitFor();
  await page.reload();
  await typeCode(page);
  await page.getByText('« Passeport » : à terminer.').waitFor();
  t.equal(await page.locator('.paper-card').count(), 1, 'and the paper is what it was');
  t.equal((await versionsOf(await otherDevice(t, there(server).address, card))).versions.length, 1);
  await press(page, 'Terminer');
  await smallPages(page).nth(1).waitFor();
  await press(page, 'C’est bon');
  await page.locator('.view canvas').nth(1).waitFor();
  await press(page, 'Retour');
  await allSent(page, 1);
  t.equal(await page.getByText('à terminer').count(), 0);
  t.same(faults(), []);
});

t.test(
  'without a line a page is added too; an answer that is lost, and a killed tab, make no third version',
  { skip },
  async (t) => {
    const line = await badLine(t, there(server).address, chance());
    const { page } = await newPhone(there(browser), line.url);
    const card = await withPaper(page, 'Passeport');
    await openPaper(page);
    line.worsen(100);
    await press(page, 'Encore une page');
    await takePage(page);
    await smallPages(page).nth(1).waitFor();
    await press(page, 'C’est bon');
    await page.locator('.view canvas').nth(1).waitFor();
    await press(page, 'Retour');
    await page.locator('.where:not(.safe)').waitFor();
    t.equal(await page.locator('.paper-card').count(), 1, 'one paper, on this phone');
    line.worsen(0);
    // the server keeps it, and nobody hears so
    line.swallow('PUT', /\/versions\/\d+$/, 'hang');
    await page.reload();
    await heading(page, 'Votre code');
    const before = line.failed();
    await typeCode(page);
    while (line.failed() === before) await page.waitForTimeout(50);
    await page.waitForTimeout(500);
    await page.reload();
    line.mend();
    await typeCode(page);
    await allSent(page, 1);
    const { papers, versions } = await versionsOf(await otherDevice(t, there(server).address, card));
    t.equal(papers.length, 1);
    t.equal(versions.length, 2);
  },
);

t.test('a change to a paper that was thrown away meanwhile is a paper by itself', { skip }, async (t) => {
  const line = await badLine(t, there(server).address, chance());
  const { page } = await newPhone(there(browser), line.url);
  const card = await withPaper(page, 'Passeport');
  await openPaper(page);
  await press(page, 'Remplacer');
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: fixture('capture/photo-02.jpg') });
  await press(page, 'Photo entière');
  await smallPages(page).first().waitFor();
  const session = await otherDevice(t, there(server).address, card);
  await binPaper(session, [sure((await listPapers(session)).papers[0]).doc]);
  await press(page, 'C’est bon');
  await page.locator('.view canvas[data-drawn]').waitFor();
  await press(page, 'Retour');
  await allSent(page, 1);
  session.state = undefined;
  const { papers, binned } = await listPapers(session);
  t.same([papers.length, binned.length], [1, 1], 'nothing is lost');
});

t.test(
  'a picture with its camera’s words, kept before, is drawn anew when a page is added',
  { skip },
  async (t) => {
    // a picture that the command line kept as it came, with its camera's words
    const { page } = await newPhone(there(browser), there(server).address);
    const card = await withPaper(page, 'Passeport');
    const session = await otherDevice(t, there(server).address, card);
    const bytes = new Uint8Array(fixture('photos/photo-06.jpg'));
    await addPaper(session, {
      metadata: {
        title: 'Bail',
        kind: 'lease',
        expires: null,
        fileName: 'a.jpg',
        mediaType: 'image/jpeg',
        pages: null,
        note: null,
        notices: [],
      },
      category: 'housing',
      length: bytes.length,
      open: () => [bytes],
      thumbnail: null,
    });
    await page.reload();
    await typeCode(page);
    await page.locator('.paper-card', { hasText: 'Bail' }).click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    await press(page, 'Encore une page');
    await takePage(page);
    await smallPages(page).nth(1).waitFor();
    await press(page, 'C’est bon');
    await page.locator('.view canvas').nth(1).waitFor();
    const pdf = await saved(page, 'Copie');
    t.notMatch(pdf.toString('latin1'), /CANARY-|Exif/);
    const pages = sure(ownPages(pdf) ?? undefined);
    t.ok(pages.every(([jpeg]) => jpeg.length <= 300_000));
    t.equal((await sharp(pages[0]?.[0]).metadata()).exif, undefined);
  },
);
