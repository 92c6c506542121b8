/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, startBrowser, there, visit } from '../helpers/browser.js';
import { keptBy, listening, newDesk } from '../helpers/desk.js';
import { pageInHand, sentOnes } from '../helpers/desk-pile.js';
import { examineIn } from '../helpers/examine.js';
import { ownerOf } from '../helpers/inside.js';
import { heading, press } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await startBrowser(t);

/** Everybody's, as the banner says it. */
const CODE = '417629';

const begin = async (page: Page, worker = 'Camille'): Promise<void> => {
  await press(page, 'S’entraîner');
  await press(page, `Carte de ${worker}`);
  await page.locator('.keypad').waitFor();
  await listening(page);
  await page.keyboard.type(CODE);
  await page.locator('.desk-nav').waitFor();
};

const meet = async (page: Page, name: string): Promise<void> => {
  await press(page, 'Lire une carte');
  await press(page, `Carte de ${name}`);
  await page.locator('#nickname').fill(name);
  await page.keyboard.press('Enter');
  await page.locator('.person h1', { hasText: name }).waitFor();
};

const AT_A_DESK = [
  { name: 'light', colorScheme: 'light', width: 1024, height: 768 },
  { name: 'dark', colorScheme: 'dark', width: 1024, height: 768 },
  { name: '320', colorScheme: 'light', width: 320, height: 568, roomOnly: true },
  { name: 'large', colorScheme: 'light', width: 1024, height: 768, letters: 2, roomOnly: true },
] as const;
const CONTROLS = { selector: 'button, input, select', labelled: true, contrast: 7 } as const;

const bannered = async (page: Page): Promise<boolean> => {
  const banner = page.locator('.training-banner');
  await banner.waitFor();
  // what lies over it would be what is found at its place
  return banner.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const found = document.elementFromPoint(left + width / 2, top + height / 2);
    return element.contains(found) && (element.textContent ?? '').includes('rien n’est vrai');
  });
};

