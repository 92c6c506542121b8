/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { atDesk, deskScene } from '../helpers/desk.js';
import { allSent, firstMinute, heading, newPhone, phoneBrowser, press, takePage } from '../helpers/phone.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await phoneBrowser(t);

/** From the list of papers to what is shown to the relay, met by the code of its poster. */
const showToRelay = async (page: Page, poster: string): Promise<void> => {
  await press(page, 'Montrer');
  await press(page, 'Montrer');
  await press(page, 'Relais ou accompagnant');
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
    await page.locator('#seek-kind').fill('passe');
    await press(page, 'Passeport');
    await page.locator('#seek-kind').fill('RIB');
    await page.locator('.kind-choice:not([aria-pressed="true"])').click();
    await page.locator('#ask-note').fill('Celui qui est encore bon');
    await press(page, 'Demander 2 papiers');
    await page.getByText('2 papiers sont demandés.').waitFor();
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
    await card.waitFor({ state: 'detached' });

    // the worker did nothing: it comes to their screen
    await page.locator('.asked[data-state="shown"]', { hasText: 'Passeport' }).waitFor();
    await page.locator('.asked[data-state="refused"]').waitFor();
    t.match(await page.locator('.asked-list').innerText(), /la personne ne veut pas/);
    await page.locator('.show', { hasText: 'Passeport' }).waitFor();
    t.same([...faults(), ...phone.faults()], []);
  },
);
