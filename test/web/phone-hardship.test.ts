/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import { readCardImage } from '../../src/cli/card/read.js';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import { decodeCard } from '../../src/core/crypto/card-code.js';
import { readFileSync } from 'node:fs';
import { badLine } from '../helpers/bad-line.js';
import { noBrowser, there } from '../helpers/browser.js';
import { chance } from '../helpers/chance.js';
import { sure } from '../helpers/cheating.js';
import { newDevice } from '../helpers/device.js';
import {
  allSent,
  CODE,
  firstMinute,
  heading,
  newPhone,
  phoneBrowser,
  press,
  takePaper,
  typeCode,
} from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

/** What the safe really holds, asked by another device with the card. */
const titlesInSafe = async (test: Test, card: string): Promise<string[]> => {
  const cardSecret = decodeCard(card, cardCheck).secret;
  const session = await login(newDevice(test), {
    server: there(server).address,
    cardSecret,
    pin: CODE,
    label: 'test',
  });
  const { papers } = await listPapers(session);
  return papers.map(({ metadata }) => metadata.title).toSorted();
};

const cardOf = async (page: Page): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Garder l’image')]);
  return readCardImage(readFileSync(sure(await download.path())));
};

/** After a code was typed: the papers, or the keys ready again. */
const answered = async (page: Page): Promise<void> => {
  await page.waitForTimeout(200);
  await page.locator('.papers, .keypad:not([data-busy])').first().waitFor({ timeout: 60_000 });
};

t.test(
  'on a line that loses every third request, over reloads, no paper is lost and none is doubled',
  { skip },
  async (t) => {
    const luck = chance();
    t.comment(`CHANCE_SEED=${luck.seed}`);
    const line = await badLine(t, there(server).address, luck);
    const { page } = await newPhone(there(browser), line.url);
    await firstMinute(page, 'Carte d’identité');
    const card = await cardOf(page);
    await press(page, 'C’est gardé');
    line.worsen(30);
    for (const kind of ['Passeport', 'Titre de séjour', 'Domiciliation', 'Carte Vitale']) {
      await page
        .locator('.button', { hasText: /Ajouter|Prendre une photo/ })
        .first()
        .click();
      await takePaper(page, kind);
      // somewhere in the middle of sending, the tab is gone
      await page.waitForTimeout(luck.below(400));
      await page.reload();
      await heading(page, 'Votre code');
    }
    for (let tries = 0; tries < 12 && !(await page.locator('.papers').count()); tries++) {
      await typeCode(page);
      await answered(page);
    }
    // as long as the line is bad it goes on by itself; then it is let through to its end
    await page.waitForTimeout(3000);
    line.worsen(0);
    await allSent(page, 5);
    t.ok(line.failed() > 0, `${line.failed()} requests were lost`);
    t.same(await titlesInSafe(t, card), [
      'Carte Vitale',
      'Carte d’identité',
      'Domiciliation',
      'Passeport',
      'Titre de séjour',
    ]);
  },
);

t.test(
  'a tab that is killed after the safe kept a paper, before it heard so, doubles nothing',
  { skip },
  async (t) => {
    const line = await badLine(t, there(server).address, chance());
    const { page } = await newPhone(there(browser), line.url);
    await firstMinute(page, 'Passeport');
    const card = await cardOf(page);
    await press(page, 'C’est gardé');
    await allSent(page, 1);
    line.swallow('PUT', /\/versions\/\d+$/, 'hang');
    await press(page, 'Ajouter');
    await takePaper(page, 'Titre de séjour');
    while (line.failed() === 0) await page.waitForTimeout(50);
    await page.waitForTimeout(500);
    await page.reload();
    line.mend();
    await heading(page, 'Votre code');
    await typeCode(page);
    await allSent(page, 2);
    t.same(await titlesInSafe(t, card), ['Passeport', 'Titre de séjour']);
  },
);

