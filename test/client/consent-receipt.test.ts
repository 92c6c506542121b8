import { randomBytes } from 'node:crypto';
import t from 'tap';
import { giveBack } from '../../src/client/consent/give-back.js';
import { received } from '../../src/client/consent/received.js';
import { exportReceipt } from '../../src/client/consent/receipt.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { show } from '../../src/client/consent/show.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { verifyReceipt } from '../../src/client/consent/verify-receipt.js';
import { fromHex, toBase64Url, toHex } from '../../src/core/bytes.js';
import { readPoster } from '../../src/core/protocol/contact.js';
import { signWithdrawal } from '../../src/core/protocol/grant-end.js';
import { logStart } from '../../src/core/protocol/log.js';
import { openOn, retelling, sure } from '../helpers/cheating.js';
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

t.test('an end that was signed in the name of somebody else is in no receipt', async (t) => {
  const own = await openOn(t, url);
  const doc = await add(own.session, randomBytes(10), 'Bail');
  const lone = await loneWorker(t, url);
  const direct = await resolveRecipient(own.session, codeOf(lone.worker), 'Madame Diallo');
  const { id } = await show(own.session, options(direct, { papers: [doc] }));
  const { grants } = await received(lone.caller, { contacts: [], teams: [] });
  await giveBack(lone.caller, sure(grants[0]));
  own.session.state = undefined;
  const worker = { uid: lone.worker.uid, key: lone.worker.keys.sign.secretKey };
  const holder = { uid: own.session.uid, key: own.session.keys.sign.secretKey };
  const made = (by: Uint8Array, key: Uint8Array): string => {
    const { safe } = own.session;
    return toBase64Url(signWithdrawal({ safe, grant: fromHex(id, 16), by, ts: Date.now() }, key));
  };
  const cases: [name: string, by: Uint8Array, proof: string][] = [
    ['the worker, in the name of the holder', worker.uid, made(holder.uid, worker.key)],
    ['the worker, said to be the holder', holder.uid, made(holder.uid, worker.key)],
    ['the worker’s own, said to be the holder’s', holder.uid, made(worker.uid, worker.key)],
    ['the holder, in the name of the worker', worker.uid, made(worker.uid, holder.key)],
    ['nobody', worker.uid, ''],
  ];
  for (const [name, by, proof] of cases) {
    const pins = { ...own.session.pins, log: () => logStart(own.session.safe), advance: async () => {} };
    own.device.transport.meddle = retelling(own.session.safe, (body) =>
      body.act === 'grant.end' ? { ...body, by: toHex(by), proof } : body,
    );
    const text = await exportReceipt({ ...own.session, pins }, id);
    t.match(verifyReceipt(text), { withdrawnBy: null, withdrawnAt: null }, name);
  }
  own.device.transport.meddle = undefined;
  t.match(verifyReceipt(await exportReceipt(own.session, id)), { withdrawnBy: 'recipient' });
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
