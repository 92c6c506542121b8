/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { LANGUAGE_NAMES, type Language } from '../../src/web/i18n/language.js';
import { noBrowser, there } from '../helpers/browser.js';
import { cutOff } from '../helpers/examine.js';
import { newPhone, phoneBrowser } from '../helpers/phone.js';
import { walk } from '../helpers/phone-walk.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(400_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

const SHOTS = process.env['SHOTS'];

/** The longest words of all languages, and one that runs from the right. */
for (const language of ['fr', 'ru', 'nl', 'fa'] as const satisfies readonly Language[]) {
  t.test(
    `with letters twice as large, on the smallest phone, nothing is cut off: ${language}`,
    { skip },
    async (t) => {
      const { page } = await newPhone(there(browser), there(server).address, {
        viewport: { width: 320, height: 640 },
      });
      const base = await page.evaluate(() =>
        Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
      );
      const enlarge = async (times: number): Promise<void> => {
        await page.evaluate((px) => {
          document.documentElement.style.fontSize = `${px}px`;
        }, base * times);
      };
      await walk(page, LANGUAGE_NAMES[language], async (screen) => {
        await page.emulateMedia({ reducedMotion: 'reduce' });
        await enlarge(2);
        t.same(await cutOff(page), [], screen);
        if (SHOTS !== undefined) {
          mkdirSync(SHOTS, { recursive: true });
          await page.screenshot({ path: join(SHOTS, `large-${language}-${screen}.png`), fullPage: true });
        }
        await enlarge(1);
      });
    },
  );
}
