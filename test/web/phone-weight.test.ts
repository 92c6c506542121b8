/// <reference lib="dom" />
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { phoneBrowser } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

interface Loaded {
  readonly url: string;
  readonly kind: string;
  readonly bytes: number;
}

t.test('the first screen weighs little, comes in few pieces, and from nowhere else', { skip }, async (t) => {
  const { address } = there(server);
  const context = await there(browser).newContext({ locale: 'fr-FR', viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  const asked = new Map<string, { url: string; kind: string }>();
  const loaded: Loaded[] = [];
  wire.on('Network.responseReceived', ({ requestId, response, type }) =>
    asked.set(requestId, { url: response.url, kind: type }),
  );
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = asked.get(requestId);
    if (one) loaded.push({ ...one, bytes: encodedDataLength });
  });
  await page.goto(`${address}/`);
  await page.getByRole('button', { name: 'Français' }).click();
  await page.getByRole('heading', { name: 'Gardez vos papiers ici.' }).waitFor();
  await page.waitForTimeout(1000);
  const sum = (files: readonly Loaded[]): number => files.reduce((all, { bytes }) => all + bytes, 0);
  const scripts = loaded.filter(({ kind }) => kind === 'Script');
  t.comment(loaded.map(({ url, bytes }) => `${new URL(url).pathname} ${bytes}`).join('\n'));
  t.ok(sum(scripts) <= 60_000, `${sum(scripts)} bytes of script, of 60,000`);
  t.ok(sum(loaded) <= 90_000, `${sum(loaded)} bytes in all, of 90,000`);
  t.ok(loaded.length <= 6, `${loaded.length} requests, of 6`);
  t.same(
    loaded.filter(({ url }) => !url.startsWith(`${address}/`)),
    [],
    'nothing from anybody else',
  );
  t.same(
    loaded.filter(({ url, kind }) => kind === 'Font' || url.endsWith('.woff2')),
    [],
    'no letters of our own',
  );
  await context.close();
});
