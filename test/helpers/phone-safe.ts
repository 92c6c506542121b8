import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import type { Test } from 'tap';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import { readCardImage } from '../../src/cli/card/read.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import type { Session } from '../../src/client/session.js';
import { listVersions } from '../../src/client/versions.js';
import { ownPages } from '../../src/web/capture/pdf-read.js';
import { decodeCard } from '../../src/core/crypto/card-code.js';
import { sure } from './cheating.js';
import { newDevice } from './device.js';
import { allSent, CODE, firstMinute, heading, press, typeCode } from './phone.js';

/** The safe, opened by another device with the card. */
export const otherDevice = (t: Test, address: string, card: string): Promise<Session> =>
  login(newDevice(t), {
    server: address,
    cardSecret: decodeCard(card, cardCheck).secret,
    pin: CODE,
    label: 'test',
  });

/** A safe with one paper; the card's text. */
export const withPaper = async (page: Page, kind: string): Promise<string> => {
  await firstMinute(page, kind);
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Garder l’image')]);
  const card = await readCardImage(readFileSync(sure(await download.path())));
  await press(page, 'C’est gardé');
  await allSent(page, 1);
  return card;
};

export const openPaper = async (page: Page): Promise<void> => {
  await page.locator('.paper-card').first().click();
  await page.locator('.view canvas[data-drawn]').first().waitFor();
};

/** The pages of a paper on this phone, in small. */
export const smallPages = (page: Page): Locator => page.locator('.small-leaf img');

/** The one paper's versions, as another device finds them. */
export const versionsOf = async (session: Session) => {
  session.state = undefined;
  const { papers } = await listPapers(session);
  return { papers, versions: await listVersions(session, sure(papers[0]).doc) };
};

/** From a paper that was just kept into a safe, to the list. */
export const intoSafe = async (page: Page, count: number): Promise<void> => {
  await press(page, 'Continuer');
  await press(page, 'D’accord');
  await heading(page, 'Choisissez un code');
  await typeCode(page);
  await heading(page, 'Encore une fois');
  await typeCode(page);
  await press(page, 'Plus tard');
  await allSent(page, count);
};

/** From the language to the camera. */
export const toCamera = async (page: Page): Promise<void> => {
  await press(page, 'Français');
  await press(page, 'Prendre une photo');
};

/** The pictures of a file that was taken out, page by page. */
export const picturesOf = (pdf: Buffer): readonly (readonly Uint8Array[])[] =>
  sure(ownPages(pdf) ?? undefined);

/** Nothing of the camera, of a place or of who made it. */
export const tellsNothing = (file: Buffer): boolean =>
  !/Exif|http:\/\/ns\.adobe|\/Producer|\/CreationDate|\/ID|CANARY-/.test(file.toString('latin1'));
