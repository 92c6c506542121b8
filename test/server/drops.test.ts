import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import { acceptance, listWaiting, readLeft, refuse, waitingIds } from '../helpers/deposits.js';
import {
  dropOne,
  endDrop,
  listDrops,
  lookAtDrop,
  makeDrop,
  prepareDrop,
  preparePaper,
  sendNewDrop,
  sendPaper,
  tokenOf,
} from '../helpers/drops.js';
import { commit, openHolder } from '../helpers/holder.js';
import { blobsOnDisk, ownerOf, sweep } from '../helpers/inside.js';
import { readLog, words } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t, { RATE_LIMIT_LOGIN: '10000', RATE_LIMIT_TRANSFERS: '60' });
const owner = await ownerOf(t, server);
const newHolder = () => openHolder(server.address);

t.test('who has the link leaves a paper; the holder reads, keeps and has it', async (t) => {
  const holder = await newHolder();
  const link = await makeDrop(holder);
  t.equal((await sendNewDrop(holder, link)).status, 201, 'the same again answers the same');
  const looked = await lookAtDrop(link);
  t.match(looked.json, { state: 'open', papersLeft: 10, bytesLeft: 100_000_000, maxPaperBytes: Number });
  t.equal(looked.json.card, link.wire.card);
  const data = randomBytes(700_000);
  const paper = await dropOne(link, { data });
  const { deposits } = (await listWaiting(holder)).json;
  t.match(deposits, [{ doc: toHex(paper.doc), link: link.wire, thumbnailBytes: null }]);
  const read = await readLeft(holder, paper.doc);
  t.equal(read.status, 200);
  const { sent, wire } = await acceptance(holder, paper as never);
  t.equal((await commit(holder, { keep: [sent], accept: [wire] } as never)).status, 200);
  t.strictSame(await waitingIds(holder), []);
  t.match((await listDrops(holder)).json.drops, [{ state: 'open', papers: 1 }]);
  const log = await readLog(holder);
  const told = words(log).filter((one) => /drop\.|deposit\.keep/.test(one));
  t.match(told.join(' '), /drop\.make.*drop\.look.*drop\.add.*deposit\.keep/);
  const added = log.bodies.find(({ act }) => act === 'drop.add');
  t.match(added, { by: null, lock: null, grant: toHex(link.loc), doc: toHex(paper.doc), out: 'ok' });
  t.ok(added?.proof, 'with what the link’s key signed');
  t.equal(log.bodies.filter(({ act }) => act === 'drop.make').length, 1);
});

t.test('a lost answer costs nothing: the paper takes its own place, and counts once', async (t) => {
  const holder = await newHolder();
  const link = await makeDrop(holder, { changed: { count: 1 } });
  const paper = await dropOne(link, { data: randomBytes(5_000) });
  const blobs = (await blobsOnDisk(server)).length;
  const again = await preparePaper(link, { doc: paper.doc, data: randomBytes(9_000) });
  t.equal((await sendPaper(link, await tokenOf(link), again)).status, 201, 'though the link is full');
  t.strictSame(await waitingIds(holder), [toHex(paper.doc)]);
  await sweep(server);
  t.equal((await blobsOnDisk(server)).length, blobs, 'what was replaced is collected');
  const used = again.content.length + again.metadata.length;
  t.match((await listDrops(holder)).json.drops, [{ state: 'full', papers: 1, bytes: used }]);
  for (let i = 0; i < 3; i++) await dropOne(link, { doc: paper.doc });
  const sixth = await preparePaper(link, { doc: paper.doc });
  refused(t, await sendPaper(link, await tokenOf(link), sixth), 'drop_full', 'but not for ever');
});

t.test('fifty at once leave as many papers as the link takes, and no more', async (t) => {
  const holder = await newHolder();
  const link = await makeDrop(holder, { changed: { count: 7 } });
  const token = await tokenOf(link);
  const papers = await Promise.all(Array.from({ length: 50 }, () => preparePaper(link)));
  const answers = await Promise.all(papers.map((paper) => sendPaper(link, token, paper)));
  t.equal(answers.filter(({ status }) => status === 201).length, 7);
  for (const answer of answers.filter(({ status }) => status !== 201)) refused(t, answer, 'drop_full');
  t.equal((await waitingIds(holder)).length, 7);
  const refusals = (await readLog(holder)).bodies.filter(
    ({ act, out }) => act === 'drop.add' && out !== 'ok',
  );
  t.equal(refusals.length, 1, 'and the history tells of it once');
});

