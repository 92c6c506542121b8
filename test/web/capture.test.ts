/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import t, { type Test } from 'tap';
import type { Corners } from '../../src/web/capture/geometry.js';
import { readJpeg } from '../../src/web/capture/jpeg.js';
import { PAGE_BYTES, PAGE_SIDE } from '../../src/web/capture/messages.js';
import { axeFaults, noBrowser, startBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { contains } from '../helpers/pictures.js';
import { buildCapturePage, cornerErrors, serveCapturePage, TRUTH, visitCapture } from './capture-scene.js';

const skip = noBrowser();
/** The longest that the page itself may be busy at one time while a photo becomes a page, in milliseconds. */
const BUSY_MS = 150;

const start = async () => {
  const folder = t.testdir();
  await buildCapturePage(folder);
  const served = await serveCapturePage(folder);
  t.teardown(served.close);
  return { address: served.address, browser: await startBrowser(t) };
};
const scene = skip ? null : await start();

const visitor = (options = {}) => visitCapture(there(scene).browser, there(scene).address, options);
type Visitor = Awaited<ReturnType<typeof visitor>>;

const opened = async ({ call }: Visitor, name: string) => {
  const result = await call('open', `/fixtures/${name}`);
  if ('refused' in result) throw new Error(result.refused);
  return result;
};

const flat = async ({ call }: Visitor, corners: Corners | null, quarters = 0) => {
  const result = await call('flatten', corners, quarters);
  if ('refused' in result) throw new Error(result.refused);
  return { ...result, jpeg: new Uint8Array(Buffer.from(result.jpeg, 'base64')) };
};

/** Markers of all segments before the picture itself. */
const markers = (jpeg: Uint8Array): number[] => {
  const found = [];
  for (let at = 2; jpeg[at + 1] !== 0xda; at += 2 + sure(jpeg[at + 2]) * 256 + sure(jpeg[at + 3]))
    found.push(sure(jpeg[at + 1]));
  return found;
};

t.test(
  'a photo as a phone takes it becomes a page: upright, straight, light, small, and silent about where it was taken',
  { skip },
  async (t) => {
    const guest = await visitor();
    // Exif turns 6 and 3
    for (const [name, width, height] of [
      ['photo-01.jpg', 750, 1000],
      ['photo-06.jpg', 1000, 750],
    ] as const) {
      const photo = await opened(guest, `photos/${name}`);
      t.same([photo.width, photo.height], [width, height], `${name} stands upright`);
      const found = sure(photo.outline ?? undefined);
      const { corners, paperMm } = sure(TRUTH[name]);
      t.ok(Math.max(...cornerErrors(found.corners, corners, width, height)) < 0.015, `${name}: corners`);
      const page = await flat(guest, found.corners);
      t.match(readJpeg(page.jpeg), { width: page.width, height: page.height });
      t.ok(
        Math.abs(page.width / page.height / (paperMm[0] / paperMm[1]) - 1) < 0.02,
        `${name}: ${page.width} × ${page.height}`,
      );
      t.ok(
        page.jpeg.length <= PAGE_BYTES && Math.max(page.width, page.height) <= PAGE_SIDE,
        `${page.jpeg.length} bytes`,
      );
      t.ok(page.width * page.height > 1_500_000, 'fine enough to be read');
      t.same(
        markers(page.jpeg).filter((marker) => marker === 0xfe || (marker > 0xe0 && marker <= 0xef)),
        [],
        'no metadata',
      );
      for (const word of ['CANARY', 'Exif', 'xmp', 'GPS']) t.notOk(contains(page.jpeg, word), word);
      const { channels } = await sharp(page.jpeg).stats();
      t.ok(
        channels.every(({ mean }) => mean > 150),
        `${name}: as bright as paper`,
      );
      const side = await flat(guest, found.corners, 1);
      t.same([side.width, side.height], [page.height, page.width], 'turned by a quarter');
    }
    t.ok(Math.max(0, ...(await guest.call('longTasks'))) <= BUSY_MS, 'the page went on answering');
    t.same(guest.faults(), []);
  },
);

t.test('the whole photo can always be kept, as it is, and small', { skip }, async (t) => {
  const guest = await visitor();
  await opened(guest, 'photos/photo-01.jpg');
  const whole = await flat(guest, null);
  t.same([whole.width, whole.height], [1500, 2000]);
  t.ok(whole.jpeg.length <= PAGE_BYTES);
  t.notOk(contains(whole.jpeg, 'CANARY'));
  const crossed = sure(TRUTH['photo-01.jpg']).corners;
  const never = await flat(guest, [crossed[0], crossed[2], crossed[1], crossed[3]]);
  t.same([never.width, never.height], [1500, 2000], 'corners that cross crop nothing');
  const screenshot = await opened(guest, 'awkward/screenshot.png');
  t.equal(screenshot.outline, null);
  const kept = await flat(guest, null);
  t.same([kept.width, kept.height], [923, 2000]);
});

t.test(
  'what is no photo, or not whole, or too large, is refused with its reason, and the next photo works',
  { skip },
  async (t) => {
    const guest = await visitor();
    const refusals = {
      'bomb-20000x20000.png': 'too_many_pixels',
      'empty.jpg': 'empty_file',
      'truncated.jpg': 'truncated_file',
      'really-a-pdf.jpg': 'unsupported_type',
      'script.svg': 'unsupported_type',
      'html-inside.pdf': 'unsupported_type',
      'photo.heic': 'unsupported_type',
    };
    for (const [name, refused] of Object.entries(refusals))
      t.same(await guest.call('open', `/fixtures/awkward/${name}`), { refused }, name);
    t.same(
      await guest.call('flatten', null, 0),
      { refused: 'internal' },
      'the photo before is not taken for it',
    );
    t.same(
      await guest.page.evaluate(() => (globalThis as { samplesPwned?: unknown }).samplesPwned),
      undefined,
    );
    for (const name of ['image.webp', 'one-pixel.jpg', 'animated.gif'])
      t.notMatch(await guest.call('open', `/fixtures/awkward/${name}`), { refused: String }, name);
    t.match(
      await guest.call('shoot', '/fixtures/capture/photo-05.jpg'),
      { width: 750, gone: true },
      'the camera’s own picture',
    );
    t.ok((await flat(guest, null)).jpeg.length > 0);
    await guest.call('forget');
    t.same(await guest.call('flatten', null, 0), { refused: 'internal' }, 'a photo that was let go is gone');
    await guest.call('restart');
    t.ok((await opened(guest, 'capture/photo-07.jpg')).outline, 'a worker that ended can be started again');
    t.same(guest.faults(), []);
  },
);

const shown = async (name: string, language: 'fr' | 'en' | 'ar', options = {}) => {
  const guest = await visitor({ viewport: { width: 390, height: 844 }, ...options });
  const photo = await opened(guest, name);
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
