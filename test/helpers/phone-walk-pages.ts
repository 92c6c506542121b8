/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { fixture } from './agency.js';
import { typeCode } from './phone.js';
import { type Look, main, openSafe, shoot } from './phone-walk.js';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** PDFs from the phone's files. */
const files = async (page: Page, names: readonly string[], buffer: Buffer): Promise<void> => {
  const chosen = names.map((name) => ({ name, mimeType: 'application/pdf', buffer }));
  await page.locator('input[type="file"]').first().setInputFiles(chosen);
};

const severalPages = async (page: Page, look: Look): Promise<void> => {
  await shoot(page);
  await main(page);
  for (let pages = 1; pages < 4; pages++) {
    await page
      .locator('.small-leaf img')
      .nth(pages - 1)
      .waitFor();
    await page.locator('.another').click();
    await shoot(page);
    await main(page);
  }
  await page.locator('.small-leaf img').nth(3).waitFor();
  await look('which-pages');
  await page.locator('.small-leaf').nth(1).click();
  await page.locator('.leaf-screen .shot img').waitFor();
  await look('leaf');
  await page.goBack();
  await page.locator('.kind').nth(4).click();
  await page.locator('[data-screen="kept"]').waitFor();
};

const changing = async (page: Page, look: Look): Promise<void> => {
  await page.locator('.paper-card').click();
  await page.locator('.actions.two .button').nth(1).waitFor();
  await page.locator('.fact').nth(1).click();
  const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  await page.locator('#day').fill(soon);
  await main(page);
  await page.locator('.fact-note').click();
  await page.locator('#note').fill('Samira : 01 23 45 67 89');
  await look('note');
  await main(page);
  await page.locator('.fact .ending').waitFor();
  await page.locator('.view canvas[data-drawn]').first().waitFor();
  await look('paper-ending');
  await page.locator('.actions.two .button').first().click();
  await shoot(page);
  await main(page);
  await page.locator('[data-screen="pages"] .small-leaf img').nth(4).waitFor();
  await look('changed');
};

const looking = async (page: Page, look: Look): Promise<void> => {
  await page.reload();
  await typeCode(page);
  await page.locator('.todo').nth(1).waitFor();
  await page.locator('.thumb img').waitFor();
  await look('papers-begun');
  await main(page);
  await page.locator('.finder[data-state="ready"]').waitFor();
  await files(page, ['Lettre de la mairie.pdf', ...NAMES], fixture('scans/scan-01-page.pdf'));
  await page.locator('.file-name').waitFor();
  await look('which-file');
  for (let left = 9; left > 1; left--) {
    const before = await page.locator('.file-name').innerText();
    await page
      .locator('.kind')
      .nth(left % 8)
      .click();
    await page.waitForFunction(
      (text) => document.querySelector<HTMLElement>('.file-name')?.innerText !== text,
      before,
    );
  }
  await page.reload();
  await typeCode(page);
  await page.locator('.seek').waitFor();
  await look('papers-many');
  await page.locator('.seek').click();
  await page.locator('.kinds .kind').nth(5).waitFor();
  await look('search');
  await page.locator('#sought').fill('zzz');
  await look('nothing-found');
  await page.locator('#sought').fill('');
  await page.locator('.kinds .kind').first().click();
  await page.locator('.paper-card').first().waitFor();
  await look('found');
};

/** Over the screens of papers with several pages, and of many papers. */
export const walkPages = async (page: Page, language: string, look: Look): Promise<void> => {
  await page.getByRole('button', { name: language }).click();
  await main(page);
  await severalPages(page, look);
  await openSafe(page, async () => undefined);
  await changing(page, look);
  await looking(page, look);
};
