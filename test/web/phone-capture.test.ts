/// <reference lib="dom" />
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import t from 'tap';
import { fixture } from '../helpers/agency.js';
import { axeFaults, noBrowser, there } from '../helpers/browser.js';
import { root } from '../helpers/cli.js';
import {
  appKept,
  allSent,
  firstMinute,
  heading,
  newPhone,
  phoneBrowser,
  press,
  saved,
  typeCode,
} from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

/** A4, width by height. */
const A4 = 210 / 297;

const near = (a: number, b: number): boolean => Math.abs(a / b - 1) < 0.03;

const shoot = async (page: Page): Promise<void> => {
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  await page.locator('.finder[data-state="ready"]').waitFor();
  await press(page, 'Photo !');
};

/** From a page that was accepted into the safe, and out again as a file. */
const keptPage = async (page: Page): Promise<Buffer> => {
  await press(page, 'Passeport');
  await press(page, 'Continuer');
  await press(page, 'D’accord');
  await heading(page, 'Choisissez un code');
  await typeCode(page);
  await heading(page, 'Encore une fois');
  await typeCode(page);
  await press(page, 'Plus tard');
  await allSent(page, 1);
  await page.locator('.paper-card').click();
  await page.locator('.view canvas[data-drawn]').waitFor();
  return saved(page, 'Copie');
};

/** Middle of each quarter of a picture, by its strongest colour: top left, top right, bottom right, bottom left. */
const quarters = async (jpeg: Buffer): Promise<string> => {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [
    [0.3, 0.3],
    [0.7, 0.3],
    [0.7, 0.7],
    [0.3, 0.7],
  ]
    .map(([x = 0, y = 0]) => {
      const at = 3 * (Math.round(y * info.height) * info.width + Math.round(x * info.width));
      const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
      if (red > 1.5 * green && red > 1.5 * blue) return 'red';
      if (green > 1.5 * red && green > 1.5 * blue) return 'green';
      return blue > 1.5 * red && blue > 1.5 * green ? 'blue' : 'grey';
    })
    .join(' ');
};

t.test(
  'the paper is found in the photo; what is kept is the paper alone, straight and bright',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    await shoot(page);
    await page.locator('.frame-shade').waitFor();
    await page.getByText('Tout le papier est dans le cadre ?').waitFor();
    await press(page, 'C’est bon');
    const jpeg = await keptPage(page);
    const { format, width, height, exif } = await sharp(jpeg).metadata();
    t.match({ format, exif }, { format: 'jpeg', exif: undefined });
    t.ok(near(width / height, A4), `${width} × ${height}`);
    t.ok(jpeg.length <= 300_000, `${jpeg.length} bytes`);
    const { channels } = await sharp(jpeg).stats();
    t.ok(
      channels.every(({ mean }) => mean > 150),
      'as bright as paper',
    );
    await page.goBack();
    const small = await page
      .locator('.thumb img')
      .evaluate((img: HTMLImageElement) => img.naturalWidth / img.naturalHeight);
    t.ok(near(small, A4), 'the small picture shows it too');
    t.same(faults(), []);
  },
);

t.test('a photo can be taken again, turned, and kept whole', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  // as browsers are that have no frames
  await page.evaluate(() => Reflect.deleteProperty(window, 'VideoFrame'));
  await shoot(page);
  await press(page, 'Refaire');
  await page.locator('.finder[data-state="ready"]').waitFor();
  await press(page, 'Photo !');
  await press(page, 'Tourner');
  await page.waitForFunction(() => {
    const shown = document.querySelector<HTMLCanvasElement>('.frame canvas');
    return shown !== null && shown.width > shown.height;
  });
  await press(page, 'Photo entière');
  t.match(await sharp(await keptPage(page)).metadata(), { width: 1280, height: 960 });
  t.same(faults(), []);
});

t.test('corners that a person drew stay on the paper when the photo is turned', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address);
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
  const half = { width: 500, height: 700 };
  const tile = (background: string, left: number, top: number) => ({
    input: { create: { ...half, channels: 3 as const, background } },
    left,
    top,
  });
  const buffer = await sharp({ create: { width: 1000, height: 1400, channels: 3, background: '#808080' } })
    .composite([tile('#c02020', 0, 0), tile('#20a020', 500, 0), tile('#2020c0', 500, 700)])
    .png()
    .toBuffer();
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer });
  await page.getByText('Garder toute la photo ?').waitFor();
  await press(page, 'Régler');
  // the right half alone
  for (let i = 0; i < 50; i++) await press(page, 'Vers la droite');
  await press(page, 'Coin en bas à gauche');
  for (let i = 0; i < 50; i++) await press(page, 'Vers la droite');
  await press(page, 'Tourner');
  await page.getByText('Tout le papier est dans le cadre ?').waitFor();
  await press(page, 'C’est bon');
  const jpeg = await keptPage(page);
  t.equal(await quarters(jpeg), 'blue green green blue', 'turned clockwise');
  t.same(faults(), []);
});

