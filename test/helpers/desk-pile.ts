/// <reference lib="dom" />
import type { Browser, Page } from 'playwright-core';
import type { Visit } from './browser.js';
import { type DeskScene, enterDesk, listening, meetPerson, newDesk } from './desk.js';
import { type Typist, typistAt } from './keyboard.js';

/** A machine whose scanner writes into a folder that the browser may follow: a real one, of the browser's own. */
const withScanner = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    Object.assign(window, {
      showDirectoryPicker: async () => {
        const root = await navigator.storage.getDirectory();
        return root.getDirectoryHandle('scanner', { create: true });
      },
    });
  });
};

export const scan = (page: Page, name: string, bytes: Buffer): Promise<void> =>
  page.evaluate(
    async ([to, text]) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('scanner', { create: true });
      const file = await folder.getFileHandle(to, { create: true });
      const writer = await file.createWritable();
      await writer.write(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));
      await writer.close();
    },
    [name, bytes.toString('base64')] as const,
  );

export const inScanner = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('scanner', { create: true });
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
      names.push(name);
    return names;
  });

/** In front of an empty pile for Amina. */
export const atPile = async (
  browser: Browser,
  { server, poster, member, session }: DeskScene,
  address = server.address,
): Promise<Visit & { readonly typist: Typist }> => {
  const visitor = await newDesk(browser, address, { poster });
  await withScanner(visitor.page);
  await visitor.page.goto(`${address}/desk/?again#${poster}`);
  await enterDesk(visitor.page, member);
  await visitor.page.locator('.desk-nav').waitFor();
  await meetPerson(visitor.page, session, 'Amina');
  const typist = typistAt(visitor.page);
  await typist.press('Numériser des papiers');
  await typist.landed('Papiers pour Amina');
  await visitor.page.locator('.drop').waitFor();
  return { ...visitor, typist };
};

/** The page in hand is on the screen. */
export const pageInHand = async (page: Page, number: number, total: number): Promise<void> => {
  await page.getByText(`Page ${number} sur ${total}`, { exact: true }).waitFor();
  await listening(page);
};

export const sentOnes = (page: Page, count: number): Promise<void> =>
  page
    .locator('.going [data-state="sent"]')
    .nth(count - 1)
    .waitFor({ timeout: 300_000 });

/** Sends what is sorted, by keyboard. */
export const sendSorted = async (page: Page, count: number): Promise<void> => {
  await page.locator('.sorted-card').waitFor();
  await listening(page);
  await page.keyboard.press('Enter');
  await sentOnes(page, count);
};
