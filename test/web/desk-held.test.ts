/// <reference lib="dom" />
import t from 'tap';
import { noBrowser, there } from '../helpers/browser.js';
import { deskScene, enterDesk, keptBy } from '../helpers/desk.js';
import { heading, newPhone, phoneBrowser, press, takePaper } from '../helpers/phone.js';
import { testServer } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const server = skip ? null : await testServer(t);
const browser = skip ? null : await phoneBrowser(t);

t.test(
  'the desk does not begin where the browser keeps somebody’s pochette: its end would erase what is nowhere else',
  { skip },
  async (t) => {
    const { address } = there(server);
    const { page: phone, faults } = await newPhone(there(browser), address);
    const desk = await phone.context().newPage();
    await desk.goto(`${address}/desk/`);
    await press(phone, 'Français');
    await phone.waitForFunction(() => indexedDB.databases().then((all) => all.length > 0));
    await desk.reload();
    await desk.locator('#reader').waitFor();
    t.pass('the phone app was looked at, and keeps nothing of anybody');

    await press(phone, 'Prendre une photo');
    await takePaper(phone, 'Carte d’identité');
    await desk.reload();
    await desk.getByText('Ce navigateur garde une pochette. Prenez un autre navigateur.').waitFor();
    t.equal(await desk.locator('#reader').count(), 0, 'nobody signs in here');
    await phone.reload();
    await phone.getByText('Carte d’identité').first().waitFor();
    t.same(faults(), [], 'and the paper is still on the phone');
  },
);

t.test(
  'a pochette that was begun while a worker sat at the desk is not erased by “Terminé”, and the desk keeps nothing either',
  { skip },
  async (t) => {
    const scene = await deskScene(t);
    const { page: phone } = await newPhone(there(browser), scene.server.address);
    const desk = await phone.context().newPage();
    await desk.goto(`${scene.server.address}/desk/#${scene.poster}`);
    await enterDesk(desk, scene.member);
    await desk.locator('.desk-nav').waitFor();
    await phone.bringToFront();
    await press(phone, 'Français');
    await press(phone, 'Prendre une photo');
    await takePaper(phone, 'Carte d’identité');
    const kept = await keptBy(phone);
    await desk.bringToFront();
    const [end] = await Promise.all([
      desk.waitForResponse((answer) => /\/desk\/(end|kept)$/.test(answer.url())),
      press(desk, 'Terminé'),
    ]);
    await heading(desk, 'Écran effacé');
    t.equal((await end.allHeaders())['clear-site-data'], undefined);
    await desk.getByText('Ce navigateur garde une pochette. Elle reste, intacte.').waitFor();
    await phone.reload();
    await phone.getByText('Carte d’identité').first().waitFor();
    t.same(await keptBy(desk), kept, 'what is kept is theirs, and nothing else');
  },
);

t.test('to look for a pochette leaves nothing in a browser that has none', { skip }, async (t) => {
  const { page } = await newPhone(there(browser), 'about:blank#');
  await page.goto(`${there(server).address}/desk/`);
  await heading(page, 'Bonjour !');
  await page.locator('#reader').waitFor();
  t.same(await keptBy(page), []);
});
