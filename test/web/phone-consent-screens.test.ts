/// <reference lib="dom" />
import t from 'tap';
import { askFor } from '../../src/client/asks/make.js';
import type { Caller } from '../../src/client/consent/chains.js';
import { received } from '../../src/client/consent/received.js';
import { toHex } from '../../src/core/bytes.js';
import type { Contact } from '../../src/core/protocol/contact.js';
import { fixture } from '../helpers/agency.js';
import { noBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { pointAt } from '../helpers/camera.js';
import { consentWalk } from '../helpers/consent-walk.js';
import { teamOf } from '../helpers/consent-client.js';
import { dropAll, leftBy } from '../helpers/dropping.js';
import { examine } from '../helpers/examine.js';
import { drawnPoster } from '../helpers/poster.js';
import { relayScene, scannedFrom, settledPhone, workerFor } from '../helpers/relay-scene.js';

t.setTimeout(400_000);
const skip = noBrowser();
const scene = skip ? null : await relayScene(t);

for (const [language, name] of [
  ['fr', 'Français'],
  ['ar', 'العربية'],
] as const) {
  t.test(`every screen about who sees what is fit for everybody: ${language}`, { skip }, async (t) => {
    const found = there(scene);
    const { page, faults } = await settledPhone(found, 'Titre de séjour');
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'share', {
        value: async ({ url }: { url: string }) => Object.assign(window, { sharedUrl: url }),
      });
    });
    const press = (label: string): Promise<void> =>
      page.getByRole('button', { name: label, exact: true }).click();
    await press('Plus');
    await press('Mon code QR');
    const contact = await scannedFrom(page);
    await press('Retour');
    await press('Recevoir');
    await press('Faire un lien');
    await press('Faire un lien');
    await page.locator('.qr path').waitFor();
    await press('Envoyer');
    const url = await page.evaluate(() => (window as unknown as { sharedUrl: string }).sharedUrl);
    await press('Mes papiers');
    await press('Plus');
    await press('Langue');
    await press(name);
    // the app goes back by itself: two at once would be one
    await page.locator('.tongues').waitFor({ state: 'detached' });
    await page.goBack();
    await page.locator('.paper-card').waitFor();
    const receivedBy = async (by: Caller, from: Contact) =>
      received(by, { contacts: [from], teams: [await teamOf(by, found.relay)] });
    const showPoster = async (): Promise<void> => pointAt(page, await drawnPoster(found.poster));
    const leavePapers = async (): Promise<void> => {
      const { worker, leave } = await workerFor(t, found, contact);
      const { grants } = await receivedBy(worker, contact);
      await leave('Domiciliation');
      const open = grants.find(({ holder, opened }) => opened && holder.uid === toHex(contact.uid));
      const kinds = ['passport', 'identity-card', 'consular-card'];
      await askFor(worker, sure(open), [{ kinds, note: 'RSA, septembre' }]);
      await dropAll(t, { url }, leftBy(fixture('photos/photo-01.jpg'), 'Avis d’impôt', 'Guichet 4'));
    };
    await consentWalk(page, examine(t, page, language), { showPoster, leavePapers });
    const { worker } = await workerFor(t, found, contact);
    const { grants } = await receivedBy(worker, contact);
    const given = grants.find(({ holder }) => holder.uid === toHex(contact.uid))?.opened?.private;
    t.match(given, { language, recipient: 'Halte du Pont' }, 'the receipt is in the language of the person');
    t.match(
      given?.shown,
      language === 'ar' ? 'يمكنك استرجاعها في أي وقت' : 'Vous pouvez reprendre à tout moment',
    );
    t.equal(await page.locator('html').getAttribute('dir'), language === 'ar' ? 'rtl' : 'ltr');
    t.same(faults(), []);
  });
}
