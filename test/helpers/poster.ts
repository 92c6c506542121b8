import { renderCardPng } from '../../src/cli/card/png.js';
import { frConsent } from '../../src/cli/words/fr-consent.js';
import { posterModel } from '../../src/client/card/poster.js';
import { toHex } from '../../src/core/bytes.js';
import { readContact } from '../../src/core/protocol/contact.js';
import { fingerprintWords } from '../../src/core/protocol/words.js';

/** A poster as `pochette relay poster --out poster.png` draws it, of a code that is true or not. */
export const drawnPoster = (code: string, name = 'Halte du Pont'): Promise<Uint8Array> => {
  const { uid, fp } = readContact(code);
  const { title, scan, words } = frConsent.poster;
  const facts = { code, name, words: fingerprintWords(fp), id: toHex(uid) };
  return renderCardPng(
    posterModel({ ...facts, title, scan, wordsTitle: words, language: 'fr', issued: '2026-03-01' }),
  );
};
