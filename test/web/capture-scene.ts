import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastify from 'fastify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Test } from 'tap';
import { webRoutes } from '../../src/server/web/routes.js';
import type { Corners } from '../../src/web/capture/geometry.js';
import { startBrowser, visit } from '../helpers/browser.js';
import type { CaptureTools } from './capture-page.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FIXTURES = join(ROOT, 'test', 'fixtures');

/** Truth of the photos under test/fixtures/capture: corners as parts of width and height, paper in millimetres. */
export const TRUTH = JSON.parse(readFileSync(join(FIXTURES, 'capture', 'corners.json'), 'utf8')) as Readonly<
  Record<string, { difficulty: string; paperMm: readonly [number, number]; corners: Corners }>
>;

/** What the bundler made, by name and size in bytes. */
export interface Built {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** Builds the page that holds the capture library as pages are built, for tests only: nobody is ever sent it. */
export const buildCapturePage = async (folder: string): Promise<Built[]> => {
  const { build } = await import('vite');
  const result = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    worker: { format: 'es' },
    build: {
      target: 'chrome138',
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: [join(ROOT, 'test', 'web', 'capture-page.ts'), join(ROOT, 'src', 'web', 'ui', 'base.css')],
      },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (!first || !('output' in first)) throw new Error('nothing was built');
  const files = first.output.map((file) => ({
    fileName: file.fileName,
    bytes: Buffer.from(file.type === 'chunk' ? file.code : file.source),
  }));
  const script = first.output.find((file) => file.type === 'chunk' && file.isEntry)?.fileName;
  // the look of all pages comes before the library's own
  const styles = files
    .map(({ fileName }) => fileName)
    .filter((name) => name.endsWith('.css'))
    .sort((a, b) => Number(b.includes('base')) - Number(a.includes('base')))
    .map((name) => `<link rel="stylesheet" href="/${name}">`);
  const html = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Pochette</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${styles.join('')}
<script type="module" src="/${script}"></script></head><body><div id="app"></div></body></html>`;
  for (const language of ['fr', 'en', 'ar']) writeFileSync(join(folder, `o.${language}.html`), html);
  return files;
};

/** Serves the built page by the server's own routes, so under its own policy, and the fixtures beside it. */
export const serveCapturePage = async (
  folder: string,
): Promise<{ address: string; close: () => Promise<void> }> => {
  const app = fastify();
  webRoutes(app, folder, false);
  app.get('/fixtures/*', async (request, reply) => {
    const { '*': name } = request.params as { '*': string };
    return reply.type('application/octet-stream').send(readFileSync(join(FIXTURES, name)));
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return { address, close: () => app.close() };
};

type Tool = keyof CaptureTools;
type Result<N extends Tool> = Awaited<ReturnType<CaptureTools[N]>>;

/** Opens the page; `call` runs one of its tools there. */
export const visitCapture = async (
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
) => {
  const { page, faults, sent } = await visit(browser, options);
  await page.goto(`${address}/o/`);
  await page.waitForFunction(() => 'tools' in globalThis);
  const call = <N extends Tool>(name: N, ...args: Parameters<CaptureTools[N]>): Promise<Result<N>> =>
    (page as Page).evaluate(
      async ([tool, given]) => {
        const { tools } = globalThis as unknown as { tools: Record<string, (...all: unknown[]) => unknown> };
        return (await tools[tool as string]?.(...(given as unknown[]))) as never;
      },
      [name, args] as const,
    );
  return { page, faults, sent, call };
};

/** Everything that a test needs: the page built and served, and visitors of it who open photos. Ended with the test. */
export const captureScene = async (t: Test) => {
  const folder = t.testdir();
  await buildCapturePage(folder);
  const { address, close } = await serveCapturePage(folder);
  t.teardown(close);
  const browser = await startBrowser(t);
  return async (options: BrowserContextOptions = {}) => {
    const guest = await visitCapture(browser, address, options);
    const open = async (name: string) => {
      const photo = await guest.call('open', `/fixtures/${name}`);
      if ('refused' in photo) throw new Error(photo.refused);
      return photo;
    };
    return { ...guest, open };
  };
};

const inFrame = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * How far each corner is from where it should be, as a part of the picture's diagonal; corners outside the picture count
 * where they are clamped to it.
 */
export const cornerErrors = (found: Corners, truth: Corners, width: number, height: number): number[] =>
  found.map(({ x, y }, i) => {
    const { x: tx, y: ty } = truth[i] as { x: number; y: number };
    const off = Math.hypot((inFrame(x) - inFrame(tx)) * width, (inFrame(y) - inFrame(ty)) * height);
    return off / Math.hypot(width, height);
  });
