import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import {
  buildCapturePage,
  cornerErrors,
  serveCapturePage,
  TRUTH,
  visitCapture,
} from '../../test/web/capture-scene.js';
import { machine } from '../table.js';
import { measureVariants } from './capture-variants.js';

const NEAR = 0.03;
const FULL = ['photos/photo-01.jpg', 'photos/photo-06.jpg'];

/**
 * Measured when our own finder was chosen (docs/adr/0015-capture.md), on the same photos, and not measured here: how many
 * corners scanic 1.6.0 found, at the best and at its own default of five sizes.
 */
const PEER = [
  'scanic 1.6.0, 43 kB compressed',
  '26 of 32 corners at its best size (400 px), 14 at its own (800 px)',
] as const;

type Row = readonly [string, string];

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

type Visitor = Awaited<ReturnType<typeof visitCapture>>;

const capture = async (
  { call }: Visitor,
  name: string,
): Promise<{ row: Row; near: number; busy: number }> => {
  const truth = TRUTH[name.split('/')[1] ?? ''];
  const photo = await call('open', `/fixtures/${name}`);
  if (!truth || 'refused' in photo) throw new Error(`${name} can't be opened`);
  const page = await call('flatten', photo.outline?.corners ?? null, 0);
  if ('refused' in page) throw new Error(`${name} can't be straightened`);
  const errors = photo.outline
    ? cornerErrors(photo.outline.corners, truth.corners, photo.width, photo.height)
    : [];
  const near = errors.filter((error) => error <= NEAR).length;
  const weight = `${Math.round((page.jpeg.length * 3) / 4 / 1000)} kB`;
  const times = `${Math.round(photo.ms)} + ${Math.round(page.ms)} ms`;
  const off = photo.outline ? errors.map(percent).join(', ') : 'no outline: the whole photo is proposed';
  const row = [
    `${name} (${truth.difficulty})`,
    `${off}; ${page.width} × ${page.height}, ${weight}; ${times}`,
  ] as const;
  return { row, near, busy: Math.max(0, ...(await call('longTasks'))) };
};

const measure = async (folder: string): Promise<Row[]> => {
  const files = await buildCapturePage(folder);
  const weigh = (pattern: RegExp): string => {
    const bytes = files
      .filter(({ fileName }) => pattern.test(fileName))
      .map((file) => gzipSync(file.bytes, { level: 9 }).length);
    return `${(bytes.reduce((sum, one) => sum + one, 0) / 1000).toFixed(1)} kB`;
  };
  const served = await serveCapturePage(folder);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const guest = await visitCapture(browser, served.address);
    const small = readdirSync(new URL('../../../test/fixtures/capture/', import.meta.url)).filter((name) =>
      name.endsWith('.jpg'),
    );
    const rows: Row[] = [];
    let [near, busy] = [0, 0];
    for (const name of [...FULL, ...small.map((one) => `capture/${one}`)]) {
      const one = await capture(guest, name);
      rows.push(one.row);
      busy = Math.max(busy, one.busy);
      if (!FULL.includes(name)) near += one.near;
    }
    const all = small.length * 4;
    return [
      ['photo', 'distance of its corners from the truth (of the diagonal); page; outline + page'],
      ...rows,
      ['corners within 3 %, on the photo set', `${near} of ${all}, ${percent(near / all)} (goal ≥ 85 %)`],
      ...(await measureVariants(1)),
      PEER,
      ['longest task of the page itself', `${Math.round(busy)} ms (goal ≤ 150 ms; 0: none over 50 ms)`],
      ['worker, compressed', weigh(/worker.*\.js$/)],
      ['component with Preact, frame and three languages, compressed', weigh(/capture-page.*\.js$/)],
    ];
  } finally {
    await browser.close();
    await served.close();
  }
};

const folder = mkdtempSync(join(tmpdir(), 'pochette-capture-'));
try {
  const rows = await measure(folder);
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log(`${machine()}\n\n${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}`);
} finally {
  rmSync(folder, { recursive: true });
}
