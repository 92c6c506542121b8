/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import type { Look } from './phone-walk.js';

/** From the papers over the screens about dossiers, and back to the papers. The safe holds one identity card. */
export const dossiers = async (page: Page, look: Look): Promise<void> => {
  await page.locator('.dossier-door').click();
  await page.locator('[data-screen="dossiers"] .kind').first().waitFor();
  await look('dossiers');
  await page.locator('.kind').nth(5).click();
  await page.locator('.about .kind').first().click();
  await look('dossier-about');
  await page.locator('.button.main').click();
  await page.locator('.piece').first().waitFor();
  await look('dossier');
  await page.locator('.piece[data-state="missing"]').first().click();
  await page.locator('[data-screen="dossierBring"] .kind').first().waitFor();
  await look('dossier-bring');
  await page.goBack();
  await page.locator('.dossier-ways .pick').click();
  await page.locator('.way').first().waitFor();
  await look('dossier-save');
  await page.locator('.way').last().click();
  await page.locator('.told.good').waitFor();
  await look('dossier-saved');
  for (const screen of ['dossier', 'dossiers', 'papers']) {
    await page.goBack();
    await page.locator(`[data-screen="${screen}"]`).waitFor();
  }
  await page.locator('.paper-card').waitFor();
};
