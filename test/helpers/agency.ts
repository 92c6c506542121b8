import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Test } from 'tap';
import { makeThumbnail } from '../../src/cli/thumbnail.js';
import { addPaper } from '../../src/client/add.js';
import { type LinkOrder, type MadeLink, makeLink } from '../../src/client/links/make.js';
import type { Session } from '../../src/client/session.js';
import { root } from './cli.js';
import { openOn } from './cheating.js';
import { paperOf } from './device.js';
import { testServer } from './server.js';
import { visit, type Visit } from './browser.js';

export const fixture = (path: string): Buffer => readFileSync(join(root, 'test', 'fixtures', path));

export interface Kept {
  readonly doc: string;
  readonly title: string;
  readonly bytes: Buffer;
}

const PAPERS = [
  ['photos/photo-01.jpg', 'Titre de séjour', 'residence-permit', 'image/jpeg'],
  ['scans/scan-03-pages.pdf', 'Attestation', 'other', 'application/pdf'],
  ['awkward/screenshot.png', 'Capture', 'letter', 'image/png'],
] as const;

/** Keeps a file as a phone or the command line would. */
export const keepFile = async (
  session: Session,
  path: string,
  title: string,
  kind: string,
  mediaType: string,
): Promise<Kept> => {
  const bytes = fixture(path);
  const thumbnail = await makeThumbnail(bytes, mediaType);
  const { metadata, ...paper } = paperOf(bytes, title, { thumbnail });
  const fileName = path.split('/').at(-1) ?? path;
  const { doc } = await addPaper(session, {
    ...paper,
    metadata: { ...metadata, kind, mediaType, fileName, pages: null },
  });
  return { doc, title, bytes };
};

/** A server, a person with three papers, and a way to show them to an agency. */
export const agencyScene = async (t: Test) => {
  const server = await testServer(t);
  const { session } = await openOn(t, server.address);
  const papers: Kept[] = [];
  for (const [path, title, kind, type] of PAPERS) {
    papers.push(await keepFile(session, path, title, kind, type));
  }
  const link = (order: Partial<LinkOrder> = {}, docs = papers.map(({ doc }) => doc)): Promise<MadeLink> =>
    makeLink(session, docs, {
      from: 'Amina',
      agency: 'CAF de Lille',
      purpose: 'Demande de logement social',
      language: 'fr',
      ...order,
    });
  return { server, session, papers, link };
};

/** Opens the page of a link and waits until it says who shows what. */
export const arrive = async (browser: Browser, { url }: Pick<MadeLink, 'url'>): Promise<Visit> => {
  const visitor = await visit(browser);
  await visitor.page.goto(url);
  await visitor.page.getByRole('button', { name: 'Voir' }).waitFor();
  return visitor;
};

/** From there to the papers. */
export const enter = async (page: Page, { code }: Pick<MadeLink, 'code'>): Promise<void> => {
  await page.getByRole('button', { name: 'Voir' }).click();
  if (code !== null) {
    await page.getByLabel('Code à six chiffres').fill(code);
    await page.getByRole('button', { name: 'Ouvrir' }).click();
  }
  await page.getByRole('button', { name: 'Tout télécharger' }).waitFor();
};
