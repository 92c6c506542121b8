/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import t from 'tap';
import { addPaper } from '../../src/client/add.js';
import { history } from '../../src/client/history.js';
import { show } from '../../src/client/consent/show.js';
import { shares } from '../../src/client/consent/shares.js';
import { removeMember } from '../../src/client/relay/change.js';
import { loadRelay } from '../../src/client/relay/load.js';
import { toHex } from '../../src/core/bytes.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { atDesk, deskScene, meetPerson, personWords } from '../helpers/desk.js';
import { options } from '../helpers/consent-client.js';
import { paperOf } from '../helpers/device.js';
import { fixture } from '../helpers/agency.js';
import { typistAt } from '../helpers/keyboard.js';
import { heading, press } from '../helpers/phone.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t, 3);
const browser = skip ? null : await startBrowser(t);

t.test(
  'a worker sees who shows what, until when and for what; reads, prints and keeps it; the person sees each reading',
  { skip },
  async (t) => {
    const { member, session, papers, showToRelay } = there(scene);
    await showToRelay();
    const { page, faults } = await atDesk(there(browser), there(scene), member);
    await page.locator('.person-entry').click();
    await page.getByText('Carte pas lue aujourd’hui').waitFor();
    t.equal(await page.locator('.eight').innerText(), personWords(session).join(' '));
    t.match(await page.locator('.show').innerText(), /Titre de séjour[\s\S]*Pour\s: Demande de logement/);
    await press(page, 'Lire une carte');
    await meetPerson(page, session, 'Amina');
    t.equal(await page.getByText('Carte pas lue').count(), 0);
    await page.getByText('La personne voit dans son histoire chaque papier').waitFor();
    const typist = typistAt(page);
    await typist.press('Voir');
    await typist.landed('Amina');
    await typist.press(/^Titre de séjour/);
    await page.locator('.leaf canvas[data-drawn]').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      typist.press('Télécharger Titre de séjour'),
    ]);
    t.equal(download.suggestedFilename(), 'Titre de séjour.jpg');
    t.same(readFileSync(sure(await download.path())), sure(papers[0]).bytes);
    await typist.press(/^Attestation/);
    await page.locator('.leaf canvas[data-drawn]').nth(1).waitFor();
    const printed = page.waitForFunction(() => 'printed' in window);
    await page.evaluate(() => {
      window.print = () => void Object.assign(window, { printed: true });
    });
    await typist.press('Imprimer');
    await printed;
    t.equal(await page.locator('.leaf canvas[data-drawn]').count(), 3, 'all pages are drawn for the printer');
    const pdf = await page.pdf();
    t.ok(pdf.length > 20_000);
    const { entries } = await history(session);
    const reads = entries.filter(({ action }) => action === 'paper.read');
    t.equal(reads.length, 2, 'each of the two papers stands in the person’s history');
    await typist.press('Retour');
    await typist.landed('Amina');
    t.same(typist.faults(), [], 'read with the keyboard alone');
    t.same(faults(), []);
  },
);

t.test('what may only be added to is not read, and says so', { skip }, async (t) => {
  const { member, session, recipient } = there(scene);
  const photo = fixture('photos/photo-06.jpg');
  await addPaper(session, paperOf(photo, 'Bulletin', { category: 'income' }));
  await show(session, options(recipient, { categories: ['income'] }, { perm: ['add'], purpose: 'Scanner' }));
  const { page } = await atDesk(there(browser), there(scene), member);
  await page.locator('.person-entry').click();
  const row = page.locator('.show', { hasText: 'Scanner' });
  await row.getByText('Vous pouvez ajouter des papiers, pas les lire').waitFor();
  t.equal(await row.getByRole('button').count(), 0);
});

t.test('a member who was removed is out at the next click', { skip }, async (t) => {
  const { manager, people, relay } = there(scene);
  const leaving = sure(people[2]);
  const { page } = await atDesk(there(browser), there(scene), leaving);
  await page.locator('.person-entry').click();
  await page.locator('.show .button').first().waitFor();
  const now = await loadRelay(manager.session, relay.relay);
  await removeMember(manager.session, now, toHex(leaving.session.uid));
  const out = page.getByText('Vous n’êtes plus dans ce relais');
  // a list that was still on its way says it by itself
  await page.locator('.show .button').or(out).first().click();
  await out.waitFor();
  t.equal(await page.locator('.paper-entry').count(), 0);
});

t.test('the accompaniment ends in one step, and nobody of the relay reads any more', { skip }, async (t) => {
  const { member, session } = there(scene);
  const { page } = await atDesk(there(browser), there(scene), member);
  await meetPerson(page, session, 'Amina');
  await press(page, 'Finir l’accompagnement');
  await heading(page, 'Finir avec Amina ?');
  await press(page, 'Finir l’accompagnement');
  await page.getByText('C’est rendu').waitFor();
  const given = await shares(session);
  t.ok(given.length >= 2);
  t.same(
    given.filter(({ state }) => state === 'active'),
    [],
  );
});
