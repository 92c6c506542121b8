/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Test } from 'tap';
import { temporaryFolder } from './server.js';

/** What the printer gets, as pictures of 200 dots to the inch. */
export const printed = async (t: Test, page: Page): Promise<Buffer[]> => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'card.pdf'), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  const info = execFileSync('pdfinfo', [join(folder, 'card.pdf')], { encoding: 'utf8' });
  const count = Number(/Pages:\s+(\d+)/.exec(info)?.[1]);
  execFileSync('pdftoppm', ['-r', '200', '-png', join(folder, 'card.pdf'), join(folder, 'page')]);
  return Array.from({ length: count }, (_, i) => readFileSync(join(folder, `page-${i + 1}.png`)));
};

/** Whether the browser would ask before this page is left. */
export const isHeldBack = (page: Page): Promise<boolean> =>
  page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
