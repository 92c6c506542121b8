import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import t from 'tap';
import type { Face, Line } from '../../src/client/card/drawing.js';
import { CARD_TEXTS } from '../../src/client/card/texts.js';
import { setLine } from '../../src/cli/card/fonts.js';
import { renderCardPdf } from '../../src/cli/card/pdf.js';
import { renderCardPng } from '../../src/cli/card/png.js';
import {
  aCard,
  PUBLIC_QR,
  poppler,
  rasterise,
  scan,
  SECRET,
  SECRET_QR,
  TYPED,
  withoutPoppler,
} from '../helpers/card.js';

const linesOf = (face: Face): Line[] => face.shapes.filter((shape) => shape.kind === 'text');
const lacksPoppler = await withoutPoppler();
type Check = Pick<typeof t, 'fail'>;

t.test('the image of the card is read back to exactly its code', async (t) => {
  const png = await renderCardPng(aCard());
  const { width, height, format, density } = await sharp(png).metadata();
  t.strictSame(
    { width, height, format, density },
    { width: 1260, height: 1776, format: 'png', density: 305 },
  );
  t.strictSame(await scan(sharp(png)), { text: SECRET_QR, version: 3 }, '29 modules');
});

t.test('the image survives a messenger, a shaky hand and a coffee stain', async (t) => {
  const png = await renderCardPng(aCard());
  const stain = { input: { create: { width: 95, height: 95, channels: 3, background: '#704214' } } } as const;
  const harms = {
    small: sharp(png).resize({ width: 330 }),
    blurred: sharp(png).resize({ width: 700 }).blur(2),
    tilted: sharp(png).resize({ width: 800 }).rotate(7, { background: '#888888' }),
    'upside down': sharp(png).rotate(180),
    'pressed to a bad JPEG': sharp(await sharp(png).resize({ width: 600 }).jpeg({ quality: 20 }).toBuffer()),
    grey: sharp(png).greyscale(),
    stained: sharp(png).composite([{ ...stain, left: 560, top: 560 }]),
  };
  for (const [name, harmed] of Object.entries(harms)) t.equal((await scan(harmed))?.text, SECRET_QR, name);
});

t.test('the front may be shown: its code is the public one', async (t) => {
  const front = await renderCardPng(aCard(), { side: 'front' });
  t.equal((await scan(sharp(front)))?.text, PUBLIC_QR);
  const early = aCard({ publicQr: null });
  t.equal(
    await scan(sharp(await renderCardPng(early, { side: 'front' }))),
    null,
    'a card made before its safe has none',
  );
  const text = linesOf(aCard().front)
    .map((line) => line.text)
    .join('\n');
  for (const group of TYPED.split('-').slice(0, -1))
    t.notMatch(text, group, 'and no secret sign stands on it');
});

t.test(
  'the printed sheet and the two small pages are read back from paper',
  { skip: lacksPoppler },
  async (t) => {
    const file = join(t.testdir(), 'card.pdf');
    await writeFile(file, await renderCardPdf(aCard()));
    const sheet = await rasterise(file, 1, 150);
    const { width, height } = await sheet.metadata();
    const back = { left: Math.floor(width / 2), top: 0, width: Math.floor(width / 2), height };
    t.strictSame(await scan(sheet.clone().extract(back)), { text: SECRET_QR, version: 3 });
    t.equal((await scan(sheet.clone().extract({ ...back, left: 0 })))?.text, PUBLIC_QR);
    await writeFile(file, await renderCardPdf(aCard(), { paper: 'a6' }));
    t.equal((await scan(await rasterise(file, 1, 110)))?.text, PUBLIC_QR);
    t.equal((await scan(await rasterise(file, 2, 110)))?.text, SECRET_QR);
    t.equal(
      (await scan((await rasterise(file, 2, 72)).greyscale().blur(0.7)))?.text,
      SECRET_QR,
      'bad printer',
    );
  },
);

t.test('the pages have the size of the paper', { skip: lacksPoppler }, async (t) => {
  const file = join(t.testdir(), 'card.pdf');
  await writeFile(file, await renderCardPdf(aCard()));
  t.match(await poppler('pdfinfo', file), /Pages: +1\n(.*\n)*Page size: +841.8\d* x 595.2\d* pts \(A4\)/);
  await writeFile(file, await renderCardPdf(aCard(), { paper: 'a6' }));
  t.match(await poppler('pdfinfo', file), /Pages: +2\n(.*\n)*Page size: +297.6\d* x 419.5\d* pts/);
});

