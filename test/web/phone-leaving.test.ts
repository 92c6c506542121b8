/// <reference lib="dom" />
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { allSent, firstMinute, heading, newPhone, phoneBrowser, press } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

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
