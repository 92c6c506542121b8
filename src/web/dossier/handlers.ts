import { joinPapers } from '../../client/pdf/join.js';
import { pdfPieces } from '../../client/pdf/pictures.js';
import { zipStream } from '../../client/zip.js';
import { concat } from '../../core/bytes.js';
import { shrunk } from '../capture/encode.js';

/** Tried in turn until one fits: sharpness is given up before size. */
const SIDES = [2400, 2000, 1600, 1200, 900] as const;
const QUALITIES = [0.8, 0.65, 0.5] as const;

/** A picture, upright, as a JPEG of at most so many bytes; null where this browser can't read it, or it does not get so small. */
const jpeg = async (picture: Uint8Array<ArrayBuffer>, most: number): Promise<Uint8Array | null> => {
  const bitmap = await createImageBitmap(new Blob([picture])).catch(() => null);
  if (!bitmap) return null;
  try {
    for (const side of SIDES) {
      const canvas = shrunk(bitmap, side);
      for (const quality of QUALITIES) {
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
        if (blob.size <= most) return new Uint8Array(await blob.arrayBuffer());
      }
    }
    return null;
  } finally {
    bitmap.close();
  }
};

interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function* entriesOf(files: readonly NamedBytes[]) {
  for (const { name, bytes } of files) {
    yield { name, size: bytes.length, bytes: [bytes] };
  }
}

const zipped = async (files: readonly NamedBytes[]): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipStream(entriesOf(files))) pieces.push(piece);
  return concat(...pieces);
};

/** What the page asks of this worker. */
export const handlers = {
  jpeg,
  joined: (papers: readonly Uint8Array[]): Uint8Array => concat(...joinPapers(papers)),
  pictures: (pages: readonly Uint8Array[]): Uint8Array =>
    concat(...pdfPieces(pages.map((page) => [page] as const))),
  zipped,
};

export type Making = typeof handlers;