t.test('a paper that waits in two tabs at once is sent by one of them', { skip }, async (t) => {
  const line = await badLine(t, there(server).address, chance());
  const { page } = await newPhone(there(browser), line.url);
  await firstMinute(page, 'Passeport');
  const card = await cardOf(page);
  await press(page, 'C’est gardé');
  await allSent(page, 1);
  line.worsen(100);
  await press(page, 'Ajouter');
  await takePaper(page, 'Titre de séjour');
  line.worsen(0);
  line.swallow('PUT', /\/versions\/\d+$/, 'hang');
  const begun = line.failed();
  const other = await page.context().newPage();
  await other.goto(`${line.url}/`);
  await heading(other, 'Votre code');
  await typeCode(other);
  // one of them is in the middle of sending, and hears nothing
  while (line.failed() === begun) await page.waitForTimeout(50);
  // what is added to the other list goes when it is its turn
  await press(page, 'Autre papier');
  await takePaper(page, 'Domiciliation');
  const isWaiting = (): Promise<boolean> =>
    page.evaluate(async () => {
      const { pending = [] } = await navigator.locks.query();
      return pending.some(({ name }) => name === 'pochette-sending');
    });
  while (!(await isWaiting())) await page.waitForTimeout(50);
  t.equal(line.failed() - begun, 1, 'one sends, the other waits for its turn');
  line.mend();
  await page.reload();
  await other.reload();
  for (const tab of [page, other]) {
    await heading(tab, 'Votre code');
    await typeCode(tab);
  }
  await allSent(page, 3);
  await allSent(other, 3);
  t.same(await titlesInSafe(t, card), ['Domiciliation', 'Passeport', 'Titre de séjour']);
});

t.test('a tab that is killed before any code loses nothing that was kept', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  await takePaper(page, 'Passeport');
  const next = await page.context().newPage();
  await page.close();
  await next.goto(`${there(server).address}/`);
  await heading(next, 'Mes papiers');
  await next.getByText('Passeport').waitFor();
  await next.getByText('Un code met vos papiers à l’abri.').waitFor();
  // and one that was killed while the kind was asked
  await press(next, 'Ajouter');
  await next.locator('.finder[data-state="ready"]').waitFor();
  await press(next, 'Photo !');
  await press(next, 'C’est bon');
  await heading(next, 'C’est quel papier ?');
  await next.reload();
  await next.getByText('Autre papier').waitFor();
  t.equal(await next.locator('.paper-card').count(), 2);
  t.same(faults(), []);
});

t.test('without a line a safe can’t be opened yet, and the papers stay on the phone', { skip }, async (t) => {
  const line = await badLine(t, there(server).address, chance());
  const { page } = await newPhone(there(browser), line.url);
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  await takePaper(page, 'Passeport');
  await press(page, 'Continuer');
  await press(page, 'D’accord');
  line.worsen(100);
  await typeCode(page);
  await heading(page, 'Encore une fois');
  await typeCode(page);
  await page.getByText('Le service ne répond pas. Rien n’est perdu.').waitFor({ timeout: 60_000 });
  line.worsen(0);
  await typeCode(page);
  await heading(page, 'Carte de secours');
  await press(page, 'Plus tard');
  await allSent(page, 1);
});

t.test(
  'a change of the code whose answer is lost leaves a phone that opens, and a card',
  { skip },
  async (t) => {
    const line = await badLine(t, there(server).address, chance());
    const { page, faults } = await newPhone(there(browser), line.url);
    await firstMinute(page, 'Passeport');
    await cardOf(page);
    await press(page, 'C’est gardé');
    await allSent(page, 1);
    await press(page, 'Plus');
    await press(page, 'Changer le code');
    await typeCode(page);
    await heading(page, 'Choisissez un code');
    await typeCode(page, '640918');
    await heading(page, 'Encore une fois');
    line.swallow('PUT', /\/account\/unlockers$/, 'cut');
    await typeCode(page, '640918');
    // found done, though nobody heard so
    await cardOf(page);
    await press(page, 'C’est gardé');
    line.mend();
    await press(page, 'Plus');
    await press(page, 'Changer le code');
    await typeCode(page, '640918');
    await heading(page, 'Choisissez un code');
    await typeCode(page, '735162');
    await heading(page, 'Encore une fois');
    // done, and then the line breaks before this phone has opened anew
    line.swallow('POST', /\/locks\/release$/, 'cut');
    await typeCode(page, '735162');
    await heading(page, 'Votre code');
    await page.reload();
    line.mend();
    await typeCode(page, '918273');
    await page.getByText(/9 essais/).waitFor();
    await typeCode(page, '735162');
    await allSent(page, 1);
    await press(page, 'Carte de secours');
    const card = await cardOf(page);
    await press(page, 'C’est gardé');
    const cardSecret = decodeCard(card, cardCheck).secret;
    const session = await login(newDevice(t), {
      server: there(server).address,
      cardSecret,
      pin: '735162',
      label: 'test',
    });
    t.equal((await listPapers(session)).papers.length, 1);
    t.same(faults(), []);
  },
);
