import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { Test } from 'tap';
import { type DropOrder, makeDrop, type MadeDrop } from '../../src/client/drops/make.js';
import { openOn } from './cheating.js';
import { root } from './cli.js';
import { testServer } from './server.js';
import { visit, type Visit } from './browser.js';

export const fixturePath = (path: string): string => join(root, 'test', 'fixtures', path);

/** A server, a person, and a way to ask for papers. */
export const askingScene = async (t: Test) => {
  const server = await testServer(t);
  const { session } = await openOn(t, server.address);
  const link = (order: Partial<DropOrder> = {}): Promise<MadeDrop> =>
    makeDrop(session, {
      to: 'Amina',
      from: 'CAF de Lille',
      purpose: 'Demande de logement social',
      language: 'fr',
      ...order,
    });
  return { server, session, link };
};

/** Opens the page of a link and waits until it says for whom papers are taken. */
export const arriveAt = async (
  browser: Browser,
  { url }: Pick<MadeDrop, 'url'>,
  options: BrowserContextOptions = {},
): Promise<Visit> => {
  const visitor = await visit(browser, options);
  await visitor.page.goto(url);
  await visitor.page.getByRole('heading', { name: 'Des papiers pour Amina' }).waitFor();
  return visitor;
};

/** The field behind the button that chooses files. */
export const FILES = 'input[type=file][multiple]';
