import sharp from 'sharp';
import t from 'tap';
import { concat } from '../../src/core/bytes.js';
import { pdfPieces } from '../../src/client/pdf/pictures.js';
import { ownPages } from '../../src/web/capture/pdf-read.js';
import { fixture } from '../helpers/agency.js';

t.test('a PDF that we wrote is told from every other, and gives back its pictures', async (t) => {
  const jpeg = async (width: number, height: number): Promise<Uint8Array> =>
    new Uint8Array(
      await sharp({ create: { width, height, channels: 3, background: '#c0a080' } })
        .jpeg()
        .toBuffer(),
    );
  const [a, b, c] = [await jpeg(40, 60), await jpeg(86, 54), await jpeg(54, 86)];
  const pdf = concat(...pdfPieces([[a], [b, c], [c]]));
  t.same(ownPages(pdf), [[a], [b, c], [c]]);
  for (const name of ['scans/scan-01-page.pdf', 'scans/scan-03-pages.pdf']) {
    t.equal(ownPages(new Uint8Array(fixture(name))), null, name);
  }
  t.equal(ownPages(pdf.subarray(0, pdf.length - 1)), null, 'cut');
  t.equal(ownPages(concat(pdf, pdf)), null, 'with something behind it');
  for (let at = 0; at < pdf.length; at += 7) {
    const changed = pdf.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    const pages = ownPages(changed);
    // a changed pixel makes another picture; nothing else is taken for ours
    t.ok(pages === null || concat(...pdfPieces(pages)).every((byte, i) => byte === changed[i]));
  }
});
