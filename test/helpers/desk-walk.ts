/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { loadRelay } from '../../src/client/relay/load.js';
import { eraseName } from '../../src/client/relay/names.js';
import { addToTally, monthOf, newBatchId } from '../../src/client/relay/tallies.js';
import { fixture } from './agency.js';
import { type DeskScene, enterDesk, frontOf, listening, personWords } from './desk.js';
import { PIN } from './device.js';
import type { Look } from './phone-walk.js';

const entry = (page: Page, number: number): Promise<void> => page.locator('.nav-entry').nth(number).click();
const main = (page: Page): Promise<void> => page.locator('.button.main').last().click();

/** Files that are chosen, as from a scanner's folder. */
export const giveFiles = async (page: Page, paths: readonly string[]): Promise<void> => {
  await page.locator('.drop input[type="file"]').setInputFiles(
    paths.map((path) => ({
      name: path.split('/').at(-1) ?? path,
      mimeType: path.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg',
      buffer: fixture(path),
    })),
  );
};

const enter = async (page: Page, { member }: DeskScene, look: Look): Promise<void> => {
  await page.locator('#reader').waitFor();
  await look('sign-in');
  await page.locator('.other-ways .button.quiet').click();
  await page.locator('.entrance-card .soft').waitFor();
  await look('first-time');
  await page.locator('.entrance-card > .button.quiet').click();
  await page.locator('.other-ways').waitFor();
  await enterDesk(page, member, '918273');
  await page.locator('.lead.fault').waitFor();
  await look('wrong-code');
  await page.keyboard.type(PIN);
  await page.locator('.wall').waitFor();
  await look('wall');
  await main(page);
  await page.locator('.desk-nav').waitFor();
};

const people = async (page: Page, { session }: DeskScene, look: Look): Promise<void> => {
  await page.locator('.choose').waitFor();
  const theirs = page.locator('.person-entry', { hasText: personWords(session)[0] ?? '' });
  await theirs.waitFor();
  await look('people');
  await theirs.click();
  await page.locator('.person .told').waitFor();
  await look('person-unknown');
  await page.locator('.people-list > .button').first().click();
  await page.locator('#reader').fill(frontOf(session));
  await page.locator('#reader').press('Enter');
  await page.locator('#nickname').waitFor();
  await look('nickname');
  await page.locator('#nickname').fill('Amina');
  await page.locator('#nickname').press('Enter');
  await page.locator('.person .button.main').waitFor();
  await look('person');
  await page.locator('.person .row .button:not(.main, .quiet)').first().click();
  await page.locator('.kind-choice').nth(2).click();
  await page.locator('.kind-choice').nth(8).click();
  await page.locator('#ask-note').fill('RSA 2026');
  await look('asking');
  await main(page);
  await page.locator('.asked').nth(1).waitFor();
  await look('asked');
  await page.locator('.person .row .button:not(.main, .quiet)').nth(1).click();
  await page.locator('.filing .kind-choice').nth(1).click();
  await page.locator('.piece-row').first().waitFor();
  await look('filing');
  await page.locator('.filing .stack .button').last().click();
  await page.locator('.kind-choice').first().waitFor();
  await page.locator('#agency').fill('CAF');
  await look('linking');
  await main(page);
  await page.locator('.link-code').waitFor();
  await look('link-made');
  await main(page);
  await page.locator('.asked').nth(2).waitFor();
  await look('person-whole');
  await page.locator('.show .button').first().click();
  await page.locator('.paper-entry').first().click();
  await page.locator('.leaf canvas[data-drawn]').first().waitFor();
  await look('reading');
  await page.locator('.reading-head .button').first().click();
  await page.locator('.person > .row .button.quiet').click();
  await page.locator('.ask .lead').nth(1).waitFor();
  await look('end-asked');
  await main(page);
};

const pile = async (page: Page, look: Look): Promise<void> => {
  await page.locator('.person .button.main').click();
  await page.locator('.drop').waitFor();
  await look('pile-empty');
  await giveFiles(page, ['scans/scan-03-pages.pdf', 'photos/photo-06.jpg']);
  await page.locator('.stage canvas[data-drawn]').waitFor();
  await page.waitForFunction(() => document.querySelector('.wait') === null);
  await page.keyboard.press('2');
  await page.locator('.sorted li').waitFor();
  await page.locator('.stage canvas[data-drawn]').waitFor();
  await look('pile-page');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.press('6');
  await page.locator('.sorted-card').waitFor();
  await look('pile-sorted');
  await listening(page);
  await page.keyboard.press('Enter');
  await page.locator('.going [data-state="sent"]').nth(1).waitFor({ timeout: 60_000 });
  await look('pile-sent');
  await page.locator('.outbox .button.main').click();
};

