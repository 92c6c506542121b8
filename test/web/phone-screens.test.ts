/// <reference lib="dom" />
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { examine } from '../helpers/examine.js';
import { newPhone, phoneBrowser } from '../helpers/phone.js';
import { walk } from '../helpers/phone-walk.js';
import { walkPages } from '../helpers/phone-walk-pages.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

for (const [language, name] of [
  ['fr', 'Français'],
  ['ar', 'العربية'],
] as const) {
  t.test(`every screen of the phone is fit for everybody: ${language}`, { skip }, async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    await walk(page, name, examine(t, page, language));
    t.equal(await page.locator('html').getAttribute('dir'), language === 'ar' ? 'rtl' : 'ltr');
    t.same(faults(), []);
  });
  t.test(`so are those of pages, notes and many papers: ${language}`, { skip }, async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    await walkPages(page, name, examine(t, page, language));
    t.same(faults(), []);
  });
}
