/// <reference lib="dom" />
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import type { Test } from 'tap';
import { fixture } from './agency.js';
import { startBrowser, visit, type Visit } from './browser.js';
import { sure } from './cheating.js';
import { temporaryFolder } from './server.js';

/** Chromium whose camera sees a picture; without one, held upright, the photo of a tax notice on a table. */
export const phoneBrowser = async (t: Test, picture?: Buffer): Promise<Browser> => {
  const frame = await sharp(picture ?? fixture('photos/photo-01.jpg'))
    .rotate()
    .resize(picture ? 1280 : 960, picture ? 960 : 1280, { fit: 'contain', background: '#6b5337' })
    .jpeg({ quality: 85 })
    .toBuffer();
  const film = join(temporaryFolder(t), 'camera.mjpeg');
  writeFileSync(film, Buffer.concat([frame, frame]));
  return startBrowser(t, [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
};

/** As large as a cheap phone's screen. */
const PHONE: BrowserContextOptions = {
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  permissions: ['camera'],
};

/** Somebody with a phone that was never here; without a service worker, unless the test is about it. */
export const newPhone = async (
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<Visit> => {
  const visitor = await visit(browser, { ...PHONE, serviceWorkers: 'block', ...options });
  await visitor.page.goto(`${address}/`);
  return visitor;
};

export const CODE = '482913';

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** The file that pressing this button saves. */
export const saved = async (page: Page, name: string): Promise<Buffer> => {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, name)]);
  return readFileSync(sure(await download.path()));
};

export const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { name, exact: true }).waitFor();

export const typeCode = async (page: Page, code = CODE): Promise<void> => {
  for (const digit of code) await press(page, digit);
};

/** Waits until the phone keeps the app. Asked from here: `waitForFunction` takes any promise for a yes. */
export const appKept = async (page: Page): Promise<void> => {
  const isKept = (): Promise<boolean> =>
    page.evaluate(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
  while (!(await isKept())) await page.waitForTimeout(50);
};

/** Takes a photo and accepts the page that it shows. */
export const takePage = async (page: Page): Promise<void> => {
  await page.locator('.finder[data-state="ready"]').waitFor();
  await press(page, 'Photo !');
  await heading(page, 'Votre photo');
  await press(page, 'C’est bon');
};

/** Takes a photo and says which paper it is; ends where it is kept on the phone. A card has no back here. */
export const takePaper = async (page: Page, kind: string): Promise<void> => {
  await takePage(page);
  await heading(page, 'C’est quel papier ?');
  await press(page, kind);
  await page.getByText('Gardé sur ce téléphone').waitFor();
  const none = page.getByRole('button', { name: 'Pas de dos', exact: true });
  if (await none.count()) await none.click();
  await page.locator('[data-screen="kept"]').waitFor();
};

/** From nothing to a safe with one paper, at the rescue card. */
export const firstMinute = async (page: Page, kind = 'Carte d’identité'): Promise<void> => {
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  await takePaper(page, kind);
  await press(page, 'Continuer');
  await press(page, 'D’accord');
  await heading(page, 'Choisissez un code');
  await typeCode(page);
  await heading(page, 'Encore une fois');
  await typeCode(page);
  await heading(page, 'Carte de secours');
};

/** The papers, once all that waited are in the safe. */
export const allSent = async (page: Page, count: number): Promise<void> => {
  await heading(page, 'Mes papiers');
  await page
    .locator('.paper-grid > li')
    .nth(count - 1)
    .waitFor();
  await page.waitForFunction((wanted) => document.querySelectorAll('.where.safe').length === wanted, count, {
    timeout: 60_000,
  });
};

/** How a photo that the app has made begins, as text: long enough that no ciphertext holds it by chance. */
export const PHOTO_BEGINS = '\u00ff\u00d8\u00ff\u00e0\u0000\u0010JFIF';

/** What the browser keeps of this page, as text: every record of its database, byte for byte, and its other storage. */
export const keptOn = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const textOf = (value: unknown): string => {
      if (value instanceof ArrayBuffer) return textOf(new Uint8Array(value));
      if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join('');
      if (value instanceof CryptoKey) return `key, extractable: ${value.extractable}`;
      if (typeof value !== 'object' || value === null) return String(value);
      return Object.values(value).map(textOf).join('\n');
    };
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('pochette');
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error));
    });
    const all: string[] = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    for (const name of database.objectStoreNames) {
      const request = database.transaction(name).objectStore(name).getAll();
      await new Promise((resolve) => request.addEventListener('success', resolve));
      all.push(...request.result.map((value: unknown) => `${name}: ${textOf(value)}`));
    }
    database.close();
    return all.join('\n');
  });