t.test(
  'the words on paper are real text, accents right, in the language of the person',
  { skip: lacksPoppler },
  async (t) => {
    const file = join(t.testdir(), 'card.pdf');
    const textOf = async (language: 'fr' | 'en'): Promise<string> => {
      await writeFile(
        file,
        await renderCardPdf(aCard({ language, nickname: 'Zoé Łuczak' }), { paper: 'a6' }),
      );
      return (await poppler('pdftotext', '-layout', file, '-')).replace(/[\s\u00a0]+/g, ' ');
    };
    const french = await textOf('fr');
    t.match(french, 'Ne montrez ce côté');
    t.match(french, 'Téléphone perdu ? Allez sur : ');
    t.match(french, 'pochette.example.org ');
    t.match(french, 'Zoé Łuczak');
    for (const group of TYPED.split('-')) t.match(french, group);
    t.match(await textOf('en'), 'Never write your code here.');
    t.notMatch(
      await poppler('pdffonts', file),
      / no +(yes|no) +(yes|no) +\d+ +\d\n/,
      'every font travels with the file',
    );
  },
);

t.test(
  'the file tells its title and language, and nothing of who made it, when or of the secret',
  async (t) => {
    const pdf = Buffer.from(await renderCardPdf(aCard())).toString('latin1');
    t.match(pdf, '/Lang (fr)');
    for (const word of [
      'CreationDate',
      'ModDate',
      'Producer',
      'Creator',
      'Author',
      'Metadata',
      'xmp',
      'pdfkit',
    ]) {
      t.notMatch(pdf.toLowerCase(), word.toLowerCase(), word);
    }
    const png = Buffer.from(await renderCardPng(aCard())).toString('latin1');
    const hex = Buffer.from(SECRET).toString('hex');
    for (const secret of [SECRET_QR, TYPED, TYPED.replaceAll('-', ''), hex, 'Nadia']) {
      t.notOk(`${pdf}${png}`.includes(secret), 'not in the clear');
    }
    t.strictSame(
      png.match(/IHDR|pHYs|tEXt|iTXt|zTXt|eXIf|tIME/g),
      ['IHDR', 'pHYs'],
      'the image says only its size',
    );
  },
);

t.test('the same card is the same file', async (t) => {
  t.strictSame(await renderCardPdf(aCard()), await renderCardPdf(aCard()));
  t.strictSame(await renderCardPng(aCard()), await renderCardPng(aCard()));
});

t.test('the code of six digits is nowhere on the card', async (t) => {
  const model = aCard();
  for (const line of linesOf(model.sheet)) t.notMatch(line.text, /\d{6}/);
});

t.test('nothing runs over the edge, however long a name or an address is', async (t) => {
  for (const nickname of [
    'W'.repeat(300),
    'Marie-Françoise de la Tour du Pin',
    'نادية',
    '👩🏽‍🦱 Zoé',
    '',
    ' \u202e\u0000 ',
  ]) {
    for (const language of ['fr', 'en'] as const) {
      const model = aCard({ nickname, language, server: `https://${'solidarity.'.repeat(8)}example.org` });
      for (const face of [model.front, model.back, model.sheet]) checkInside(t, face);
      t.ok((await renderCardPdf(model)).length > 0);
    }
  }
});

function checkInside(t: Check, face: Face): void {
  for (const line of linesOf(face)) {
    const set = setLine(line);
    for (const { text, x, font } of set?.pieces ?? []) {
      const right = x + (font.font.layout(text).advanceWidth / font.font.unitsPerEm) * (set?.size ?? 0);
      if (x < 4 || right > face.width - 4) t.fail(`"${line.text}" reaches from ${x} to ${right} mm`);
    }
  }
}

t.test('a name in a script that we cannot print leaves a line to write it on, never boxes', async (t) => {
  const name = linesOf(aCard({ nickname: 'نادية' }).front).find((line) => line.text === 'نادية');
  t.ok(name, 'a browser can still show it');
  t.equal(name && setLine(name), null);
  t.ok(linesOf(aCard({ nickname: 'نادية' }).front).some((line) => line.text === 'Carte de'));
  t.notOk(
    linesOf(aCard({ nickname: ' ' }).front).some((line) => line.text === 'Carte de'),
    'no name, no line',
  );
});

t.test('every other word of the card has all its letters, and stays large enough to read', async (t) => {
  for (const language of ['fr', 'en'] as const) {
    for (const line of linesOf(aCard({ language }).sheet)) {
      t.ok((setLine(line)?.size ?? 0) >= Math.min(line.size, 3.4), line.text);
    }
  }
});

t.test('no sentence of the card is longer than twelve words', async (t) => {
  for (const texts of Object.values(CARD_TEXTS)) {
    const sentences = Object.values(texts).flatMap((block) =>
      [block]
        .flat(2)
        .join(' ')
        .split(/[.!?:]/),
    );
    for (const sentence of sentences)
      t.ok(sentence.split(/[\s\u00a0]+/).filter(Boolean).length <= 12, sentence);
  }
});

t.test('a card that no reader would accept is never printed', async (t) => {
  t.throws(() => aCard({ secretQr: SECRET_QR.slice(2) }), { code: 'bad_card' });
  t.throws(() => aCard({ typed: TYPED.replace('-', '-7') }), { code: 'bad_card' });
});
