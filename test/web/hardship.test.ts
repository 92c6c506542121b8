/// <reference lib="dom" />
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { addPaper } from '../../src/client/add.js';
import { listLinks } from '../../src/client/links/list.js';
import { agencyScene, arrive, enter } from '../helpers/agency.js';
import { noBrowser, startBrowser, there, visit } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { paperOf } from '../helpers/device.js';
import { spyLine } from '../helpers/spy-line.js';

const skip = noBrowser();
const scene = skip ? null : await agencyScene(t);
const browser = skip ? null : await startBrowser(t);

t.test('where the line breaks a download goes on from there, and uses up nothing', { skip }, async (t) => {
  const { server, session, link } = there(scene);
  const bytes = randomBytes(3_000_000);
  const { doc } = await addPaper(session, paperOf(bytes, 'Dossier'));
  const made = await link({ code: false }, [doc]);
  const line = await spyLine(t, server.address, 2_000_000);
  const { page, sent } = await arrive(there(browser), {
    url: made.url.replace(server.address, line.url),
  });
  await enter(page, made);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Télécharger « Dossier »' }).click(),
  ]);
  t.ok(readFileSync(sure(await download.path())).equals(bytes), 'byte for byte');
  t.equal(line.cuts(), 1);
  t.match(sent(), /\/content .*"range":"bytes=[1-9]/, 'the rest was asked for, not all of it again');
  t.match(
    (await listLinks(session)).find(({ id }) => id === made.id),
    { opened: 1 },
  );
});

t.test(
  'after fifteen minutes the papers are gone from the screen, with a word before',
  { skip },
  async (t) => {
    const { link } = there(scene);
    const made = await link({ code: false });
    const { page, faults } = await visit(there(browser));
    await page.clock.install();
    await page.goto(made.url);
    await page.getByRole('button', { name: 'Voir' }).click();
    await page.getByText('Encore 15 minutes').waitFor();
    await page.locator('canvas[data-drawn]').first().waitFor();
    await page.clock.fastForward(13 * 60_000);
    await page.getByRole('status').getByText('Il reste deux minutes').waitFor();
    t.ok((await page.locator('canvas').count()) > 0);
    await page.clock.fastForward(2 * 60_000);
    await page.getByRole('heading', { name: 'Les papiers sont refermés' }).waitFor();
    t.equal(await page.locator('canvas').count(), 0);
    t.match(await page.locator('main').innerText(), /encore 2 fois/);
    t.same(faults(), []);
  },
);

t.test('nothing is written down in the browser, and nothing need be', { skip }, async (t) => {
  const { link } = there(scene);
  const made = await link();
  const { page, faults } = await visit(there(browser));
  await page.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('blocked', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore']) {
      Object.defineProperty(window, name, { get: refuse });
    }
    Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse });
    Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: refuse });
  });
  await page.goto(made.url);
  await enter(page, made);
  await page.locator('canvas[data-drawn]').first().waitFor();
  t.same(await page.context().cookies(), []);
  t.same((await page.context().storageState()).origins, []);
  t.same(faults(), []);
  await page.goto('about:blank');
  await page.goBack();
  await page.getByRole('heading', { name: 'Ouvrez le lien à nouveau' }).waitFor();
  t.equal(await page.locator('canvas').count(), 0, 'going back shows nothing');
});

t.test('previews, scanners and looking burn nothing', { skip }, async (t) => {
  const { session, link } = there(scene);
  const made = await link();
  for (const agent of ['WhatsApp/2.24', 'Mozilla/5.0 (compatible; bingbot/2.0)', 'curl/8']) {
    for (const method of ['GET', 'HEAD']) {
      t.equal((await fetch(made.url, { method, headers: { 'user-agent': agent } })).status, 200);
    }
  }
  // a scanner that runs scripts, and somebody who looks twice
  for (let i = 0; i < 2; i++) {
    const { page } = await arrive(there(browser), made);
    t.match(await page.locator('main').innerText(), /encore 3 fois/);
    await page.context().close();
  }
  t.match(
    (await listLinks(session)).find(({ id }) => id === made.id),
    { opened: 0, openings: 3 },
  );
});

t.test('a paper with a hostile inside stays a picture or a file', { skip }, async (t) => {
  const { session, link } = there(scene);
  const page = `%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Pages 2 0 R>>endobj\n`;
  const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>window.ran=1</script></svg>');
  const docs = [];
  for (const [bytes, title] of [
    [script, 'Dessin'],
    [Buffer.from('<html><script>window.ran=1</script>'), '<img src=x onerror=window.ran=1>'],
    [Buffer.from(page), 'Formulaire'],
    [readFileSync(new URL('../../../test/fixtures/awkward/bomb-20000x20000.png', import.meta.url)), 'Bombe'],
  ] as const) {
    docs.push((await addPaper(session, paperOf(bytes, title))).doc);
  }
  const made = await link({ code: false, purpose: '<script>window.ran=1</script>' }, docs);
  const visitor = await arrive(there(browser), made);
  t.match(await visitor.page.locator('main').innerText(), '<script>window.ran=1</script>', 'shown as text');
  await enter(visitor.page, made);
  for (let i = 0; i < docs.length; i++) {
    const card = visitor.page.locator('.sheet-card').nth(i);
    await card.scrollIntoViewIfNeeded();
    await card.getByText('Pas d’aperçu ici').waitFor();
  }
  t.equal(await visitor.page.locator('canvas').count(), 0);
  t.equal(await visitor.page.evaluate(() => 'ran' in window), false);
  t.same(visitor.faults(), []);
});
