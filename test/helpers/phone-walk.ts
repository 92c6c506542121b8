/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { typeCode } from './phone.js';
import { dossiers } from './phone-walk-dossier.js';

/** Told each screen when it stands still. */
export type Look = (screen: string) => Promise<void>;

export const main = (page: Page): Promise<void> => page.locator('.button.main').last().click();

export const shoot = async (page: Page): Promise<void> => {
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

export const openSafe = async (page: Page, look: Look): Promise<void> => {
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