t.test('fifty at once leave as many bytes as the link takes, and no more', async (t) => {
  const holder = await newHolder();
  const probe = await preparePaper(prepareDrop(holder), { data: randomBytes(3_000) });
  const size = probe.content.length + probe.metadata.length;
  const link = await makeDrop(holder, { changed: { count: 50, bytes: 5 * size + 10 } });
  const token = await tokenOf(link);
  const papers = await Promise.all(
    Array.from({ length: 50 }, () => preparePaper(link, { data: randomBytes(3_000) })),
  );
  const answers = await Promise.all(papers.map((paper) => sendPaper(link, token, paper)));
  t.equal(answers.filter(({ status }) => status === 201).length, 5);
  await sweep(server);
  t.match((await listDrops(holder)).json.drops, [{ papers: 5, bytes: 5 * size }]);
});

t.test('no more of a paper is read than the link takes, whatever the request says of itself', async (t) => {
  const holder = await newHolder();
  const link = await makeDrop(holder, { changed: { bytes: 20_000 } });
  const before = (await blobsOnDisk(server)).length;
  const large = await preparePaper(link, { data: randomBytes(400_000) });
  refused(t, await sendPaper(link, await tokenOf(link), large), 'drop_full');
  await sweep(server);
  t.equal((await blobsOnDisk(server)).length, before);
  t.match((await listDrops(holder)).json.drops, [{ papers: 0, bytes: 0, state: 'open' }]);
});

t.test('a link that was ended takes nothing, from the answer on', async (t) => {
  const holder = await newHolder();
  const link = await makeDrop(holder);
  const token = await tokenOf(link);
  const paper = await dropOne(link);
  refused(t, await endDrop(await newHolder(), link), 'not_found', 'by somebody else');
  refused(t, await endDrop(holder, link, random(64)), 'damaged', 'not signed by the holder');
  t.equal((await endDrop(holder, link)).status, 204);
  t.equal((await endDrop(holder, link)).status, 204, 'again');
  refused(t, await sendPaper(link, token, await preparePaper(link)), 'session_over');
  t.match((await lookAtDrop(link)).json, { state: 'ended', card: null, token: null });
  t.strictSame(await waitingIds(holder), [toHex(paper.doc)], 'what came before waits');
  t.equal(
    (await readLog(holder)).bodies.filter(({ act }) => act === 'drop.end').length,
    2,
    'one, one refused',
  );
});

t.test('a link whose time is over takes nothing, and stays over', async (t) => {
  const holder = await newHolder();
  const link = await makeDrop(holder);
  const token = await tokenOf(link);
  await owner.rows('update drops set expires = 1 where loc = $1', [link.loc]);
  refused(t, await sendPaper(link, token, await preparePaper(link)), 'drop_expired');
  t.match((await lookAtDrop(link)).json, { state: 'expired', token: null });
  await owner.rows('update drops set expires = $2 where loc = $1', [link.loc, Date.now() + 1e6]);
  t.match((await lookAtDrop(link)).json, { state: 'expired', token: null }, 'whatever the clock does');
  refused(t, await sendPaper(link, token, await preparePaper(link)), 'drop_expired');
});

t.test('a stranger learns nothing: unknown, open and ended links refuse alike', async (t) => {
  const holder = await newHolder();
  const [open, ended] = [await makeDrop(holder), await makeDrop(holder)];
  await endDrop(holder, ended);
  const wrong = random(32);
  const answers = [];
  for (const loc of [open.loc, ended.loc, random(16)]) {
    const { status, json } = await lookAtDrop({ ...open, seed: wrong, loc });
    answers.push({ status, code: json.error.code, message: json.error.message });
  }
  t.match(answers[0], { status: 401, code: 'unauthorized' });
  t.strictSame(answers[1], answers[0]);
  t.strictSame(answers[2], answers[0]);
  const replayed = await lookAtDrop(open, { challenge: Buffer.alloc(32).toString('base64url') });
  refused(t, replayed, 'unauthorized', 'a challenge that was never given');
});

