/// <reference lib="dom" />
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import t from 'tap';
import { wantedPapers } from '../../src/client/asks/list.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import { endLink } from '../../src/client/links/change.js';
import { listLinks } from '../../src/client/links/list.js';
import { noBrowser, there, visit } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { atDesk, deskScene, meetPerson } from '../helpers/desk.js';
import {
  allSent,
  firstMinute,
  heading,
  newPhone,
  phoneBrowser,
  press,
  saved,
  takePage,
} from '../helpers/phone.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await phoneBrowser(t);

/** From the list of papers to what is shown to the relay, met by the code of its poster. */
const showToRelay = async (page: Page, poster: string): Promise<void> => {
  await press(page, 'Montrer');
  await press(page, 'Montrer');
  await press(page, 'Relais ou aidant');
  await press(page, 'Taper les mots');
  await page.locator('#number').fill(poster);
  await press(page, 'Continuer');
  await press(page, 'C’est lui');
  await page.locator('.paper-card').click();
  await press(page, 'Continuer · 1 papier');
  await press(page, 'Logement');
  await press(page, '1 mois');
  await page.locator('.summary').waitFor();
  await press(page, 'Montrer');
  await heading(page, 'C’est montré');
  await press(page, 'Mes papiers');
};

t.test(
  'a worker asks for what is missing; it shows on the person’s phone, who photographs and shows one and refuses the other',
  { skip },
  async (t) => {
    const { server, member, poster } = there(scene);
    const phone = await newPhone(there(browser), server.address);
    await firstMinute(phone.page, 'Carte d’identité');
    await press(phone.page, 'Plus tard');
    await allSent(phone.page, 1);
    await showToRelay(phone.page, poster);

    const { page, faults } = await atDesk(there(browser), there(scene), member);
    await page.locator('.person-entry').click();
    await press(page, 'Il me manque…');
    await page.locator('#seek-kind').fill('zzz');
    await page.getByText('Aucun papier de ce nom.').waitFor();
    await page.locator('#seek-kind').fill('passe');
    await press(page, 'Passeport');
    await page.locator('#seek-kind').fill('RIB');
    await page.locator('.kind-choice:not([aria-pressed="true"])').click();
    await page.locator('#ask-note').fill('Celui qui est encore bon');
    await press(page, 'Demander 2 papiers');
    await page.getByText('2 papiers sont demandés.').waitFor();
    await page.locator('.asked[data-state="open"]').nth(1).waitFor();

    // the line is cut for a moment: it is said, and tried again
    const isAsks = (url: URL) => url.pathname.endsWith('/asks');
    await page.context().route(isAsks, (route) => route.abort());
    await press(page, 'Il me manque…');
    await press(page, 'Retour');
    await page.locator('.asked-list .fault', { hasText: 'Rien n’est perdu' }).waitFor();
    await page.context().unroute(isAsks);
    await page.locator('.asked-list').getByRole('button', { name: 'Réessayer' }).click();
    await page.locator('.asked[data-state="open"]').nth(1).waitFor();

    const card = phone.page.locator('.wanted');
    await phone.page.goto(`${server.address}/`);
    await phone.page.locator('.keypad').waitFor();
    for (const digit of '482913') await press(phone.page, digit);
    await card.waitFor();
    t.match(
      await card.innerText(),
      /Sacha 1, Halte du Pont demande[\s\S]*Passeport[\s\S]*Celui qui est encore bon/,
    );
    await press(phone.page, 'Photographier');
    await takePage(phone.page);
    await phone.page.locator('[data-screen="kept"]').waitFor();
    await press(phone.page, 'Continuer');
    await allSent(phone.page, 2);
    await card.getByRole('button', { name: 'Montrer' }).click();
    await phone.page.locator('.summary').waitFor();
    t.match(
      await phone.page.locator('.screen').innerText(),
      /Montrer à Halte du Pont[\s\S]*Passeport[\s\S]*Logement/,
    );
    await press(phone.page, 'Montrer');
    await heading(phone.page, 'C’est montré');
    await press(phone.page, 'Mes papiers');
    await card.filter({ hasText: 'RIB' }).waitFor();
    await press(phone.page, 'Non');
    await press(phone.page, 'Dire non');
    await card.waitFor({ state: 'detached' });

    // the worker did nothing: it comes to their screen
    await page.locator('.asked[data-state="shown"]', { hasText: 'Passeport' }).waitFor();
    await page.locator('.asked[data-state="refused"]').waitFor();
    t.match(await page.locator('.asked-list').innerText(), /la personne ne veut pas/);
    await page.locator('.show', { hasText: 'Passeport' }).waitFor();
    await page.locator('.show .button').first().click();
    await page.locator('.paper-entry').first().waitFor();
    const send = page.getByRole('button', { name: 'Envoyer par lien' });
    t.equal(await send.count(), 0, 'what was shown to be read is sent to nobody');
    t.same([...faults(), ...phone.faults()], []);
  },
);

