/// <reference lib="dom" />
import t from 'tap';
import { fixture } from '../helpers/agency.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { deskScene, meetPerson } from '../helpers/desk.js';
import { atPile, inScanner, pageInHand, scan, sendSorted } from '../helpers/desk-pile.js';
import { giveFiles } from '../helpers/desk-walk.js';
import { heading, press } from '../helpers/phone.js';

t.setTimeout(600_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

t.test(
  'two people’s papers are never mixed: what is left of a pile is asked about first',
  { skip },
  async (t) => {
    const { page } = await atPile(there(browser), there(scene));
    await giveFiles(page, ['photos/photo-01.jpg']);
    await pageInHand(page, 1, 1);
    await press(page, 'Retour');
    const other = await deskScene(t, 1);
    await press(page, 'Lire une carte');
    await meetPerson(page, other.session, 'Bilal');
    await press(page, 'Numériser des papiers');
    await heading(page, 'Papiers pour Amina');
    await press(page, 'Revenir');
    await pageInHand(page, 1, 1);
    await press(page, 'Terminé');
    await page.getByText('1 papier n’est pas parti').waitFor();
    await press(page, 'Revenir');
    await pageInHand(page, 1, 1);
    t.pass('and “Terminé” does not lose it by a wrong press');
  },
);

t.test(
  'a scan that is still being read when the next person comes never lands in their pile',
  { skip },
  async (t) => {
    const { page } = await atPile(there(browser), there(scene));
    // a disk that takes as long as it likes for the first file
    await page.evaluate(() => {
      const real = File.prototype.arrayBuffer;
      const slow = new Promise<void>((resolve) => Object.assign(window, { goOn: resolve }));
      let count = 0;
      File.prototype.arrayBuffer = async function late() {
        count += 1;
        if (count === 1) await slow;
        return real.call(this);
      };
    });
    await giveFiles(page, ['photos/photo-01.jpg']);
    await page.locator('.drop .wait').waitFor();
    await press(page, 'Retour');
    const other = await deskScene(t, 1);
    await press(page, 'Lire une carte');
    await meetPerson(page, other.session, 'Bilal');
    await press(page, 'Numériser des papiers');
    await heading(page, 'Papiers pour Amina');
    await page.getByText('1 papier n’est pas parti').waitFor();
    await press(page, 'Ne pas envoyer');
    await heading(page, 'Papiers pour Bilal');
    await giveFiles(page, ['photos/photo-06.jpg']);
    await page.evaluate(() => (window as unknown as { goOn: () => void }).goOn());
    await pageInHand(page, 1, 1);
    await page.keyboard.press('1');
    await page.locator('.sorted-card').waitFor();
    t.equal(await page.locator('.sorted-card .sorted li').count(), 1, 'one paper: Bilal’s own');
    t.equal(await page.locator('.drop .wait').count(), 0, 'and nothing is still awaited');
  },
);

t.test(
  'what the scanner wrote before the next person was picked lands in their pile only by a press',
  { skip },
  async (t) => {
    const { page } = await atPile(there(browser), there(scene));
    await press(page, 'Relier le scanner');
    await page.getByText('Le scanner est relié').waitFor();
    await scan(page, 'amina-1.jpg', fixture('photos/photo-01.jpg'));
    await pageInHand(page, 1, 1);
    await page.keyboard.press('1');
    await sendSorted(page, 1);
    await press(page, 'Retour aux personnes');
    const other = await deskScene(t, 1);
    await press(page, 'Lire une carte');
    await meetPerson(page, other.session, 'Bilal');
    await press(page, 'Numériser des papiers');
    await heading(page, 'Papiers pour Bilal');
    // the scanner is still busy with Amina’s last page
    await scan(page, 'amina-2.jpg', fixture('photos/photo-06.jpg'));
    const early = page.locator('.early');
    await early.getByText('1 fichier est arrivé avant').waitFor();
    t.match(await early.innerText(), /amina-2\.jpg/);
    t.equal(await page.locator('.stage').count(), 0, 'nothing is on Bilal’s pile');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    t.equal(await page.locator('.early').count(), 1, 'nor by a key that means something else');

    // back with Amina it is hers, by a press
    await press(page, 'Retour');
    await page.locator('.person-entry', { hasText: 'Amina' }).click();
    await press(page, 'Numériser des papiers');
    await heading(page, 'Papiers pour Amina');
    await press(page, 'Prendre (1)');
    await pageInHand(page, 1, 1);
    t.equal(await page.locator('.early').count(), 0);
    await page.keyboard.press('2');
    await sendSorted(page, 1);
    t.same(await inScanner(page), [], 'and leaves the folder once it was sent');
  },
);
