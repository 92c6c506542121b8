/// <reference lib="dom" />
import t from 'tap';
import { axeFaults, noBrowser, there } from '../helpers/browser.js';
import { newPhone, phoneBrowser, press } from '../helpers/phone.js';
import { openPaper, otherDevice, versionsOf, withPaper } from '../helpers/phone-safe.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

t.test('a few words on a paper are kept with it, and the server can’t read them', { skip }, async (t) => {
  const { page, sent, faults } = await newPhone(there(browser), there(server).address);
  const card = await withPaper(page, 'Passeport');
  await openPaper(page);
  await page.locator('.fact-note').click();
  await page.getByLabel('Note').fill('Prendre rendez-vous avec Samira');
  t.same(await axeFaults(page), []);
  await press(page, 'Enregistrer');
  await page.getByRole('button', { name: 'Prendre rendez-vous avec Samira' }).waitFor();
  t.notMatch(sent(), /Samira/);
  const { papers } = await versionsOf(await otherDevice(t, there(server).address, card));
  t.equal(papers[0]?.metadata.note, 'Prendre rendez-vous avec Samira');
  await page.locator('.fact-note').click();
  await page.getByLabel('Note').fill('  ');
  await press(page, 'Enregistrer');
  await page.locator('.fact-note', { hasText: 'Écrire' }).waitFor();
  t.same(faults(), []);
});
