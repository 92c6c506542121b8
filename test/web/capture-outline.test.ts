/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { axeFaults, noBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { captureScene } from './capture-scene.js';

const skip = noBrowser();
const scene = skip ? null : await captureScene(t);

const shown = async (name: string, language: 'fr' | 'en' | 'ar', options = {}) => {
  const guest = await there(scene)({ viewport: { width: 390, height: 844 }, ...options });
  const photo = await guest.open(name);
  await guest.call('show', language);
  await guest.page.locator('.frame').waitFor();
  return { ...guest, outline: photo.outline };
};

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const handle = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

t.test('nothing is cut off before the person said so', { skip }, async (t) => {
  const { page, call, outline } = await shown('capture/photo-05.jpg', 'fr');
  await page.getByText('Tout le papier est dans le cadre ?').waitFor();
  t.same(await call('accepted'), []);
  await press(page, 'Photo entière');
  await press(page, 'C’est bon');
  const accepted = await call('accepted');
  t.equal(accepted[0], null, 'the whole photo');
  t.same(accepted[1], outline?.corners);
  const cut = await shown('capture/photo-08.jpg', 'en');
  await cut.page.getByText('A part of the paper is missing.').waitFor();
});

t.test('without an outline the whole photo is proposed, and can still be adjusted', { skip }, async (t) => {
  const { page, call } = await shown('awkward/screenshot.png', 'fr');
  await page.getByText('Garder toute la photo ?').waitFor();
  t.equal(await page.locator('.frame-shade').count(), 0);
  await press(page, 'Photo entière');
  await press(page, 'Régler');
  await press(page, 'Vers la droite');
  await press(page, 'C’est bon');
  const [whole, adjusted] = await call('accepted');
  t.equal(whole, null);
  t.same(sure(adjusted ?? undefined)[0], { x: 0.09, y: 0.08 });
});

t.test('corners are moved with the keyboard alone', { skip }, async (t) => {
  const { page, call, outline } = await shown('capture/photo-02.jpg', 'fr');
  const before = sure(outline?.corners);
  await page.getByRole('button', { name: 'Régler' }).focus();
  await page.keyboard.press('Enter');
  t.ok(
    await handle(page, 'Coin en haut à gauche').evaluate((one) => one === document.activeElement),
    'it goes on at a corner',
  );
  for (const key of ['ArrowLeft', 'ArrowLeft', 'Shift+ArrowUp', 'Tab', 'ArrowRight'])
    await page.keyboard.press(key);
  await page.getByRole('status').getByText('Coin en haut à droite').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'C’est bon' }).focus();
  await page.keyboard.press('Enter');
  const after = sure((await call('accepted'))[0] ?? undefined);
  const moved = after.map(({ x, y }, i) =>
    [x - sure(before[i]).x, y - sure(before[i]).y].map((part) => Math.round(part * 1000) / 1000),
  );
  t.same(moved, [
    [-0.02, -0.002],
    [0.01, 0],
    [0, 0],
    [0, 0],
  ]);
});

/** A finger as the browser reports one. */
const dragWithFinger = async (
  page: Page,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> => {
  const session = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  await send('touchStart', from);
  for (let i = 1; i <= 8; i++)
    await send('touchMove', { x: from.x + ((to.x - from.x) * i) / 8, y: from.y + ((to.y - from.y) * i) / 8 });
  await send('touchEnd');
};

const middle = async (locator: Locator): Promise<{ x: number; y: number }> => {
  const { x, y, width, height } = sure((await locator.boundingBox()) ?? undefined);
  return { x: x + width / 2, y: y + height / 2 };
};

t.test(
  'a finger or a mouse takes a corner along, also where one reads from the right',
  { skip },
  async (t) => {
    for (const language of ['fr', 'ar'] as const) {
      const { page, call, outline } = await shown('capture/photo-02.jpg', language, { hasTouch: true });
      await page.locator('.outline-choices button').last().click();
      const [first, third] = [page.locator('.frame-handle').nth(0), page.locator('.frame-handle').nth(2)];
      const box = sure((await page.locator('.frame').boundingBox()) ?? undefined);
      const from = await middle(first);
      const corner = sure(outline?.corners[0]);
      const beside = Math.hypot(
        from.x - box.x - corner.x * box.width,
        from.y - box.y - corner.y * box.height,
      );
      t.ok(beside < 1, `${language}: the handle lies on its corner`);
      await dragWithFinger(page, from, { x: from.x - 12, y: from.y - 20 });
      const at = await middle(third);
      await page.mouse.move(at.x + 4, at.y + 4);
      await page.mouse.down();
      await page.mouse.move(at.x + 24, at.y + 34, { steps: 4 });
      t.equal(await page.locator('.loupe').count(), 1, 'what is under the finger is shown beside it');
      await page.mouse.up();
      await page.locator('.outline-choices .main').click();
      const after = sure((await call('accepted'))[0] ?? undefined);
      const moved = (i: number) =>
        [
          (sure(after[i]).x - sure(outline?.corners[i]).x) * box.width,
          (sure(after[i]).y - sure(outline?.corners[i]).y) * box.height,
        ].map(Math.round);
      t.same(
        [moved(0), moved(1), moved(2), moved(3)],
        [
          [-12, -20],
          [0, 0],
          [20, 30],
          [0, 0],
        ],
        language,
      );
    }
  },
);

t.test('a corner that is dragged anywhere never turns the outline over', { skip }, async (t) => {
  const { page, call } = await shown('capture/photo-02.jpg', 'fr');
  await press(page, 'Régler');
  const [from, far] = [
    await middle(page.locator('.frame-handle').nth(0)),
    await middle(page.locator('.frame-handle').nth(2)),
  ];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(far.x + 15, far.y + 15, { steps: 12 });
  await page.mouse.up();
  await press(page, 'C’est bon');
  const [a, , c] = sure((await call('accepted'))[0] ?? undefined);
  t.ok(a.x < c.x && a.y < c.y);
});

const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the window'] : [];
    const small = Array.from(document.querySelectorAll('.outline button')).flatMap((one) => {
      const { width, height, left, right } = one.getBoundingClientRect();
      return width < 48 || height < 48 || left < 0 || right > innerWidth ? [one.outerHTML.slice(0, 90)] : [];
    });
    return [...wide, ...small];
  });

const examine = async (t: Test, page: Page, what: string): Promise<void> => {
  t.same([...(await axeFaults(page)), ...(await layoutFaults(page))], [], what);
};

t.test(
  'the outline is fit for everybody: light, dark, right to left, 320 pixels wide',
  { skip },
  async (t) => {
    const variants = [
      ['fr', 'light', 390],
      ['en', 'dark', 1000],
      ['ar', 'light', 390],
      ['ar', 'dark', 320],
      ['fr', 'dark', 320],
    ] as const;
    for (const [language, colorScheme, width] of variants) {
      for (const name of ['capture/photo-08.jpg', 'capture/photo-07.jpg', 'awkward/screenshot.png']) {
        const { page, faults } = await shown(name, language, {
          colorScheme,
          reducedMotion: 'reduce',
          viewport: { width, height: 640 },
        });
        await examine(t, page, `${name}, ${language}, ${colorScheme}, ${width}`);
        await page.locator('.outline-choices button').last().click();
        await page.keyboard.press('ArrowDown');
        await examine(t, page, `${name}, adjusted, ${language}, ${colorScheme}, ${width}`);
        t.same(faults(), []);
        await page.context().close();
      }
    }
  },
);
