/// <reference lib="dom" />
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t from 'tap';
import { readCardImage } from '../../src/cli/card/read.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixture } from '../helpers/agency.js';
import { badLine } from '../helpers/bad-line.js';
import { noBrowser, there } from '../helpers/browser.js';
import { chance } from '../helpers/chance.js';
import { sure } from '../helpers/cheating.js';
import {
  appKept,
  allSent,
  firstMinute,
  heading,
  newPhone,
  phoneBrowser,
  press,
  takePaper,
  typeCode,
} from '../helpers/phone.js';
import { testServer, WEB } from '../helpers/server.js';
import { spyLine } from '../helpers/spy-line.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

const cardOf = async (page: Page): Promise<string> => {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Garder l’image')]);
  return readCardImage(readFileSync(sure(await download.path())));
};

t.test(
  'the app opens without the internet, and shows papers there if the person wanted that',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address, {
      serviceWorkers: 'allow',
    });
    await firstMinute(page, 'Passeport');
    await cardOf(page);
    await press(page, 'C’est gardé');
    await allSent(page, 1);
    await page.getByText('Voir vos papiers sans internet ?').waitFor();
    await appKept(page);
    await page.locator('.thumb img').waitFor();
    await page.context().setOffline(true);
    await page.reload();
    await heading(page, 'Votre code');
    t.equal(await page.getByText('Voir sans internet').count(), 0, 'not unless it was wanted');
    await typeCode(page);
    await page.getByText('Pas d’internet. Rien n’est perdu.').waitFor({ timeout: 60_000 });
    await page.context().setOffline(false);
    await typeCode(page);
    await press(page, 'Oui');
    await page.locator('.todo').waitFor({ state: 'detached' });
    await page.locator('.paper-card').click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    await page.context().setOffline(true);
    await page.reload();
    await heading(page, 'Votre code');
    await press(page, 'Voir sans internet');
    await page.getByText('Sans internet').waitFor();
    await page.locator('.paper-card').click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    t.equal(await page.getByRole('button', { name: 'Jeter' }).count(), 0, 'seen, not changed');
    await page.context().setOffline(false);
    t.same(faults(), []);
  },
);

t.test(
  'after five minutes in which nobody does anything the code is asked for again',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    await firstMinute(page);
    await press(page, 'Plus tard');
    await allSent(page, 1);
    await page.clock.install();
    await page.reload();
    await typeCode(page);
    await allSent(page, 1);
    await page.clock.fastForward(4 * 60_000);
    await page.locator('.paper-card').click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    await page.clock.fastForward(4 * 60_000);
    t.equal(await page.locator('.view canvas[data-drawn]').count(), 1);
    const engines = () => page.workers().filter((worker) => worker.url().includes('engine'));
    const [opened] = engines();
    await page.clock.fastForward(70_000);
    await heading(page, 'Votre code');
    // the browser takes a moment to tell that a worker ended; another one, which knows nothing, is ready for the code
    const isThere = (): boolean => engines().some((worker) => worker === opened);
    for (let turn = 0; turn < 100 && isThere(); turn++) await sleep(50);
    t.ok(opened && !isThere(), 'the keys are gone');
    t.same(faults(), []);
  },
);

t.test('a newer app waits until the person takes it', { skip }, async (t) => {
  const line = await badLine(t, there(server).address, chance());
  const { page, faults } = await newPhone(there(browser), line.url, { serviceWorkers: 'allow' });
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  await takePaper(page, 'Passeport');
  await appKept(page);
  await page.reload();
  await heading(page, 'Mes papiers');
  t.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null), 'it comes from the phone');
  line.append('/sw.js', '\n// a newer build');
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await page.getByText('Une nouvelle version est prête.').waitFor();
  t.ok(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null), 'it waits');
  await Promise.all([page.waitForEvent('load'), press(page, 'Mettre à jour')]);
  await heading(page, 'Mes papiers');
  t.equal(await page.getByText('Une nouvelle version est prête.').count(), 0);
  t.same(faults(), []);
});

t.test('an app with a file that is not of its build is not kept on the phone', { skip }, async (t) => {
  const line = await badLine(t, there(server).address, chance());
  // one that the phone keeps; pages that are never offline have their own
  const pinned = readFileSync(join(WEB, 'sw.js'), 'utf8');
  const isKept = (name: string): boolean => /^jsQR-[\w-]+\.js$/.test(name) && pinned.includes(name);
  const file = sure(readdirSync(join(WEB, 'assets')).find(isKept));
  line.append(`/assets/${file}`, '\n// and more');
  const { page } = await newPhone(there(browser), line.url, { serviceWorkers: 'allow' });
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  await takePaper(page, 'Passeport');
  await page.waitForTimeout(2000);
  const isActive = () =>
    page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.active));
  t.equal(await isActive(), false);
  line.append('', '');
  await page.reload();
  await appKept(page);
  t.equal(await isActive(), true, 'the one that is whole is');
});

t.test(
  'papers that another app shares are taken in on the phone, and nothing of them goes out',
  { skip },
  async (t) => {
    const line = await spyLine(t, there(server).address);
    const { page, faults } = await newPhone(there(browser), line.url, { serviceWorkers: 'allow' });
    await press(page, 'Français');
    await press(page, 'Prendre une photo');
    await takePaper(page, 'Passeport');
    await appKept(page);
    await page.reload();
    await heading(page, 'Mes papiers');
    await page.evaluate(
      async ({ photo, pdf }) => {
        const bytesOf = (text: string) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
        const form = new FormData();
        form.append('papers', new File([bytesOf(photo)], 'Bail.jpg', { type: 'image/jpeg' }));
        form.append('papers', new File([bytesOf(pdf)], 'Quittance.pdf', { type: 'application/pdf' }));
        form.append('papers', new File(['<svg onload="x">'], 'evil.svg', { type: 'image/svg+xml' }));
        await fetch('/share', { method: 'POST', body: form });
      },
      {
        photo: fixture('photos/photo-06.jpg').toString('base64'),
        pdf: fixture('scans/scan-01-page.pdf').toString('base64'),
      },
    );
    await page.reload();
    await page.getByText('Bail').waitFor();
    await page.getByText('Quittance').waitFor();
    t.equal(await page.locator('.paper-card').count(), 3, 'and no file that is no paper');
    t.notMatch(line.heard(), /POST \/share|Quittance|CANARY-/);
    t.same(faults(), []);
  },
);
