import { examine } from '../../client/intake/intake.js';
import { sniff } from '../../client/intake/sniff.js';
import type { Preview } from './pages.js';
import { isDrawn, openPicture } from './picture.js';

export type NoPreview = 'other' | 'locked' | 'broken';
export type Opened = Preview | NoPreview;

const openChecked = async (bytes: Uint8Array, mediaType: string): Promise<Preview> => {
  // refused by what its header says, before a decoder fills the memory
  examine(bytes, '');
  return openPicture(bytes, mediaType);
};

const isLocked = (error: unknown): boolean => error instanceof Error && error.name === 'PasswordException';

/** Opens a paper to be shown, by what its bytes are and not by what it calls itself. Never throws. */
export const openPreview = async (bytes: Uint8Array): Promise<Opened> => {
  const mediaType = sniff(bytes);
  try {
    if (mediaType === 'application/pdf') return await (await import('./pdf.js')).openPdf(bytes);
    return mediaType !== undefined && isDrawn(mediaType) ? await openChecked(bytes, mediaType) : 'other';
  } catch (error) {
    return isLocked(error) ? 'locked' : 'broken';
  }
};

/** The small picture of a paper; null if it is none that is drawn. */
export const openSmall = async (bytes: Uint8Array): Promise<Preview | null> => {
  const mediaType = sniff(bytes);
  if (mediaType === undefined || !isDrawn(mediaType)) return null;
  return openChecked(bytes, mediaType).catch(() => null);
};