t.test(
  'without a card a worker practises everything with invented people: reading, a pile, somebody new, the team',
  { skip },
  async (t) => {
    const { page, sent, faults } = await newDesk(there(browser), there(server).address);
    const look = examineIn(t, page, 'fr', AT_A_DESK, CONTROLS);
    await begin(page);
    t.ok(await bannered(page), 'the banner says so');
    await page.locator('.person-entry').nth(2).waitFor();
    t.equal(await page.locator('.person-entry').count(), 3, 'three show something, and one will');
    await look('training-people');

    await meet(page, 'Fatou');
    await page.locator('.show .button').first().click();
    await page.locator('.paper-entry').first().click();
    await page.locator('.leaf canvas[data-drawn]').first().waitFor();
    t.ok(await bannered(page));
    await press(page, 'Envoyer par lien');
    await page.locator('#agency').fill('CAF inventée');
    await press(page, 'Faire le lien');
    await heading(page, 'Le lien est prêt');
    await look('training-link');
    const url = await page.locator('.link-address').innerText();
    const code = (await page.locator('.link-code').innerText()).replace(/\s/g, '');
    const agency = await visit(there(browser));
    await agency.page.goto(url);
    await press(agency.page, 'Voir');
    await agency.page.getByLabel('Code à six chiffres').fill(code);
    await press(agency.page, 'Ouvrir');
    await agency.page.getByText('Titre de séjour').first().waitFor();
    t.ok(await bannered(agency.page), 'what an agency would see is seen, and that nothing of it is true');
    t.notMatch(agency.sent(), /POST \S+:\d+\/v1\//, 'the true world was not asked');
    await press(page, 'Retour');

    await meet(page, 'Joris');
    await press(page, 'Numériser des papiers');
    t.equal(await page.locator('input[type="file"]').count(), 0, 'no real paper gets in');
    await look('training-pile');
    await press(page, 'Prendre des exemples');
    await pageInHand(page, 1, 6);
    await page.locator('.stage canvas[data-drawn]').waitFor();
    for (const key of ['1', 'v', '4', '8', 'Enter', 'Enter']) await page.keyboard.press(key);
    await page.locator('.sorted-card').waitFor();
    t.ok(await bannered(page));
    await listening(page);
    await page.keyboard.press('Enter');
    await sentOnes(page, 3);
    await press(page, 'Retour');
    await press(page, 'Tout garder');
    await page.getByText('3 papiers gardés').waitFor();
    await press(page, 'Montrer au relais');
    await page.locator('.shows .show').waitFor();
    t.pass('the worker plays Joris, too: keeps what came, and shows it');
    await look('training-person');

    await page.locator('.nav-entry').nth(1).click();
    await page.locator('#new-name').fill('Nour');
    await page.locator('.ask .button.main').click();
    await press(page, 'Oui');
    t.ok(await bannered(page));
    t.equal(await page.locator('.qr').count(), 0, 'no real phone is led to a real safe');
    await press(page, 'Pas de téléphone');
    await page.locator('.cover .button.main').click();
    for (const _ of [1, 2]) {
      await page.locator('.cover .keypad').waitFor();
      await listening(page);
      t.ok(await bannered(page));
      await page.keyboard.type('482913');
      await page.locator('.dot.full').first().waitFor({ state: 'detached' });
    }
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await page.locator('.cover .row .button').first().click();
    await page.locator('.cover-card > .button').waitFor();
    await page.emulateMedia({ media: 'print' });
    t.ok(await page.locator('.print-stamp').isVisible(), 'a printed card says that it is a specimen');
    await page.emulateMedia({ media: 'screen' });
    await page.locator('.cover-card > .button').click();
    await press(page, 'Oui');
    await heading(page, 'C’est ouvert pour Nour');

    await page.locator('.nav-entry').nth(2).click();
    await page.locator('.members').waitFor();
    await press(page, 'Inviter un aidant');
    await press(page, 'Noé répond');
    await page.locator('.answer .button.main').click();
    await page.locator('.members').getByText('Noé').waitFor();
    t.pass('somebody invented answers an invitation');

    await press(page, 'Verrouiller');
    t.ok(await bannered(page));
    await page.locator('.keypad').waitFor();
    await listening(page);
    await page.keyboard.type(CODE);
    await page.locator('.members').waitFor();

    const owner = await ownerOf(t, there(server));
    t.same(await owner.rows('select from public.accounts'), [], 'nothing of it is in what is true');
    const asked = sent().match(/ https?:\/\/[^/]+(\/v1\/|\/training\/v1\/)/g) ?? [];
    t.ok(
      asked.length > 50 && asked.every((one) => one.includes('/training/')),
      'nor was it asked for anything',
    );
    await page.locator('.desk-top > .button').last().click();
    await page.waitForURL('**/desk/end');
    t.same(await keptBy(page), [], 'and “Terminé” leaves nothing');
    t.same(faults(), []);
  },
);

t.test(
  'each visit has people of its own; where training is turned off, a sentence says so',
  { skip },
  async (t) => {
    const [one, other] = [
      await newDesk(there(browser), there(server).address),
      await newDesk(there(browser), there(server).address),
    ];
    await begin(one.page);
    await begin(other.page, 'Sacha');
    await meet(one.page, 'Oksana');
    await press(one.page, 'Finir l’accompagnement');
    await one.page.locator('.ask .row .button').last().click();
    // with the accompaniment goes the name that the relay gave
    await one.page.locator('.person-entry', { hasText: 'Oksana' }).waitFor({ state: 'detached' });
    await other.page.locator('.nav-entry').first().click();
    await other.page.locator('.person-entry').nth(2).waitFor();
    t.pass('what one of them ends goes on for the other');
    const off = await testServer(t, { TRAINING: 'false' });
    const { page, faults } = await newDesk(there(browser), off.address);
    await press(page, 'S’entraîner');
    await page.getByText('Ce service n’offre pas d’entraînement.').waitFor();
    t.equal(await page.locator('.training-banner').count(), 0);
    await page.locator('#reader').waitFor();
    t.same(faults(), []);
  },
);
