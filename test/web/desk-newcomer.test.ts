/// <reference lib="dom" />
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { readCardImage } from '../../src/cli/card/read.js';
import { cardCheck } from '../../src/cli/card-check.js';
import { listDevices } from '../../src/client/devices.js';
import { waitingDeposits } from '../../src/client/deposit/waiting.js';
import { history } from '../../src/client/history.js';
import { login } from '../../src/client/login.js';
import { loadSafe } from '../../src/client/safe.js';
import { decodeCard, encodeCardTyped } from '../../src/core/crypto/card-code.js';
import { fixture } from '../helpers/agency.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { atDesk, deskScene, keptBy, listening } from '../helpers/desk.js';
import { typistAt } from '../helpers/keyboard.js';
import { newDevice } from '../helpers/device.js';
import { heading, press } from '../helpers/phone.js';
import { temporaryFolder } from '../helpers/server.js';
import { spyLine } from '../helpers/spy-line.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t);
const browser = skip ? null : await startBrowser(t);

const CODE = '739154';

/** A printer that prints nothing: what would be printed is asked for as a PDF. */
const withPrinter = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.print = () => undefined;
  });

/** What the printer gets, as pictures of 200 dots to the inch. */
const printed = async (t: Test, page: Page): Promise<Buffer[]> => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'card.pdf'), await page.pdf({ preferCSSPageSize: true, printBackground: true }));
  const info = execFileSync('pdfinfo', [join(folder, 'card.pdf')], { encoding: 'utf8' });
  const count = Number(/Pages:\s+(\d+)/.exec(info)?.[1]);
  execFileSync('pdftoppm', ['-r', '200', '-png', join(folder, 'card.pdf'), join(folder, 'page')]);
  return Array.from({ length: count }, (_, i) => readFileSync(join(folder, `page-${i + 1}.png`)));
};

/** Whether the browser would ask before this page is left. */
const isHeldBack = (page: Page): Promise<boolean> =>
  page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));

