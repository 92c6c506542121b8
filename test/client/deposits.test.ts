import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { keepDeposits, previewWaiting, readWaiting } from '../../src/client/deposit/keep.js';
import { groundOfGrant, groundOfRelay, leavePaper } from '../../src/client/deposit/leave.js';
import { openDoor, refuseDeposits } from '../../src/client/deposit/refuse.js';
import { countDeposits, waitingDeposits } from '../../src/client/deposit/waiting.js';
import { exportSafe } from '../../src/client/export.js';
import { history } from '../../src/client/history.js';
import { listPapers } from '../../src/client/papers.js';
import { readPaper, readThumbnail } from '../../src/client/read.js';
import { trustPoster } from '../../src/client/relay/pins.js';
import { toHex } from '../../src/core/bytes.js';
import { root } from '../helpers/cli.js';
import { openOn, sure } from '../helpers/cheating.js';
import { type AtWork, consentScene } from '../helpers/consent-client.js';
import { collectBytes, paperOf } from '../helpers/device.js';
import { give, workerParty } from '../helpers/grants.js';
import { openHolder } from '../helpers/holder.js';
import { losing, rewriting } from '../helpers/meddling.js';
import { changeTeam } from '../helpers/relay.js';

const PDF = readFileSync(join(root, 'test/fixtures/scans/text-searchable.pdf'));

/** A person whose code a worker read, and who believes the relay's poster. */
const scene = async (t: Test, trusts = true) => {
  const found = await consentScene(t);
  const { poster, relay, worker } = found;
  const own = trusts ? found.own : await openOn(t, found.url);
  if (trusts) await trustPoster(own.session, poster);
  const holder = own.session.identity;
  const leave = async (title: string, bytes: Uint8Array = PDF, by: AtWork = worker) => {
    const ground = await groundOfRelay(by, relay.uid, holder);
    const paper = paperOf(bytes, title, { thumbnail: Buffer.from('small') });
    return (await leavePaper(by, { holder, ground }, paper)).doc;
  };
  return { ...found, own, holder, leave };
};

const titles = async ({ session }: { session: Parameters<typeof listPapers>[0] }) => {
  session.state = undefined;
  return (await listPapers(session)).papers.map(({ metadata }) => metadata.title);
};

t.test('scanned at the desk, confirmed on the phone: the paper is the person’s own', async (t) => {
  const { own, leave, worker, relay } = await scene(t);
  const doc = await leave('Domiciliation');
  t.equal(await countDeposits(own.session), 1);
  t.strictSame(await titles(own), [], 'not among the papers yet');

  const { waiting, unproven, open } = await waitingDeposits(own.session);
  t.strictSame([unproven, open], [[], true]);
  const one = sure(waiting[0]);
  t.match(one, {
    doc,
    metadata: { title: 'Domiciliation' },
    from: {
      relay: toHex(relay.uid),
      name: 'Halte du Pont',
      verified: true,
      worker: toHex(worker.uid),
      workerName: 'Sacha',
      stillThere: true,
    },
  });
  t.ok((await collectBytes(readWaiting(own.session, one))).equals(PDF));
  t.equal(Buffer.from((await previewWaiting(own.session, one)) ?? '').toString(), 'small');

  own.device.transport.sent.length = 0;
  const now = Date.now();
  await keepDeposits(own.session, [one]);
  const sent = own.device.transport.sent.reduce((sum, piece) => sum + piece.length, 0);
  t.ok(sent < 30_000 && PDF.length > 30_000, `${sent} bytes went out for a paper of ${PDF.length}`);
  t.notOk(Buffer.concat(own.device.transport.sent).includes('Domiciliation'), 'no title left the phone');

  own.session.state = undefined;
  const paper = sure((await listPapers(own.session)).papers[0]);
  t.match(paper, { doc, version: 1, category: 'identity', metadata: { title: 'Domiciliation' } });
  t.ok(paper.metadata.added >= now, 'added when they took it in');
  t.ok((await collectBytes(readPaper(own.session, paper))).equals(PDF));
  t.equal(Buffer.from((await readThumbnail(own.session, paper)) ?? '').toString(), 'small');
  t.strictSame((await waitingDeposits(own.session)).waiting, []);
  await t.rejects(keepDeposits(own.session, [one]), 'once');

  const { entries } = await history(own.session);
  const left = entries.find(({ action }) => action === 'deposit.add');
  t.match(left, { relay: 'Halte du Pont', worker: 'Sacha', proof: 'holds', paper: 'Domiciliation' });
  t.equal(left?.lock, undefined, 'the worker’s card is not the holder’s business');
  t.equal(entries.find(({ action }) => action === 'deposit.keep')?.actor, 'you');
});

t.test('one step refuses all that a relay left; the door can be shut', async (t) => {
  const { own, leave } = await scene(t);
  await leave('Un');
  await leave('Deux');
  const { waiting } = await waitingDeposits(own.session);
  own.device.transport.meddle = losing(/^POST .*\/refusals$/);
  await refuseDeposits(
    own.session,
    waiting.map(({ doc }) => doc),
  );
  own.device.transport.meddle = undefined;
  t.strictSame((await waitingDeposits(own.session)).waiting, []);
  await openDoor(own.session, false);
  await t.rejects(leave('Trois'), { code: 'deposits_closed' });
  t.equal((await waitingDeposits(own.session)).open, false);
  await openDoor(own.session, true);
  await leave('Trois');
  t.equal(await countDeposits(own.session), 1);
});

