/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import t from 'tap';
import { readCardImage } from '../../src/cli/card/read.js';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import { listDevices } from '../../src/client/devices.js';
import { waitingDeposits } from '../../src/client/deposit/waiting.js';
import { history } from '../../src/client/history.js';
import { login } from '../../src/client/login.js';
import { loadSafe } from '../../src/client/safe.js';
import { decodeCard, encodeCardTyped } from '../../src/core/crypto/card-code.js';
import { fixture } from '../helpers/agency.js';
import { noBrowser, startBrowser, there, visit } from '../helpers/browser.js';
import { examine } from '../helpers/examine.js';
import { atDesk, deskScene, keptBy, listening } from '../helpers/desk.js';
import { typistAt } from '../helpers/keyboard.js';
import { newDevice } from '../helpers/device.js';
import { heading, press, typeCode as typeOn } from '../helpers/phone.js';
import { isHeldBack, printed } from '../helpers/printing.js';
import { readQr } from '../helpers/read-qr.js';
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
    await typist.press('Je regarde ailleurs');
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
    // a spare of the card, offered to the person in their language
    await heading(page, 'بطاقة احتياط هنا؟');
    t.ok(await isHeldBack(page));
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
      ['card ', 'device Téléphone', 'spare Halte du Pont'],
      'the desk is no device of theirs; a spare of the card is with the relay',
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

t.test(
  'somebody new reads, says yes and chooses their code on a screen of their own; the desk goes on with the card',
  { skip },
  async (t) => {
    const { server, member, poster } = there(scene);
    const desk = await atDesk(there(browser), { server, poster }, member);
    await press(desk.page, 'Nouvelle');
    await desk.page.getByLabel('Comment l’appeler').fill('Noor');
    await desk.page.getByText('العربية').first().click();
    await press(desk.page, 'Sur son écran');
    await heading(desk.page, 'Son écran à elle');
    await desk.page.locator('.qr path').waitFor();
    const url = await readQr(await desk.page.locator('.qr').screenshot());
    t.match(url, /\/h\/#1[\w-]{43}$/);
    const tablet = await visit(there(browser), {
      viewport: { width: 360, height: 740 },
      serviceWorkers: 'block',
    });
    const look = examine(t, tablet.page, 'ar');
    await tablet.page.goto(url);
    await heading(tablet.page, 'Votre nombre');
    t.notMatch(tablet.page.url(), /#/, 'the secret is in no history');
    await heading(desk.page, 'Même nombre sur l’autre écran ?');
    const number = (page: Page): Promise<string> => page.locator('.number').innerText();
    t.equal(await number(tablet.page), await number(desk.page));
    await press(desk.page, 'Oui');
    // in the person's language, whatever the browser's is
    await press(tablet.page, 'نعم');
    await heading(tablet.page, 'اختر رمزًا');
    t.equal(await tablet.page.locator('html').getAttribute('dir'), 'rtl');
    await look('hand-code');
    await typeOn(tablet.page, '123456');
    await tablet.page.getByText('سهل التخمين').waitFor();
    await typeOn(tablet.page, CODE);
    await heading(tablet.page, 'مرة أخرى');
    await typeOn(tablet.page, CODE);
    await heading(tablet.page, 'تم الأمر');
    await look('hand-done');
    await heading(desk.page, 'بطاقة النجدة');
    t.notMatch(
      desk.sent() + (await desk.page.content()),
      new RegExp(CODE),
      'no digit came to the desk’s page',
    );
    t.notMatch(tablet.sent(), new RegExp(`${CODE}|#1`), 'none in the clear, and no request has the fragment');
    await withPrinter(desk.page);
    await press(desk.page, 'اطبع A6');
    await desk.page.locator('.print-A6').nth(1).waitFor({ state: 'attached' });
    await desk.page.locator('.cover-card > .button').waitFor();
    const [, back] = await printed(t, desk.page);
    const { secret } = decodeCard(await readCardImage(back ?? Buffer.alloc(0)), cardCheck);
    const options = { server: server.address, cardSecret: secret, pin: CODE, label: 'Téléphone' };
    t.ok(await login(newDevice(t), options), 'their code opens it');
    t.same([...tablet.faults(), ...desk.faults()], []);
  },
);

t.test(
  'who has no other screen after all goes on at the desk; a third one stops both',
  { skip },
  async () => {
    const { server, member, poster } = there(scene);
    const { page } = await atDesk(there(browser), { server, poster }, member);
    await press(page, 'Nouvelle');
    await page.getByLabel('Comment l’appeler').waitFor();
    await press(page, 'Sur son écran');
    await page.locator('.qr path').waitFor();
    const url = await readQr(await page.locator('.qr').screenshot());
    const [first, third] = [await visit(there(browser)), await visit(there(browser))];
    await first.page.goto(url);
    await heading(page, 'Même nombre sur l’autre écran ?');
    await third.page.goto(url);
    await heading(third.page, 'Ce code ne sert plus. Demandez-en un autre.');
    await press(page, 'Oui');
    await page.getByText('Un autre écran a lu ce code').waitFor();
    await heading(first.page, 'Ce code ne sert plus. Demandez-en un autre.');
    await press(page, 'Continuer ici');
    await page.locator('.for-person').waitFor();
  },
);
