/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { allSent, firstMinute, heading, newPhone, phoneBrowser, press } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

/** Presses these as fast as they come onto the screen: no hand is faster. */
const pressAtOnce = (page: Page, labels: readonly string[]): Promise<void> =>
  page.evaluate(async (wanted) => {
    const button = (label: string): HTMLElement | undefined =>
      Array.from(document.querySelectorAll('button')).find(({ innerText }) => innerText.trim() === label);
    for (const label of wanted) {
      // within one turn of the browser where it can be: what it was asked before waits
      for (let tries = 0; !button(label); tries++) {
        await (tries % 1000 === 999 ? new Promise((resolve) => setTimeout(resolve)) : Promise.resolve());
      }
      button(label)?.click();
    }
  }, labels);

t.test(
  'leaving fast empties the screen, drops the keys, and leaves no way back to the papers',
  { skip },
  async (t) => {
    const { page } = await newPhone(there(browser), there(server).address);
    await page
      .context()
      .route('https://www.wikipedia.org/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Elsewhere</h1>' }),
      );
    await firstMinute(page);
    await press(page, 'Plus tard');
    await allSent(page, 1);
    await page.locator('.paper-card').click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    await press(page, 'Quitter vite');
    await heading(page, 'Elsewhere');
    t.equal(page.workers().length, 0, 'the keys went with their worker');
    await page.goForward().catch(() => null);
    t.notOk(await page.locator('.paper-card, .view').count(), 'forward leads to no paper');
  },
);

t.test(
  'whoever presses before the browser has followed goes back to where they came from',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    await firstMinute(page);
    await press(page, 'Plus tard');
    await allSent(page, 1);
    await press(page, 'Plus');
    await press(page, 'Recevoir');
    await press(page, 'Faire un lien');
    await press(page, 'Faire un lien');
    await page.locator('.qr path').waitFor();
    await pressAtOnce(page, ['Mes papiers', 'Plus', 'Langue']);
    await page.getByRole('button', { name: 'العربية' }).waitFor();
    await page.goBack();
    await heading(page, 'Plus');
    await page.goBack();
    await page.locator('.paper-card').waitFor();
    t.same(faults(), []);
  },
);

t.test('the browser’s Back goes one screen back, as the arrow does', { skip }, async (t) => {
  const { page } = await newPhone(there(browser), there(server).address);
  await press(page, 'Français');
  await press(page, 'Déjà une pochette');
  await press(page, 'Taper les signes');
  await heading(page, 'Les signes de la carte');
  await page.goBack();
  await heading(page, 'Retrouver mes papiers');
  await press(page, 'Retour');
  await heading(page, 'Gardez vos papiers ici.');
  await page.goForward();
  await heading(page, 'Gardez vos papiers ici.');
  t.equal(await page.getByRole('button', { name: 'Retour' }).count(), 0);
});
