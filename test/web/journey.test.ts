/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import t from 'tap';
import { endLink } from '../../src/client/links/change.js';
import { listLinks } from '../../src/client/links/list.js';
import { agencyScene, arrive, enter, type Kept } from '../helpers/agency.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { temporaryFolder } from '../helpers/server.js';
import { spyLine } from '../helpers/spy-line.js';

const skip = noBrowser();
const scene = skip ? null : await agencyScene(t);
const browser = skip ? null : await startBrowser(t);

/** What a canvas shows: size, SHA-256 of red, green, blue and alpha of each pixel, and how many are dark. */
const pixelsOf = async (page: Page, label: string) => {
  const canvas = page.getByRole('img', { name: label, exact: true });
  await canvas.scrollIntoViewIfNeeded();
  await page.locator(`canvas[aria-label="${label}"][data-drawn]`).waitFor();
  return canvas.evaluate(async (element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
    const { data } = context.getImageData(0, 0, width, height);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
    const dark = data.filter((value, i) => i % 4 === 0 && value < 128).length;
    return {
      width,
      height,
      dark,
      sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    };
  });
};

const saved = async (page: Page, press: () => Promise<void>) => {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(sure(await download.path())) };
};

t.test(
  'an agency opens a link with the code, sees and keeps the very papers, prints, and says who it is',
  { skip },
  async (t) => {
    const { session, papers, link, server } = there(scene);
    const made = await link();
    const line = await spyLine(t, server.address);
    const url = made.url.replace(server.address, line.url);
    const { page, sent, faults } = await arrive(there(browser), { url });
    t.equal(page.url(), `${line.url}/o/`, 'the secret is out of the address bar');
    const text = await page.locator('main').innerText();
    for (const said of [
      'Amina',
      '3 papiers',
      'CAF de Lille',
      'Demande de logement social',
      'encore 3 fois',
    ]) {
      t.ok(text.includes(said), said);
    }
    await enter(page, made);

    const [photo, scan, shot] = papers as [Kept, Kept, Kept];
    const seen = await pixelsOf(page, 'Image : Capture');
    const { data, info } = await sharp(shot.bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    t.same([seen.width, seen.height], [info.width, info.height]);
    t.equal(seen.sha256, createHash('sha256').update(data).digest('hex'), 'pixel for pixel');
    const third = await pixelsOf(page, 'Attestation – Page 3 sur 3');
    t.ok(third.dark > 1000, 'something is written on the last page of the PDF');

    const one = await saved(page, () =>
      page.getByRole('button', { name: 'Télécharger « Attestation »' }).click(),
    );
    t.equal(one.name, 'Attestation.pdf');
    t.ok(one.bytes.equals(scan.bytes), 'byte for byte');
    const all = await saved(page, () => page.getByRole('button', { name: 'Tout télécharger' }).click());
    t.equal(all.name, 'Amina.zip');
    const zipped = Object.entries(unzipSync(all.bytes)).map(([name, bytes]) => [name, Buffer.from(bytes)]);
    t.same(Object.fromEntries(zipped), {
      'Titre de séjour.jpg': photo.bytes,
      'Attestation.pdf': scan.bytes,
      'Capture.png': shot.bytes,
    });

    await page.evaluate(() =>
      Object.assign(window, { print: () => Object.assign(window, { printed: true }) }),
    );
    await page.getByRole('button', { name: 'Imprimer' }).click();
    await page.waitForFunction(() => 'printed' in window);
    const printed = join(temporaryFolder(t), 'printed.pdf');
    await page.pdf({ path: printed, format: 'A4' });
    const said = execFileSync('pdfinfo', [printed], { encoding: 'utf8' });
    t.match(said, /Pages:\s+5\n/, 'five pages of paper and nothing of the page around them');
    const words = execFileSync('pdftotext', [printed, '-'], { encoding: 'utf8' });
    t.notMatch(words, /Télécharger|Pochette|Français/);

    await page.getByLabel('Votre organisme ou service').fill('CAF de Lille, guichet 4');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByText('Merci.').waitFor();
    const [listed] = await listLinks(session);
    t.match(listed, { opened: 1, receipts: [{ name: 'CAF de Lille, guichet 4' }] });

    await endLink(session, sure(listed));
    await page.getByRole('button', { name: 'Fermer' }).click();
    t.equal(await page.locator('canvas').count(), 0, 'nothing of the papers is left');
    await page.getByRole('button', { name: 'Voir encore' }).click();
    await page.getByRole('heading', { name: 'Ce lien a été repris' }).waitFor();

    const secret = made.url.split('#1')[1] ?? '';
    t.equal(secret.length, 27);
    t.notOk(sent().includes(secret), 'the secret is in no request, Referer or body');
    const heard = line.heard();
    t.match(heard, /POST \/v1\/links\/open/, 'the line was really heard');
    t.equal(heard.match(/POST \/v1\/links\/look/g)?.length, 2, 'each of two visits is one look');
    t.notOk(heard.includes(secret), 'also what the server hears is without it');
    t.notMatch(heard, /^(referer|cookie):/im, 'there is no Referer and no cookie at all');
    t.notOk(server.logged().includes(secret), 'nor in what the server logs');
    t.notOk(sent().includes(there(made.code)), 'nor is the code');
    const hosts = new Set(
      Array.from(sent().matchAll(/^\w+ (?:blob:)?(\w+:\/\/[^/]+)/gm), ([, host]) => host),
    );
    t.same([...hosts], [line.url], 'nobody else is asked for anything');
    t.same(faults(), [], 'no policy was violated and no error went uncaught');
  },
);

t.test('with the keyboard alone an agency goes from the link to the papers and back', { skip }, async (t) => {
  const { link } = there(scene);
  const made = await link();
  const { page, faults } = await arrive(there(browser), made);
  /** Presses Tab until that button or field has the focus. */
  const tabTo = async (name: string): Promise<void> => {
    for (let i = 0; i < 30; i++) {
      const now = await page.evaluate(() => {
        const at = document.activeElement;
        const outline = at ? getComputedStyle(at).outlineStyle : 'none';
        const label = at?.getAttribute('aria-label') ?? at?.textContent ?? '';
        return { label: label || (at as HTMLInputElement | null)?.labels?.[0]?.textContent, outline };
      });
      if (now.label === name) return void t.not(now.outline, 'none', `one sees that ${name} has the focus`);
      await page.keyboard.press('Tab');
    }
    t.fail(`${name} can’t be reached`);
  };
  await tabTo('Voir');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Le code' }).waitFor();
  t.equal(
    await page.evaluate(() => document.activeElement?.tagName),
    'H1',
    'the new screen is read from its title',
  );
  await tabTo('Code à six chiffres');
  await page.keyboard.type('123');
  await page.keyboard.press('Enter');
  await page.getByText('Il faut six chiffres.').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(there(made.code));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: '3 papiers montrés par Amina' }).waitFor();
  await tabTo('Télécharger « Titre de séjour »');
  const { name } = await saved(page, () => page.keyboard.press('Space'));
  t.equal(name, 'Titre de séjour.jpg');
  await tabTo('Votre organisme ou service');
  await page.keyboard.type('Préfecture');
  await page.keyboard.press('Enter');
  await page.getByText('Merci.').waitFor();
  await page.keyboard.press('Shift+Tab');
  await tabTo('Français');
  await tabTo('Fermer');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Les papiers sont refermés' }).waitFor();
  t.same(faults(), []);
});
