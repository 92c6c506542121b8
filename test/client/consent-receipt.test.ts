import { randomBytes } from 'node:crypto';
import t from 'tap';
import { giveBack } from '../../src/client/consent/give-back.js';
import { received } from '../../src/client/consent/received.js';
import { exportReceipt } from '../../src/client/consent/receipt.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { show } from '../../src/client/consent/show.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { verifyReceipt } from '../../src/client/consent/verify-receipt.js';
import { readPoster } from '../../src/core/protocol/contact.js';
import { sure } from '../helpers/cheating.js';
import { add, codeOf, consentScene, loneWorker, options } from '../helpers/consent-client.js';

const scene = await consentScene(t);
const { own, recipient, url } = scene;
const { session } = own;
const poster = readPoster(scene.poster);
const doc = await add(session, randomBytes(10), 'Carte');

t.test('a receipt tells who, what, why and until when, and is verified without a server', async (t) => {
  const share = await show(session, options(recipient, { papers: [doc] }));
  const text = await exportReceipt(session, share.id, { poster });
  const [holder] = scene.contacts;
  const read = verifyReceipt(text, { directory: poster.directory, holder: sure(holder) });
  t.match(read, {
    id: share.id,
    holder: { known: true },
    recipient: { name: 'Halte du Pont', certifiedName: 'Halte du Pont' },
    purpose: 'Demande de logement',
    labels: [{ id: doc, title: 'Carte' }],
    until: share.until,
    withdrawnAt: null,
  });
  t.match(JSON.parse(text), { schema_version: 'ISO/IEC TS 27560:2023', record_id: share.id, language: 'fr' });
  await takeBack(session, share.id);
  const ended = verifyReceipt(await exportReceipt(session, share.id));
  t.match(ended, { withdrawnBy: 'holder', recipient: { certifiedName: null } });
  t.ok(Math.abs((ended.withdrawnAt ?? 0) - Date.now()) < 600_000);
});

t.test('what a worker gave back is told by the receipt', async (t) => {
  const lone = await loneWorker(t, url);
  const direct = await resolveRecipient(session, codeOf(lone.worker), 'Madame Diallo');
  const share = await show(session, options(direct, { papers: [doc] }));
  const { grants } = await received(lone.caller, { contacts: [], teams: [] });
  t.match(grants, [{ holder: { verified: false } }], 'whose code was not scanned is marked');
  t.equal(grants[0]?.holder.words.length, 8);
  await giveBack(lone.caller, sure(grants[0]));
  session.state = undefined;
  t.match(verifyReceipt(await exportReceipt(session, share.id)), { withdrawnBy: 'recipient' });
});

t.test('no sign of a receipt can be altered', async (t) => {
  const { id } = await show(session, options(recipient, { papers: [doc] }));
  await takeBack(session, id);
  const text = await exportReceipt(session, id, { poster });
  verifyReceipt(text);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 7) {
    const altered = Buffer.from(bytes);
    altered[at] = (altered[at] ?? 0) ^ 1;
    t.throws(() => verifyReceipt(altered.toString()), { code: 'damaged' }, `${at}`);
  }
  for (const other of [
    text.slice(1),
    text.slice(0, -1),
    `${text} `,
    '',
    '{}',
    'null',
    text.replace('Halte', 'Halle'),
  ]) {
    t.throws(() => verifyReceipt(other), { code: 'damaged' });
  }
  t.throws(() => verifyReceipt(text, { directory: randomBytes(32) }), { code: 'damaged' });
  t.throws(() => verifyReceipt(text, { holder: { uid: session.uid, fp: randomBytes(32) } }), {
    code: 'damaged',
  });
});
