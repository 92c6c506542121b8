/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { axeFaults, noBrowser, startBrowser, there } from '../helpers/browser.js';
import { deskScene, newDesk } from '../helpers/desk.js';
import { walkDesk } from '../helpers/desk-walk.js';

t.setTimeout(600_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

/** Where pictures of all screens are put, if somebody wants to look at them. */
const SHOTS = process.env['SHOTS'];

/** What a tired hand, a weak eye or a small window would stumble over. */
const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const visible = (element: Element): boolean =>
      element.closest('.hidden-text') === null && element.getBoundingClientRect().width > 1;
    const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the window'] : [];
    const pressed = Array.from(document.querySelectorAll('button, input, select')).filter(visible);
    const small = pressed.filter((element) => {
      const target = element.closest('label') ?? element;
      const { width, height } = target.getBoundingClientRect();
      return width < 48 || height < 48;
    });
    const clipped = pressed.filter((element) => element.scrollWidth > element.clientWidth + 1);
    const texts = Array.from(document.querySelectorAll('body *')).filter(
      (element) =>
        visible(element) &&
        Array.from(element.childNodes).some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim()),
    );
    const tiny = texts.filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < 18);
    const say = (why: string) => (element: Element) => `${why}: ${element.outerHTML.slice(0, 120)}`;
    return [
      ...wide,
      ...small.map(say('smaller than 48 px')),
      ...clipped.map(say('does not fit')),
      ...tiny.map(say('smaller than 18 px')),
    ];
  });

const MODES = [
  { name: 'light', colorScheme: 'light', width: 1024, height: 768 },
  { name: 'dark', colorScheme: 'dark', width: 1024, height: 768 },
  { name: 'wide', colorScheme: 'light', width: 1440, height: 900 },
  { name: '320', colorScheme: 'light', width: 320, height: 568 },
] as const;

const examine =
  (t: Test, page: Page, language: string) =>
  async (screen: string): Promise<void> => {
    for (const { name, colorScheme, width, height } of MODES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      t.same(
        [...(await axeFaults(page)), ...(await layoutFaults(page))],
        [],
        `${screen}, ${language}, ${name}`,
      );
      if (SHOTS !== undefined) {
        mkdirSync(SHOTS, { recursive: true });
        await page.screenshot({ path: join(SHOTS, `${screen}-${language}-${name}.png`) });
      }
    }
    await page.setViewportSize({ width: 1024, height: 768 });
  };

for (const locale of ['fr-FR', 'ar']) {
  t.test(`every screen of the desk is fit for everybody: ${locale}`, { skip }, async (t) => {
    const { page, faults } = await newDesk(there(browser), there(scene).server.address, { locale });
    await walkDesk(page, there(scene), examine(t, page, locale.slice(0, 2)));
    t.equal(await page.locator('html').getAttribute('dir'), locale === 'ar' ? 'rtl' : 'ltr');
    t.same(faults(), []);
  });
}
