import { type CardModel, cardModel } from '../../../client/card/model.js';
import type { CardLanguage } from '../../../client/card/texts.js';
import { fromBase64Url, fromHex, toBase64Url, toHex } from '../../../core/bytes.js';
import { encodeCardQr, encodeCardTyped } from '../../../core/crypto/card-code.js';
import { SafeError } from '../../../core/errors.js';
import { contactText } from '../../../core/protocol/contact.js';
import { fingerprint } from '../../../core/protocol/identity.js';
import type { Session } from '../../../client/session.js';
import { drop, keep, unsealText } from '../store/sealed.js';
import { cardCheck } from '../../../core/crypto/card-check.js';
import { bytesOf, drawFace } from '../../card/card-picture.js';
import { onePagePdf } from '../../card/one-page-pdf.js';

const CARD = 'card';

/** A card that was made and not yet put where the person keeps it. */
interface Waiting {
  readonly secret: string;
  readonly uid: string;
  readonly fp: string;
  readonly server: string;
  /** YYYY-MM-DD */
  readonly issued: string;
}

/** Before the phone remembers the safe: if this fails, there is no safe without a card. */
export const keepCard = (secret: Uint8Array, { uid, identity, server, device }: Session): Promise<void> =>
  keep('kept', CARD, {
    secret: toBase64Url(secret),
    uid: toHex(uid),
    fp: toHex(fingerprint(identity)),
    server,
    issued: new Date(device.clock.now()).toISOString().slice(0, 10),
  } satisfies Waiting);

export const cardWaits = async (): Promise<boolean> => (await unsealText<Waiting>('kept', CARD)) !== null;

/** Once the person has it, this phone forgets it. */
export const forgetCard = (): Promise<void> => drop('kept', CARD);

const modelOf = async (language: CardLanguage): Promise<CardModel> => {
  const waiting = await unsealText<Waiting>('kept', CARD);
  if (!waiting) throw new SafeError('not_found');
  const secret = fromBase64Url(waiting.secret);
  return cardModel({
    secretQr: encodeCardQr(secret, cardCheck),
    typed: encodeCardTyped(secret, cardCheck),
    publicQr: contactText({ uid: fromHex(waiting.uid, 16), fp: fromHex(waiting.fp, 32) }),
    server: waiting.server,
    language,
    issued: waiting.issued,
  });
};

const PIXELS_PER_MM = 12;
/** 200 dots to the inch: a module of the QR code has 14 of them. */
const SHEET_PIXELS_PER_MM = 8;

/** The side that opens, as a picture for the phone's gallery. */
export const cardPicture = async (language: CardLanguage): Promise<Uint8Array> =>
  bytesOf(drawFace((await modelOf(language)).back, PIXELS_PER_MM), 'image/png');

/** The sheet to print, cut and fold. */
export const cardSheet = async (language: CardLanguage): Promise<Uint8Array> => {
  const { sheet } = await modelOf(language);
  const canvas = drawFace(sheet, SHEET_PIXELS_PER_MM);
  const { width, height } = canvas;
  return onePagePdf({ jpeg: await bytesOf(canvas, 'image/jpeg'), width, height }, sheet);
};
