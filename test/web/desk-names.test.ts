/// <reference lib="dom" />
import { readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { unzipSync } from 'fflate';
import t from 'tap';
import { giveName, relayNames } from '../../src/client/relay/names.js';
import { loadRelay } from '../../src/client/relay/load.js';
import {
  addToTally,
  type Counted,
  monthOf,
  monthTotals,
  newBatchId,
} from '../../src/client/relay/tallies.js';
import { show } from '../../src/client/consent/show.js';
import { fromUtf8, toHex } from '../../src/core/bytes.js';
import { keepFile } from '../helpers/agency.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { openOn, sure } from '../helpers/cheating.js';
import { options } from '../helpers/consent-client.js';
import { atDesk, deskScene, frontOf, listening, meetPerson, personWords } from '../helpers/desk.js';
import { giveFiles } from '../helpers/desk-walk.js';
import { heading, press } from '../helpers/phone.js';
import { temporaryFolder } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

const listed = (page: Page) => page.locator('.person-entry').allInnerTexts();
const ownRelay = async () => {
  const { manager, relay } = there(scene);
  return loadRelay(manager.session, relay.relay);
};
const namesNow = async () => {
  const { names } = await relayNames(there(scene).manager.session, await ownRelay());
  return names.map(({ name }) => name);
};

t.test(
  'a worker gives a person a name; another day another worker finds them by it, scans for them, and is told of a colleague’s change',
  { skip },
  async (t) => {
    const { server, session, manager, member, relay, recipient } = there(scene);
    const other = await openOn(t, server.address);
    const { doc } = await keepFile(other.session, 'photos/photo-01.jpg', 'Titre', 'other', 'image/jpeg');
    await show(other.session, options(recipient, { papers: [doc] }, { purpose: 'Logement' }));
    const first = await atDesk(there(browser), there(scene), member);
    const unnamed = `Carte «\u00a0${personWords(other.session).slice(0, 3).join(' ')}\u00a0»`;
    await first.page.locator('.person-entry', { hasText: unnamed }).waitFor();
    await meetPerson(first.page, session, 'Amina Diallo');
    await first.page.getByText('Le nom est dans la liste du relais').waitFor();
    await first.page.locator('.person .button.main').click();
    await giveFiles(first.page, ['photos/photo-06.jpg']);
    await first.page.locator('.stage canvas[data-drawn]').waitFor();
    await listening(first.page);
    await first.page.keyboard.press('2');
    await first.page.locator('.sorted-card').waitFor();
    await listening(first.page);
    await first.page.keyboard.press('Enter');
    await first.page.locator('.going [data-state="sent"]').waitFor({ timeout: 60_000 });
    await press(first.page, 'Terminé');
    await first.page.waitForURL('**/desk/end');
    t.same(first.faults(), []);

    const { page, faults } = await atDesk(there(browser), there(scene), manager);
    await page.locator('.person-entry').nth(1).waitFor();
    t.same(await listed(page), ['Amina Diallo', unnamed], 'who has a name comes first');
    await page.locator('#find').fill('DIALLO ami');
    await page.locator('.person-entry').nth(1).waitFor({ state: 'detached' });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await heading(page, 'Amina Diallo');
    await page.getByText('Carte lue par l’équipe un autre jour').waitFor();
    await page.getByRole('button', { name: 'Numériser des papiers' }).waitFor();

    await press(page, 'Changer le nom');
    const said = { safe: session.safe, holder: session.uid, fp: null, name: 'Mme Diallo' };
    await giveName(member.session, await loadRelay(member.session, relay.relay), said, 1);
    await page.locator('#nickname').fill('Amina');
    await page.locator('#nickname').press('Enter');
    await page.getByText('Cela a changé entre-temps').waitFor();
    await page.locator('.ask .told', { hasText: 'Mme Diallo' }).waitFor();
    t.same(await namesNow(), ['Mme Diallo']);
    await page.locator('#nickname').press('Enter');
    await heading(page, 'Amina');
    t.same(await namesNow(), ['Amina'], 'and over what was seen one may write');

    await page.locator('#find').fill('Zzz');
    await page.getByText('Personne de ce nom ici.').waitFor();
    await page.locator('#find').fill('');
    await press(page, 'Lire une carte');
    await page.locator('#reader').waitFor();
    await listening(page);
    await page.locator('#reader').fill(frontOf(other.session));
    await page.locator('#reader').press('Enter');
    await heading(page, 'Comment l’appelez-vous ici ?');
    await press(page, 'Passer');
    await page.locator('.person h1', { hasText: unnamed }).waitFor();
    t.same(await namesNow(), ['Amina'], 'nobody has to be given a name');
    t.same(faults(), []);
  },
);

const prime = async (counts: Partial<Record<Counted, number>>, people: number): Promise<void> => {
  const { manager } = there(scene);
  const ids = Array.from({ length: people }, (_, i) => i.toString(16).padStart(32, '0'));
  await addToTally(manager.session, await ownRelay(), monthOf(Date.now()), {
    id: newBatchId(),
    counts: new Map(Object.entries(counts) as [Counted, number][]),
    people: new Set(ids),
  });
};

const download = async (page: Page, name: string): Promise<Buffer> => {
  const [file] = await Promise.all([page.waitForEvent('download'), press(page, name)]);
  return readFileSync(sure(await file.path()));
};

t.test(
  'a relay sees what was done, with no count under five; takes it away as CSV and XLSX, and on paper',
  { skip },
  async (t) => {
    const { manager } = there(scene);
    const before = await monthTotals(manager.session, await ownRelay(), monthOf(Date.now()));
    t.equal(before.people, 2, 'whoever something was done for counts once, however much it was');
    t.same([...before.counts.values()], [1], 'the desk counted the paper that was filed');
    await prime({ 'paper.tax-notice': 12, 'paper.payslip': 3, 'paper.other': 4, newcomer: 6, dossier: 2 }, 7);
    const { page, faults } = await atDesk(there(browser), there(scene), manager);
    await press(page, 'Relais');
    await press(page, 'Statistiques');
    await heading(page, 'Statistiques');
    const row = page.locator('.numbers').first().locator('tbody tr').first();
    await row.waitFor();
    t.same(await row.locator('td').allInnerTexts(), ['9', '6', '20', 'moins de 5']);
    t.match(await page.locator('.numbers').last().innerText(), /Impôts\s+12/);
    t.notMatch(await page.locator('.statistics').innerText(), /[Pp]aie/, 'a kind that is rare is not named');

    const csv = await download(page, 'Télécharger CSV');
    t.same([...csv.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
    t.match(csv.toString(), /"\d{4}-\d\d";9;6;20;"moins de 5"/);
    const xlsx = unzipSync(await download(page, 'Télécharger Excel'));
    t.match(fromUtf8(sure(xlsx['xl/worksheets/sheet1.xml'])), /<v>20<\/v>[\s\S]*moins de 5/);
    const file = join(temporaryFolder(t), 'statistics.pdf');
    writeFileSync(file, await page.pdf());
    const paper = execFileSync('pdftotext', ['-layout', file, '-']).toString();
    t.match(paper, /Halte du Pont · Statistiques[\s\S]*accompagnées[\s\S]*moins de 5[\s\S]*12/);
    t.notMatch(paper, /Télécharger|Terminé|Ce poste ne garde rien/, 'what is pressed is not printed');
    t.same(faults(), []);
  },
);

t.test(
  'a manager gives a member their role, and their own away, but never the last one',
  { skip },
  async (t) => {
    const { manager } = there(scene);
    const { page, faults } = await atDesk(there(browser), there(scene), manager);
    await press(page, 'Relais');
    await page.locator('.members').waitFor();
    t.equal(
      await page.getByRole('button', { name: 'Nommer aidant' }).count(),
      0,
      'the last manager stays one',
    );
    await press(page, 'Nommer responsable : Sacha 1');
    await heading(page, 'Sacha 1 devient responsable ?');
    await press(page, 'Non');
    await press(page, 'Nommer responsable : Sacha 1');
    await press(page, 'Nommer responsable');
    await page.getByText('Sacha 1 : responsable maintenant').waitFor();
    await press(page, 'Nommer aidant : Camille');
    await press(page, 'Nommer aidant');
    await page.getByText('Camille : aidant maintenant').waitFor();
    await page.locator('.members .button').first().waitFor({ state: 'detached' });
    const { team } = await ownRelay();
    t.equal(team.members.get(toHex(manager.session.uid))?.role, 'member');
    t.same(faults(), []);
  },
);

t.test('the end of the accompaniment erases the name too, also of who shows nothing', { skip }, async (t) => {
  const { member } = there(scene);
  const { page, faults } = await atDesk(there(browser), there(scene), member);
  await page.locator('.person-entry', { hasText: 'Amina' }).click();
  await press(page, 'Finir l’accompagnement');
  await page.getByText('Son nom s’efface de la liste du relais').waitFor();
  await press(page, 'Finir l’accompagnement');
  await page.getByText('C’est rendu').waitFor();
  await page.locator('.person-entry', { hasText: 'Amina' }).waitFor({ state: 'detached' });
  t.same(await namesNow(), []);
  t.same(faults(), []);
});
