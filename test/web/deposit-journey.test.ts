/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { prepare } from '../../src/client/intake/intake.js';
import { keepDeposits } from '../../src/client/deposit/keep.js';
import { waitingDeposits } from '../../src/client/deposit/waiting.js';
import { endDrop, listDrops } from '../../src/client/drops/list.js';
import { history } from '../../src/client/history.js';
import { listPapers } from '../../src/client/papers.js';
import { readPaper } from '../../src/client/read.js';
import { noBrowser, startBrowser, there, visit } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { root } from '../helpers/cli.js';
import { collectBytes } from '../helpers/device.js';
import { arriveAt, askingScene, FILES, fixturePath } from '../helpers/dropping-page.js';
import { spyLine } from '../helpers/spy-line.js';

const skip = noBrowser();
const scene = skip ? null : await askingScene(t);
const browser = skip ? null : await startBrowser(t);

const PHOTO = fixturePath('photos/photo-01.jpg');
const SCAN = fixturePath('scans/scan-03-pages.pdf');
const SHOT = fixturePath('awkward/screenshot.png');

t.test(
  'somebody leaves papers in a browser; the person keeps the very bytes, without where they were taken',
  { skip },
  async (t) => {
    const { session, link, server } = there(scene);
    const made = await link();
    const line = await spyLine(t, server.address);
    const url = made.url.replace(server.address, line.url);
    const { page, sent, faults } = await arriveAt(there(browser), { url });
    t.equal(page.url(), `${line.url}/d/`, 'the secret is out of the address bar');
    const text = await page.locator('main').innerText();
    for (const said of ['Amina', 'CAF de Lille', 'Demande de logement social', '10 papiers']) {
      t.ok(text.includes(said), said);
    }
    await page.locator(FILES).setInputFiles([PHOTO, SCAN, SHOT, join(root, 'package.json')]);
    await page.getByText('Le lieu de la photo est effacé').waitFor();
    await page.getByText('Ce n’est pas un papier').waitFor();
    await page.getByLabel('Votre nom ou service').fill('Guichet 4');
    t.notMatch(line.heard(), /PUT /, 'nothing is sent before the button');

    let cut = 0;
    await page.route('**/v1/drop/papers/**', (route) => (cut++ < 5 ? route.abort() : route.continue()));
    await page.getByRole('button', { name: 'Envoyer 3 papiers' }).click();
    await page.getByText('Cela reprendra tout seul').waitFor();
    await page.getByRole('heading', { name: 'Reçu' }).waitFor();
    t.ok(cut > 5, 'the network was cut on the way');
    await page.getByText('3 papiers sont déposés').waitFor();

    const { waiting, unproven } = await waitingDeposits(session);
    t.same(unproven, []);
    t.same(
      waiting.map(({ from }) => from.link && [from.link.id, from.claims]),
      [1, 2, 3].map(() => [made.id, 'Guichet 4']),
    );
    await keepDeposits(session, waiting);
    const { papers } = await listPapers(session);
    for (const [path, title] of [
      [PHOTO, 'photo-01'],
      [SCAN, 'scan-03-pages'],
      [SHOT, 'screenshot'],
    ] as const) {
      const kept = sure(papers.find(({ metadata }) => metadata.title === title));
      const before = readFileSync(path);
      const cleaned = prepare({ name: path, bytes: before }, { keepMetadata: false });
      const bytes = await collectBytes(readPaper(session, kept));
      t.ok(bytes.equals(Buffer.from(cleaned.bytes)), `${title}: as intake leaves it`);
      if (path === SCAN) t.ok(bytes.equals(before), 'a PDF byte for byte');
      if (path === PHOTO) t.ok(cleaned.removed.includes('position'), 'the photo said where it was taken');
    }
    const { entries } = await history(session);
    const added = entries.filter(({ action, outcome }) => action === 'drop.add' && outcome === 'ok');
    t.same(
      added.map(({ proof }) => proof),
      ['holds', 'holds', 'holds'],
    );

    const secret = made.url.split('#1')[1] ?? '';
    t.equal(secret.length, 43);
    t.notOk(sent().includes(secret), 'the secret is in no request, Referer or body');
    const heard = line.heard();
    t.match(heard, /PUT \/v1\/drop\/papers\//, 'the line was really heard');
    for (const hidden of [secret, 'Guichet', 'photo-01', 'Amina', 'JFIF', '%PDF']) {
      t.notOk(heard.includes(hidden), `the server hears nothing of it: ${hidden.slice(0, 8)}`);
    }
    t.notMatch(heard, /^(referer|cookie):/im, 'there is no Referer and no cookie at all');
    t.notOk(server.logged().includes(secret), 'nor in what the server logs');
    const hosts = new Set(
      Array.from(sent().matchAll(/^\w+ (?:blob:)?(\w+:\/\/[^/]+)/gm), ([, host]) => host),
    );
    t.same([...hosts], [line.url], 'nobody else is asked for anything');
    const stored = await page.evaluate(() => [
      localStorage.length,
      sessionStorage.length,
      document.cookie,
      navigator.serviceWorker.controller,
    ]);
    t.same(stored, [0, 0, '', null], 'nothing is kept in the browser');
    t.same(faults(), [], 'no policy was violated and no error went uncaught');
  },
);

t.test(
  'papers are dropped on the page, taken out again, cancelled, and sent after all',
  { skip },
  async (t) => {
    const { session, link } = there(scene);
    const made = await link({ count: 2 });
    const { page, faults } = await arriveAt(there(browser), made);
    const dropped = await page.evaluateHandle(
      (pdf) => {
        const data = new DataTransfer();
        const bytes = Uint8Array.from(atob(pdf), (sign) => sign.charCodeAt(0));
        for (const name of ['un.pdf', 'deux.pdf', 'trois.pdf']) data.items.add(new File([bytes], name));
        return data;
      },
      readFileSync(fixturePath('scans/text-searchable.pdf')).toString('base64'),
    );
    await page.dispatchEvent('main', 'dragover', { dataTransfer: dropped });
    await page.getByText('Lâchez ici').waitFor();
    await page.dispatchEvent('main', 'drop', { dataTransfer: dropped });
    await page.getByText('Le lien ne prend plus de papiers').waitFor();
    await page.getByRole('button', { name: 'Retirer « un.pdf »' }).click();
    await page.getByRole('button', { name: 'Envoyer 2 papiers' }).waitFor();
    t.equal(await page.getByText('Le lien ne prend plus de papiers').count(), 0, 'there is room again');

    await page.route('**/v1/drop/papers/**', (route) => route.abort());
    await page.getByRole('button', { name: 'Envoyer 2 papiers' }).click();
    await page.getByText('Cela reprendra tout seul').waitFor();
    await page.getByRole('button', { name: 'Annuler' }).click();
    await page.getByRole('button', { name: 'Envoyer 2 papiers' }).waitFor();
    t.match(await listDrops(session), [{ id: made.id, papers: 0 }]);
    await page.unroute('**/v1/drop/papers/**');
    await page.getByRole('button', { name: 'Envoyer 2 papiers' }).click();
    await page.getByRole('heading', { name: 'Reçu' }).waitFor();
    t.equal(
      await page.getByRole('button', { name: 'Déposer d’autres papiers' }).count(),
      0,
      'it takes no more',
    );
    t.match(await listDrops(session), [{ id: made.id, papers: 2, state: 'full' }]);
    t.same(faults(), []);
  },
);

t.test(
  'a line too bad to load what encrypts loses nothing: once it is better, it goes on',
  { skip },
  async (t) => {
    const { session, link } = there(scene);
    const made = await link();
    const { page, faults } = await visit(there(browser));
    await page.context().route('**/assets/depot-worker-*.js', (route) => route.abort());
    await page.goto(made.url);
    await page.getByRole('heading', { name: 'Des papiers pour Amina' }).waitFor();
    await page.locator(FILES).setInputFiles([SHOT]);
    await page.getByText('Le réseau est coupé').waitFor();
    await page.context().unroute('**/assets/depot-worker-*.js');
    await page.getByRole('button', { name: 'Envoyer 1 papier' }).click();
    await page.getByRole('heading', { name: 'Reçu', exact: true }).waitFor();
    t.ok((await listDrops(session)).some(({ id, papers }) => id === made.id && papers === 1));
    t.same(faults(), []);
  },
);

t.test('with the keyboard alone somebody leaves a paper', { skip }, async (t) => {
  const { session, link } = there(scene);
  const made = await link();
  const { page, faults } = await arriveAt(there(browser), made);
  const tabTo = async (name: RegExp): Promise<void> => {
    for (let i = 0; i < 30; i++) {
      const label = await page.evaluate(() => {
        const at = document.activeElement as HTMLInputElement | null;
        return at?.getAttribute('aria-label') ?? (at?.textContent || at?.labels?.[0]?.textContent) ?? '';
      });
      if (name.test(label)) return;
      await page.keyboard.press('Tab');
    }
    t.fail(`${name} can’t be reached`);
  };
  const chooser = page.waitForEvent('filechooser');
  await tabTo(/^Choisir des fichiers/);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles([SHOT]);
  await page.getByRole('button', { name: 'Envoyer 1 papier' }).waitFor();
  await tabTo(/^Votre nom/);
  await page.keyboard.type('Léa');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Reçu' }).waitFor();
  const { waiting } = await waitingDeposits(session);
  t.ok(waiting.some(({ from }) => from.link?.id === made.id && 'claims' in from && from.claims === 'Léa'));
  t.same(faults(), []);
});

t.test('whoever comes too late, or to no link, is told so, and a stranger nothing', { skip }, async (t) => {
  const { session, link, server } = there(scene);
  const made = await link();
  const { page, faults } = await arriveAt(there(browser), made);
  await page.locator(FILES).setInputFiles([SHOT]);
  const button = page.getByRole('button', { name: 'Envoyer 1 papier' });
  await button.waitFor();
  await endDrop(session, sure((await listDrops(session)).find(({ id }) => id === made.id)));
  await button.click();
  await page.getByText('Le lien a été fermé depuis').waitFor();
  await page.getByRole('heading', { name: 'Rien n’est arrivé' }).waitFor();
  t.same(faults(), []);
  const titles: string[] = [];
  for (const [address, title] of [
    [made.url, 'Ce lien a été fermé'],
    [made.url.slice(0, -43) + 'A'.repeat(43), 'Ce lien ne mène nulle part'],
    [`${server.address}/d/`, 'Ouvrez le lien de nouveau'],
    [`${server.address}/d/#1short`, 'Ouvrez le lien de nouveau'],
  ] as const) {
    const visitor = await visit(there(browser));
    await visitor.page.goto(address);
    await visitor.page.getByRole('heading', { name: title }).waitFor();
    titles.push(title);
    t.same(visitor.faults(), []);
    await visitor.page.context().close();
  }
  t.equal(titles.length, 4);
});
