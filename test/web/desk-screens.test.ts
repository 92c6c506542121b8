/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { deskScene, newDesk } from '../helpers/desk.js';
import { walkDesk, walkManager } from '../helpers/desk-walk.js';
import { examineIn } from '../helpers/examine.js';

t.setTimeout(600_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

const AT_A_DESK = [
  { name: 'light', colorScheme: 'light', width: 1024, height: 768 },
  { name: 'dark', colorScheme: 'dark', width: 1024, height: 768 },
  { name: 'wide', colorScheme: 'light', width: 1440, height: 900, roomOnly: true },
  { name: 'large', colorScheme: 'light', width: 1024, height: 768, letters: 2, roomOnly: true },
  { name: '320', colorScheme: 'light', width: 320, height: 568 },
] as const;

const examine = (t: Test, page: Page, language: string) =>
  examineIn(t, page, language, AT_A_DESK, { selector: 'button, input, select', labelled: true, contrast: 7 });

for (const locale of ['fr-FR', 'ar']) {
  // passkeys belong to a host with a name
  const named = scene?.server.address.replace('127.0.0.1', 'localhost') ?? '';
  t.test(`every screen of the desk is fit for everybody: ${locale}`, { skip }, async (t) => {
    const { page, faults } = await newDesk(there(browser), named, { locale });
    const look = examine(t, page, locale.slice(0, 2));
    await walkDesk(page, there(scene), look);
    await walkManager(page, there(scene), look);
    t.equal(await page.locator('html').getAttribute('dir'), locale === 'ar' ? 'rtl' : 'ltr');
    t.same(faults(), []);
  });
}
