import { isCardText } from '../../core/crypto/card-code.js';
import { SafeError } from '../../core/errors.js';
import type { Face } from './drawing.js';
import { backFace, frontFace } from './faces.js';
import { cardSheet } from './sheet.js';
import { CARD_TEXTS, type CardLanguage } from './texts.js';

export interface CardContent {
  /** The secret QR's text, from `encodeCardQr`. */
  readonly secretQr: string;
  /** The same for typing, from `encodeCardTyped`. */
  readonly typed: string;
  /** uid and fingerprint: what somebody who helps may scan. None on a card made before its safe. */
  readonly publicQr: string | null;
  /** The server's address, as a URL or as it is to be printed. */
  readonly server: string;
  readonly language: CardLanguage;
  readonly nickname?: string;
  /** Day of issue, YYYY-MM-DD. */
  readonly issued: string;
}

/** The card as drawings, front and back in A6, and both on an A4 sheet to print. It holds the secret: keep it as one. */
export interface CardModel {
  readonly language: CardLanguage;
  readonly title: string;
  readonly issued: string;
  readonly front: Face;
  readonly back: Face;
  readonly sheet: Face;
}

const NAME_LENGTH = 20;
/** Control characters, halves of characters, and marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A name as it can be printed: composed accents, no control or direction marks, cut between letters as people see them. */
function printedName(nickname: string | undefined, language: CardLanguage): string | null {
  const clean = (nickname ?? '').normalize('NFC').replace(/\s+/g, ' ').replace(UNPRINTABLE, '').trim();
  const letters = Array.from(new Intl.Segmenter(language).segment(clean), ({ segment }) => segment);
  if (letters.length === 0) return null;
  return letters.length <= NAME_LENGTH
    ? clean
    : `${letters
        .slice(0, NAME_LENGTH - 1)
        .join('')
        .trim()}…`;
}

const printedAddress = (server: string): string => server.replace(/^https:\/\//i, '').replace(/\/+$/, '');

const printedDay = (day: string, language: CardLanguage): string =>
  new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(day));

/**
 * Lays the card out. The person's code has no place in it and must never be given one.
 * A text that no reader would accept as a card is refused (`bad_card`): better no card than a dead one.
 */
export function cardModel(content: CardContent): CardModel {
  const { secretQr, typed, publicQr, language, issued } = content;
  if (!isCardText(secretQr) || !isCardText(typed)) throw new SafeError('bad_card');
  const texts = CARD_TEXTS[language];
  const front = frontFace({
    texts,
    publicQr,
    nickname: printedName(content.nickname, language),
    made: printedDay(issued, language),
  });
  const groups = typed.split(/[\s-]+/);
  const back = backFace({ texts, secretQr, groups, address: printedAddress(content.server) });
  const sheet = cardSheet(front, back, texts);
  return { language, title: `${texts.title} – ${texts.name}`, issued, front, back, sheet };
}