t.test(
  'beside the person a dossier is put together from what they show: what is missing asked for in one press, one file, one link',
  { skip },
  async (t) => {
    const { member, session, showToRelay } = there(scene);
    await showToRelay({ perm: ['manage', 'read'] });
    const { page, faults } = await atDesk(there(browser), there(scene), member);
    await meetPerson(page, session, 'Amina');
    await press(page, 'Monter un dossier');
    await press(page, 'RSA');
    await press(page, 'Autre nationalité');
    const row = (name: string) => page.locator('.piece-row', { hasText: name });
    await row('Droit au séjour').getByText('Titre de séjour').waitFor();
    t.equal(await row('Banque, RIB').getAttribute('data-state'), 'missing');
    await page.getByText('Il manque 2 papiers').waitFor();
    await press(page, 'Demander 2 papiers');
    await row('Banque, RIB').getByText('demandé').waitFor();
    t.equal(await page.getByRole('button', { name: /^Demander/ }).count(), 0, 'nothing is asked for twice');
    const { wanted } = await wantedPapers(session);
    t.match(
      wanted.map(({ kinds, note }) => [kinds.join(), note]),
      [
        ['domiciliation', 'RSA'],
        ['bank-details', 'RSA'],
      ],
    );

    const pdf = await saved(page, 'Un seul PDF');
    t.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    await page.getByText('C’est enregistré').waitFor();
    const files = Object.keys(unzipSync(await saved(page, 'Fichiers séparés')));
    t.match(files[0], /^01-titre-de-sejour\.(jpg|pdf)$/);

    await press(page, 'Envoyer par lien');
    await page.locator('#agency').fill('CAF de Lille');
    await press(page, 'Faire le lien');
    await heading(page, 'Le lien est prêt');
    await page.getByText('ce n’est montré qu’une fois').waitFor();
    const url = await page.locator('.link-address').innerText();
    const code = (await page.locator('.link-code').innerText()).replace(/\s/g, '');
    const agency = await visit(there(browser));
    await agency.page.goto(url);
    await press(agency.page, 'Voir');
    await agency.page.getByLabel('Code à six chiffres').fill(code);
    await press(agency.page, 'Ouvrir');
    await agency.page.getByText('Titre de séjour').first().waitFor();

    session.state = undefined;
    const [link] = await listLinks(session);
    t.match(link, { agency: 'CAF de Lille', opened: 1, under: { name: 'Halte du Pont', worker: 'Sacha 1' } });
    const { entries } = await history(session);
    const told = entries.filter(({ action }) => action.startsWith('link.')).map((one) => describe(one, 'fr'));
    t.match(
      told[0],
      /^Sacha 1 \(Halte du Pont\) a montré par un lien « Titre de séjour » à « CAF de Lille »/,
    );
    t.match(told.join('\n'), /Quelqu’un qui a le lien pour « CAF de Lille » a ouvert un lien/);
    await endLink(session, sure(link));
    const late = await visit(there(browser));
    await late.page.goto(url);
    await heading(late.page, 'Ce lien a été repris');
    await press(page, 'Retour');
    await page.locator('.asked', { hasText: 'CAF de Lille' }).getByText('fermé', { exact: false }).waitFor();
    t.same([...faults(), ...agency.faults(), ...late.faults()], []);
  },
);
