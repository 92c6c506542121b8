/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import t from 'tap';
import { readWaiting } from '../../src/client/deposit/keep.js';
import { type Waiting, waitingDeposits } from '../../src/client/deposit/waiting.js';
import { examine } from '../../src/client/intake/intake.js';
import { fixture } from '../helpers/agency.js';
import { badLine } from '../helpers/bad-line.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { chance } from '../helpers/chance.js';
import { sure } from '../helpers/cheating.js';
import { type DeskScene, deskScene, enterDesk, listening, meetPerson, newDesk } from '../helpers/desk.js';
import { giveFiles } from '../helpers/desk-walk.js';
import { collectBytes, PIN } from '../helpers/device.js';
import { heading, press } from '../helpers/phone.js';

t.setTimeout(600_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

/** A machine whose scanner writes into a folder that the browser may follow: a real one, of the browser's own. */
const withScanner = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    Object.assign(window, {
      showDirectoryPicker: async () => {
        const root = await navigator.storage.getDirectory();
        return root.getDirectoryHandle('scanner', { create: true });
      },
    });
  });
};

const scan = (page: Page, name: string, bytes: Buffer): Promise<void> =>
  page.evaluate(
    async ([to, text]) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('scanner', { create: true });
      const file = await folder.getFileHandle(to, { create: true });
      const writer = await file.createWritable();
      await writer.write(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
      await writer.close();
    },
    [name, bytes.toString('base64')] as const,
  );

const inScanner = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('scanner', { create: true });
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
      names.push(name);
    return names;
  });

/** In front of an empty pile for Amina. */
const atPile = async (
  { server, poster, member, session }: DeskScene,
  address = server.address,
): Promise<Awaited<ReturnType<typeof newDesk>>> => {
  const visitor = await newDesk(there(browser), address, { poster });
  await withScanner(visitor.page);
  await visitor.page.goto(`${address}/desk/?again#${poster}`);
  await enterDesk(visitor.page, member);
  await visitor.page.locator('.desk-nav').waitFor();
  await meetPerson(visitor.page, session, 'Amina');
  await press(visitor.page, 'Numériser des papiers');
  await visitor.page.locator('.drop').waitFor();
  return visitor;
};

/** The page in hand is on the screen. */
const pageInHand = async (page: Page, number: number, total: number): Promise<void> => {
  await page.getByText(`Page ${number} sur ${total}`, { exact: true }).waitFor();
  await listening(page);
};

const sentOnes = (page: Page, count: number): Promise<void> =>
  page
    .locator('.going [data-state="sent"]')
    .nth(count - 1)
    .waitFor({ timeout: 300_000 });

const kindsOf = (waiting: readonly Waiting[]): string[] =>
  waiting.map(({ metadata: { kind, pages, mediaType } }) => `${kind} ${pages} ${mediaType}`).toSorted();

t.test(
  'a pile from the scanner’s folder becomes papers by keyboard alone, two keys for each at most, and the originals go',
  { skip },
  async (t) => {
    const { session } = there(scene);
    const { page, faults } = await atPile(there(scene));
    await press(page, 'Suivre un dossier');
    await page.getByText('Le dossier scanner est suivi').waitFor();
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
    await heading(page, '3 papiers sont arrivés');
    await page.getByText('4 fichiers du scanner sont effacés').waitFor();
    t.same(await inScanner(page), [], 'nothing is left in the folder');

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

t.test('a page is turned; what is no paper is named and stops nothing', { skip }, async (t) => {
  const { session } = there(scene);
  const { page, faults } = await atPile(there(scene));
  const before = (await waitingDeposits(session)).waiting.length;
  await giveFiles(page, [
    'awkward/script.svg',
    'awkward/truncated.jpg',
    'photos/photo-06.jpg',
    'awkward/photo.heic',
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
  await page.locator('.sorted-card').waitFor();
  await page.keyboard.press('Enter');
  await sentOnes(page, 2);
  await page.getByText('2 fichiers sont restés sur cet ordinateur').waitFor();
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
  const heic = sure(waiting.find(({ metadata }) => metadata.mediaType === 'image/heic'));
  t.ok(heic, 'a photo that this browser can’t draw goes as it is');
  t.same(faults(), []);
});

t.test(
  'two people’s papers are never mixed: what is left of a pile is asked about first',
  { skip },
  async (t) => {
    const { page } = await atPile(there(scene));
    await giveFiles(page, ['photos/photo-01.jpg']);
    await pageInHand(page, 1, 1);
    await press(page, 'Retour');
    const other = await deskScene(t, 1);
    await press(page, 'Lire une carte');
    await meetPerson(page, other.session, 'Bilal');
    await press(page, 'Numériser des papiers');
    await heading(page, 'Papiers pour Amina');
    await press(page, 'Rester ici');
    await pageInHand(page, 1, 1);
    await press(page, 'Terminé');
    await page.getByText('1 papier n’est pas encore parti').waitFor();
    await press(page, 'Rester ici');
    await pageInHand(page, 1, 1);
    t.pass('and “Terminé” does not lose it by a wrong press');
  },
);

/** Fifty pages, no two alike. */
const fiftyPages = (): Promise<Buffer[]> =>
  Promise.all(
    Array.from({ length: 50 }, (_, i) => {
      const text = `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="594"><rect width="420" height="594" fill="#fff"/><rect x="20" y="${20 + i * 10}" width="${80 + i * 5}" height="9"/></svg>`;
      return sharp(Buffer.from(text)).jpeg({ quality: 80 }).toBuffer();
    }),
  );

t.test(
  'fifty pages on a line that loses three requests in ten: no paper is lost and none comes twice; it pauses and goes on',
  { skip },
  async (t) => {
    const own = await deskScene(t);
    const luck = chance();
    t.comment(`CHANCE_SEED=${luck.seed}`);
    const line = await badLine(t, own.server.address, luck);
    const { page, faults } = await atPile(own, line.url);
    const pages = await fiftyPages();
    await page
      .locator('.drop input[type="file"]')
      .setInputFiles(pages.map((buffer, i) => ({ name: `page-${i}.jpg`, mimeType: 'image/jpeg', buffer })));
    await pageInHand(page, 1, 50);
    for (let i = 0; i < 50; i++) await page.keyboard.press(i % 3 === 0 ? String((i % 9) + 1) : 'Enter');
    await page.locator('.sorted-card').waitFor();
    line.worsen(30);
    await press(page, 'Envoyer (17)');
    await sentOnes(page, 4);
    await press(page, 'Pause');
    await page.locator('.going [data-state="sending"]').waitFor({ state: 'detached', timeout: 60_000 });
    const paused = await page.locator('.going [data-state="sent"]').count();
    await press(page, 'Verrouiller');
    await heading(page, 'Verrouillé');
    line.mend();
    await listening(page);
    await page.keyboard.type(PIN);
    await page.locator('.outbox').waitFor();
    t.equal(
      await page.locator('.going [data-state="sent"]').count(),
      paused,
      'while it is paused nothing leaves',
    );
    line.worsen(30);
    await press(page, 'Reprendre');
    await sentOnes(page, 17);
    line.mend();
    t.ok(line.failed() > 5, `${line.failed()} requests failed`);
    const { waiting } = await waitingDeposits(own.session);
    t.equal(waiting.length, 17);
    t.equal(new Set(waiting.map(({ metadata }) => metadata.digest)).size, 17, 'no two are the same');
    t.equal(
      waiting.reduce((all, { metadata }) => all + (metadata.pages ?? 0), 0),
      50,
    );
    t.same(
      faults().filter((one) => !one.includes('ERR_')),
      [],
    );
  },
);
