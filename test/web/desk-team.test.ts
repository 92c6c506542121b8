/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import jsqr from 'jsqr';
import sharp from 'sharp';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { readCardImage } from '../../src/cli/card/read.js';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import { believedBy } from '../../src/client/relay/at-work.js';
import { received } from '../../src/client/consent/received.js';
import { decodeCard } from '../../src/core/crypto/card-code.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { atDesk, deskScene, enterDesk, newDesk } from '../helpers/desk.js';
import { typistAt } from '../helpers/keyboard.js';
import { heading, press } from '../helpers/phone.js';
import { newWorker, optionsOf } from '../helpers/team.js';
import { temporaryFolder } from '../helpers/server.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

const codesIn = async (picture: Buffer): Promise<string | undefined> => {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const read = jsqr as unknown as (
    pixels: Uint8ClampedArray,
    w: number,
    h: number,
  ) => { data: string } | null;
  return read(new Uint8ClampedArray(data), info.width, info.height)?.data;
};

/** What a printer would get, two pages and no more: the card's secret, read from its back. */
const cardOn = async (t: Test, page: Page) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'card.pdf'), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  execFileSync('pdftoppm', ['-r', '200', '-png', join(folder, 'card.pdf'), join(folder, 'page')]);
  t.same(readdirSync(folder).toSorted(), ['card.pdf', 'page-1.png', 'page-2.png']);
  return decodeCard(await readCardImage(readFileSync(join(folder, 'page-2.png'))), cardCheck);
};

t.test(
  'a manager invites; the new worker answers at another desk, with the words; the manager welcomes them',
  { skip },
  async (t) => {
    const { server, manager } = there(scene);
    const { page, faults } = await atDesk(there(browser), there(scene), manager);
    await press(page, 'Relais');
    await heading(page, 'Halte du Pont');
    await press(page, 'Inviter un aidant');
    const code = await page.locator('.big-words').innerText();

    const newcomer = await newWorker(t, optionsOf(server));
    const other = await newDesk(there(browser), server.address);
    await enterDesk(other.page, newcomer);
    await press(other.page, 'Relais');
    await other.page.getByLabel('Code d’invitation').fill('ABCDE-FGHJK');
    await other.page.getByLabel('Votre nom pour l’équipe').fill('Lou');
    await press(other.page, 'Répondre');
    await other.page.getByText('Ce code d’invitation n’est pas le bon').waitFor();
    await other.page.getByLabel('Code d’invitation').fill(code);
    await press(other.page, 'Répondre');
    await heading(other.page, 'Votre réponse est partie');
    const words = await other.page.locator('.eight').innerText();

    await page.getByLabel('Le code que vous avez donné').fill(code);
    await press(page, 'Qui a répondu ?');
    await page.getByText('Accueillir Lou ?').waitFor();
    t.equal(await page.locator('.answer .eight').innerText(), words, 'the same words on both screens');
    await press(page, 'Accueillir');
    await page.getByText('Lou est dans l’équipe').waitFor();
    await page.locator('.member', { hasText: 'Lou' }).waitFor();
    t.same(faults(), []);
  },
);

t.test(
  'somebody who was invited opens their own account at a desk, by keyboard alone: the code on the screen, their code, their card; then they are in',
  { skip },
  async (t) => {
    const one = there(scene);
    const { page, faults } = await atDesk(there(browser), one, one.manager);
    const manager = typistAt(page);
    await manager.press('Relais');
    await manager.landed('Halte du Pont');
    await manager.press('Inviter un aidant');
    const code = await page.locator('.big-words').innerText();
    const address = sure(await codesIn(await page.locator('.told .qr').screenshot()));
    t.equal(address, `${one.server.address}/desk/#${code}`, 'the screen shows it as a code to scan, too');

    const other = await newDesk(there(browser), one.server.address);
    const lou = typistAt(other.page);
    const entered = async (text: string): Promise<void> => {
      await lou.type(text);
      await lou.key('Enter');
    };
    await other.page.locator('#reader').waitFor();
    await lou.press('Première fois');
    await other.page.getByText('Créer un relais se fait avec l’association, pas ici.').waitFor();
    await lou.landed('Code d’invitation');
    await entered('ABCDE-FGHJK');
    await other.page.getByText('Ce code d’invitation n’est pas le bon').waitFor();
    t.notMatch(other.sent(), /POST \S+\/v1\/accounts/, 'no account without an invitation');
    await entered(address);
    await lou.landed('Première fois ici');
    await lou.press('Retour');
    await lou.landed('Code d’invitation');
    await entered(address);
    await lou.reach('Votre nom pour l’équipe');
    await entered('Lou');
    await lou.landed('Choisissez un code');
    await lou.type('739154');
    await lou.landed('Encore une fois');
    await lou.type('739154');
    await lou.landed('Votre carte d’aidant');
    t.notMatch(other.sent(), /invitations/, 'nothing is answered before the card is there');
    await other.page.evaluate(() => void Object.assign(window, { print: () => undefined }));
    await lou.press('Imprimer A6');
    await other.page.locator('.print-A6').nth(1).waitFor({ state: 'attached' });
    await other.page.locator('.cover-card > .button').waitFor();
    const { secret } = await cardOn(t, other.page);
    await lou.press('J’ai ma carte');
    await lou.press('Oui');
    await lou.landed('Votre réponse est partie');
    const words = await other.page.locator('.eight').innerText();
    await lou.press('Vérifier');
    await other.page.getByText('Pas encore. Lisez les mots au responsable.').waitFor();
    await lou.press('Un autre code');
    await lou.reach('Code d’invitation');
    await lou.type(code);
    await lou.reach('Votre nom pour l’équipe');
    await entered('Lou');
    await lou.landed('Votre réponse est partie');

    await manager.reach('Le code que vous avez donné');
    await manager.type(code);
    await manager.key('Enter');
    await page.getByText('Accueillir Lou ?').waitFor();
    t.equal(await page.locator('.answer .eight').innerText(), words, 'the same words on both screens');
    await manager.press('Accueillir');
    await page.getByText('Lou est dans l’équipe').waitFor();
    await lou.press('Vérifier');
    await other.page.locator('.place', { hasText: 'Halte du Pont' }).waitFor();
    await lou.press('Terminé');
    await heading(other.page, 'Écran effacé');

    // from now on with the card that was printed
    await other.page.goto(`${one.server.address}/desk/#${one.poster}`);
    await enterDesk(other.page, { card: { secret } }, '739154');
    await lou.press('Relais');
    await other.page.locator('.part', { hasText: 'Mes accès' }).getByText('Carte').waitFor();
    t.equal(
      await other.page.locator('.ways li').count(),
      1,
      'the machine where it was opened is none of them',
    );
    for (const who of [manager, lou])
      t.same(who.faults(), [], 'all is seen, and nothing holds the keyboard fast');
    for (const said of [faults, other.faults]) t.same(said(), []);
  },
);

