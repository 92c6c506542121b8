/// <reference lib="dom" />
import sharp from 'sharp';
import t from 'tap';
import { readWaiting } from '../../src/client/deposit/keep.js';
import { type Waiting, waitingDeposits } from '../../src/client/deposit/waiting.js';
import { examine } from '../../src/client/intake/intake.js';
import { fixture } from '../helpers/agency.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { deskScene, listening } from '../helpers/desk.js';
import { atPile, inScanner, pageInHand, scan, sendSorted, sentOnes } from '../helpers/desk-pile.js';
import { giveFiles } from '../helpers/desk-walk.js';
import { collectBytes } from '../helpers/device.js';
import { heading, press } from '../helpers/phone.js';

t.setTimeout(600_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

const kindsOf = (waiting: readonly Waiting[]): string[] =>
  waiting.map(({ metadata: { kind, pages, mediaType } }) => `${kind} ${pages} ${mediaType}`).toSorted();

/** All is sorted: one key sends it. */

t.test(
  'a pile from the scanner’s folder becomes papers by keyboard alone, two keys for each at most, and the originals go',
  { skip },
  async (t) => {
    const { session } = there(scene);
    const { page, faults, typist } = await atPile(there(browser), there(scene));
    await typist.press('Relier le scanner');
    await page.getByText('Le scanner est relié').waitFor();
    const names = [
      'scans/scan-03-pages.pdf',
      'photos/photo-01.jpg',
      'photos/photo-06.jpg',
      'scans/scan-01-page.pdf',
    ];
    for (const [i, path] of names.entries()) {
      await scan(page, `scan-${i}.${path.slice(-3)}`, fixture(path));
      await page.waitForFunction(
        (count) => document.querySelector('.stage-left .soft')?.textContent?.endsWith(` ${count}`),
        [3, 4, 5, 6][i],
      );
    }
    await pageInHand(page, 1, 6);
    let keys = 0;
    const key = async (name: string): Promise<void> => {
      keys += 1;
      await page.keyboard.press(name);
    };
    await key('4'); // a paper of the PDF's first two pages
    await key('Enter');
    await key('Delete'); // the blank one
    await key('1'); // a card, two sides on one sheet
    await key('v');
    await key('8'); // and a PDF as it is
    await page.locator('.sorted-card').waitFor();
    t.equal(await page.locator('.sorted-card .sorted li').count(), 3);
    await listening(page);
    await key('Enter');
    await sentOnes(page, 3);
    t.ok(keys <= 2 * 3 + 1, `${keys} keys for 3 papers of 6 pages`);
    await heading(page, '3 papiers sont là');
    await page.getByText('On a effacé 4 fichiers du scanner').waitFor();
    t.same(await inScanner(page), [], 'nothing is left in the folder');
    await typist.press('Retour aux personnes');
    await page.locator('.choose').waitFor();
    await typist.reach('Lire une carte');
    t.same(typist.faults(), [], 'all is seen, and nothing holds the keyboard fast');

    const { waiting } = await waitingDeposits(session);
    t.same(kindsOf(waiting), [
      'domiciliation 2 application/pdf',
      'identity-card 1 application/pdf',
      'tax-notice 1 application/pdf',
    ]);
    const whole = sure(waiting.find(({ metadata }) => metadata.kind === 'tax-notice'));
    t.same(
      await collectBytes(readWaiting(session, whole)),
      fixture('scans/scan-01-page.pdf'),
      'a PDF that nobody touched is byte for byte what the scanner wrote',
    );
    const card = sure(waiting.find(({ metadata }) => metadata.kind === 'identity-card'));
    t.equal(examine(await collectBytes(readWaiting(session, card)), '').pages, 1);
    t.same(
      new Set(waiting.map(({ from }) => (from.link === null ? from.workerName : ''))),
      new Set(['Sacha 1']),
      'the person reads who left them, and keeps or refuses each',
    );
    t.same(faults(), []);
  },
);

t.test(
  'a scanner that uses a name again loses nothing: only what was sent is taken from its folder',
  { skip },
  async (t) => {
    const { page } = await atPile(there(browser), there(scene));
    await press(page, 'Relier le scanner');
    await page.getByText('Le scanner est relié').waitFor();
    await scan(page, 'scan.jpg', fixture('photos/photo-01.jpg'));
    await pageInHand(page, 1, 1);
    await scan(page, 'scan.jpg', fixture('photos/photo-06.jpg'));
    await pageInHand(page, 1, 2);
    await page.keyboard.press('1');
    await pageInHand(page, 2, 2);
    await press(page, 'Envoyer (1)');
    await sentOnes(page, 1);
    await page.getByText('1 fichier est resté sur ce poste').waitFor();
    t.same(await inScanner(page), ['scan.jpg'], 'the second one was sent by nobody yet');
    await pageInHand(page, 1, 1);
    await page.keyboard.press('2');
    await sendSorted(page, 2);
    await page.getByText('On a effacé 1 fichier du scanner').waitFor();
    t.same(await inScanner(page), [], 'and goes once it was');
  },
);

t.test('a page is turned; what is no paper is named and stops nothing', { skip }, async (t) => {
  const { session } = there(scene);
  const { page, faults } = await atPile(there(browser), there(scene));
  const before = (await waitingDeposits(session)).waiting.length;
  await giveFiles(page, [
    'awkward/script.svg',
    'awkward/truncated.jpg',
    'photos/photo-06.jpg',
    'awkward/password.pdf',
  ]);
  await page.getByText('script.svg : Ce n’est ni une photo ni un PDF.').waitFor();
  await page.getByText('truncated.jpg : Ce fichier est abîmé.').waitFor();
  await pageInHand(page, 1, 2);
  await page.keyboard.press('r');
  await page.locator('.stage-page[data-quarters="1"]').waitFor();
  await page.keyboard.press('7');
  await page.getByText('Pas d’aperçu de ce fichier').waitFor();
  await page.keyboard.press('ArrowUp');
  await page.locator('.stage-page[data-quarters="1"]').waitFor();
  await page.keyboard.press('7');
  await page.keyboard.press('9');
  await sendSorted(page, 2);
  await page.getByText('2 fichiers sont restés sur ce poste').waitFor();
  const { waiting } = await waitingDeposits(session);
  t.equal(waiting.length, before + 2);
  const turned = sure(waiting.find(({ metadata }) => metadata.kind === 'bank-details'));
  const { width, height } = await sharp(await collectBytes(readWaiting(session, turned))).metadata();
  const original = await sharp(fixture('photos/photo-06.jpg')).rotate().toBuffer({ resolveWithObject: true });
  t.equal(
    sure(width) > sure(height),
    original.info.width < original.info.height,
    'it lies now where it stood',
  );
  const shut = sure(waiting.find(({ metadata }) => metadata.kind === 'other'));
  t.same(
    await collectBytes(readWaiting(session, shut)),
    fixture('awkward/password.pdf'),
    'what nobody here can draw goes as it is',
  );
  t.same(faults(), []);
});
