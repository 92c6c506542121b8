/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { leaveSpare } from '../../src/client/spare/leave.js';
import { unlock } from '../../src/client/unlock.js';
import { noBrowser, there } from '../helpers/browser.js';
import { atDesk, deskScene } from '../helpers/desk.js';
import { PIN } from '../helpers/device.js';
import { examine, examineIn } from '../helpers/examine.js';
import { heading, newPhone, phoneBrowser, press, typeCode } from '../helpers/phone.js';
import { drawnPoster } from '../helpers/poster.js';

t.setTimeout(400_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await phoneBrowser(t, Buffer.from(await drawnPoster(there(scene).poster)));

const AT_A_DESK = [
  { name: 'light', colorScheme: 'light', width: 1024, height: 768 },
  { name: 'dark', colorScheme: 'dark', width: 1024, height: 768 },
  { name: '320', colorScheme: 'light', width: 320, height: 568 },
] as const;

const shownNumber = (page: Page): Promise<string> => page.locator('.number').innerText();

t.test(
  'phone and card are lost: the relay gives the spare back to the person who is there, and their code opens it',
  { skip },
  async (t) => {
    const { server, manager, poster, person, recipient } = there(scene);
    await leaveSpare(person.session, recipient, PIN, 'Amadou K.');
    const { page: phone, sent, faults } = await newPhone(there(browser), server.address);
    const look = examine(t, phone, 'fr');
    const desk = await atDesk(there(browser), { server, poster }, manager, { permissions: [] });
    const lookDesk = examineIn(t, desk.page, 'fr', AT_A_DESK, {
      selector: 'button, input, select',
      labelled: true,
    });
    const stir = (): Promise<void> => desk.page.keyboard.press('Shift');

    await press(phone, 'Français');
    await press(phone, 'Déjà une pochette');
    await heading(phone, 'Retrouver mes papiers');
    await look('lost');
    await press(phone, 'Demander à l’aidant');
    await phone.locator('.qr path').waitFor();
    await look('help-code');
    const words = await phone.locator('.compare-words').innerText();

    await press(desk.page, 'Rouvrir une pochette');
    await desk.page.getByText('Amadou K.').waitFor();
    await lookDesk('reopen');
    const give = desk.page.getByRole('button', { name: 'Rouvrir la pochette : Amadou K.' });
    await give.click();
    await heading(desk.page, 'Amadou K. est devant vous ?');
    await press(desk.page, 'Retour');
    await heading(desk.page, 'Rouvrir une pochette');
    await press(desk.page, 'Retour');
    await press(desk.page, 'Rouvrir une pochette');
    // a manager takes it for false, and is wrong: it is shown as put aside, and opens all the same
    await desk.page.getByRole('button', { name: 'Mettre de côté : Amadou K.' }).click();
    await desk.page.getByText('La personne le lit dans son histoire').waitFor();
    await heading(desk.page, 'Mises de côté');
    await desk.page.getByRole('button', { name: 'Remettre : Amadou K.' }).waitFor();
    await lookDesk('reopen-aside');
    await give.click();
    await heading(desk.page, 'Amadou K. est devant vous ?');
    await lookDesk('reopen-scan');
    await desk.page.locator('#reader').fill('un deux trois quatre cinq six sept huit');
    await desk.page.keyboard.press('Enter');
    await desk.page.getByText('Recommencez avec un nouveau code').waitFor();
    await desk.page.locator('#reader').fill(words);
    await desk.page.keyboard.press('Enter');
    await heading(desk.page, 'Même nombre sur son téléphone ?');
    await heading(phone, 'Même nombre chez l’aidant ?');
    t.equal(await shownNumber(phone), await shownNumber(desk.page));
    await look('help-same');
    await lookDesk('reopen-same');
    await desk.page.locator('.row .button.main').click();
    await desk.page.getByText('Regardez ailleurs').waitFor();
    t.equal(await phone.getByRole('heading', { name: 'Votre code' }).count(), 0, 'not before they agree');
    await press(phone, 'Oui');
    await heading(phone, 'Votre code');
    await stir();
    await typeCode(phone, '735162');
    await phone.getByText('Ce n’est pas le code').waitFor();
    await typeCode(phone, PIN);
    await heading(phone, 'Ancien téléphone bloqué');
    await look('helped');
    await desk.page.getByText('Sa pochette est ouverte').waitFor();
    await t.rejects(unlock(person.device, PIN), { code: 'lock_blocked' });
    t.notMatch(desk.sent() + (await desk.page.content()), new RegExp(`${PIN}|735162`));
    t.notMatch(sent(), new RegExp(PIN));

    // another one is left, from the poster on the wall
    await press(phone, 'Laisser la carte');
    await heading(phone, 'Carte de réserve');
    await look('spare');
    await press(phone, 'Choisir un relais');
    await heading(phone, 'C’est bien ce relais ?');
    await press(phone, 'C’est lui');
    await heading(phone, 'La laisser chez Halte du Pont ?');
    await look('spare-ask');
    await phone.getByLabel('Votre nom, pour le relais').fill('Amadou K.');
    await press(phone, 'Laisser la carte');
    await heading(phone, 'Votre code');
    await typeCode(phone, PIN);
    await heading(phone, 'C’est laissé');
    await look('spare-done');
    await press(phone, 'Mes papiers');
    await phone.getByText('Gardez votre carte de secours').waitFor();
    await press(phone, 'Plus');
    await press(phone, 'Mes téléphones');
    await phone.getByText('Carte de réserve').waitFor();
    await look('phones-with-spare');
    await phone.goBack();
    await press(phone, 'Historique');
    for (const line of ['a mis de côté la carte de réserve', 'a sorti la carte de réserve']) {
      const told = phone.locator('.told-line.other', { hasText: line });
      await told.waitFor();
      t.match(await told.innerText(), /^Camille.*Halte du Pont/, 'who did, and for which relay');
      t.notMatch(await told.innerText(), /rien ne le prouve/i, 'signed');
    }
    t.same(faults(), []);
    t.same(desk.faults(), []);
  },
);
