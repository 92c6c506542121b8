/// <reference lib="dom" />
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { changeLink, endLink } from '../../src/client/links/change.js';
import { listLinks } from '../../src/client/links/list.js';
import type { LinkOrder, MadeLink } from '../../src/client/links/make.js';
import { lookAtLink, openLink } from '../../src/client/links/open.js';
import { parseLink } from '../../src/core/protocol/link-secret.js';
import { agencyScene, arrive, keepFile } from '../helpers/agency.js';
import { axeFaults, noBrowser, startBrowser, there, visit } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { newDevice } from '../helpers/device.js';

const skip = noBrowser();
const scene = skip ? null : await agencyScene(t);
const browser = skip ? null : await startBrowser(t);

/** Nothing wider than the window, nothing pressed that is smaller than a thumb. */
const layoutFaults = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth > innerWidth ? ['wider than the window'] : [];
    const small = Array.from(document.querySelectorAll('button, input'))
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 48 || height < 48;
      })
      .map((element) => `smaller than 48 px: ${element.outerHTML.slice(0, 80)}`);
    return [...wide, ...small];
  });

const VARIANTS = [
  { name: 'light', colorScheme: 'light', width: 1000, language: 'English' },
  { name: 'dark', colorScheme: 'dark', width: 1000, language: 'English' },
  { name: 'right to left', colorScheme: 'light', width: 1000, language: 'العربية' },
  { name: '320 px', colorScheme: 'dark', width: 320, language: 'Français' },
] as const;

/** Looks at the screen as it is now in every way that it can look. */
const examine = async (t: Test, page: Page, screen: string): Promise<void> => {
  for (const { name, colorScheme, width, language } of VARIANTS) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 700 });
    await page.getByRole('button', { name: language }).click();
    await page.locator(`button[aria-current]:text-is("${language}")`).waitFor();
    t.same([...(await axeFaults(page)), ...(await layoutFaults(page))], [], `${screen}, ${name}`);
  }
};

const heading = (page: Page, name: string): Promise<void> => page.getByRole('heading', { name }).waitFor();

t.test('every screen on the way to the papers is fit for everybody', { skip }, async (t) => {
  const { session, papers, link } = there(scene);
  const locked = await keepFile(session, 'awkward/password.pdf', 'Relevé', 'bank-details', 'application/pdf');
  const strange = await keepFile(session, 'awkward/photo.heic', 'Passeport', 'passport', 'image/heic');
  const made = await link(
    {},
    [...papers, locked, strange].map(({ doc }) => doc),
  );
  const { page, faults } = await arrive(there(browser), made);
  await examine(t, page, 'who shows what');
  await page.getByRole('button', { name: 'Voir' }).click();
  await examine(t, page, 'the code');
  await page.getByLabel('Code à six chiffres').fill(made.code === '246810' ? '135790' : '246810');
  await page.getByRole('button', { name: 'Ouvrir' }).click();
  await page.getByText('Il reste 9 essais').waitFor();
  await examine(t, page, 'a wrong code');
  t.equal(await page.getByLabel('Code à six chiffres').inputValue(), '', 'the wrong one is gone');
  // as it is pasted from a message, and in another script
  const eastern = Array.from(there(made.code), (digit) => String.fromCodePoint(0x660 + Number(digit))).join(
    '',
  );
  await page.getByLabel('Code à six chiffres').fill(` ${eastern.slice(0, 3)}-${eastern.slice(3)} .`);
  await page.getByRole('button', { name: 'Ouvrir' }).click();
  await heading(page, '5 papiers montrés par Amina');
  for (let i = 0; i < 5; i++) {
    const sheet = page.locator('.sheet-card').nth(i);
    await sheet.scrollIntoViewIfNeeded();
    await sheet.locator('.leaves:not(.coming) canvas[data-drawn], .no-preview').first().waitFor();
  }
  await page.getByText('Ce PDF a un mot de passe').waitFor();
  await page.getByText('Pas d’aperçu ici').waitFor();
  await examine(t, page, 'the papers');
  await page.getByRole('button', { name: 'Fermer' }).click();
  await heading(page, 'Les papiers sont refermés');
  await examine(t, page, 'closed');
  t.same(faults(), []);
});

type Stop = readonly [
  title: string,
  prepare: (made: MadeLink) => Promise<unknown>,
  order?: () => Partial<LinkOrder>,
];

const wrongCode = async (t: Test, made: MadeLink): Promise<void> => {
  const looked = await lookAtLink(newDevice(t), parseLink(made.url));
  const wrong = made.code === '246810' ? '135790' : '246810';
  await openLink(newDevice(t), looked, wrong).catch(() => undefined);
};

