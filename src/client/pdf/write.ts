import { fromLatin1 } from '../intake/bytes.js';

/** What stands between `obj` and `endobj`, in pieces; the last one ends a line. */
export type PdfObject = readonly Uint8Array[];

/**
 * A file of objects that are numbered from 1, the first being the catalog. No date, no producer, no identifier: the same
 * objects make the same bytes. Pieces are handed on as they are.
 */
export const writePdf = (version: '1.4' | '1.7', objects: readonly PdfObject[]): Uint8Array[] => {
  const pieces: Uint8Array[] = [];
  let at = 0;
  const write = (piece: Uint8Array): void => {
    pieces.push(piece);
    at += piece.length;
  };
  // four bytes above 127 say that this is no text
  write(fromLatin1(`%PDF-${version}\n%\xe2\xe3\xcf\xd3\n`));
  const offsets = objects.map((object, i) => {
    const offset = at;
    write(fromLatin1(`${i + 1} 0 obj\n`));
    for (const piece of object) write(piece);
    write(fromLatin1('endobj\n'));
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = offsets.length + 1;
  write(
    fromLatin1(
      `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return pieces;
};