t.test(
  'the address that carries an invitation opens where it is read, and is out of the bar',
  { skip },
  async (t) => {
    const { server, manager } = there(scene);
    const { page } = await atDesk(there(browser), there(scene), manager);
    await press(page, 'Relais');
    await press(page, 'Inviter un aidant');
    const code = await page.locator('.big-words').innerText();
    const other = await newDesk(there(browser), server.address, { poster: code });
    await other.page.locator('#own-name').waitFor();
    t.equal(other.page.url(), `${server.address}/desk/`);
    t.notOk(other.sent().includes(code), 'and no server hears of it');
  },
);

t.test('an invitation that nobody answered welcomes nobody', { skip }, async (t) => {
  const { manager } = there(scene);
  const { page } = await atDesk(there(browser), there(scene), manager);
  await press(page, 'Relais');
  await press(page, 'Inviter un aidant');
  await page.locator('.big-words').waitFor();
  await page.getByLabel('Le code que vous avez donné').fill(await page.locator('.big-words').innerText());
  await press(page, 'Qui a répondu ?');
  await page.getByText('Pas encore de réponse').waitFor();
  t.equal(await page.locator('.answer').count(), 0);
});

t.test(
  'a member is put out: the team gets a new key, and what was shown is sealed anew, with its progress said',
  { skip },
  async (t) => {
    const { manager, member, showToRelay } = there(scene);
    await showToRelay({ purpose: 'Premier' });
    await showToRelay({ purpose: 'Second' });
    const { page, faults } = await atDesk(there(browser), there(scene), manager);
    await press(page, 'Relais');
    await press(page, 'Retirer Sacha 1');
    await heading(page, 'Retirer Sacha 1 ?');
    await page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver(() => {
        const text = document.querySelector('.ask [role="status"]')?.textContent;
        if (text && said.at(-1) !== text) said.push(text);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await press(page, 'Retirer');
    await page.getByText('Sacha 1 n’est plus dans l’équipe').waitFor();
    t.equal(await page.locator('.member', { hasText: 'Sacha 1' }).count(), 0);
    const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
    t.match(said.join('\n'), /Serrures changées\s: 2 sur 2/);
    const { believed } = await believedBy(manager.session);
    const { grants } = await received(manager.session, believed);
    const now = sure(believed.teams[0]).identity.gen;
    t.same(
      grants.filter(({ opened }) => opened !== null).map(({ sealedFor }) => sealedFor.gen),
      [now, now],
      'all under the new key',
    );
    t.same((await believedBy(member.session)).relays, [], 'and who was put out has no relay any more');
    t.same(faults(), []);
  },
);

t.test('nobody puts themselves out by mistake', { skip }, async (t) => {
  const { manager } = there(scene);
  const { page } = await atDesk(there(browser), there(scene), manager);
  await press(page, 'Relais');
  await page.locator('.members').waitFor();
  t.equal(
    await page.locator('.member', { hasText: 'Camille' }).getByRole('button').count(),
    0,
    'nobody puts themselves out',
  );
});

t.test(
  'the poster to print holds the relay’s public code, and the desk’s own address the same',
  { skip },
  async (t) => {
    const { manager, poster } = there(scene);
    const { page } = await atDesk(there(browser), there(scene), manager);
    await press(page, 'Relais');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      press(page, 'Télécharger l’affiche'),
    ]);
    const folder = temporaryFolder(t);
    writeFileSync(join(folder, 'poster.pdf'), readFileSync(sure(await download.path())));
    execFileSync('pdftoppm', [
      '-r',
      '100',
      '-png',
      '-singlefile',
      join(folder, 'poster.pdf'),
      join(folder, 'poster'),
    ]);
    t.equal(await codesIn(readFileSync(join(folder, 'poster.png'))), poster);
    await page.getByText(`/desk/#${poster}`).waitFor();
  },
);
