/// <reference lib="dom" />
import sharp from 'sharp';
import t from 'tap';
import { waitingDeposits } from '../../src/client/deposit/waiting.js';
import { badLine } from '../helpers/bad-line.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { chance } from '../helpers/chance.js';
import { deskScene, listening } from '../helpers/desk.js';
import { atPile, pageInHand, sentOnes } from '../helpers/desk-pile.js';
import { PIN } from '../helpers/device.js';
import { heading, press } from '../helpers/phone.js';

t.setTimeout(600_000);
const skip = noBrowser();
const browser = skip ? null : await startBrowser(t);

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
    const { page, faults } = await atPile(there(browser), own, line.url);
    const pages = await fiftyPages();
    await page
      .locator('.drop input[type="file"]')
      .setInputFiles(pages.map((buffer, i) => ({ name: `page-${i}.jpg`, mimeType: 'image/jpeg', buffer })));
    await pageInHand(page, 1, 50);
    for (let i = 0; i < 50; i++) await page.keyboard.press(i % 3 === 0 ? String((i % 9) + 1) : 'Enter');
    await page.locator('.sorted-card').waitFor();
    // the server has the first paper, and nobody hears of it
    line.swallow('PUT', /\/deposits\//, 'cut');
    await press(page, 'Envoyer (17)');
    await page.getByText('Le réseau manque').waitFor({ timeout: 60_000 });
    t.equal((await waitingDeposits(own.session)).waiting.length, 1);
    line.mend();
    line.worsen(30);
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
    await press(page, 'Continuer');
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
