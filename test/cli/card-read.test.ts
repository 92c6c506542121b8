import { writeFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { join } from 'node:path';
import sharp from 'sharp';
import t from 'tap';
import { readCardImage } from '../../src/cli/card/read.js';
import { renderCardPdf } from '../../src/cli/card/pdf.js';
import { renderCardPng } from '../../src/cli/card/png.js';
import { decodeCard } from '../../src/core/crypto/card-code.js';
import { aCard, cardCheck, rasterise, SECRET, SECRET_QR, withoutPoppler } from '../helpers/card.js';

const lacksPoppler = await withoutPoppler();

/** A card on a table, as a phone sees it: small in the picture, askew, dim, grainy, and turned only by its EXIF. */
async function photo(png: Uint8Array): Promise<Buffer> {
  const card = await sharp(png)
    .resize({ width: 900 })
    .rotate(11, { background: '#6b4a2f' })
    .modulate({ brightness: 0.75 })
    .toBuffer();
  const noise = { type: 'gaussian', mean: 118, sigma: 14 } as const;
  const table = sharp({ create: { width: 3000, height: 2200, channels: 3, background: '#6b4a2f', noise } });
  return table
    .composite([{ input: card, left: 1100, top: 250 }])
    .blur(1.2)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 70 })
    .toBuffer();
}

t.test('somebody gets in with the saved image, or with a photo of the card', async (t) => {
  const png = await renderCardPng(aCard());
  t.equal(await readCardImage(png), SECRET_QR);
  t.strictSame(decodeCard(await readCardImage(await photo(png)), cardCheck).secret, SECRET);
  t.equal(await readCardImage(await sharp(png).resize({ width: 400 }).webp().toBuffer()), SECRET_QR);
  const pale = await sharp(png).greyscale().linear(0.15, 180).jpeg().toBuffer();
  t.equal(await readCardImage(pale), SECRET_QR, 'printed with the last of the toner');
});

t.test(
  'on a scan of the whole sheet the secret code is found beside the public one',
  { skip: lacksPoppler },
  async (t) => {
    const file = join(t.testdir(), 'card.pdf');
    await writeFile(file, await renderCardPdf(aCard()));
    const sheet = await rasterise(file, 1, 200);
    t.equal(await readCardImage(await sheet.clone().jpeg({ quality: 60 }).toBuffer()), SECRET_QR);
    const askew = sheet.clone().greyscale().rotate(93, { background: '#ffffff' });
    t.equal(await readCardImage(await askew.png().toBuffer()), SECRET_QR, 'fed in sideways');
  },
);

const small = async (side: 'front' | 'back'): Promise<Buffer> =>
  sharp(await renderCardPng(aCard(), { side }))
    .resize({ width: 300 })
    .toBuffer();

t.test('in a picture of both sides lying small in one corner the secret code is found too', async (t) => {
  const [front, back] = [await small('front'), await small('back')];
  const table = sharp({ create: { width: 2800, height: 2800, channels: 3, background: '#888888' } });
  const sides = [
    { input: front, left: 150, top: 100 },
    { input: back, left: 450, top: 100 },
  ];
  t.equal(await readCardImage(await table.composite(sides).jpeg().toBuffer()), SECRET_QR);
});

t.test('what is no card is refused in one way', async (t) => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  const png = await renderCardPng(aCard());
  const wrong: Record<string, Uint8Array> = {
    'an empty file': new Uint8Array(),
    'a PDF': await renderCardPdf(aCard()),
    'an SVG': Buffer.from(svg),
    'only the first bytes of a PNG': png.subarray(0, 40),
    'the front': await renderCardPng(aCard(), { side: 'front' }),
    'a blank picture': await sharp({ create: { width: 400, height: 300, channels: 3, background: '#fff' } })
      .png()
      .toBuffer(),
    'a picture of one point': await sharp({
      create: { width: 1, height: 1, channels: 3, background: '#000' },
    })
      .png()
      .toBuffer(),
    'a picture that claims 20,000 × 20,000 points': claiming(png, 20_000),
    'noise after a JPEG mark': Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff]),
      deflateSync(png.subarray(0, 999)),
    ]),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    await t.rejects(readCardImage(bytes), { name: 'SafeError', code: 'bad_card' }, name);
  }
});

/** The same PNG with another size in its header. */
function claiming(png: Uint8Array, side: number): Uint8Array {
  const copy = Buffer.from(png);
  copy.writeUInt32BE(side, 16);
  copy.writeUInt32BE(side, 20);
  return copy;
}
