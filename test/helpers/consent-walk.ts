/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import type { Look } from './phone-walk.js';

/** What happens between two screens, done by others. */
export interface Others {
  /** Turns the camera to the relay's poster. */
  readonly showPoster: () => Promise<void>;
  /** A relay and somebody with a link leave a paper each, and the relay asks for another one. */
  readonly leavePapers: () => Promise<void>;
}

const main = (page: Page): Promise<void> => page.locator('.button.main').last().click();
const at = (page: Page, screen: string): Promise<void> =>
  page.locator(`[data-screen="${screen}"] h1`).waitFor();

const backTo = async (page: Page, screen: string): Promise<void> => {
  await page.goBack();
  await at(page, screen);
};

const giving = async (page: Page, look: Look, { showPoster }: Others): Promise<void> => {
  await page.locator('.dock .pick').first().click();
  await at(page, 'show');
  await main(page);
  await at(page, 'giveWho');
  await page.locator('.who-card').first().click();
  await page.locator('.finder[data-state="ready"]').waitFor();
  await look('give-scan');
  await page.locator('.scan-row .pick').last().click();
  await page.locator('#number').fill('wrong');
  await main(page);
  await page.locator('.fault:not(:empty)').waitFor();
  await look('give-words');
  await backTo(page, 'giveWho');
  await showPoster();
  await page.locator('.who-card').first().click();
  await page.locator('.met-name').waitFor();
  await look('give-met');
  await main(page);
  await page.locator('[data-screen="giveWhich"] .thumb img').first().waitFor();
  await look('give-which');
  await page.locator('.dock .button').first().click();
  await page.locator('[data-screen="giveShelf"] .kind').first().waitFor();
  await look('give-shelf');
  await page.locator('.kind').first().click();
  await at(page, 'giveWhy');
  await look('give-why');
  await page.locator('.kind').first().click();
  await at(page, 'giveLong');
  await look('give-long');
  await page.locator('.choice').nth(1).click();
  await page.locator('.summary').waitFor();
  await look('give-yes-shelf');
  await page.locator('.button.quiet').click();
  await page.locator('.toggle').last().click();
  await look('give-more');
  await main(page);
  for (const screen of ['giveLong', 'giveWhy', 'giveShelf', 'giveWhich']) await backTo(page, screen);
  await page.locator('.dock .button').last().click();
  await at(page, 'giveHealth');
  await look('give-health');
  await backTo(page, 'giveWhich');
  await page.locator('.paper-card').first().click();
  await main(page);
  await page.locator('.kind').first().click();
  await page.locator('.choice').nth(1).click();
  await page.locator('.summary').waitFor();
  await look('give-yes');
  await main(page);
  await at(page, 'giveDone');
  await look('give-done');
  await main(page);
  await page.locator('.shown-card').waitFor();
  await page
    .getByText(/·.*·|·/)
    .first()
    .waitFor();
  await look('sees-a-relay');
  await page.locator('.shown-acts .button').last().click();
  await page.locator('.told-line').first().waitFor();
  await look('history-of-one');
  await backTo(page, 'show');
  await page.locator('.dock .button.quiet').click();
  await page.locator('.thumb img').first().waitFor();
};

const left = async (page: Page, look: Look, { leavePapers }: Others): Promise<void> => {
  await leavePapers();
  await page.locator('.paper-card').first().click();
  await page.locator('.view canvas[data-drawn]').waitFor();
  await page.locator('.seen bdi').waitFor();
  await look('paper-that-is-seen');
  await page.goBack();
  await page.locator('.left-mark').waitFor();
  await page.locator('.wanted').waitFor();
  await look('papers-with-mark');
  await page.locator('.wanted .actions .button').first().click();
  await page.locator('[data-screen="wantedKind"] .kind').first().waitFor();
  await look('wanted-kind');
  await page.goBack();
  await page.locator('.left-mark').waitFor();
  await page.locator('.left-mark').click();
  await page.locator('.left-card').nth(1).waitFor();
  await look('left');
  for (const [i, name] of ['left-first', 'left-second'].entries()) {
    await page.locator('.left-card').nth(i).click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    await look(name);
    await backTo(page, 'left');
    await page.locator('.left-card').nth(1).waitFor();
  }
  await page.locator('.left-card').first().click();
  await page.locator('.actions.pair .button').first().click();
  await look('refuse');
  await backTo(page, 'left');
  await page.goBack();
  await page.locator('.left-mark').waitFor();
};

const asking = async (page: Page, look: Look): Promise<void> => {
  await page.locator('.dock .pick').last().click();
  await at(page, 'more');
  await page.locator('.entry').nth(1).click();
  await at(page, 'asks');
  await main(page);
  await page.locator('#from').fill('CAF');
  await look('ask-for');
  await main(page);
  await page.locator('.qr path').waitFor();
  await look('ask-made');
  await page.goBack();
  await page.locator('.shown-card').first().waitFor();
  await look('asks');
  await backTo(page, 'more');
  await page.locator('.entry').first().click();
  await page.locator('.told-line').first().waitFor();
  await page.locator('.screen > .button.quiet').click();
  await page.locator('.entry').first().waitFor();
  await look('history-of');
};

/** Over the screens about who sees what, from the list of papers on, in whatever language. */
export const consentWalk = async (page: Page, look: Look, others: Others): Promise<void> => {
  await giving(page, look, others);
  await left(page, look, others);
  await asking(page, look);
};
