import { readFileSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import type { Test } from 'tap';
import sharp from 'sharp';
import { addPaper } from '../../src/client/add.js';
import { openSafe } from '../../src/client/account.js';
import { makeLink } from '../../src/client/links/make.js';
import { makeThumbnail } from '../../src/cli/thumbnail.js';
import { newDevice, paperOf, PIN } from '../../test/helpers/device.js';
import { type Ground, withGround } from '../ground.js';
import { startServerProcess } from '../server-process.js';
import { machine } from '../table.js';
import { kb, LINE, listen, type Loaded, median, scripts, sum } from './loading.js';

const ROUNDS = 3;
const PHOTO_BYTES = 300_000;

/** A photo of about 300 KB, as a phone makes one of a paper. */
const photo = async (): Promise<Buffer> => {
  const source = sharp(readFileSync(new URL('../../../test/fixtures/photos/photo-01.jpg', import.meta.url)));
  for (let quality = 90; quality > 10; quality -= 5) {
    const bytes = await source
      .clone()
      .resize({ width: 2000, height: 2000, fit: 'inside' })
      .jpeg({ quality })
      .toBuffer();
    if (bytes.length <= PHOTO_BYTES) return bytes;
  }
  throw new Error('no photo of that size');
};

const makeScene = async (ground: Ground) => {
  const server = await startServerProcess(ground, {
    DATABASE_URL: await ground.database(),
    DATA_DIR: `${ground.folder}/web`,
  });
  const device = newDevice({ teardown: ground.later } as unknown as Test);
  const { session } = await openSafe(device, { server: server.url, pin: PIN, label: 'bench' });
  const bytes = await photo();
  const paper = paperOf(bytes, 'Photo', { thumbnail: await makeThumbnail(bytes, 'image/jpeg') });
  const metadata = { ...paper.metadata, mediaType: 'image/jpeg', pages: null };
  const { doc } = await addPaper(session, { ...paper, metadata });
  const link = () => makeLink(session, [doc], { code: false, openings: 50, language: 'fr', from: 'Amina' });
  return { link, size: bytes.length };
};

interface Measured {
  readonly beforeButton: readonly Loaded[];
  readonly beforePreview: readonly Loaded[];
  readonly buttonMs: number;
  readonly smallMs: number;
  readonly previewMs: number;
}

/** `readMs`: how long the visitor reads before they press the button. */
const visit = async (
  browser: Browser,
  url: string,
  line: typeof LINE | null,
  readMs = 0,
): Promise<Measured> => {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  const heard = await listen(page, line);
  const start = performance.now();
  await page.goto(url, { waitUntil: 'commit' });
  const button = page.getByRole('button', { name: 'Voir' });
  await button.waitFor();
  const buttonMs = performance.now() - start;
  const beforeButton = heard();
  await page.waitForTimeout(readMs);
  const pressed = performance.now();
  await button.click();
  await page
    .locator('.coming canvas[data-drawn]')
    .waitFor()
    .catch(() => undefined);
  const smallMs = performance.now() - pressed;
  await page.locator('.leaves:not(.coming) canvas[data-drawn]').waitFor();
  const previewMs = performance.now() - pressed;
  const beforePreview = heard();
  await context.close();
  return { beforeButton, beforePreview, buttonMs, smallMs, previewMs };
};

const seconds = (rounds: readonly Measured[], pick: (one: Measured) => number): string =>
  `${(median(rounds.map(pick)) / 1000).toFixed(2)} s`;

/**
 * As its published sources have it, not measured here: four of the script files of PrivateBin 2's page (privatebin.js,
 * Bootstrap, Showdown, DOMPurify) as they lie in its repository; jQuery and zlib come on top. `timvisee/send` publishes none.
 */
const PEERS = [['PrivateBin 2: script before anything is shown', '> 340 kB uncompressed']] as const;

const measure = async (ground: Ground): Promise<(readonly [string, string])[]> => {
  const { link, size } = await makeScene(ground);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
    ],
  });
  ground.later(() => browser.close());
  const { url } = await link();
  const fast = await visit(browser, url, null);
  const slow: Measured[] = [];
  for (let i = 0; i < ROUNDS; i++) slow.push(await visit(browser, url, LINE));
  const before = slow[0]?.beforeButton ?? [];
  const read: Measured[] = [];
  for (let i = 0; i < ROUNDS; i++) read.push(await visit(browser, url, LINE, 6000));
  return [
    // on a fast line what loads after the button has come before it was looked for
    ['script before the button, compressed', `${kb(sum(scripts(before)))} (goal ≤ 35 kB)`],
    ['everything before the button', `${kb(sum(before))}, ${before.length} requests`],
    [`everything to the preview of a photo of ${kb(size)}`, kb(sum(fast.beforePreview))],
    ['400 kbit/s, 400 ms: to the button', seconds(slow, ({ buttonMs }) => buttonMs)],
    ['400 kbit/s, 400 ms: button to small picture', seconds(slow, ({ smallMs }) => smallMs)],
    ['400 kbit/s, 400 ms: button to the photo', seconds(slow, ({ previewMs }) => previewMs)],
    ['… to small picture, if one read for 6 s', seconds(read, ({ smallMs }) => smallMs)],
    ['… to the photo, if one read for 6 s', seconds(read, ({ previewMs }) => previewMs)],
    ...PEERS,
  ];
};

const rows = await withGround(measure);
const width = Math.max(...rows.map(([name]) => name.length));
console.log(`${machine()}\n\n${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}`);