t.test(
  'somebody new opens a safe at the desk, by keyboard alone: the worker’s screen never shows the code or the secret, the card opens it, the machine does not',
  { skip },
  async (t) => {
    const { server, member, poster } = there(scene);
    const line = await spyLine(t, server.address);
    const { page, faults } = await atDesk(
      there(browser),
      { server: { ...server, address: line.url }, poster },
      member,
    );
    await withPrinter(page);
    const began = Date.now();
    const typist = typistAt(page);
    await typist.press('Nouvelle');
    await typist.landed('Nouvelle personne');
    await typist.reach('Comment l’appeler ?');
    await typist.type('Noor');
    await typist.reach('Français');
    await typist.key('ArrowDown');
    await typist.key('ArrowDown');
    await typist.press('Continuer');

    // in the person's language, whatever the worker's is
    const notice = page.locator('.for-person');
    await notice.waitFor();
    t.equal(await notice.getAttribute('dir'), 'rtl');
    await typist.landed(/./);
    await typist.press('نعم');
    await typist.landed('A-t-elle un téléphone ?');
    await page.locator('.qr path').waitFor();
    await typist.press('Pas de téléphone');
    await typist.landed('Regardez ailleurs, s’il vous plaît');
    await typist.around();
    await typist.press('Je ne regarde pas');
    await typist.landed('اختر رمزًا');
    t.ok(await isHeldBack(page), 'nobody closes the tab by mistake now');
    await typist.type('123456');
    await page.getByText('سهل التخمين').waitFor();
    await typist.type(CODE);
    await typist.landed('مرة أخرى');
    t.notMatch(await page.content(), new RegExp(CODE), 'no digit is on the page');
    await typist.type(CODE);
    await typist.landed('بطاقة النجدة');

    // on paper
    await typist.press('اطبع A6');
    await page.locator('.print-A6').nth(1).waitFor({ state: 'attached' });
    await page.locator('.cover-card > .button').waitFor();
    t.equal(await page.locator('.print-page').first().isVisible(), false, 'the card is never on the screen');
    const [front, back] = await printed(t, page);
    t.equal((await printed(t, page)).length, 2, 'two pages of A6');
    const { secret } = decodeCard(await readCardImage(back ?? Buffer.alloc(0)), cardCheck);
    await t.rejects(
      readCardImage(front ?? Buffer.alloc(0)),
      { code: 'bad_card' },
      'the front shows no secret',
    );
    await typist.press('اطبع A4');
    await page.locator('.print-A4').waitFor({ state: 'attached' });
    const [sheet, ...more] = await printed(t, page);
    t.same(more, [], 'one sheet of A4');
    t.same(decodeCard(await readCardImage(sheet ?? Buffer.alloc(0)), cardCheck).secret, secret);
    await typist.press('بطاقتي معي');

    // a printer may have done nothing at all: the person looks, and prints once more
    await typist.landed('هل طُبعت البطاقة جيدًا، من الوجهين؟');
    t.ok(await isHeldBack(page), 'the secret of the card is in no other memory');
    await typist.press('اطبع مرة أخرى');
    await typist.landed('بطاقة النجدة');
    await page.locator('.print-A4').waitFor({ state: 'attached' });
    const [anew] = await printed(t, page);
    t.same(decodeCard(await readCardImage(anew ?? Buffer.alloc(0)), cardCheck).secret, secret);
    await typist.press('بطاقتي معي');
    await typist.press('نعم');
    await typist.landed('C’est ouvert pour Noor');
    t.notOk(await isHeldBack(page));
    await page.getByText('elle a plus de place').waitFor();
    t.ok(Date.now() - began < 8 * 60_000, 'within eight minutes');

    // what a worker could look at afterwards
    const signs = encodeCardTyped(secret, cardCheck);
    const left = [await page.content(), ...(await keptBy(page)), line.heard()].join('\n');
    for (const hidden of [
      CODE,
      signs,
      signs.replaceAll('-', ''),
      Buffer.from(secret).toString('base64url'),
    ]) {
      t.notOk(left.includes(hidden), 'neither on the page nor on the wire');
    }

    // papers, and out
    await typist.press('Numériser des papiers');
    await typist.landed('Papiers pour Noor');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      typist.press('Choisir des fichiers'),
    ]);
    await chooser.setFiles([
      { name: 'scan.jpg', mimeType: 'image/jpeg', buffer: fixture('photos/photo-06.jpg') },
    ]);
    await page.locator('.stage').waitFor();
    await listening(page);
    await typist.key('1');
    await page.locator('.sorted-card').waitFor();
    await listening(page);
    await typist.key('Enter');
    await page.locator('.going [data-state="sent"]').waitFor();
    await typist.press('Terminé');
    await heading(page, 'Écran effacé');
    t.same(typist.faults(), [], 'with the keyboard alone: all is seen, nothing holds one fast');
    // three of them print twice more than anybody has to, and one code is refused
    t.ok(typist.actions() <= 26, `${typist.actions()} actions`);

    // the card and the code, on a phone
    const session = await login(newDevice(t), {
      server: server.address,
      cardSecret: secret,
      pin: CODE,
      label: 'Téléphone',
    });
    t.same(
      (await listDevices(session)).map(({ type, label }) => `${type} ${label}`).toSorted(),
      ['card ', 'device Téléphone'],
      'the desk is no device of theirs',
    );
    const { quotaBytes } = await loadSafe(session);
    t.ok(quotaBytes > 50_000_000, `${quotaBytes} bytes of room: the relay vouched`);
    const { waiting } = await waitingDeposits(session);
    t.equal(waiting.length, 1);
    const { entries } = await history(session);
    t.ok(
      entries.some(({ action }) => action.includes('vouch')),
      'and the person reads who did',
    );
    t.same(faults(), []);
  },
);

t.test('who says no has nothing opened and is asked nothing more', { skip }, async (t) => {
  const { server, member, poster } = there(scene);
  const { page, sent } = await atDesk(there(browser), { server, poster }, member);
  await press(page, 'Nouvelle');
  await page.getByLabel('Comment l’appeler').waitFor();
  await press(page, 'Continuer');
  await press(page, 'Non');
  await heading(page, 'C’est noté : non');
  t.notMatch(sent(), /POST \S+\/v1\/accounts/);
});
