import { join, resolve } from 'node:path';
import { cardModel } from '../../client/card/model.js';
import type { AccountSession } from '../../client/session.js';
import { encodeCardQr, encodeCardTyped } from '../../core/crypto/card-code.js';
import { contactText } from '../../core/protocol/contact.js';
import { fingerprint } from '../../core/protocol/identity.js';
import { cardCheck } from '../../core/crypto/card-check.js';
import type { Call } from '../command.js';
import { checkFree, once, saveFile } from '../save-file.js';

export interface CardFiles {
  readonly pdf: string;
  readonly png: string;
}

/** Where the card will lie; a taken name is refused before anything is made. */
export const placeCard = async ({ options, words }: Call): Promise<CardFiles> => {
  const folder = resolve(options['card-dir'] ?? '.');
  const files = { pdf: join(folder, `${words.cardFile}.pdf`), png: join(folder, `${words.cardFile}.png`) };
  for (const path of Object.values(files)) await checkFree(path, false);
  return files;
};

/** What somebody who helps may scan: who the holder is, not how to open. */
const publicText = ({ uid, identity }: AccountSession): string =>
  contactText({ uid, fp: fingerprint(identity) });

/** Draws the card and writes both files, for the owner's eyes only. Returns the signs that can be typed. */
export const writeCard = async (
  call: Call,
  files: CardFiles,
  secret: Uint8Array,
  session: AccountSession,
): Promise<string> => {
  const { nickname } = call.options;
  const typed = encodeCardTyped(secret, cardCheck);
  const model = cardModel({
    secretQr: encodeCardQr(secret, cardCheck),
    typed,
    publicQr: publicText(session),
    server: session.server,
    language: call.words.language,
    issued: new Date(call.device.clock.now()).toISOString().slice(0, 10),
    ...(nickname === undefined ? {} : { nickname }),
  });
  // drawing takes large libraries: only who makes a card waits for them
  const [{ renderCardPdf }, { renderCardPng }] = await Promise.all([
    import('../card/pdf.js'),
    import('../card/png.js'),
  ]);
  await saveFile(files.png, once(await renderCardPng(model)), { replace: false });
  await saveFile(files.pdf, once(await renderCardPdf(model)), { replace: false });
  return typed;
};
