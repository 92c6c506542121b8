/// <reference lib="dom" />
import t from 'tap';
import { axeFaults, noBrowser, startBrowser, there } from '../helpers/browser.js';
import { deskScene, enterDesk, newDesk } from '../helpers/desk.js';
import { PIN } from '../helpers/device.js';
import { heading, press } from '../helpers/phone.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

t.test('a worker enters with card and code; the poster’s words speak for the relay', { skip }, async (t) => {
  const { server, member, relay } = there(scene);
  const { page, faults } = await newDesk(there(browser), server.address);
  await heading(page, 'Bonjour !');
  t.same(await axeFaults(page), []);
  await enterDesk(page, member, '918273');
  await page.getByText('Il reste 9 essais').waitFor();
  await page.keyboard.type(PIN);
  await heading(page, 'L’affiche du relais');
  t.same(await axeFaults(page), []);
  await press(page, 'Les mêmes');
  await page.locator('.place', { hasText: 'Sacha 1' }).waitFor();
  t.same(await axeFaults(page), []);
  t.ok(relay.certified);
  t.same(faults(), []);
});
