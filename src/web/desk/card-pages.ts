import { cardModel } from '../../client/card/model.js';
import type { CardLanguage } from '../../client/card/texts.js';
import type { AccountSession } from '../../client/session.js';
import { encodeCardQr, encodeCardTyped } from '../../core/crypto/card-code.js';
import { contactText } from '../../core/protocol/contact.js';
import { fingerprint } from '../../core/protocol/identity.js';
import { cardCheck } from '../../core/crypto/card-check.js';
import { bytesOf, drawFace } from '../card/card-picture.js';

export type CardSize = 'A6' | 'A4';

/** The code on the front of a card: who it is, not how to open. */
export const contactOf = ({ uid, identity }: AccountSession): string =>
  contactText({ uid, fp: fingerprint(identity) });

/** 300 dots to the inch. */
const PIXELS_PER_MM = 12;

/** A card to print: its two sides in A6, or one A4 sheet to cut and fold. Pictures, never text that a page could be asked for. */
export const cardPagesOf = async (
  session: AccountSession,
  secret: Uint8Array,
  { size, language, nickname }: { size: CardSize; language: CardLanguage; nickname: string },
): Promise<Uint8Array[]> => {
  const { front, back, sheet } = cardModel({
    secretQr: encodeCardQr(secret, cardCheck),
    typed: encodeCardTyped(secret, cardCheck),
    publicQr: contactOf(session),
    server: session.server,
    language,
    nickname,
    issued: new Date(session.device.clock.now()).toISOString().slice(0, 10),
  });
  const pages: Uint8Array[] = [];
  for (const face of size === 'A6' ? [front, back] : [sheet]) {
    pages.push(await bytesOf(drawFace(face, PIXELS_PER_MM), 'image/png'));
  }
  return pages;
};
