/// <reference lib="dom" />
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { Test } from 'tap';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const program = (): string | undefined => [process.env['CHROMIUM'] ?? '', ...PLACES].find(existsSync);

/** Why browser tests can't run here; false where they can. A run that promises them, as CI's does, fails instead. */
export const noBrowser = (): string | false => {
  if (program() !== undefined) return false;
  const why = 'there is no Chromium here: test/servers/install.sh, or CHROMIUM=/path/to/it';
  if (process.env['CI']) throw new Error(why);
  return why;
};

/** What a test has unless it is skipped. */
export const there = <T>(value: T | null): T => {
  if (value === null) throw new Error('skipped');
  return value;
};

/** Chromium with a new, empty profile; ended with the test. */
export const startBrowser = async (t: Test, flags: readonly string[] = []): Promise<Browser> => {
  const browser = await chromium.launch({ executablePath: program() ?? '', args: [...FLAGS, ...flags] });
  t.teardown(() => browser.close());
  return browser;
};

export interface Visit {
  readonly page: Page;
  /** Everything that went over the wire: addresses, headers, bodies. */
  readonly sent: () => string;
  /** What the page did that its policy forbids, and errors that nobody caught. */
  readonly faults: () => string[];
}

/** A visitor of their own: nothing kept, everything that they send written down. */
export const visit = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> => {
  const context = await browser.newContext({ locale: 'fr-FR', acceptDownloads: true, ...options });
  const page = await context.newPage();
  const sent: string[] = [];
  const faults: string[] = [];
  context.on('request', (request) => {
    sent.push(
      `${request.method()} ${request.url()} ${JSON.stringify(request.headers())} ${request.postData() ?? ''}`,
    );
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  await page.exposeBinding('tellFault', (_source, fault: string) => void faults.push(fault));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      const { tellFault } = window as unknown as { tellFault: (fault: string) => void };
      tellFault(`policy: ${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  return { page, sent: () => sent.join('\n'), faults: () => faults };
};

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong with the page as it is now (WCAG 2.2 A and AA, and what axe calls best practice; with a contrast of 7, that of AAA). */
export const axeFaults = async (page: Page, contrast: 4.5 | 7 = 4.5): Promise<string[]> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async (enabled) => {
    const { axe } = window as unknown as {
      axe: {
        run(
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({ rules: { 'color-contrast-enhanced': { enabled } } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  }, contrast === 7);
};