t.test('a relay that was never met is told by its words, and kept only by who compared them', async (t) => {
  const { own, leave, poster } = await scene(t, false);
  await leave('Attestation');
  const one = sure((await waitingDeposits(own.session)).waiting[0]);
  t.match(one.from, { name: null, verified: false, workerName: 'Sacha' });
  t.equal(one.from.words.length, 8);
  await t.rejects(keepDeposits(own.session, [one]), { code: 'not_certified' });
  await trustPoster(own.session, poster);
  const known = sure((await waitingDeposits(own.session)).waiting[0]);
  t.match(known.from, { name: 'Halte du Pont', verified: true });
  t.strictSame(known.from.words, one.from.words, 'the same words as on the poster');
  await keepDeposits(own.session, [one], { unverified: true });
  t.strictSame(await titles(own), ['Attestation']);
});

t.test('who left the relay since then is told to be no longer there', async (t) => {
  const { own, leave, relay, manager, member } = await scene(t);
  await leave('Ancien');
  t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
  await t.rejects(leave('Trop tard'), { code: 'not_member' });
  const one = sure((await waitingDeposits(own.session)).waiting[0]);
  t.match(one.from, { name: 'Halte du Pont', workerName: 'Sacha', stillThere: false });
  await keepDeposits(own.session, [one]);
  t.strictSame(await titles(own), ['Ancien']);
});

t.test('a paper that is not what it says is not kept', async (t) => {
  const { own, leave } = await scene(t);
  await leave('Page', Buffer.from('<html><script>alert(1)</script></html>'));
  await leave('Bon');
  const { waiting } = await waitingDeposits(own.session);
  await t.rejects(keepDeposits(own.session, waiting), { code: 'unsupported_type' });
  t.strictSame(await titles(own), [], 'all of them or none');
  await keepDeposits(own.session, waiting.slice(1));
  t.strictSame(await titles(own), ['Bon']);
});

t.test('an answer that is lost on either side leaves one paper', async (t) => {
  const { own, leave, worker } = await scene(t);
  worker.device.transport.meddle = losing(/^PUT .*\/deposits\//);
  await leave('Une fois');
  worker.device.transport.meddle = undefined;
  const { waiting } = await waitingDeposits(own.session);
  t.equal(waiting.length, 1);
  own.device.transport.meddle = losing(/^POST .*\/heads$/);
  await keepDeposits(own.session, waiting);
  own.device.transport.meddle = undefined;
  t.strictSame(await titles(own), ['Une fois']);
});

t.test('bytes that were changed in the store are found out before anything is signed', async (t) => {
  const { own, leave } = await scene(t);
  await leave('Altéré');
  const { waiting } = await waitingDeposits(own.session);
  const { seq } = (await listPapers(own.session)).safe.head;
  for (const route of [/^GET .*\/deposits\/.*\/content$/, /^GET .*\/deposits\/.*\/thumbnail$/]) {
    own.device.transport.meddle = rewriting(route, (bytes) => {
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      return bytes;
    });
    await t.rejects(keepDeposits(own.session, waiting), { code: 'damaged' });
    own.device.transport.meddle = rewriting(route, (bytes) => bytes.subarray(0, -40));
    await t.rejects(keepDeposits(own.session, waiting), { code: 'damaged' });
  }
  own.device.transport.meddle = undefined;
  own.session.state = undefined;
  t.equal((await listPapers(own.session)).safe.head.seq, seq, 'no head was signed');
});

t.test('the export names what waits', async (t) => {
  const { own, leave } = await scene(t);
  await leave('En attente');
  for await (const { name, bytes } of exportSafe(own.session)) {
    const content = await collectBytes(bytes as AsyncIterable<Uint8Array>);
    if (name !== 'metadata.json') continue;
    t.match(JSON.parse(content.toString()).waitingToBeConfirmed, [
      { title: 'En attente', relay: 'Halte du Pont', worker: 'Sacha', verified: true },
    ]);
  }
});

t.test('no ground follows from a consent to read, or from one that is over', async (t) => {
  const { url, member } = await consentScene(t);
  const holder = await openHolder(url);
  const base = { relay: null, state: 'active' as const };
  const grantOf = async (perm: readonly ('add' | 'read')[]) => ({
    t: 'grant' as const,
    ...(await give(holder, workerParty(member), { perm })).grant,
  });
  const toAdd = await grantOf(['add']);
  const received = (more: object) =>
    ({ ...base, grant: toAdd, ...more }) as Parameters<typeof groundOfGrant>[0];
  t.match(groundOfGrant(received({})), { safe: holder.safe, relay: null, grant: toAdd.id });
  t.equal(groundOfGrant(received({ state: 'ended' })), null);
  t.equal(groundOfGrant(received({ grant: await grantOf(['read']) })), null);
});