t.test('each end of a link has a clear screen of its own, for whoever has the link', { skip }, async (t) => {
  const { session, link } = there(scene);
  const own = async ({ id }: MadeLink) => sure((await listLinks(session)).find((one) => one.id === id));
  const stops: Record<string, Stop> = {
    ended: ['Ce lien a été repris', async (made) => endLink(session, await own(made))],
    expired: [
      'Ce lien est fini',
      async (made) => {
        const until = Date.now() + 3000;
        await changeLink(session, await own(made), { until });
        await sleep(until + 200 - Date.now());
      },
      () => ({ code: false }),
    ],
    usedUp: [
      'Ce lien a déjà servi',
      async ({ url }) => openLink(newDevice(t), await lookAtLink(newDevice(t), parseLink(url)), null),
      () => ({ openings: 1, code: false }),
    ],
    frozen: [
      'Ce lien est bloqué',
      async (made) => {
        for (let i = 0; i < 10; i++) await wrongCode(t, made);
      },
    ],
  };
  const { page, faults } = await visit(there(browser));
  for (const [name, [title, prepare, order]] of Object.entries(stops)) {
    const made = await link(order?.());
    await prepare(made);
    await page.goto('about:blank');
    await page.goto(made.url);
    await heading(page, title);
    await examine(t, page, name);
  }
  t.same(faults(), []);
});

t.test('whoever has no link learns nothing of whether there is one', { skip }, async (t) => {
  const { server, link } = there(scene);
  const { page } = await visit(there(browser));
  const made = await link();
  const secret = sure(made.url.split('#1')[1]);
  const other = `${secret.slice(0, 8)}${secret[8] === 'A' ? 'B' : 'A'}${secret.slice(9)}`;
  await page.goto(`${server.address}/o/#1${other}`);
  await heading(page, 'Ce lien ne mène à rien');
  await examine(t, page, 'unknown');
  const never = await page.locator('main').innerText();
  await page.goto('about:blank');
  await page.goto(`${server.address}/o/#1${'A'.repeat(27)}`);
  await heading(page, 'Ce lien ne mène à rien');
  t.equal(await page.locator('main').innerText(), never, 'one is told like any other');
  for (const fragment of ['', '#', '#1', `#1${secret.slice(1)}`, `#2${secret}`]) {
    await page.goto('about:blank');
    await page.goto(`${server.address}/o/${fragment}`);
    await heading(page, 'Ouvrez le lien à nouveau');
  }
  await examine(t, page, 'no link');
});

t.test(
  'what is wrong with the line, the service or the browser is said as what it is',
  { skip },
  async (t) => {
    const { link } = there(scene);
    const made = await link();
    const { page } = await visit(there(browser));
    await page.route('**/v1/**', (route) => route.abort());
    await page.goto(made.url);
    await heading(page, 'Le service ne répond pas');
    await examine(t, page, 'down');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Essayer encore' }).click();
    await heading(page, 'Pas de connexion');
    await page.context().setOffline(false);
    await examine(t, page, 'offline');
    await page.unroute('**/v1/**');
    await page.getByRole('button', { name: 'Essayer encore' }).click();
    await heading(page, 'Amina vous montre 3 papiers');

    const altered = await visit(there(browser));
    await altered.page.route('**/v1/links/look', async (route) => {
      const answer = await route.fetch();
      const json = (await answer.json()) as { shown: { card: string } };
      const at = json.shown.card.length - 8;
      const { card } = json.shown;
      json.shown.card = `${card.slice(0, at)}${card[at] === 'A' ? 'B' : 'A'}${card.slice(at + 1)}`;
      await route.fulfill({ response: answer, json });
    });
    await altered.page.goto(made.url);
    await heading(altered.page, 'Quelque chose a été changé');
    await examine(t, altered.page, 'damaged');

    const old = await visit(there(browser));
    await old.page.addInitScript(() => Reflect.deleteProperty(globalThis, 'WebAssembly'));
    await old.page.goto(made.url);
    await heading(old.page, 'Ce navigateur ne suffit pas');
    await examine(t, old.page, 'too old');

    const busy = await visit(there(browser));
    await busy.page.route('**/v1/locks/challenge', (route) =>
      route.fulfill({ status: 429, json: { error: { code: 'rate_limited', message: '', requestId: '' } } }),
    );
    await busy.page.goto(made.url);
    await heading(busy.page, 'Trop de demandes');
    await examine(t, busy.page, 'busy');

    const plain = await visit(there(browser), { javaScriptEnabled: false });
    await plain.page.goto(made.url);
    t.match(await plain.page.locator('main').innerText(), /activez JavaScript/);
  },
);
