/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { newPhone, phoneBrowser, press } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

/** Buttons of which a part lies outside the window, or under another thing. */
const hiddenChoices = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('.outline-choices .button')).flatMap((one) => {
      const { left, right, top, bottom } = one.getBoundingClientRect();
      const [x, y] = [(left + right) / 2, (top + bottom) / 2];
      const isSeen = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
      return isSeen && one.contains(document.elementFromPoint(x, y)) ? [] : [one.textContent ?? ''];
    }),
  );

t.test(
  'everything that can be chosen for a photo is seen without scrolling, on a small phone and in large letters',
  { skip },
  async (t) => {
    const sizes = [
      { width: 320, height: 568, letters: '112.5%' },
      { width: 360, height: 740, letters: '225%' },
      { width: 320, height: 568, letters: '225%' },
    ];
    for (const language of ['Français', 'العربية']) {
      const { page } = await newPhone(there(browser), there(server).address);
      await press(page, language);
      await page.locator('.button.main').click();
      await page.locator('.finder[data-state="ready"]').waitFor();
      await page.locator('.shutter').click();
      await page.locator('.frame-shade').waitFor();
      for (const { width, height, letters } of sizes) {
        await page.setViewportSize({ width, height });
        await page.evaluate((size) => {
          document.documentElement.style.fontSize = size;
          scrollTo(0, 0);
        }, letters);
        t.same(await hiddenChoices(page), [], `${language}, ${width} × ${height}, ${letters}`);
        t.notOk(
          await page.evaluate(() => document.documentElement.scrollWidth > innerWidth),
          'and nothing is wider than the window',
        );
        const { bottom = 0 } =
          (await page
            .locator('.frame')
            .boundingBox()
            .then((box) => box && { bottom: box.y + box.height })) ?? {};
        const top = (await page.locator('.outline-choices').boundingBox())?.y ?? 0;
        if (letters === '112.5%') t.ok(bottom <= top, 'and nothing of the photo lies beneath them');
      }
    }
  },
);
