/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { fingerprintWords } from '../../src/core/protocol/words.js';
import { vouchFor } from '../../src/client/relay/vouch.js';
import { fixture } from '../helpers/agency.js';
import { noBrowser, there } from '../helpers/browser.js';
import { dropAll, leftBy } from '../helpers/dropping.js';
import { allSent, heading, press } from '../helpers/phone.js';
import { relayScene, scannedFrom, settledPhone, workerFor } from '../helpers/relay-scene.js';

t.setTimeout(300_000);
const skip = noBrowser();

const scene = skip ? null : await relayScene(t);
const settled = (kind: string) => settledPhone(there(scene), kind);

/** A member of the relay, once they scanned the code that the phone shows. */
const metWorker = async (t: Test, page: Page) => {
  await press(page, 'Plus');
  await press(page, 'Mon code QR');
  const contact = await scannedFrom(page);
  t.equal(await page.locator('.compare-words').innerText(), fingerprintWords(contact.fp).join(' '));
  await press(page, 'Retour');
  return { contact, ...(await workerFor(t, there(scene), contact)) };
};

t.test(
  'papers that a relay left are counted, looked at, kept or refused: none is among one’s own before',
  { skip },
  async (t) => {
    const { page, faults } = await settled('Passeport');
    const { leave } = await metWorker(t, page);
    await leave('Domiciliation');
    await leave('Une erreur');
    await press(page, 'Retour');
    await allSent(page, 1);
    await press(page, '2 papiers à confirmer');
    await page.locator('.left-card', { hasText: 'Domiciliation' }).click();
    // the relay was never met on this phone: its words are there to be compared
    await page.getByText('Comparez ces mots avec son affiche').waitFor();
    await page.locator('.view canvas[data-drawn]').waitFor();
    await press(page, 'Garder');
    await heading(page, 'À confirmer');
    await page.locator('.left-card', { hasText: 'Une erreur' }).click();
    await press(page, 'Refuser');
    await heading(page, 'Refuser ce papier ?');
    await press(page, 'Non');
    await press(page, 'Refuser');
    await press(page, 'Refuser');
    await page.getByText('Rien n’attend.').waitFor();
    await press(page, 'Retour');
    await allSent(page, 2);
    await page.locator('.paper-card', { hasText: 'Domiciliation' }).waitFor();
    t.equal(await page.locator('.left-mark').count(), 0);
    t.equal(await page.getByText('Une erreur').count(), 0);
    t.same(faults(), []);
  },
);

t.test(
  'a link takes papers, says who was asked and that nothing proves who came, and is closed with one tap',
  { skip },
  async (t) => {
    const { page, faults } = await settled('Passeport');
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'share', {
        value: async ({ url }: { url: string }) => Object.assign(window, { sharedUrl: url }),
      });
    });
    await press(page, 'Plus');
    await press(page, 'Recevoir');
    await press(page, 'Faire un lien');
    await page.getByLabel('Nom, si vous voulez').fill('CAF de Lille');
    await press(page, 'Faire un lien');
    await heading(page, 'Le lien est prêt');
    await page.locator('.qr path').waitFor();
    await press(page, 'Envoyer');
    const url = await page.evaluate(() => (window as unknown as { sharedUrl: string }).sharedUrl);
    t.match(url, /\/d\/#/);
    await dropAll(t, { url }, leftBy(fixture('photos/photo-01.jpg'), 'Avis d’impôt', 'Guichet 4'));
    await press(page, 'Retour');
    await page.getByText('1 papier reçu').waitFor();
    await press(page, 'Fermer : CAF de Lille');
    await page.locator('.empty').waitFor();
    await t.rejects(dropAll(t, { url }, leftBy(fixture('photos/photo-01.jpg'), 'Trop tard')), {
      code: 'drop_ended',
    });
    await press(page, 'Retour');
    await press(page, 'Retour');
    await press(page, '1 papier à confirmer');
    await page.locator('.left-card').click();
    await page.getByText('Par votre lien pour').first().waitFor();
    await page.getByText('Guichet 4').waitFor();
    await page.getByText('Rien ne prouve de qui cela vient.').waitFor();
    await page.locator('.view canvas[data-drawn]').waitFor();
    await press(page, 'Garder');
    await page.getByText('Rien n’attend.').waitFor();
    t.same(faults(), []);
  },
);

t.test(
  'how much room is left is told, and grows when a relay vouches for the person',
  { skip },
  async (t) => {
    const { relay } = there(scene);
    const { page, faults } = await settled('Passeport');
    const { worker, contact } = await metWorker(t, page);
    await press(page, 'La place');
    await page.getByText(/Il reste\s\d+(,\d)?\sMo sur\s50\sMo\./).waitFor();
    await page.getByText('Un relais peut donner plus de place.').waitFor();
    await vouchFor(worker, { relay: relay.uid }, contact);
    await press(page, 'Retour');
    await press(page, 'La place');
    await page.getByText(/Il reste\s\d+(,\d)?\sMo sur\s600\sMo\./).waitFor();
    t.same(faults(), []);
  },
);
