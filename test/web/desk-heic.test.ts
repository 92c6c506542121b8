import sharp from 'sharp';
import t from 'tap';
import { readWaiting } from '../../src/client/deposit/keep.js';
import { waitingDeposits } from '../../src/client/deposit/waiting.js';
import { fixture } from '../helpers/agency.js';
import { noBrowser, startBrowser, there } from '../helpers/browser.js';
import { sure } from '../helpers/cheating.js';
import { deskScene, listening } from '../helpers/desk.js';
import { atPile, inScanner, pageInHand, scan, sentOnes } from '../helpers/desk-pile.js';
import { collectBytes } from '../helpers/device.js';
import { press } from '../helpers/phone.js';

t.setTimeout(300_000);
const skip = noBrowser();
const scene = skip ? null : await deskScene(t, 2);
const browser = skip ? null : await startBrowser(t);

t.test(
  'a HEIC is seen like any photo and goes as a JPEG without a trace; one that is cut, broken or a bomb is named',
  { skip },
  async (t) => {
    const { session } = there(scene);
    const { page, faults } = await atPile(there(browser), there(scene));
    const heic = fixture('awkward/photo.heic');
    const cut = heic.subarray(0, 400_000);
    const broken = Buffer.from(heic).fill(0xff, heic.indexOf('mdat') + 4);
    await press(page, 'Relier le scanner');
    await page.getByText('Le scanner est relié').waitFor();
    await scan(page, 'coupee.heic', cut);
    await scan(page, 'cassee.heic', broken);
    await scan(page, 'bombe.heic', fixture('awkward/coded-larger.heic'));
    for (const name of ['coupee', 'cassee', 'bombe'])
      await page.getByText(`${name}.heic : Ce fichier est abîmé.`).waitFor({ timeout: 120_000 });
    await scan(page, 'IMG_0001.HEIC', heic);
    await pageInHand(page, 1, 1);
    await page.locator('.stage canvas[data-drawn]').waitFor();
    t.same((await inScanner(page)).toSorted(), ['IMG_0001.HEIC', 'bombe.heic', 'cassee.heic', 'coupee.heic']);
    await page.keyboard.press('3');
    await page.locator('.sorted-card').waitFor();
    await listening(page);
    await page.keyboard.press('Enter');
    await sentOnes(page, 1);
    await page.getByText('On a effacé 1 fichier du scanner').waitFor();
    t.notOk((await inScanner(page)).includes('IMG_0001.HEIC'), 'the original goes once the paper is there');
    const { waiting } = await waitingDeposits(session);
    const paper = sure(waiting.find(({ metadata }) => metadata.kind === 'asylum-attestation'));
    t.equal(paper.metadata.mediaType, 'image/jpeg');
    t.match(paper.metadata.fileName, /\.jpg$/);
    const meta = await sharp(await collectBytes(readWaiting(session, paper))).metadata();
    t.match([meta.format, meta.exif, meta.height > meta.width], ['jpeg', undefined, true], 'upright, bare');
    t.same(faults(), [], 'no text became script on the way');
  },
);
