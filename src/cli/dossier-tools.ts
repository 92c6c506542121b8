import type { Tools } from '../client/dossier/fit.js';
import { MAX_PIXELS } from '../client/intake/picture.js';
import { joinPapers } from '../client/pdf/join.js';
import { concat } from '../core/bytes.js';
import { loadSharp } from './load-sharp.js';

/** Tried in turn until one fits: sharpness is given up before size. */
const SIDES = [2400, 2000, 1600, 1200, 900] as const;
const QUALITIES = [80, 65, 50] as const;

const smallest = async (picture: Uint8Array, most: number): Promise<Uint8Array | null> => {
  const open = await loadSharp();
  if (!open) return null;
  for (const side of SIDES) {
    for (const quality of QUALITIES) {
      const jpeg = await open(picture, { failOn: 'error', limitInputPixels: MAX_PIXELS })
        .autoOrient()
        .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#fff' })
        .toColourspace('srgb')
        .jpeg({ quality })
        .toBuffer();
      if (jpeg.length <= most) return new Uint8Array(jpeg);
    }
  }
  return null;
};

/** What the command line can do to make papers fit. Nothing here draws a PDF: one that is too large stays as it is, and is told. */
export const dossierTools: Tools = {
  jpeg: async (picture, most) => smallest(picture, most).catch(() => null),
  redrawn: async () => null,
  joined: async (papers) => concat(...joinPapers(papers)),
};