t.test('what fills the safe is refused, and nothing of it stays', async (t) => {
  const holder = await newHolder();
  const link = await makeDrop(holder);
  await owner.rows('update safes set used_bytes = $2 where id = $1', [holder.safe, 250_000_000 - 8_000]);
  const blobs = (await blobsOnDisk(server)).length;
  const large = await preparePaper(link, { data: randomBytes(50_000) });
  refused(t, await sendPaper(link, await tokenOf(link), large), 'quota_exceeded');
  await sweep(server);
  t.equal((await blobsOnDisk(server)).length, blobs);
  t.match((await listDrops(holder)).json.drops, [{ papers: 0, bytes: 0 }]);
});

t.test('what is refused is destroyed, and its id takes nothing again', async (t) => {
  const holder = await newHolder();
  const link = await makeDrop(holder);
  const before = (await blobsOnDisk(server)).length;
  const paper = await dropOne(link, { data: randomBytes(5_000) });
  t.equal((await refuse(holder, [paper.doc])).status, 204);
  await sweep(server);
  t.equal((await blobsOnDisk(server)).length, before);
  const again = await preparePaper(link, { doc: paper.doc });
  refused(t, await sendPaper(link, await tokenOf(link), again), 'conflict');
});

t.test('only what was signed for this link, this place and these bytes is stored', async (t) => {
  const holder = await newHolder();
  const [link, other] = [await makeDrop(holder), await makeDrop(holder)];
  const foreign = await makeDrop(await newHolder());
  const token = await tokenOf(link);
  const byOther = await preparePaper(other);
  refused(t, await sendPaper(link, token, byOther), 'root_mismatch', 'another link’s paper');
  const elsewhere = await preparePaper(foreign);
  refused(t, await sendPaper(link, token, elsewhere), 'root_mismatch', 'another safe’s');
  const asOther = await preparePaper(link, { changed: { loc: other.loc } });
  refused(t, await sendPaper(link, token, asOther), 'root_mismatch', 'in another link’s name');
  const [one, two] = [await preparePaper(link), await preparePaper(link)];
  refused(
    t,
    await sendPaper(link, token, one, [
      ['content', one.content],
      ['metadata', one.metadata],
      ['key', two.sealed],
      ['statement', one.statement],
    ]),
    'root_mismatch',
    'another key',
  );
  const cut = await sendPaper(link, token, one, [['content', one.content.subarray(0, -1)]]);
  refused(t, cut, 'root_mismatch', 'cut');
  refused(t, await sendPaper(link, 'A'.repeat(43), one), 'session_over', 'a token that is none');
  t.equal((await sendPaper(link, token, one)).status, 201);
  const taken = await preparePaper(other, { doc: one.doc });
  refused(
    t,
    await sendPaper(other, await tokenOf(other), taken),
    'conflict',
    'the place of another link’s paper',
  );
});

t.test('a link is made by its holder alone, within bounds', async (t) => {
  const holder = await newHolder();
  const day = 86_400_000;
  const cases = {
    'signed by somebody else': { signer: (await newHolder()).keys.sign.secretKey },
    'of another safe': { changed: { safe: random(16) } },
    'for more than 31 days': { changed: { exp: Date.now() + 32 * day } },
    'of keys that the holder has not': { changed: { gen: 2 } },
    'with another card': { changed: { card: random(32) } },
  };
  for (const [name, options] of Object.entries(cases)) {
    refused(t, await sendNewDrop(holder, prepareDrop(holder, options)), 'damaged', name);
  }
  const over = prepareDrop(holder, { changed: { exp: Date.now() - 1000 } });
  refused(t, await sendNewDrop(holder, over), 'drop_expired');
  const link = await makeDrop(holder);
  const taken = prepareDrop(holder, { changed: { loc: link.loc } });
  refused(t, await sendNewDrop(holder, taken), 'conflict', 'under the name of another');
  refused(t, await listDrops({ ...holder, safe: (await newHolder()).safe }), 'not_found');
});
