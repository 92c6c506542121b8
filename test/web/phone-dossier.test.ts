/// <reference lib="dom" />
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import t from 'tap';
import { examine } from '../../src/client/intake/intake.js';
import { sniff } from '../../src/client/intake/sniff.js';
import { poppler, withoutPoppler } from '../helpers/card.js';
import { noBrowser, there, visit } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import {
  allSent,
  firstMinute,
  heading,
  keptOn,
  newPhone,
  phoneBrowser,
  press,
  saved,
} from '../helpers/phone.js';
import { fixture, noise } from '../helpers/pictures.js';
import { pdfPieces } from '../../src/client/pdf/pictures.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);
const withoutPdf = await withoutPoppler();

/** A phone with one paper in its safe, at the list. */
const settled = async (kind: string) => {
  const visitor = await newPhone(there(browser), there(server).address);
  await firstMinute(visitor.page, kind);
  await press(visitor.page, 'Plus tard');
  await allSent(visitor.page, 1);
  return visitor;
};

const openDossier = async (page: Page, name: string, ...about: string[]): Promise<void> => {
  await press(page, 'Dossiers');
  await heading(page, 'Quel dossier ?');
  await press(page, name);
  await heading(page, 'Touchez ce qui est vrai');
  for (const one of about) await press(page, one);
  await press(page, 'Continuer');
  await heading(page, name);
};

/** Photographs what the camera was opened for; nobody is asked which paper it is. */
const takeIt = async (page: Page): Promise<void> => {
  await page.locator('.finder[data-state="ready"]').waitFor();
  await press(page, 'Photo !');
  await heading(page, 'Votre photo');
  await press(page, 'C’est bon');
};

t.test(
  'what is missing is photographed from the list, has its mark there, and all goes to an agency by one link',
  { skip },
  async (t) => {
    const { page, faults } = await settled('Carte d’identité');
    await openDossier(page, 'RSA');
    await page.getByText('Il manque 2 papiers').waitFor();
    await page.getByRole('button', { name: 'Identité là' }).waitFor();
    await page.getByText('On peut vous demander plus.').waitFor();
    await press(page, 'Adresse manque');
    await takeIt(page);
    await heading(page, 'RSA');
    await page.getByRole('button', { name: 'Adresse là' }).waitFor();
    await page.getByText('Il manque 1 papier').waitFor();
    await press(page, 'Banque, RIB manque');
    await takeIt(page);
    await page.getByText('Tout est là').waitFor();
    await page.getByText('part encore').waitFor({ state: 'detached' });
    await page.getByText('partent encore').waitFor({ state: 'detached' });
    await press(page, 'Montrer');
    await page.getByRole('button', { name: 'Relais ou aidant', exact: true }).waitFor();
    await press(page, 'Par un lien');
    await press(page, '7 jours');
    await heading(page, 'Le lien est prêt');
    const code = (await page.locator('.big-code').innerText()).replace(/\s/g, '');
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'share', {
        value: async ({ url }: { url: string }) => Object.assign(window, { sharedUrl: url }),
      });
    });
    await press(page, 'Envoyer');
    const url = await page.evaluate(() => (window as unknown as { sharedUrl: string }).sharedUrl);
    const agency = await visit(there(browser));
    await agency.page.goto(url);
    await agency.page.getByText('RSA').first().waitFor();
    await press(agency.page, 'Voir');
    await agency.page.getByLabel('Code à six chiffres').fill(code);
    await press(agency.page, 'Ouvrir');
    for (const title of ['Carte d’identité', 'Domiciliation', 'Banque, RIB']) {
      await agency.page.getByText(title).first().waitFor();
    }
    t.same([...faults(), ...agency.faults()], []);
  },
);

t.test('where one of several papers does, the person says which one they have', { skip }, async (t) => {
  const { page, faults } = await settled('Domiciliation');
  await openDossier(page, 'RSA', 'Travail');
  await press(page, 'Identité manque');
  await heading(page, 'Vous avez lequel ?');
  await press(page, 'Passeport');
  await takeIt(page);
  await page.getByRole('button', { name: 'Identité là' }).waitFor();
  await page.getByRole('button', { name: 'Fiches de paie manque · 0 sur 3' }).waitFor();
  await press(page, 'Retour');
  await heading(page, 'Quel dossier ?');
  await press(page, 'Retour');
  await allSent(page, 2);
  t.notMatch(await keptOn(page), /travail|"work"/i, 'what was said of the person is kept nowhere');
  t.same(faults(), []);
});

t.test('the dossier is saved as one PDF to print, or as one file for each piece', { skip }, async (t) => {
  const { page, faults } = await settled('Carte d’identité');
  await press(page, 'Ajouter');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Galerie')]);
  await chooser.setFiles({
    name: 'domiciliation.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from(fixture('scans/scan-03-pages.pdf')),
  });
  await heading(page, 'C’est quel papier ?');
  await press(page, 'Domiciliation');
  await press(page, 'Continuer');
  await allSent(page, 2);
  await openDossier(page, 'RSA');
  await press(page, 'Enregistrer');
  const zip = unzipSync(await saved(page, 'Fichiers séparés'));
  await page.getByText('C’est enregistré.').waitFor();
  t.same(Object.keys(zip), ['01-carte-identite.jpg', '02-domiciliation.pdf']);
  t.equal(sniff(sure(zip['01-carte-identite.jpg'])), 'image/jpeg');
  t.same(Buffer.from(sure(zip['02-domiciliation.pdf'])), Buffer.from(fixture('scans/scan-03-pages.pdf')));
  const pdf = await saved(page, 'Un seul PDF');
  const file = join(t.testdir(), 'rsa.pdf');
  writeFileSync(file, pdf);
  if (!withoutPdf) t.match(await poppler('pdfinfo', file), /Pages: +4\n/);
  t.same(faults(), []);
});

t.test(
  'a scan that is too heavy for the portal is drawn again, smaller, with all of its pages',
  { skip },
  async (t) => {
    const { page, faults } = await settled('Carte d’identité');
    const leaf = new Uint8Array(await noise(1700, 2400).jpeg({ quality: 88 }).toBuffer());
    const heavy = Buffer.concat(pdfPieces([[leaf], [leaf]]));
    t.ok(heavy.length > 2_000_000);
    await press(page, 'Ajouter');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Galerie')]);
    await chooser.setFiles({ name: 'passeport.pdf', mimeType: 'application/pdf', buffer: heavy });
    await heading(page, 'C’est quel papier ?');
    await press(page, 'Passeport');
    await press(page, 'Continuer');
    await allSent(page, 2);
    await openDossier(page, 'Titre de séjour');
    await press(page, 'Enregistrer');
    const zip = unzipSync(await saved(page, 'Fichiers séparés'));
    t.same(Object.keys(zip), ['01-passeport.pdf']);
    const small = sure(zip['01-passeport.pdf']);
    t.ok(small.length <= 2_000_000, `${small.length} bytes`);
    t.match(examine(small, 'x.pdf'), { pages: 2 });
    t.same(faults(), []);
  },
);
