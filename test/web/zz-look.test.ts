/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import t from 'tap';
import { LANGUAGE_NAMES, LANGUAGES } from '../../src/web/i18n/language.js';
import { there } from '../helpers/browser.js';
import { newPhone, phoneBrowser } from '../helpers/phone.js';
import { walk } from '../helpers/phone-walk.js';
import { testServer } from '../helpers/server.js';
t.setTimeout(600_000);
const server = await testServer(t);
const browser = await phoneBrowser(t);
const dir = '/tmp/shots-languages';
mkdirSync(dir, { recursive: true });
for (const language of (process.env['LANGS'] ?? LANGUAGES.join()).split(
  ',',
) as (typeof LANGUAGES)[number][]) {
  t.test(language, async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    const seen: string[] = [];
    await walk(page, LANGUAGE_NAMES[language], async (screen) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      if (process.env['BIG'])
        await page.addStyleTag({ content: 'html{font-size:225%}' }).catch(() => undefined);
      if (!seen.includes(screen)) await page.screenshot({ path: `${dir}/${language}-${screen}.png` });
      seen.push(screen);
    });
    t.same(faults(), []);
  });
}
