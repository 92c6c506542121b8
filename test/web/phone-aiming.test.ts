/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { heading, newPhone, phoneBrowser, press } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

/** Counts what the worker is shown of what the camera sees. */
const watchLooks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const looks = { asked: 0, open: 0, most: 0 };
    Object.assign(window, { looks });
    window.Worker = class extends Worker {
      readonly glimpses = new Set<number>();
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        this.addEventListener('message', ({ data }: MessageEvent<{ id: number }>) => {
          if (this.glimpses.delete(data.id)) looks.open--;
        });
      }
      override postMessage(
        message: { id: number; ask?: string },
        more?: Transferable[] | StructuredSerializeOptions,
      ): void {
        if (message.ask === 'look') {
          this.glimpses.add(message.id);
          looks.asked++;
          looks.most = Math.max(looks.most, ++looks.open);
        }
        super.postMessage(message, more as StructuredSerializeOptions);
      }
    };
  });

interface Looks {
  readonly asked: number;
  readonly open: number;
  readonly most: number;
}
const looksOf = (page: Page): Promise<Looks> =>
  page.evaluate(() => (window as unknown as { looks: Looks }).looks);
const moreLooks = (page: Page, than: number): Promise<unknown> =>
  page.waitForFunction((count) => (window as unknown as { looks: Looks }).looks.asked > count, than);
/** Waits as long as several looks take, once none is under way. */
const noMoreLooks = async (page: Page): Promise<boolean> => {
  await page.waitForFunction(() => (window as unknown as { looks: Looks }).looks.open === 0);
  const { asked } = await looksOf(page);
  await page.waitForTimeout(2000);
  return (await looksOf(page)).asked === asked;
};

t.test(
  'the paper is looked for while one aims, one frame at a time, and only while the camera is on the screen',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    const hide = (hidden: boolean): Promise<void> =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
      }, hidden);
    await watchLooks(page);
    await press(page, 'Français');
    await press(page, 'Prendre une photo');
    await moreLooks(page, 2);
    await hide(true);
    t.ok(await noMoreLooks(page), 'out of sight nothing is looked at');
    await hide(false);
    await moreLooks(page, (await looksOf(page)).asked);
    await press(page, 'Photo !');
    await page.locator('.frame-shade').waitFor();
    t.ok(await noMoreLooks(page), 'the photo is taken');
    await press(page, 'Refaire');
    await moreLooks(page, (await looksOf(page)).asked);
    await page.goBack();
    await heading(page, 'Gardez vos papiers ici.');
    t.ok(await noMoreLooks(page), 'the camera was left');
    await press(page, 'Prendre une photo');
    await moreLooks(page, (await looksOf(page)).asked);
    t.equal((await looksOf(page)).most, 1, 'one at a time');
    t.same(faults(), []);
  },
);
