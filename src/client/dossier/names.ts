import { safeFileName } from '../intake/names.js';

const MOST_SIGNS = 60;

/**
 * A word as portals and old machines bear it in a name: "Carte d’identité" becomes "carte-identite". Scripts other than Latin stay what
 * they are.
 */
const plainWord = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/(?<!\p{L})[dl]['’]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MOST_SIGNS);

/** The name of a file of a dossier: "01-carte-identite.pdf", and with `part` "03-bulletin-de-paie-2.pdf". */
export const dossierFileName = (
  place: number,
  word: string,
  extension: string,
  part: number | null = null,
): string => {
  const stem = [String(place).padStart(2, '0'), plainWord(word), part].filter(
    (one) => one !== null && one !== '',
  );
  return safeFileName(stem.join('-'), extension);
};

/** The name of the whole, without its ending. */
export const dossierName = (title: string): string => plainWord(title) || 'dossier';
