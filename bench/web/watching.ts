/// <reference lib="dom" />
import type { BrowserContextOptions, Page } from 'playwright-core';

export const PHONE: BrowserContextOptions = {
  locale: 'fr-FR',
  viewport: { width: 360, height: 740 },
  hasTouch: true,
  permissions: ['camera'],
};

export type Row = readonly [string, string];

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
export const goal = (value: number, most: number, say: (value: number) => string): string =>
  `${say(value)} (goal ≤ ${say(most)}) ${value <= most ? '✓' : '✗'}`;

/** Writes down what makes a person wait: long tasks, presses that were not heard at once, and when something stood there. */
export const watch = async (page: Page): Promise<void> => {
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
export const seenOn = (page: Page): Promise<Seen> =>
  page.evaluate(() => (window as unknown as { seen: Seen }).seen);
