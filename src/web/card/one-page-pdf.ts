import { concat, utf8 } from '../../core/bytes.js';

const POINTS_PER_MM = 72 / 25.4;

interface Picture {
  readonly jpeg: Uint8Array;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const stream = (dictionary: string, bytes: Uint8Array): Uint8Array =>
  concat(utf8(`<<${dictionary}/Length ${bytes.length}>>stream\n`), bytes, utf8('\nendstream'));

/** A page of so many millimetres filled by one picture (PDF 1.4, ISO 32000). Says nothing of who made it, nor when. */
export const onePagePdf = (
  { jpeg, width, height }: Picture,
  page: { readonly width: number; readonly height: number },
): Uint8Array => {
  const [w, h] = [page.width, page.height].map((mm) => (mm * POINTS_PER_MM).toFixed(2));
  const objects = [
    utf8('<</Type/Catalog/Pages 2 0 R>>'),
    utf8('<</Type/Pages/Kids[3 0 R]/Count 1>>'),
    utf8(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${w} ${h}]/Resources<</XObject<</P 4 0 R>>>>/Contents 5 0 R>>`,
    ),
    stream(
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`,
      jpeg,
    ),
    stream('', utf8(`${w} 0 0 ${h} 0 0 cm /P Do`)),
  ];
  const parts: Uint8Array[] = [utf8('%PDF-1.4\n')];
  const starts: number[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [i, object] of objects.entries()) {
    const part = concat(utf8(`${i + 1} 0 obj\n`), object, utf8('\nendobj\n'));
    starts.push(at);
    at += part.length;
    parts.push(part);
  }
  const rows = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  parts.push(
    utf8(
      `xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer<</Size ${count}/Root 1 0 R>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return concat(...parts);
};