t.test(
  'where what straightens photos does not come, or breaks, the whole photo is kept',
  { skip },
  async (t) => {
    const without = await newPhone(there(browser), there(server).address);
    await without.page.route(/\/assets\/tools-/, (route) => route.abort());
    await shoot(without.page);
    await heading(without.page, 'On lit bien tout ?');
    t.same(await axeFaults(without.page), []);
    await press(without.page, 'C’est bon');
    t.match(await sharp(await keptPage(without.page)).metadata(), { width: 960, height: 1280 });

    const { page, faults } = await newPhone(there(browser), there(server).address);
    await page.evaluate(() => {
      const started: Worker[] = [];
      window.Worker = class extends Worker {
        constructor(address: string | URL, options?: WorkerOptions) {
          super(address, options);
          if (String(address).includes('/worker-')) started.push(this);
        }
      };
      Object.assign(window, {
        breakWorkers: () => started.map((one) => one.dispatchEvent(new Event('error'))).length,
      });
    });
    await shoot(page);
    await page.locator('.frame-shade').waitFor();
    const broken = await page.evaluate(() =>
      (window as unknown as { breakWorkers: () => number }).breakWorkers(),
    );
    t.equal(broken, 1);
    await press(page, 'C’est bon');
    await heading(page, 'On lit bien tout ?');
    await press(page, 'Refaire');
    await page.locator('.finder[data-state="ready"]').waitFor();
    await press(page, 'Photo !');
    await page.locator('.frame-shade').waitFor();
    await press(page, 'C’est bon');
    const { width, height } = await sharp(await keptPage(page)).metadata();
    t.ok(near(width / height, A4), 'the next photo finds it mended');
    t.same(faults(), []);
  },
);

t.test('without the internet the paper is found too', { skip }, async (t) => {
  const { page, faults } = await newPhone(there(browser), there(server).address, { serviceWorkers: 'allow' });
  await shoot(page);
  await press(page, 'C’est bon');
  await press(page, 'Passeport');
  await appKept(page);
  await page.context().setOffline(true);
  await page.reload();
  await press(page, 'Ajouter');
  await page.locator('.finder[data-state="ready"]').waitFor();
  await press(page, 'Photo !');
  await page.locator('.frame-shade').waitFor();
  await press(page, 'C’est bon');
  await press(page, 'Carte Vitale');
  await page.getByText('Gardé sur ce téléphone').waitFor();
  t.same(faults(), []);
});

t.test(
  'a PDF or a picture from the phone is kept too, and shown page by page; what is no paper is not',
  { skip },
  async (t) => {
    const { page, faults } = await newPhone(there(browser), there(server).address);
    await firstMinute(page);
    await press(page, 'Plus tard');
    await allSent(page, 1);
    await press(page, 'Ajouter');
    const gallery = page.locator('input[type="file"]').first();
    await gallery.setInputFiles(join(root, 'test/fixtures/awkward/script.svg'));
    await page.getByText('Ce n’est ni une photo ni un PDF.').waitFor();
    await gallery.setInputFiles(join(root, 'test/fixtures/awkward/truncated.jpg'));
    await page.getByText('Ce fichier est abîmé').waitFor();
    await gallery.setInputFiles(join(root, 'test/fixtures/awkward/bomb-20000x20000.png'));
    await page.getByText('Ce fichier est trop gros').waitFor();
    await gallery.setInputFiles(join(root, 'test/fixtures/scans/scan-03-pages.pdf'));
    await heading(page, 'C’est quel papier ?');
    await press(page, 'CAF, RSA');
    await press(page, 'Continuer');
    await allSent(page, 2);
    await page.locator('.paper-card', { hasText: 'CAF' }).click();
    await page.locator('.view canvas').nth(2).scrollIntoViewIfNeeded();
    await page.locator('canvas[data-drawn][aria-label="Page 3 sur 3"]').waitFor();
    const copy = await saved(page, 'Copie');
    t.ok(copy.equals(fixture('scans/scan-03-pages.pdf')), 'byte for byte');
    await page.goBack();
    await press(page, 'Ajouter');
    await gallery.setInputFiles(join(root, 'test/fixtures/photos/photo-06.jpg'));
    await heading(page, 'Votre photo');
    await press(page, 'C’est bon');
    await press(page, 'Passeport');
    await press(page, 'Continuer');
    await allSent(page, 3);
    await page.locator('.paper-card', { hasText: 'Passeport' }).click();
    await page.locator('.view canvas[data-drawn]').waitFor();
    const photo = await saved(page, 'Copie');
    t.equal((await sharp(photo).metadata()).exif, undefined);
    t.notOk(photo.includes('CANARY-'), 'nothing of where and with what it was taken');
    t.ok(photo.length <= 300_000, `${photo.length} bytes`);
    t.same(faults(), []);
  },
);
