/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Test } from 'tap';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { show, type ShowOptions } from '../../src/client/consent/show.js';
import { posterOf } from '../../src/client/relay/found.js';
import type { Session } from '../../src/client/session.js';
import { encodeCardTyped } from '../../src/core/crypto/card-code.js';
import { contactText } from '../../src/core/protocol/contact.js';
import { fingerprint } from '../../src/core/protocol/identity.js';
import { fingerprintWords } from '../../src/core/protocol/words.js';
import { keepFile, type Kept } from './agency.js';
import { visit, type Visit } from './browser.js';
import { openOn } from './cheating.js';
import { options } from './consent-client.js';
import { PIN } from './device.js';
import { associationServer, newTeam, optionsOf, type Person as WorkerOf } from './team.js';

/** Whoever has a card in hand. */
type WithCard = Pick<WorkerOf, 'card'>;

/** The screen of an old office machine. */
const SCREEN: BrowserContextOptions = { viewport: { width: 1024, height: 768 }, serviceWorkers: 'block' };

/** A relay with a manager and a member, and a person with papers; nothing is shown yet. */
export const deskScene = async (t: Test, size = 2) => {
  const server = await associationServer(t);
  const team = await newTeam(t, optionsOf(server), size);
  const person = await openOn(t, server.address);
  const { session } = person;
  const papers: Kept[] = [
    await keepFile(session, 'photos/photo-01.jpg', 'Titre de séjour', 'residence-permit', 'image/jpeg'),
    await keepFile(session, 'scans/scan-03-pages.pdf', 'Attestation', 'other', 'application/pdf'),
  ];
  const poster = posterOf(team.relay);
  const recipient = await resolveRecipient(session, poster);
  const showToRelay = (more: Partial<ShowOptions> = {}) =>
    show(session, options(recipient, { papers: papers.map(({ doc }) => doc) }, more));
  return { server, ...team, person, session, papers, poster, recipient, showToRelay };
};
export type DeskScene = Awaited<ReturnType<typeof deskScene>>;

/** What stands on the front of a person's card. */
export const frontOf = ({ uid, identity }: Session): string =>
  contactText({ uid, fp: fingerprint(identity) });

export const personWords = ({ identity }: Session): readonly string[] =>
  fingerprintWords(fingerprint(identity));

/** The signs on the back of a worker's card. */
export const signsOf = ({ card }: WithCard): string => encodeCardTyped(card.secret, cardCheck);

/** A machine at a relay that was never used, at the desk's first screen. */
export const newDesk = async (
  browser: Browser,
  address: string,
  { poster = '', ...more }: BrowserContextOptions & { readonly poster?: string } = {},
): Promise<Visit> => {
  const visitor = await visit(browser, { ...SCREEN, ...more });
  await visitor.page.goto(`${address}/desk/${poster === '' ? '' : `#${poster}`}`);
  return visitor;
};

/** A screen that was just drawn listens to keys a moment later, before anybody could press one. */
export const listening = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
      }),
  );

/** Card and code, by keyboard alone, as a hand scanner types. */
export const enterDesk = async (page: Page, worker: WithCard, code = PIN): Promise<void> => {
  await page.locator('#reader').waitFor();
  await listening(page);
  await page.keyboard.type(signsOf(worker));
  await page.keyboard.press('Enter');
  await page.locator('.keypad').waitFor();
  await listening(page);
  await page.keyboard.type(code);
};

/** In front of the list of people. */
export const atDesk = async (
  browser: Browser,
  scene: Pick<DeskScene, 'server' | 'poster'>,
  worker: WithCard,
  more: BrowserContextOptions = {},
): Promise<Visit> => {
  const visitor = await newDesk(browser, scene.server.address, { poster: scene.poster, ...more });
  await enterDesk(visitor.page, worker);
  await visitor.page.locator('.desk-nav').waitFor();
  return visitor;
};

/** Reads the front of a person's card, and gives them a name where the relay knows none. */
export const meetPerson = async (page: Page, session: Session, name: string): Promise<void> => {
  await page.locator('#reader').waitFor();
  await listening(page);
  await page.locator('#reader').fill(frontOf(session));
  await page.locator('#reader').press('Enter');
  await page.locator('#nickname, .person h1').waitFor();
  await listening(page);
  if ((await page.locator('#nickname').count()) > 0) {
    await page.locator('#nickname').fill(name);
    await page.locator('#nickname').press('Enter');
  }
  await page.locator('.person h1', { hasText: name }).waitFor();
};

/** All that the browser keeps of this site. */
export const keptBy = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => [
    ...Object.keys(localStorage),
    ...Object.keys(sessionStorage),
    ...(document.cookie === '' ? [] : [document.cookie]),
    ...(await indexedDB.databases()).map(({ name }) => name ?? ''),
    ...(await caches.keys()),
    ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  ]);
