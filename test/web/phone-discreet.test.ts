/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
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

interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly short_name: string;
  readonly icons: { readonly src: string }[];
}

/** What a phone would take the app's name and pictures from. */
const manifestOf = (page: Page): Promise<Manifest> =>
  page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    return (await (await fetch(link?.href ?? '')).json()) as Manifest;
  });

const pictures = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    Array.from(
      document.querySelectorAll<HTMLLinkElement>('link[rel="icon"], link[rel="apple-touch-icon"]'),
      ({ href }) => new URL(href).pathname,
    ),
  );

t.test(
  'who wants it carries the app under a plain name and picture, on every screen, until they change it back',
  { skip },
  async (t) => {
    const { address } = there(server);
    const { page, faults } = await newPhone(there(browser), address, { serviceWorkers: 'allow' });
    await firstMinute(page);
    await press(page, 'Plus tard');
    await allSent(page, 1);
    t.equal(await page.title(), 'Pochette');
    const own = await manifestOf(page);
    const before = await pictures(page);
    t.equal(own.name, 'Pochette');

    await press(page, 'Plus');
    await press(page, 'Nom discret');
    await press(page, 'Carnet');
    t.equal(await page.title(), 'Carnet');
    const plain = await manifestOf(page);
    t.same([plain.name, plain.short_name], ['Carnet', 'Carnet']);
    t.equal(plain.id, own.id, 'it stays the same app: what lies on the phone stays');
    t.notMatch(JSON.stringify(plain), /pochette/i);
    const after = await pictures(page);
    for (const src of [...after, ...plain.icons.map((icon) => icon.src)]) {
      t.notOk([...before, ...own.icons.map((icon) => icon.src)].includes(src), src);
      t.equal((await fetch(address + src)).status, 200, src);
    }

    await page.reload();
    t.equal(await page.title(), 'Carnet', 'also before it is opened');
    await heading(page, 'Votre code');
    await typeCode(page, CODE);
    await heading(page, 'Mes papiers');
    t.equal(await page.title(), 'Carnet');
    t.same((await manifestOf(page)).name, 'Carnet');

    await press(page, 'Plus');
    await press(page, 'Langue');
    await press(page, 'Русский');
    await page.waitForFunction(() => document.documentElement.lang === 'ru');
    await page.waitForFunction(() => document.title !== 'Carnet');
    t.equal(await page.title(), 'Блокнот', 'in the language of the person');
    t.same((await manifestOf(page)).name, 'Блокнот');

    await press(page, 'Другое имя');
    await press(page, 'Pochette');
    t.equal(await page.title(), 'Pochette');
    t.same(await pictures(page), before);
    t.same(await manifestOf(page), own);
    t.same(faults(), []);
  },
);