const newcomer = async (page: Page, look: Look): Promise<void> => {
  await entry(page, 1);
  await page.locator('#new-name').fill('Noor');
  await look('newcomer');
  await main(page);
  await page.locator('.for-person').waitFor();
  await look('notice');
  await main(page);
  await page.locator('.qr path').waitFor();
  await look('own-phone');
  await page.locator('.row .button:not(.main)').click();
  await page.locator('.cover').waitFor();
  await look('look-away');
  await main(page);
  await page.locator('.cover .keypad').waitFor();
  await look('new-code');
  await page.keyboard.type('482913');
  await page.locator('.dot.full').first().waitFor({ state: 'detached' });
  await page.evaluate(() => {
    window.print = () => undefined;
  });
  await listening(page);
  await page.keyboard.type('482913');
  await page.locator('.cover .row .button').first().waitFor({ timeout: 120_000 });
  await look('print-card');
  await page.locator('.cover .row .button').first().click();
  await page.locator('.cover-card > .button').waitFor();
  await look('printed-card');
  await page.locator('.cover-card > .button').click();
  await page.locator('.cover-card > .button').waitFor({ state: 'detached' });
  await look('card-asked');
  await main(page);
  // a relay whose certificate the desk has seen is offered a spare
  const offered = page.locator('.cover-card > p:not(.lead, .fault)');
  await offered.or(page.locator('.ask .button.main')).first().waitFor();
  if ((await offered.count()) > 0) {
    await look('spare-offered');
    await main(page);
  }
  await page.locator('.ask .button.main').waitFor();
  await look('newcomer-ready');
};

/** What a relay did in a month, so that there is something to see; and nobody has a name. */
const furnish = async ({ manager, relay, session }: DeskScene): Promise<void> => {
  const own = await loadRelay(manager.session, relay.relay);
  await eraseName(manager.session, own, session.safe);
  await addToTally(manager.session, own, monthOf(Date.now()), {
    id: newBatchId(),
    counts: new Map([
      ['paper.tax-notice', 1200],
      ['paper.payslip', 7],
      ['paper.other', 3],
      ['paper.letter', 4],
      ['newcomer', 12],
    ] as const),
    people: new Set(Array.from({ length: 40 }, (_, i) => i.toString(16).padStart(32, '0'))),
  });
};

const relay = async (page: Page, look: Look): Promise<void> => {
  await entry(page, 2);
  await page.locator('.members').waitFor();
  await page.locator('.ways li').first().waitFor();
  await look('relay');
  await page.locator('.relay > .row .button').click();
  await page.locator('.numbers').nth(1).waitFor();
  await look('statistics');
  await page.locator('.reading-head .button').click();
  await page.locator('.members').waitFor();
};

/** What only a manager is asked. */
export const walkManager = async (page: Page, { server, manager }: DeskScene, look: Look): Promise<void> => {
  await page.goto(`${server.address}/desk/`);
  await enterDesk(page, manager);
  await page.locator('.desk-nav').waitFor();
  await entry(page, 2);
  await page.locator('.member .row .button').first().waitFor();
  await look('relay-manager');
  await page.locator('.member .row .button').first().click();
  await page.locator('.ask').waitFor();
  await look('role-asked');
};

/** From nobody at the desk over every screen to the end. */
export const walkDesk = async (page: Page, scene: DeskScene, look: Look): Promise<void> => {
  await furnish(scene);
  await scene.showToRelay({ perm: ['manage', 'read'] });
  await enter(page, scene, look);
  await people(page, scene, look);
  await pile(page, look);
  await newcomer(page, look);
  await relay(page, look);
  await page.locator('.desk-top > .button').first().click();
  await page.locator('.locked').waitFor();
  await look('locked');
  await page.keyboard.type(PIN);
  await page.locator('.members').waitFor();
  await page.locator('.desk-top > .button').last().click();
  await page.waitForURL('**/desk/end');
  await look('end');
};
