/// <reference lib="dom" />
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { allSent, CODE, firstMinute, heading, press, typeCode } from '../../test/helpers/phone.js';
import { kb, median } from './loading.js';
import { held, processorTime, throttled } from './slow.js';
import { callsIn, noteSteps, stepsOf, waitOf } from './timeline.js';
import { goal, PHONE, type Row, seconds, seenOn, watch } from './watching.js';

const ROUNDS = 3;
const PHOTO = fileURLToPath(new URL('../../../test/fixtures/photos/photo-01.jpg', import.meta.url));

/** Somebody who has a safe with one paper and may see it without the internet; the app lies on the phone. */
const withSafe = async (browser: Browser, address: string) => {
  const context = await browser.newContext({ ...PHONE, serviceWorkers: 'allow' });
  const page = await context.newPage();
  await watch(page);
  await noteSteps(page);
  await page.goto(`${address}/`);
  await firstMinute(page);
  await press(page, 'Plus tard');
  await allSent(page, 1);
  await press(page, 'Plus');
  await press(page, 'Sans internet');
  await press(page, 'Oui');
  await page.evaluate(() => navigator.serviceWorker.ready);
  return { context, page };
};

const millis = (ms: number): string => `${Math.round(ms)} ms`;

const since = async (
  page: Page,
  work: () => Promise<unknown>,
): Promise<{ readonly ms: number; readonly work: number }> => {
  const browser = page.context().browser() as Browser;
  const [before, start] = [await processorTime(browser), performance.now()];
  await work();
  const ms = performance.now() - start;
  return { ms, work: 1000 * ((await processorTime(browser)) - before) };
};

const list = (page: Page): Promise<void> => page.locator('.paper-card .where').first().waitFor();

/** Milliseconds: with what the program that presses needs itself, and what a person would have waited, step by step. */
interface Waited {
  readonly whole: number;
  readonly waits: readonly number[];
  readonly calls: string;
  /** Milliseconds of processor time of the page and its workers. */
  readonly work: number;
}

const sumOf = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

/** The app opened again without a line: to the pad, and from the press to the papers. */
const offlineOpen = async (page: Page, address: string): Promise<Waited> => {
  await page.context().setOffline(true);
  const open = await since(page, async () => {
    await page.goto(`${address}/`, { waitUntil: 'commit' });
    await page.locator('.keypad').waitFor();
  });
  const show = await since(page, async () => {
    await press(page, 'Voir sans internet');
    await list(page);
  });
  await page.context().setOffline(false);
  const steps = await stepsOf(page);
  const waits = [waitOf(steps, '', 'keypad'), waitOf(steps, 'Voir sans internet', 'list')];
  return { whole: open.ms + show.ms, work: open.work + show.work, waits, calls: callsIn(steps) };
};

/** From the sixth digit to the papers. */
const unlock = async (page: Page, address: string): Promise<Waited> => {
  const last = CODE.slice(-1);
  await page.goto(`${address}/`);
  await page.locator('.keypad').waitFor();
  await typeCode(page, CODE.slice(0, -1));
  const { ms, work } = await since(page, async () => {
    await press(page, last);
    await list(page);
  });
  const steps = await stepsOf(page);
  return { whole: ms, work, waits: [waitOf(steps, last, 'list')], calls: callsIn(steps) };
};

/** A person holds the phone over the paper before they press: that long, at least. */
const AIM_MS = 1500;

const openCamera = async (page: Page): Promise<void> => {
  await press(page, 'Ajouter');
  await page.locator('.finder[data-state="ready"]').waitFor();
};

/** From the shutter to "kept", by somebody who aimed so long and then presses every button as soon as it stands there. */
const capture = async (page: Page, aimMs: number): Promise<Waited> => {
  await openCamera(page);
  await page.waitForTimeout(aimMs);
  await stepsOf(page);
  const { ms, work } = await since(page, async () => {
    await press(page, 'Photo !');
    await press(page, 'C’est bon');
    await press(page, 'Passeport');
    await page.getByText('Gardé sur ce téléphone').waitFor();
  });
  const steps = await stepsOf(page);
  await press(page, 'Continuer');
  await heading(page, 'Mes papiers');
  const waits = [
    waitOf(steps, 'Photo !', 'check'),
    waitOf(steps, 'C’est bon', 'which'),
    waitOf(steps, 'Passeport', 'kept'),
  ];
  return { whole: ms, work, waits, calls: callsIn(steps) };
};

