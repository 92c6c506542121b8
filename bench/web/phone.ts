/// <reference lib="dom" />
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Test } from 'tap';
import {
  allSent,
  CODE,
  firstMinute,
  heading,
  phoneBrowser,
  press,
  typeCode,
} from '../../test/helpers/phone.js';
import { type Ground, withGround } from '../ground.js';
import { startServerProcess } from '../server-process.js';
import { machine } from '../table.js';
import { kb, LINE, listen, type Loaded, median, scripts, SLOW_3G, sum } from './loading.js';
import { calibrations, held, LOW_END, throttled } from './slow.js';

const ROUNDS = 3;
const PHONE: BrowserContextOptions = {
  locale: 'fr-FR',
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  permissions: ['camera'],
};

type Row = readonly [string, string];

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const goal = (value: number, most: number, say: (value: number) => string): string =>
  `${say(value)} (goal ≤ ${say(most)}) ${value <= most ? '✓' : '✗'}`;

/** Writes down what makes a person wait: long tasks, presses that were not heard at once, and when something stood there. */
const watch = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const seen = { tasks: [] as [number, number][], delays: [] as number[], first: 0 };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) seen.tasks.push([startTime, duration]);
    }).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        if (entry.interactionId > 0) seen.delays.push(entry.processingStart - entry.startTime);
      }
    }).observe({ type: 'event', durationThreshold: 16, buffered: true } as PerformanceObserverInit);
    new MutationObserver((_, observer) => {
      if (!document.querySelector('.choice')) return;
      seen.first = performance.now();
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
};

interface Seen {
  readonly tasks: readonly (readonly [number, number])[];
  readonly delays: readonly number[];
  readonly first: number;
}
const seenOn = (page: Page): Promise<Seen> => page.evaluate(() => (window as unknown as { seen: Seen }).seen);

interface Slow {
  readonly line: typeof LINE | null;
  readonly rate: number;
}

/** A phone that was never here, to the first screen that answers. */
const firstOpen = async (
  browser: Browser,
  address: string,
  { line, rate }: Slow,
): Promise<{ ms: number; loaded: Loaded[] }> => {
  const context = await browser.newContext({ ...PHONE, serviceWorkers: 'block' });
  const page = await context.newPage();
  await watch(page);
  const heard = await listen(page, line);
  const slow = throttled(await context.newCDPSession(page));
  await slow(rate);
  await page.goto(`${address}/`, { waitUntil: 'commit' });
  await page.getByRole('button', { name: 'Français' }).click();
  await heading(page, 'Gardez vos papiers ici.');
  await page.waitForTimeout(1500);
  const { tasks, first } = await seenOn(page);
  // a task that began before the buttons stood there keeps them from answering
  const busy = tasks.filter(([start]) => start <= first).map(([start, duration]) => start + duration);
  const loaded = heard();
  await context.close();
  return { ms: Math.max(first, ...busy), loaded };
};

const firstOpens = async (browser: Browser, address: string, slow: Slow): Promise<number> => {
  const all: number[] = [];
  for (let i = 0; i < ROUNDS; i++) all.push((await firstOpen(browser, address, slow)).ms);
  return median(all);
};

/** Somebody who has a safe with one paper and may see it without the internet; the app lies on the phone. */
const withSafe = async (browser: Browser, address: string) => {
  const context = await browser.newContext({ ...PHONE, serviceWorkers: 'allow' });
  const page = await context.newPage();
  await watch(page);
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

const since = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

const list = (page: Page): Promise<void> => page.locator('.paper-card .where').first().waitFor();

/** The app opened again without a line: to the pad, and from the press to the papers. */
const offlineOpen = async (page: Page, address: string): Promise<number> => {
  await page.context().setOffline(true);
  const open = await since(async () => {
    await page.goto(`${address}/`, { waitUntil: 'commit' });
    await page.locator('.keypad').waitFor();
  });
  const show = await since(async () => {
    await press(page, 'Voir sans internet');
    await list(page);
  });
  await page.context().setOffline(false);
  return open + show;
};

/** From the sixth digit to the papers. */
const unlock = async (page: Page, address: string): Promise<number> => {
  await page.goto(`${address}/`);
  await page.locator('.keypad').waitFor();
  await typeCode(page, CODE.slice(0, -1));
  return since(async () => {
    await press(page, CODE.slice(-1));
    await list(page);
  });
};

/** From the shutter to "kept", by somebody who presses at once. */
const capture = async (page: Page): Promise<number> => {
  await press(page, 'Ajouter');
  await page.locator('.finder[data-state="ready"]').waitFor();
  const ms = await since(async () => {
    await press(page, 'Photo !');
    await press(page, 'C’est bon');
    await press(page, 'Passeport');
    await page.getByText('Gardé sur ce téléphone').waitFor();
  });
  await press(page, 'Continuer');
  await heading(page, 'Mes papiers');
  return ms;
};

const rounds = async (work: () => Promise<number>): Promise<number> => {
  const all: number[] = [];
  for (let i = 0; i < ROUNDS; i++) all.push(await work());
  return median(all);
};

/** The largest thing that the server keeps: one page of a paper, encrypted. */
const largestIn = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size),
  );

