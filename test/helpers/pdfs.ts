import { deflateSync } from 'node:zlib';
import Pdf from 'pdfkit';

export const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** As an office's program writes it: letters of its own, a picture, a link, a title. */
export const letter = (pages: number, name: string): Promise<Uint8Array> =>
  new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const pdf = new Pdf({ size: 'A4', autoFirstPage: false, info: { Title: 'CANARY-TITLE' } });
    pdf.on('data', (piece: Buffer) => pieces.push(piece));
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(pieces))));
    for (let i = 1; i <= pages; i++) {
      pdf.addPage(i === 2 ? { layout: 'landscape' } : {});
      pdf.fontSize(30).text(`${name} ${i}`, 80, 80).rect(80, 200, 200, 90).fillAndStroke('#97390f', '#222');
      pdf.link(80, 80, 200, 40, 'https://canary.example/');
    }
    pdf.end();
  });

/** A file of these objects; with `tables`, the place of each as the format wants it. */
export const handmade = (objects: readonly string[], trailer = '', tables = true): Uint8Array => {
  let text = '%PDF-1.5\n';
  const offsets = objects.map((object, i) => {
    const at = text.length;
    text += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const at = text.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += tables ? `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}` : '';
  text += `trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R ${trailer} >>\n`;
  return bytesOf(`${text}startxref\n${tables ? at : 9}\n%%EOF\n`);
};

export const stream = (dictionary: string, content: string): string =>
  `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`;

export const CATALOG = '<< /Type /Catalog /Pages 2 0 R >>';
export const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';
export const said = (text: string, size = 24): string => `BT /F ${size} Tf 20 60 Td (${text}) Tj ET`;

/** A form with a name typed into it; what it looks like lies beside the page, as programs write it. */
export const form = (appearance: boolean): Uint8Array =>
  handmade([
    '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> /OpenAction << /S /JavaScript /JS (CANARY) >> >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 300 200] /Resources << /Font << /F 6 0 R >> >> >>',
    '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Annots [5 0 R] /AA << /O << /S /JavaScript /JS (CANARY) >> >> >>',
    stream('', said('Nom :')),
    `<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V (Samia) /F 4 /Rect [20 100 220 140] /P 3 0 R
      /A << /S /URI /URI (https://canary.example/) >> ${appearance ? '/AP << /N 7 0 R >>' : ''} >>`,
    FONT,
    stream(
      '/Type /XObject /Subtype /Form /BBox [0 0 200 40] /Resources << /Font << /F 6 0 R >> >>',
      'BT /F 24 Tf 4 10 Td (Samia) Tj ET',
    ),
  ]);

/** The same objects packed into a list, as most programs write since PDF 1.5, with predicted rows in the table. */
export const packed = (): Uint8Array => {
  const inside = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >>',
    FONT,
  ];
  let at = 0;
  const pairs = inside.map((object, i) => {
    const pair = `${i + 1} ${at}`;
    at += object.length + 1;
    return pair;
  });
  const head = `${pairs.join(' ')} `;
  const list = deflateSync(Buffer.from(head + inside.join(' '), 'latin1')).toString('latin1');
  let text = '%PDF-1.5\n';
  const places: number[] = [];
  const add = (number: number, object: string): void => {
    places[number] = text.length;
    text += `${number} 0 obj\n${object}\nendobj\n`;
  };
  add(5, stream('', said('Liste')));
  add(6, stream(`/Type /ObjStm /N 4 /First ${head.length} /Filter /FlateDecode`, list));
  const tableAt = text.length;
  const rows = [
    [0, 0, 0],
    ...[0, 1, 2, 3].map((i) => [2, 6, i]),
    [1, places[5] ?? 0, 0],
    [1, places[6] ?? 0, 0],
    [1, tableAt, 0],
  ].map(([kind = 0, second = 0, third = 0]) => [kind, second >> 8, second & 255, third]);
  const predicted = rows.flatMap((row, i) => [
    2,
    ...row.map((byte, k) => (byte - (rows[i - 1]?.[k] ?? 0)) & 255),
  ]);
  const table = deflateSync(Buffer.from(predicted)).toString('latin1');
  const parms = '/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >>';
  text += `7 0 obj\n${stream(`/Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R ${parms}`, table)}\nendobj\n`;
  return bytesOf(`${text}startxref\n${tableAt}\n%%EOF\n`);
};