/** A photo that another app took: from the file to its outline. */
const pickPhoto = async (page: Page, file: string): Promise<Waited> => {
  await openCamera(page);
  await stepsOf(page);
  const { ms, work } = await since(page, async () => {
    await page.locator('input[type="file"]').first().setInputFiles(file);
    await heading(page, 'Votre photo');
  });
  const steps = await stepsOf(page);
  // nothing of the page is pressed: it begins where the page is handed the file
  const [begin, end] = [
    steps.find(({ what, name }) => what === 'asked' && name === 'keep isPicture'),
    steps.find(({ what, name }) => what === 'stands' && name === 'check'),
  ];
  return { whole: ms, work, waits: [(end?.at ?? Number.NaN) - (begin?.at ?? 0)], calls: callsIn(steps) };
};

const rounds = async (work: () => Promise<Waited>): Promise<Waited> => {
  const all: Waited[] = [];
  for (let i = 0; i < ROUNDS; i++) all.push(await work());
  const middle = median(all.map(({ waits }) => sumOf(waits)));
  return all.find(({ waits }) => sumOf(waits) === middle) ?? (all[0] as Waited);
};

/** A row with its goal, and where the time went. */
const waited = (name: string, most: number, { whole, waits, calls, work }: Waited, parts: string): Row[] => [
  [name, goal(sumOf(waits), most, seconds)],
  [`… ${parts}`, waits.map((one) => seconds(one)).join(' + ')],
  ['… with what the program that presses needs', seconds(whole)],
  ['… processor time of the page and its workers', millis(work)],
  ['… calls to workers', calls],
];

/** The largest thing that the server keeps: one page of a paper, encrypted. */
const largestIn = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size),
  );

/** What somebody does every day who has a safe with a paper in it. */
export const ofEveryDay = async (
  browser: Browser,
  address: string,
  rates: { readonly page: number; readonly whole: number },
  folder: string,
): Promise<Row[]> => {
  const { context, page } = await withSafe(browser, address);
  const slow = throttled(await context.newCDPSession(page));
  await slow(rates.page);
  const offline = await rounds(() => offlineOpen(page, address));
  await unlock(page, address);
  await capture(page, AIM_MS);
  const { tasks, delays } = await seenOn(page);
  await slow(1);
  const hold = await held(browser, page);
  const holding = async (work: () => Promise<Waited>): Promise<Waited> => {
    await hold(rates.whole);
    const one = await work();
    await hold(1);
    return one;
  };
  const open = await rounds(() => holding(() => unlock(page, address)));
  // each time the first photo since the app was opened
  const first = (work: () => Promise<Waited>) =>
    rounds(async () => {
      await unlock(page, address);
      // the page that was opened anew may have another process
      const anew = await held(browser, page);
      await anew(rates.whole);
      const one = await work();
      await anew(1);
      return one;
    });
  const kept = await first(() => capture(page, AIM_MS));
  const atOnce = await first(() => capture(page, 0));
  const picked = await first(() => pickPhoto(page, PHOTO));
  await page.waitForFunction(() => document.querySelector('.where:not(.safe)') === null);
  await context.close();
  return [
    ...waited(
      'phone: opened again, offline, to the papers',
      1000,
      offline,
      'to the pad, press to the papers',
    ),
    ['phone: longest wait of a press, while capturing', goal(Math.max(0, ...delays), 200, millis)],
    [
      'phone: longest task of the page, while capturing',
      goal(Math.max(0, ...tasks.map(([, duration]) => duration)), 150, millis),
    ],
    ...waited('phone: last digit to the papers', 1500, open, 'one wait'),
    ...waited(
      `phone: shutter to kept, after ${seconds(AIM_MS)} of aiming`,
      3000,
      kept,
      'to the outline, to its kind, to kept',
    ),
    ...waited('phone: the same, pressed at once', 3000, atOnce, 'to the outline, to its kind, to kept'),
    [`phone: a photo of 12 million pixels from the gallery, to its outline`, seconds(sumOf(picked.waits))],
    ['… calls to workers', picked.calls],
    ['phone: largest page of a paper, encrypted', goal(largestIn(folder), 300_000, kb)],
  ];
};
