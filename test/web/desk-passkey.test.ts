/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { noBrowser, startBrowser, there, type Visit } from '../helpers/browser.js';
import {
  type DeskScene,
  deskScene,
  enterDesk,
  keptBy,
  listening,
  newDesk,
  signsOf,
} from '../helpers/desk.js';
import { PIN } from '../helpers/device.js';
import { plugKey } from '../helpers/passkeys.js';
import { heading, press } from '../helpers/phone.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

/** A passkey belongs to a host with a name. */
const named = ({ server }: DeskScene): string => server.address.replace('127.0.0.1', 'localhost');

const deskOf = (one: DeskScene): Promise<Visit> =>
  newDesk(there(browser), named(one), { poster: one.poster });

/** The same tab, after somebody was done there. */
const anew = async (page: Page, one: DeskScene): Promise<void> => {
  await page.goto(`${named(one)}/desk/?${Math.random()}#${one.poster}`);
  await page.locator('#reader').waitFor();
};

const byCard = async (page: Page, worker: DeskScene['member']): Promise<void> => {
  await enterDesk(page, worker);
  await page.locator('.desk-nav').waitFor();
};

const addKey = async (page: Page, name: string): Promise<void> => {
  await press(page, 'Relais');
  await page.getByLabel('Nom de la clé').fill(name);
  await press(page, 'Ajouter une clé');
  await page.getByText('Encore une fois, pour vérifier.').waitFor();
  await press(page, 'Avec ma clé');
  await page.getByText('C’est fait. La clé ouvre votre compte.').waitFor();
};

const done = async (page: Page): Promise<void> => {
  await press(page, 'Terminé');
  await heading(page, 'Écran effacé');
};

const logins = ({ sent }: Visit): number => sent().match(/POST \S+\/v1\/locks\/release/g)?.length ?? 0;

t.test(
  'a worker adds a passkey and enters with one touch; locked, one touch leads back; another worker’s leads nowhere',
  { skip },
  async (t) => {
    const one = there(scene);
    const { member, manager } = one;
    const visit = await deskOf(one);
    const { page, faults } = visit;
    const key = await plugKey(page);
    await byCard(page, member);
    await addKey(page, 'Clé bleue');
    const ways = page.locator('.part', { hasText: 'Mes accès' });
    t.match(await ways.locator('.ways').innerText(), /Carte[^]*en service[^]*Clé bleue/);
    t.equal(await key.count(), 1);
    t.same(await keptBy(page), [], 'the machine keeps nothing of it');
    await done(page);

    await anew(page, one);
    await press(page, 'Avec ma clé');
    await page.locator('.place', { hasText: 'Sacha 1' }).waitFor();
    await press(page, 'Relais');
    await ways.getByText('Clé bleue').waitFor();
    t.equal(await ways.getByRole('button', { name: 'Bloquer Clé bleue' }).count(), 0, 'not what is in use');
    await press(page, 'Verrouiller');
    await heading(page, 'Verrouillé');
    t.equal(await page.locator('.keypad').count(), 0, 'no card was read: no code is asked for');
    await press(page, 'Avec ma clé');
    await ways.getByText('Clé bleue').waitFor();
    t.pass('back where one was');
    await press(page, 'Verrouiller');
    await press(page, 'Avec ma carte');
    await page.locator('#reader').fill(signsOf(member));
    await page.keyboard.press('Enter');
    await page.locator('.keypad').waitFor();
    await listening(page);
    await page.keyboard.type(PIN);
    await ways.getByText('Clé bleue').waitFor();
    await done(page);

    // somebody else, on the same machine, with a key of their own
    await key.touched(false);
    const theirs = await plugKey(page);
    await anew(page, one);
    await byCard(page, manager);
    await addKey(page, 'Clé rouge');
    await press(page, 'Verrouiller');
    await heading(page, 'Verrouillé');
    await theirs.touched(false);
    await key.touched(true);
    await press(page, 'Avec ma clé');
    await page.getByText('Cette clé est celle de quelqu’un d’autre.').waitFor();
    t.notMatch(
      await page.locator('body').innerText(),
      /Camille|Sacha|Clé rouge/,
      'nothing of either is shown',
    );
    await key.touched(false);
    await theirs.touched(true);
    await press(page, 'Avec ma clé');
    await ways.getByText('Clé rouge').waitFor();
    await done(page);

    // a lost key is blocked by whoever has the card
    await theirs.remove();
    await key.touched(true);
    await anew(page, one);
    await byCard(page, member);
    await press(page, 'Relais');
    await press(page, 'Bloquer Clé bleue');
    await heading(page, 'Bloquer Clé bleue ?');
    await press(page, 'Bloquer');
    await page.getByText('C’est bloqué.').waitFor();
    t.equal(await ways.getByText('Clé bleue').count(), 0);
    await done(page);
    await anew(page, one);
    await press(page, 'Avec ma clé');
    await page.getByText('Cette clé est bloquée. Prenez votre carte.').waitFor();
    t.equal(await page.locator('.desk-nav').count(), 0);
    t.same(faults(), []);
  },
);

t.test(
  'a key that did not make sure who holds it, or that has no secret to give, opens nothing; card and code go on',
  { skip },
  async (t) => {
    const one = there(scene);
    const visit = await deskOf(one);
    const { page, faults, sent } = visit;
    const plain = await plugKey(page, { hasPrf: false });
    await byCard(page, one.member);
    await press(page, 'Relais');
    await page.getByLabel('Nom de la clé').fill('Vieille clé');
    await press(page, 'Ajouter une clé');
    await page.getByText('Cette clé, ou ce navigateur, ne convient pas. Carte et code restent.').waitFor();
    t.notMatch(sent(), /account\/unlockers/, 'nothing was enrolled');
    await plain.remove();

    const key = await plugKey(page);
    await addKey(page, 'Clé verte');
    await done(page);
    const before = logins(visit);
    await anew(page, one);
    // a browser, or a key, that only says that it was touched
    await page.evaluate(() => {
      const real = Object.getOwnPropertyDescriptor(
        AuthenticatorAssertionResponse.prototype,
        'authenticatorData',
      );
      Object.defineProperty(AuthenticatorAssertionResponse.prototype, 'authenticatorData', {
        get() {
          const bytes = new Uint8Array(real?.get?.call(this) as ArrayBuffer).slice();
          bytes[32] = (bytes[32] ?? 0) & ~0x04;
          return bytes.buffer;
        },
      });
    });
    await press(page, 'Avec ma clé');
    await page.getByText('La clé n’a pas vérifié que c’est vous.').waitFor();
    await anew(page, one);
    await key.knows(false);
    await press(page, 'Avec ma clé');
    await page.getByText('La clé n’a pas répondu.').waitFor();
    t.equal(logins(visit), before, 'the server was not even asked');
    await page.locator('#reader').focus();
    await byCard(page, one.member);
    t.pass('card and code go on');
    t.same(faults(), []);
  },
);
