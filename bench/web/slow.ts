/// <reference lib="dom" />
import type { Browser, CDPSession, Page } from 'playwright-core';
import { median } from './loading.js';

/** What Lighthouse's BenchmarkIndex says of a low-end phone. */
export const LOW_END = 264;

/** The work of Lighthouse's BenchmarkIndex: making text, and moving numbers; how often in a tenth of a second. */
const once = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const perTenth = (work: (round: number) => void): number => {
      const start = Date.now();
      let rounds = 0;
      while (Date.now() - start < 500) work(rounds++);
      return rounds / 10 / ((Date.now() - start) / 1000);
    };
    const text = perTenth(() => {
      let made = '';
      for (let i = 0; i < 10_000; i++) made += 'a';
      if (made.length === 1) throw new Error('never: so that the work is not left out');
    });
    const [a, b] = [0, 0].map(() => Array.from({ length: 100_000 }, (_, i) => i)) as [number[], number[]];
    const numbers = perTenth((round) => {
      const [from, to] = round % 2 === 0 ? [a, b] : [b, a];
      for (let i = 0; i < from.length; i++) to[i] = from[i] ?? 0;
    });
    return (text + numbers) / 2;
  });

/** Of several, the middle one: what else this machine does is not the page's. */
const index = async (page: Page): Promise<number> => {
  const all: number[] = [];
  for (let i = 0; i < 3; i++) all.push(await once(page));
  return median(all);
};

interface Slowness {
  readonly rate: number;
  readonly index: number;
}

/** Looks for the rate at which this machine is as slow as a low-end phone. */
const calibrate = async (page: Page, slow: (rate: number) => Promise<void>): Promise<Slowness> => {
  const isNear = ({ index: one }: Slowness): boolean => Math.abs(one - LOW_END) <= LOW_END * 0.04;
  const off = ({ index: one }: Slowness): number => Math.abs(Math.log(one / LOW_END));
  let [low, high] = [1, 40];
  let found: Slowness = { rate: 1, index: await index(page) };
  for (let i = 0; i < 8 && !isNear(found); i++) {
    const rate = i === 0 ? Math.min(high, Math.max(low, found.index / LOW_END)) : Math.sqrt(low * high);
    await slow(rate);
    const tried = { rate, index: await index(page) };
    if (tried.index > LOW_END) low = rate;
    else high = rate;
    if (off(tried) < off(found)) found = tried;
  }
  await slow(1);
  return found;
};

/** Chromium's own slowing: of a page's main thread alone. */
export const throttled =
  (session: CDPSession) =>
  async (rate: number): Promise<void> => {
    await session.send('Emulation.setCPUThrottlingRate', { rate });
  };

/**
 * Slows a page with its workers, which Chromium's own slowing leaves as fast as they are: the page's process runs for a part
 * of every 50 ms only.
 */
export const held = async (browser: Browser, page: Page) => {
  const PERIOD_MS = 50;
  const whole = await browser.newBrowserCDPSession();
  const pids = async (): Promise<Map<number, number>> => {
    const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
    return new Map(
      processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]),
    );
  };
  // the one that just worked is ours
  const before = await pids();
  await page.evaluate(() => {
    const start = Date.now();
    while (Date.now() - start < 400);
  });
  const [[pid] = [0]] = [...(await pids())].toSorted(
    ([a, x], [b, y]) => y - (before.get(b) ?? 0) - (x - (before.get(a) ?? 0)),
  );
  let timer: NodeJS.Timeout | undefined;
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => {
    try {
      process.kill(pid, name);
    } catch {
      // the page is closed
      clearTimeout(timer);
    }
  };
  return async (rate: number): Promise<void> => {
    clearTimeout(timer);
    signal('SIGCONT');
    if (rate <= 1) return;
    const run = (): void => {
      signal('SIGCONT');
      timer = setTimeout(rest, PERIOD_MS / rate);
    };
    const rest = (): void => {
      signal('SIGSTOP');
      timer = setTimeout(run, PERIOD_MS - PERIOD_MS / rate);
    };
    run();
  };
};

/** Seconds of processor time that all pages and their workers took so far, which neighbours on the machine lengthen little. */
export const processorTime = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, { type, cpuTime }) => (type === 'renderer' ? sum + cpuTime : sum), 0);
};

/** How much both ways of slowing must slow here, measured on a page of nothing. */
export const calibrations = async (
  browser: Browser,
): Promise<{ readonly page: Slowness; readonly whole: Slowness }> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const result = {
    page: await calibrate(page, throttled(session)),
    whole: await calibrate(page, await held(browser, page)),
  };
  await context.close();
  return result;
};
