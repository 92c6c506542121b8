import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { heading, phoneBrowser } from '../../test/helpers/phone.js';
import { type Ground, withGround } from '../ground.js';
import { startServerProcess } from '../server-process.js';
import { machine } from '../table.js';
import { ofEveryDay } from './every-day.js';
import { kb, LINE, listen, type Loaded, median, scripts, SLOW_3G, sum } from './loading.js';
import { calibrations, LOW_END, throttled } from './slow.js';
import { goal, PHONE, type Row, seconds, seenOn, watch } from './watching.js';

const ROUNDS = 3;
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
