/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { fixture } from './agency.js';
import { typeCode } from './phone.js';
import { dossiers } from './phone-walk-dossier.js';

/** Told each screen when it stands still. */
export type Look = (screen: string) => Promise<void>;

const main = (page: Page): Promise<void> => page.locator('.button.main').last().click();

const shoot = async (page: Page): Promise<void> => {
  await page.locator('.finder[data-state="ready"]').waitFor();
  await page.locator('.shutter').click();
  await page.locator('.outline .frame').waitFor();
};

const firstPaper = async (page: Page, language: string, look: Look): Promise<void> => {
  await page.locator('.choice').first().waitFor();
  await look('language');
  await page.getByRole('button', { name: language }).click();
  await page.locator('[data-screen="start"] h1').waitFor();
  await look('start');
  await main(page);
  await page.locator('.finder[data-state="ready"]').waitFor();
  await look('camera');
  await shoot(page);
  await look('check');
  await page.locator('.outline-choices .button').last().click();
  await page.locator('.frame-handle').first().waitFor();
  await look('check-corners');
  await main(page);
  await page.locator('.kind').nth(8).click();
  await page.locator('.shelf').first().waitFor();
  await look('all-kinds');
  await page.goBack();
  await page.locator('[data-screen="which"]').waitFor();
  await page.locator('.small-leaf img').waitFor();
  await look('which');
  await page.locator('.kind').first().click();
  await page.locator('[data-screen="back"] .good-word').waitFor();
  await look('card-back');
  await page.locator('.actions .button').last().click();
  await page.locator('[data-screen="kept"] .good-word').waitFor();
  await look('kept');
};

const openSafe = async (page: Page, look: Look): Promise<void> => {
  await main(page);
  await page.locator('.points').waitFor();
  await look('notice');
  await main(page);
  await page.locator('.keypad').waitFor();
  await look('new-code');
  await typeCode(page, '123456');
  await page.locator('.lead.fault').waitFor();
  await look('weak-code');
  await typeCode(page);
  await page.locator('.dot.full').first().waitFor({ state: 'detached' });
  await typeCode(page);
  await page.locator('.card-picture img').waitFor();
  await look('card');
  await page.locator('.button.quiet').click();
  await page.locator('.where.safe').waitFor();
  await page.locator('.thumb img').waitFor();
  await look('papers');
};

const showing = async (page: Page, look: Look): Promise<void> => {
  await page.locator('.dock .pick').first().click();
  await page.locator('[data-screen="show"] .empty').waitFor();
  await look('shows-nothing');
  await main(page);
  await page.locator('.who-card').first().waitFor();
  await look('give-who');
  await page.locator('.who-card').last().click();
  await page.locator('.paper-card').click();
  await page.locator('.dock .button').waitFor();
  await look('show-which');
  await main(page);
  await page.locator('#agency').fill('CAF');
  await look('show-for');
  await page.locator('.choice').nth(1).click();
  await page.locator('.qr path').waitFor();
  await look('show-made');
  await page.locator('.button:not(.main):not(.quiet)').click();
  await page.locator('.shown-card').waitFor();
  await look('who-sees-what');
  await page.locator('.shown-card .button').click();
  await page.locator('.empty').waitFor();
  await page.reload();
  await page.locator('.keypad').waitFor();
  await typeCode(page);
  await page.locator('.thumb img').waitFor();
};

const further = async (page: Page, look: Look): Promise<void> => {
  await page.locator('.dock .pick').last().click();
  await page.locator('.entry').first().waitFor();
  await look('more');
  for (const [i, name] of [
    'history',
    'receive',
    'own-code',
    'room',
    'phones',
    'change-code',
    'offline',
    'language-again',
    'take-out',
    'erase',
    'discreet',
  ].entries()) {
    await page.locator('.entry').nth(i).click();
    await page.locator('[data-screen="more"]').waitFor({ state: 'detached' });
    await page.locator('.wait').waitFor({ state: 'detached' });
    await look(name);
    await page.goBack();
    await page.locator('[data-screen="more"]').waitFor();
  }
  await page.goBack();
  await page.locator('.paper-card').waitFor();
};

const onePaper = async (page: Page, look: Look): Promise<void> => {
  await page.locator('.paper-card').click();
  await page.locator('.view canvas[data-drawn]').waitFor();
  await look('paper');
  await page.locator('.fact').nth(1).click();
  await page.locator('#day').waitFor();
  await look('until');
  await page.goBack();
  await page.locator('[data-screen="paper"] .actions.row .button').first().click();
  await page.locator('#title').waitFor();
  await look('rename');
  await page.goBack();
  await page.locator('[data-screen="paper"] .actions.row .button').last().click();
  await page.locator('[data-screen="throwAway"]').waitFor();
  await look('throw-away');
  await main(page);
  await page.locator('.empty').waitFor();
  await look('no-papers');
  await page.locator('.papers > .button.quiet').click();
  await page.locator('.binned').waitFor();
  await look('bin');
};

const comingBack = async (page: Page, look: Look): Promise<void> => {
  await page.reload();
  await page.locator('.keypad').waitFor();
  await look('unlock');
  await typeCode(page, '918273');
  await page.locator('.lead.fault').waitFor();
  await look('wrong-code');
  await page.locator('.button.quiet').last().click();
  await page.locator('[data-screen="lost"] h1').waitFor();
  await look('lost');
  await page.locator('.button').first().click();
  await page.locator('[data-screen="scan"] .finder[data-state="ready"]').waitFor();
  await look('scan');
  await page.locator('.button').last().click();
  await page.locator('#signs').fill('04k2m88f0zqq');
  await look('type-card');
  await main(page);
  await page.locator('.fault:not(:empty)').waitFor();
  await look('bad-card');
};

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
  await files(page, ['Lettre de la mairie.pdf', ...'abcdefgh'], fixture('scans/scan-01-page.pdf'));
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

/** Over the screens of a person's first days, in whatever language. */
export const walk = async (page: Page, language: string, look: Look): Promise<void> => {
  await firstPaper(page, language, look);
  await openSafe(page, look);
  await showing(page, look);
  await further(page, look);
  await dossiers(page, look);
  await onePaper(page, look);
  await comingBack(page, look);
};
