/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { readPublicImage } from '../../src/cli/card/read.js';
import { fetchIdentity, openFromContact } from '../../src/client/consent/chains.js';
import { groundOfRelay, leavePaper } from '../../src/client/deposit/leave.js';
import { readContact } from '../../src/core/protocol/contact.js';
import { fingerprintWords } from '../../src/core/protocol/words.js';
import { vouchFor } from '../../src/client/relay/vouch.js';
import { fixture } from '../helpers/agency.js';
import { noBrowser, there } from '../helpers/browser.js';
import { atWork } from '../helpers/consent-client.js';
import { paperOf } from '../helpers/device.js';
import { dropAll, leftBy } from '../helpers/dropping.js';
import { allSent, firstMinute, heading, newPhone, phoneBrowser, press } from '../helpers/phone.js';
import { newDirectory, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();

const newScene = async (t: Test) => {
  const directory = newDirectory();
  const server = await testServer(t, directory.env);
  return { server, browser: await phoneBrowser(t), ...(await wholeRelay(server.address, directory.keys)) };
};
const scene = skip ? null : await newScene(t);

const settled = async (kind: string) => {
  const { browser, server } = there(scene);
  const visitor = await newPhone(browser, server.address);
  await firstMinute(visitor.page, kind);
  await press(visitor.page, 'Plus tard');
  await allSent(visitor.page, 1);
  return visitor;
};

/** A member of the relay, once they scanned the code that the phone shows. */
const metWorker = async (t: Test, page: Page) => {
  const { relay, member } = there(scene);
  await press(page, 'Plus');
  await press(page, 'Mon code QR');
  const contact = readContact(await readPublicImage(await page.locator('.qr').screenshot()));
  t.equal(await page.locator('.compare-words').innerText(), fingerprintWords(contact.fp).join(' '));
  await press(page, 'Retour');
  const worker = atWork(t, member);
  const holder = openFromContact(contact, await fetchIdentity(worker, contact.uid));
  const leave = async (title: string): Promise<void> => {
    const photo = paperOf(fixture('photos/photo-01.jpg'), title);
    const paper = { ...photo, metadata: { ...photo.metadata, mediaType: 'image/jpeg' } };
    const ground = await groundOfRelay(worker, relay.uid, holder);
    await leavePaper(worker, { holder, ground }, paper);
  };
  return { worker, contact, leave };
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

t.test('how much room is left is told, and grows when a relay vouches for the person', { skip }, async (t) => {
  const { relay } = there(scene);
  const { page, faults } = await settled('Passeport');
  const { worker, contact } = await metWorker(t, page);
  await press(page, 'La place');
  await page.getByText(/Il reste \d+(,\d)? Mo sur 50 Mo\./).waitFor();
  await page.getByText('Un relais peut donner plus de place.').waitFor();
  await vouchFor(worker, { relay: relay.uid }, contact);
  await press(page, 'Retour');
  await press(page, 'La place');
  await page.getByText(/Il reste \d+(,\d)? Mo sur 600 Mo\./).waitFor();
  t.same(faults(), []);
});
