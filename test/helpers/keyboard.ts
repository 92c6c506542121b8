/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { listening } from './desk.js';

/** What has the focus, as whoever uses only the keyboard finds it. */
interface Focused {
  readonly name: string;
  readonly tag: string;
  /** Why it can't be seen where one is; empty where it can. */
  readonly fault: string;
}

const MOST_TABS = 80;

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const one = document.activeElement ?? document.body;
    const labels = one instanceof HTMLInputElement || one instanceof HTMLSelectElement ? one.labels : null;
    const said = one.getAttribute('aria-label') ?? labels?.[0]?.innerText ?? (one as HTMLElement).innerText;
    const name = said.replace(/\s+/g, ' ').trim();
    const tag = one.tagName.toLowerCase();
    if (one === document.body) return { name: '', tag, fault: '' };
    // a radio button is as large as its label, and what is drawn around stands around that
    const { left, top, width, height } = one.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const seen = document.elementFromPoint(x, y);
    const isIn = x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight;
    const isOver = seen !== null && (one.contains(seen) || seen.contains(one));
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    const isDrawn = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    const fault = [
      ...(isIn ? [] : ['out of sight']),
      ...(isIn && !isOver ? ['behind something'] : []),
      ...(isDrawn ? [] : ['not drawn']),
    ].join(', ');
    return { name, tag, fault: fault === '' ? '' : `${tag} ${name}: ${fault}` };
  });

/** Somebody with a keyboard and nothing else. */
export interface Typist {
  /** Goes with Tab to what bears this name, and presses Enter on it. */
  press(name: string | RegExp): Promise<void>;
  /** Goes with Tab to what bears this name. */
  reach(name: string | RegExp): Promise<void>;
  /** Goes on with Tab through everything that is there. */
  around(): Promise<void>;
  key(name: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Waits until the focus is in what is new on the screen: its title, or something to type into. */
  landed(text: string | RegExp): Promise<void>;
  /** Keys pressed on purpose; a text that is typed is one, ways by Tab are none. */
  actions(): number;
  /** What could not be seen, or not be left. */
  faults(): readonly string[];
}

export const typistAt = (page: Page): Typist => {
  let actions = 0;
  const faults: string[] = [];
  const tab = async (): Promise<Focused> => {
    const before = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press('Tab');
    const now = await focused(page);
    const isStuck = await page.evaluate(
      (one) => one === document.activeElement && one !== document.body,
      before,
    );
    if (isStuck) faults.push(`${now.tag} ${now.name}: Tab does not leave it`);
    if (now.fault !== '') faults.push(now.fault);
    return now;
  };
  const reach = async (name: string | RegExp): Promise<void> => {
    await page.getByText(name).or(page.getByLabel(name)).first().waitFor();
    await listening(page);
    let now = await focused(page);
    const passed: string[] = [];
    const isIt = (one: string): boolean => (typeof name === 'string' ? one === name : name.test(one));
    for (let tabs = 0; !isIt(now.name); tabs += 1) {
      if (tabs === MOST_TABS) throw new Error(`Tab does not lead to ${name}: ${passed.join(' | ')}`);
      now = await tab();
      passed.push(now.name);
    }
  };
  const key = async (name: string): Promise<void> => {
    actions += 1;
    await page.keyboard.press(name);
  };
  return {
    reach,
    key,
    around: async () => {
      const count = await page.locator('button, a, input, select').count();
      for (let tabs = 0; tabs <= count; tabs += 1) await tab();
    },
    press: async (name) => {
      await reach(name);
      await key('Enter');
    },
    type: async (text) => {
      await listening(page);
      actions += 1;
      await page.keyboard.type(text);
    },
    landed: async (text) => {
      await page.waitForFunction(
        ([source]) => {
          const one = document.activeElement as HTMLElement | null;
          const labels = one instanceof HTMLInputElement ? one.labels : null;
          const said = labels?.[0]?.innerText ?? one?.innerText ?? '';
          return (
            one?.matches('h1, input') && new RegExp(source as string).test(said.replace(/\s+/g, ' ').trim())
          );
        },
        [typeof text === 'string' ? `^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$` : text.source],
      );
      await listening(page);
    },
    actions: () => actions,
    faults: () => faults,
  };
};
