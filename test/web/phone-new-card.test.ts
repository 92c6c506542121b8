/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { readCardImage } from '../../src/cli/card/read.js';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import { blockDevice, listDevices } from '../../src/client/devices.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import { unlock } from '../../src/client/unlock.js';
import { decodeCard } from '../../src/core/crypto/card-code.js';
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
  typeCode,
} from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

/** The secret of the card on the screen. */
const cardOn = async (page: Page): Promise<Uint8Array> => {
  await heading(page, 'Carte de secours');
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Garder l’image')]);
  return decodeCard(await readCardImage(readFileSync(sure(await download.path()))), cardCheck).secret;
};

/** Another machine that has this card and the code. */
const withCard = (test: Test, cardSecret: Uint8Array) =>
  login(newDevice(test), { server: there(server).address, cardSecret, pin: CODE, label: 'test' });

const opens = (test: Test, cardSecret: Uint8Array): Promise<boolean> =>
  withCard(test, cardSecret).then(
    () => true,
    () => false,
  );

const askForCard = async (page: Page): Promise<void> => {
  await press(page, 'Plus');
  await press(page, 'Mes téléphones');
  await press(page, 'Nouvelle carte');
};

t.test('whoever lost the card makes another one; the lost one opens nothing', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await firstMinute(page, 'Passeport');
  const lost = await cardOn(page);
  await press(page, 'C’est gardé');
  await allSent(page, 1);
  await askForCard(page);
  await typeCode(page, '111222');
  await page.getByText(/code/i).first().waitFor();
  await heading(page, 'Nouvelle carte');
  await typeCode(page);
  const card = await cardOn(page);
  await press(page, 'C’est gardé');
  t.equal((await listPapers(await withCard(t, card))).papers.length, 1);
  await t.rejects(withCard(t, lost), { code: 'lock_blocked' });
  t.same(faults(), []);
});

t.test('a card whose making broke off opens a phone that was blocked meanwhile', { skip }, async (t) => {
  const line = await badLine(t, there(server).address, chance());
  const { page, faults } = await newPhone(there(browser), line.url);
  await firstMinute(page, 'Passeport');
  const lost = await cardOn(page);
  await press(page, 'C’est gardé');
  await allSent(page, 1);
  const device = newDevice(t);
  await login(device, { server: there(server).address, cardSecret: lost, pin: CODE, label: 'test' });
  await askForCard(page);
  line.swallow('PUT', /\/account\/unlockers$/, 'cut');
  await typeCode(page);
  while (await opens(t, lost)) await page.waitForTimeout(200);
  const other = await unlock(device, CODE);
  const phone = (await listDevices(other)).find(({ type, label }) => type === 'device' && label !== 'test');
  await blockDevice(other, sure(phone).loc);
  await page.reload();
  line.mend();
  await typeCode(page, '730164');
  await page.getByRole('alert').filter({ hasText: 'Ce n’est pas le code.' }).waitFor();
  await typeCode(page);
  await allSent(page, 1);
  await press(page, 'Carte de secours');
  t.equal((await listPapers(await withCard(t, await cardOn(page)))).papers.length, 1);
  t.same(faults(), []);
});

t.test('a card whose making broke off is found at the next unlocking', { skip }, async (t) => {
  const line = await badLine(t, there(server).address, chance());
  const { page, faults } = await newPhone(there(browser), line.url);
  await firstMinute(page, 'Passeport');
  const lost = await cardOn(page);
  await press(page, 'C’est gardé');
  await allSent(page, 1);
  await askForCard(page);
  line.swallow('PUT', /\/account\/unlockers$/, 'cut');
  await typeCode(page);
  // taken by the service, though nobody heard so
  while (await opens(t, lost)) await page.waitForTimeout(200);
  await page.reload();
  line.mend();
  await typeCode(page);
  await allSent(page, 1);
  await press(page, 'Carte de secours');
  t.equal((await listPapers(await withCard(t, await cardOn(page)))).papers.length, 1);
  t.same(faults(), []);
});
