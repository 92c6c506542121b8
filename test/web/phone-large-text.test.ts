/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t from 'tap';
import { LANGUAGE_NAMES, type Language } from '../../src/web/i18n/language.js';
import { noBrowser, there } from '../helpers/browser.js';
import { newPhone, phoneBrowser } from '../helpers/phone.js';
import { walk } from '../helpers/phone-walk.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(400_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

const SHOTS = process.env['SHOTS'];

/** What can't be read or pressed: beyond the window, cut off, or covered by a neighbour. */
const faultsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const seen = (element: Element): boolean =>
      element.closest('.hidden-text') === null && element.getBoundingClientRect().width > 1;
    const say = (why: string, element: Element): string => `${why}: ${element.outerHTML.slice(0, 140)}`;
    const faults: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) faults.push(`scrolls sideways: ${scrollWidth} of ${innerWidth} px`);
    for (const element of document.querySelectorAll('button, input, textarea, h1, h2, p, label, li')) {
      if (!seen(element)) continue;
      const { left, right } = element.getBoundingClientRect();
      if (left < -0.5 || right > innerWidth + 0.5) faults.push(say('leaves the window', element));
      if (element.matches('input, textarea')) continue;
      if (!element.matches('button')) continue;
      const outer = element.getBoundingClientRect();
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        // a space between two boxes is nowhere
        if (!node.nodeValue?.trim() || node.parentElement?.closest('.hidden-text')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const inner = range.getBoundingClientRect();
        if (inner.left < outer.left - 1 || inner.right > outer.right + 1)
          faults.push(say('wider than its button', element));
        if (inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1)
          faults.push(say('higher than its button', element));
      }
    }
    const buttons = Array.from(document.querySelectorAll('button')).filter(seen);
    for (const [i, one] of buttons.entries()) {
      for (const other of buttons.slice(i + 1)) {
        // what stays at the bottom while the rest scrolls beneath it
        if (one.closest('.dock') !== other.closest('.dock') || one.matches('.frame-handle')) continue;
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const isOver =
          a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
        if (isOver) faults.push(say('lies over another button', one));
      }
    }
    return faults;
  });

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
        t.same(await faultsOf(page), [], screen);
        if (SHOTS !== undefined) {
          mkdirSync(SHOTS, { recursive: true });
          await page.screenshot({ path: join(SHOTS, `large-${language}-${screen}.png`), fullPage: true });
        }
        await enlarge(1);
      });
    },
  );
}
