/// <reference lib="dom" />
import t from 'tap';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import {
  atDesk,
  deskScene,
  enterDesk,
  keptBy,
  listening,
  meetPerson,
  newDesk,
  signsOf,
} from '../helpers/desk.js';
import { PIN } from '../helpers/device.js';
import { heading, press } from '../helpers/phone.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

t.test('a worker enters with card and code; the poster’s words speak for the relay', { skip }, async (t) => {
  const { server, member } = there(scene);
  const { page, faults } = await newDesk(there(browser), server.address);
  await heading(page, 'Bonjour !');
  await enterDesk(page, member, '918273');
  await page.getByText('Il reste 9 essais').waitFor();
  await page.keyboard.type(PIN);
  await heading(page, 'L’affiche du relais');
  await press(page, 'Les mêmes');
  await page.locator('.place', { hasText: 'Sacha 1' }).waitFor();
  t.same(faults(), []);
});

t.test(
  'with the relay’s own address nothing is compared, and the address is out of the bar',
  { skip },
  async (t) => {
    const { page } = await atDesk(there(browser), there(scene), there(scene).member);
    t.equal(page.url(), `${there(scene).server.address}/desk/`);
    await page.locator('.place', { hasText: 'Halte du Pont' }).waitFor();
    t.pass('the certificate’s name is shown, under the association of the poster');
  },
);

t.test('the address of another relay, or of another association, lets nobody in', { skip }, async (t) => {
  const { member, server } = there(scene);
  const other = await deskScene(t, 1);
  const { page } = await newDesk(there(browser), server.address, { poster: other.poster });
  await enterDesk(page, member);
  await heading(page, 'L’affiche du relais');
  t.equal(await page.locator('.desk-nav').count(), 0, 'the poster says nothing about this relay');
});

t.test('a person’s card is told from a worker’s, and is not asked for more', { skip }, async () => {
  const { server, member } = there(scene);
  const { page } = await newDesk(there(browser), server.address);
  await page.locator('#reader').fill(signsOf(member).slice(0, 20));
  await page.keyboard.press('Enter');
  await page.getByText('Ce n’est pas une carte d’aidant').waitFor();
  await enterDesk(page, there(scene).person);
  await page.getByText('C’est la carte d’une personne').waitFor();
});

t.test(
  'after two minutes the screen is shut and the keys are gone; the code alone leads back to where one was',
  { skip },
  async (t) => {
    const { session, member } = there(scene);
    const { poster, server } = there(scene);
    const { page, sent, faults } = await newDesk(there(browser), server.address, { poster });
    await page.addInitScript(() => {
      const workers: Worker[] = [];
      const Real = Worker;
      Object.assign(window, {
        workers,
        Worker: class extends Real {
          constructor(url: string | URL, options?: WorkerOptions) {
            super(url, options);
            workers.push(this);
          }
        },
      });
    });
    await page.goto(`${server.address}/desk/?again#${poster}`);
    await page.clock.install();
    /** What whoever has the machine could ask of what runs behind the screen. */
    const askBehind = (): Promise<unknown> =>
      page.evaluate(
        () =>
          new Promise((resolve) => {
            const [engine] = (window as unknown as { workers: Worker[] }).workers;
            engine?.addEventListener('message', ({ data }) => {
              const { id, fault } = data as { id?: number; fault?: { code: string } };
              if (id === 99_999) resolve(fault?.code ?? 'answered');
            });
            engine?.postMessage({ id: 99_999, name: 'people', args: [] }, []);
          }),
      );
    await enterDesk(page, member);
    await page.locator('.desk-nav').waitFor();
    const logins = (): number => sent().match(/POST \S+\/v1\/locks\/release/g)?.length ?? 0;
    t.equal(logins(), 1);
    t.equal(await askBehind(), 'answered');
    await meetPerson(page, session, 'Amina');
    await page.clock.fastForward(119_000);
    await heading(page, 'Verrouillé');
    t.notMatch(await page.locator('body').innerText(), /Amina/);
    t.equal(await askBehind(), 'not_logged_in', 'behind the screen there are no keys');
    await listening(page);
    await page.keyboard.type('111112');
    await page.getByText('Ce n’est pas le code').waitFor();
    await page.keyboard.type(PIN);
    await page.locator('.person h1', { hasText: 'Amina' }).waitFor();
    t.equal(logins(), 3, 'the keys came anew, by the code');
    t.same(faults(), []);
  },
);

t.test(
  'after “Terminé” the machine knows nothing: no storage, no cache, no cookie, and the way back is empty',
  { skip },
  async (t) => {
    const { session, member, manager, showToRelay } = there(scene);
    await showToRelay();
    const { page, faults } = await atDesk(there(browser), there(scene), member);
    await meetPerson(page, session, 'Amina');
    await press(page, 'Voir');
    await page.locator('.paper-entry').first().click();
    await page.locator('.leaf canvas[data-drawn]').first().waitFor();
    t.same(await keptBy(page), [], 'nothing is kept while one works either');
    await page.evaluate(() => {
      localStorage.setItem('left-by-another-page', 'x');
      document.cookie = 'left=x; path=/';
    });
    const [end] = await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/desk/end')),
      press(page, 'Terminé'),
    ]);
    await heading(page, 'Écran effacé');
    t.equal((await end.allHeaders())['clear-site-data'], '"cache", "cookies", "storage"');
    t.same(await keptBy(page), []);
    t.same(await page.context().cookies(), []);
    await page.goBack();
    t.notMatch(await page.content(), /Amina|Titre de séjour/, 'Back shows nothing');
    await page.goto(`${there(scene).server.address}/desk/end`);
    await page.locator('a.button').click();
    await heading(page, 'Bonjour !');
    t.notMatch(
      await page.locator('body').innerText(),
      /Amina|Sacha/,
      'of who sat here before nothing is left',
    );

    // a colleague, on the same machine
    await enterDesk(page, manager);
    await page.locator('.place', { hasText: 'Camille' }).waitFor();
    await page.locator('.person-entry').waitFor();
    t.notMatch(await page.locator('body').innerText(), /Sacha/);
    t.equal(await page.locator('.person-entry').innerText(), 'Amina', 'the name is the relay’s, read anew');
    t.same(faults(), []);
  },
);

t.test('a link from elsewhere, or a typed address, empties nobody’s phone', { skip }, async (t) => {
  const url = `${there(scene).server.address}/desk/end`;
  for (const site of ['cross-site', 'same-site', 'none', undefined]) {
    const answer = await fetch(url, { headers: site === undefined ? {} : { 'sec-fetch-site': site } });
    t.equal(answer.headers.get('clear-site-data'), null, `${site}`);
  }
});
