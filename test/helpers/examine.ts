/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { axeFaults } from './browser.js';

/** Where pictures of all screens are put, if somebody wants to look at them. */
const SHOTS = process.env['SHOTS'];

/** What is pressed or typed into, and whether what surrounds it as a label is pressed for it. */
export interface Controls {
  readonly selector: string;
  readonly labelled: boolean;
  /** 7 where what is said first must stand out that much from what is behind it; else 4.5 everywhere. */
  readonly contrast?: 4.5 | 7;
}

/** What a thumb, a weak eye or a small window would stumble over. */
const layoutFaults = (page: Page, controls: Controls): Promise<string[]> =>
  page.evaluate(({ selector, labelled }) => {
    const visible = (element: Element): boolean =>
      element.closest('.hidden-text') === null && element.getBoundingClientRect().width > 1;
    const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the window'] : [];
    const pressed = Array.from(document.querySelectorAll(selector)).filter(visible);
    const small = pressed.filter((element) => {
      const target = (labelled ? element.closest('label') : null) ?? element;
      const { width, height } = target.getBoundingClientRect();
      return width < 48 || height < 48;
    });
    const clipped = pressed.filter((element) => element.scrollWidth > element.clientWidth + 1);
    const texts = Array.from(document.querySelectorAll('body *')).filter(
      (element) =>
        visible(element) &&
        Array.from(element.childNodes).some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim()),
    );
    const tiny = texts.filter((element) => Number.parseFloat(getComputedStyle(element).fontSize) < 18);
    const say = (why: string) => (element: Element) => `${why}: ${element.outerHTML.slice(0, 120)}`;
    return [
      ...wide,
      ...small.map(say('smaller than 48 px')),
      ...clipped.map(say('does not fit')),
      ...tiny.map(say('smaller than 18 px')),
    ];
  }, controls);

/** What can't be read or pressed: beyond the window, cut off, or covered by a neighbour. */
export const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const seen = (element: Element): boolean =>
      element.closest('.hidden-text') === null && element.getBoundingClientRect().width > 1;
    const say = (why: string, element: Element): string => `${why}: ${element.outerHTML.slice(0, 140)}`;
    const faults: string[] = [];
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > innerWidth) faults.push(`scrolls sideways: ${scrollWidth} of ${innerWidth} px`);
    for (const element of document.querySelectorAll('button, input, textarea, h1, h2, p, label, li')) {
      if (!seen(element)) continue;
      const { left, right } = element.getBoundingClientRect();
      if (left < -0.5 || right > innerWidth + 0.5) faults.push(say('leaves the window', element));
      if (element.matches('input, textarea')) continue;
      if (!element.matches('button')) continue;
      const outer = element.getBoundingClientRect();
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        // a space between two boxes is nowhere
        if (!node.nodeValue?.trim() || node.parentElement?.closest('.hidden-text')) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const inner = range.getBoundingClientRect();
        if (inner.left < outer.left - 1 || inner.right > outer.right + 1)
          faults.push(say('wider than its button', element));
        if (inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1)
          faults.push(say('higher than its button', element));
      }
    }
    const buttons = Array.from(document.querySelectorAll('button')).filter(seen);
    for (const [i, one] of buttons.entries()) {
      for (const other of buttons.slice(i + 1)) {
        // what stays at the bottom while the rest scrolls beneath it
        if (one.closest('.dock') !== other.closest('.dock') || one.matches('.frame-handle')) continue;
        // nor is what a list of its own scrolls out of sight
        if (one.closest('.many-kinds') !== other.closest('.many-kinds')) continue;
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const isOver =
          a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
        if (isOver) faults.push(say('lies over another button', one));
      }
    }
    return faults;
  });

/** Words that the app itself says on this screen, and on each button. */
const spoken = (page: Page): Promise<{ words: number; buttons: string[] }> =>
  page.evaluate(() => {
    const own = document.querySelector('main')?.cloneNode(true) as HTMLElement;
    for (const element of own.querySelectorAll(
      'bdi, .hidden-text, .keys, .shelf, .pieces, .validity, .told-line',
    ))
      element.remove();
    const textOf = (element: Element): string[] => {
      const parts: string[] = [];
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) parts.push(node.nodeValue ?? '');
      return parts
        .join(' ')
        .split(/\s+/)
        .filter((word) => /\p{L}/u.test(word));
    };
    const buttons = Array.from(own.querySelectorAll('.button, .pick, .top-button'), (one) =>
      textOf(one).join(' '),
    );
    return { words: textOf(own).length, buttons };
  });

/** A light, a window and the name of its pictures. */
export interface Mode {
  readonly name: string;
  readonly colorScheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
  /** Letters so many times as large; once unless said. */
  readonly letters?: number;
  /** Not asked of axe: what differs from another mode is the room alone. */
  readonly roomOnly?: boolean;
}

const enlarge = (page: Page, times: number): Promise<void> =>
  page.evaluate((much) => {
    const root = document.documentElement;
    root.style.fontSize = '';
    if (much !== 1) root.style.fontSize = `${Number.parseFloat(getComputedStyle(root).fontSize) * much}px`;
  }, times);

/** Looks at a screen in each of these modes, with axe and a ruler; ends in the first one. `SHOTS` keeps a picture of each. */
export const examineIn =
  (t: Test, page: Page, language: string, modes: readonly [Mode, ...Mode[]], controls: Controls) =>
  async (screen: string): Promise<void> => {
    for (const { name, colorScheme, width, height, letters = 1, roomOnly = false } of modes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await enlarge(page, letters);
      const seen = [
        ...(roomOnly ? [] : await axeFaults(page, controls.contrast)),
        ...(await layoutFaults(page, controls)),
        ...(letters === 1 ? [] : await cutOff(page)),
      ];
      t.same(seen, [], `${screen}, ${language}, ${name}`);
      if (SHOTS !== undefined) {
        mkdirSync(SHOTS, { recursive: true });
        await page.screenshot({ path: join(SHOTS, `${screen}-${language}-${name}.png`) });
      }
    }
    const [{ width, height }] = modes;
    await enlarge(page, 1);
    await page.setViewportSize({ width, height });
  };

const ON_A_PHONE = [
  { name: 'light', colorScheme: 'light', width: 360, height: 740 },
  { name: 'dark', colorScheme: 'dark', width: 360, height: 740 },
  { name: '320', colorScheme: 'light', width: 320, height: 568 },
] as const;

/** Looks at a screen of the phone in every light and width, and counts its words. */
export const examine = (t: Test, page: Page, language: string) => {
  const look = examineIn(t, page, language, ON_A_PHONE, {
    selector: 'button, input, textarea',
    labelled: false,
  });
  return async (screen: string): Promise<void> => {
    await look(screen);
    const { words, buttons } = await spoken(page);
    t.ok(words <= 25, `${screen}: ${words} words`);
    // said as people say it: not to know is an answer like any other
    for (const button of buttons.filter((one) => one !== 'Je ne sais pas')) {
      t.ok(button.split(' ').length <= 3, `${screen}: ${button}`);
    }
  };
};