const ofFirstOpens = async (browser: Browser, address: string, rate: number): Promise<Row[]> => {
  const { loaded } = await firstOpen(browser, address, { line: null, rate: 1 });
  const weight = (bytes: number, most: number): string => goal(bytes, most, kb);
  return [
    ['phone: script to the first screen', weight(sum(scripts(loaded)), 60_000)],
    ['phone: everything to the first screen', weight(sum(loaded), 90_000)],
    ['phone: requests to the first screen', goal(loaded.length, 6, String)],
    [
      'phone: 400 kbit/s, 400 ms: to the first button',
      goal(await firstOpens(browser, address, { line: LINE, rate }), 2500, seconds),
    ],
    [
      'phone: Slow 3G (2,000 ms): to the first button',
      goal(await firstOpens(browser, address, { line: SLOW_3G, rate }), 6000, seconds),
    ],
  ];
};

const millis = (ms: number): string => `${Math.round(ms)} ms`;

const ofEveryDay = async (
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
  await capture(page);
  const { tasks, delays } = await seenOn(page);
  await slow(1);
  const hold = await held(browser, page);
  const holding = async (work: () => Promise<number>): Promise<number> => {
    await hold(rates.whole);
    const ms = await work();
    await hold(1);
    return ms;
  };
  const open = await rounds(() => holding(() => unlock(page, address)));
  const kept = await rounds(() => holding(() => capture(page)));
  await page.waitForFunction(() => document.querySelector('.where:not(.safe)') === null);
  await context.close();
  return [
    ['phone: opened again, offline, to the papers', goal(offline, 1000, seconds)],
    ['phone: longest wait of a press, while capturing', goal(Math.max(0, ...delays), 200, millis)],
    [
      'phone: longest task of the page, while capturing',
      goal(Math.max(0, ...tasks.map(([, duration]) => duration)), 150, millis),
    ],
    ['phone: last digit to the papers', goal(open, 1500, seconds)],
    ['phone: shutter to kept', goal(kept, 3000, seconds)],
    ['phone: largest page of a paper, encrypted', goal(largestIn(folder), 300_000, kb)],
  ];
};

const measure = async (ground: Ground): Promise<Row[]> => {
  const folder = `${ground.folder}/web`;
  const { url } = await startServerProcess(ground, {
    DATABASE_URL: await ground.database(),
    DATA_DIR: folder,
  });
  const browser = await phoneBrowser({ teardown: ground.later } as unknown as Test);
  const { page, whole } = await calibrations(browser);
  const slowness = ({ rate, index }: typeof page): string =>
    `${rate.toFixed(1)} times, which makes ${Math.round(index)} of ${LOW_END}`;
  return [
    ['slowed to a low-end phone: the page alone', slowness(page)],
    ['… the page with its workers (unlocking, keeping)', slowness(whole)],
    ...(await ofFirstOpens(browser, url, page.rate)),
    ...(await ofEveryDay(browser, url, { page: page.rate, whole: whole.rate }, folder)),
  ];
};

const rows = await withGround(measure);
const width = Math.max(...rows.map(([name]) => name.length));
console.log(`${machine()}\n\n${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}`);
