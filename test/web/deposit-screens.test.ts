/// <reference lib="dom" />
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { endDrop, listDrops } from '../../src/client/drops/list.js';
import { axeFaults, noBrowser, startBrowser, there, visit } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { root } from '../helpers/cli.js';
import { arriveAt, askingScene, FILES, fixturePath } from '../helpers/dropping-page.js';
import { WEB } from '../helpers/server.js';

const skip = noBrowser();
const scene = skip ? null : await askingScene(t);
const browser = skip ? null : await startBrowser(t);

/** Nothing wider than the window, nothing pressed that is smaller than a thumb. */
const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the window'] : [];
    const small = Array.from(document.querySelectorAll('button, input:not([hidden])'))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 48 || height < 48;
      })
      .map((element) => `smaller than 48 px: ${element.outerHTML.slice(0, 80)}`);
    return [...wide, ...small];
  });

const VARIANTS = [
  { name: 'light', colorScheme: 'light', width: 1000, language: 'English' },
  { name: 'dark', colorScheme: 'dark', width: 1000, language: 'English' },
  { name: 'right to left', colorScheme: 'light', width: 1000, language: 'العربية' },
  { name: '320 px', colorScheme: 'dark', width: 320, language: 'Français' },
] as const;

/** Looks at the screen as it is now in every way that it can look. */
const examine = async (t: Test, page: Page, screen: string): Promise<void> => {
  for (const { name, colorScheme, width, language } of VARIANTS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 700 });
    await page.getByRole('button', { name: language }).click();
    await page.locator(`button[aria-current]:text-is("${language}")`).waitFor();
    t.same([...(await axeFaults(page)), ...(await layoutFaults(page))], [], `${screen}, ${name}`);
  }
};

t.test('every screen on the way is fit for everybody', { skip }, async (t) => {
  const { session, link } = there(scene);
  const made = await link({ count: 3 });
  // as on a phone: with the button for a photo
  const { page, faults } = await arriveAt(there(browser), made, { hasTouch: true, isMobile: true });
  await page.getByRole('button', { name: 'Prendre une photo' }).waitFor();
  await examine(t, page, 'for whom');
  await page
    .locator(FILES)
    .setInputFiles([
      fixturePath('photos/photo-01.jpg'),
      fixturePath('awkward/screenshot.png'),
      join(root, 'package.json'),
    ]);
  await page.getByRole('button', { name: 'Envoyer 2 papiers' }).waitFor();
  await page.getByLabel('Votre nom ou service').fill('x'.repeat(70));
  await page.getByText('Ce nom est trop long').waitFor();
  await examine(t, page, 'chosen');
  await page.getByLabel('Votre nom ou service').fill('Guichet 4');
  await page.route('**/v1/drop/papers/**', (route) => route.abort());
  await page.getByRole('button', { name: 'Envoyer 2 papiers' }).click();
  await page.getByText('Cela reprendra tout seul').waitFor();
  await examine(t, page, 'sending, without a line');
  await page.unroute('**/v1/drop/papers/**');
  await page.getByRole('heading', { name: 'Reçu' }).waitFor();
  await examine(t, page, 'received');
  await page.getByRole('button', { name: 'Déposer d’autres papiers' }).click();
  await page.locator(FILES).setInputFiles([fixturePath('awkward/screenshot.png')]);
  const button = page.getByRole('button', { name: 'Envoyer 1 papier' });
  await button.waitFor();
  await endDrop(session, sure((await listDrops(session)).find(({ id }) => id === made.id)));
  await button.click();
  await page.getByText('Le lien a été fermé depuis').waitFor();
  await examine(t, page, 'not received');
  t.same(faults(), []);
});

t.test('each end of a link has a clear screen of its own', { skip }, async (t) => {
  const { server } = there(scene);
  const { page, faults } = await visit(there(browser));
  await page.goto(`${server.address}/d/`);
  await page.getByRole('heading', { name: 'Ouvrez le lien de nouveau' }).waitFor();
  await examine(t, page, 'no link');
  await page.goto('about:blank');
  await page.route('**/v1/locks/challenge', (route) => route.abort());
  await page.goto(`${server.address}/d/#1${'A'.repeat(43)}`);
  await page.getByRole('heading', { name: 'Le service ne répond pas' }).waitFor();
  await examine(t, page, 'no answer');
  await page.unroute('**/v1/locks/challenge');
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await page.getByRole('heading', { name: 'Ce lien ne mène nulle part' }).waitFor();
  await examine(t, page, 'unknown');
  t.same(faults(), []);
});

t.test('what comes before a file can be chosen weighs less than 35 KB', { skip }, async (t) => {
  const page = readFileSync(join(WEB, 'd.fr.html'), 'utf8');
  const scripts = Array.from(
    page.matchAll(/(?:modulepreload" href|src)="\/(assets\/[^"]+\.js)"/g),
    ([, name]) => name,
  );
  t.ok(scripts.length >= 3, 'the first file, the page’s own and its words');
  const sizes = scripts.map((name) => readFileSync(join(WEB, `${name}.gz`)).length);
  t.ok(sizes.reduce((sum, size) => sum + size, 0) < 35_000, String(sizes));
  const own = readdirSync(join(WEB, 'assets')).filter(
    (name) => name.startsWith('depot-worker-') && name.endsWith('.js'),
  );
  t.equal(own.length, 1, 'all the rest is one worker, beside the page');
});
