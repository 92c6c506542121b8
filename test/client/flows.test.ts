import { randomBytes } from 'node:crypto';
import t from 'tap';
import { openSafe } from '../../src/client/account.js';
import { addPaper, addPapers } from '../../src/client/add.js';
import { binPaper, destroyPaper, restorePaper } from '../../src/client/bin.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import { readPaper, readThumbnail } from '../../src/client/read.js';
import { loadSafe } from '../../src/client/safe.js';
import { unlock } from '../../src/client/unlock.js';
import { listVersions } from '../../src/client/versions.js';
import { collectBytes, newDevice, paperOf, PIN } from '../helpers/device.js';
import { testServer } from '../helpers/server.js';

const service = await testServer(t);
const open = async (device = newDevice(t)) => {
  const { session, card } = await openSafe(device, { server: service.address, pin: PIN, label: 'Téléphone' });
  return { device, session, card };
};

t.test('a paper that was put in comes back byte for byte, with its picture and its words', async (t) => {
  const { session } = await open();
  const bytes = randomBytes(700_001);
  const thumbnail = randomBytes(9_000);
  const seen: [number, number][] = [];
  const { doc, version } = await addPaper(session, paperOf(bytes, 'Carte', { thumbnail }), (sent, total) =>
    seen.push([sent, total]),
  );
  t.equal(version, 1);
  t.ok(
    seen.every(([sent, total], i) => sent <= total && sent >= (seen[i - 1]?.[0] ?? 0)),
    'progress only grows',
  );
  t.equal(seen.at(-1)?.[0], seen.at(-1)?.[1], 'and ends at the announced size');
  const { papers, binned, safe } = await listPapers(session);
  const [paper] = papers;
  t.match(paper, { doc, category: 'identity', binnedAt: null, metadata: { title: 'Carte', size: 700_001 } });
  t.equal(papers.length + binned.length, 1);
  t.ok(safe.usedBytes > 700_001 && safe.quotaBytes === 50_000_000);
  if (!paper) return;
  t.same(await collectBytes(readPaper(session, paper)), bytes);
  t.same(await readThumbnail(session, paper), thumbnail);
});

t.test('nothing that leaves the device tells what the paper is, nor the code', async (t) => {
  const { device, session, card } = await open();
  const mark = Buffer.from('NUMERO-DE-SECU-2850578006084');
  const bytes = Buffer.concat([mark, randomBytes(300_000), mark]);
  await addPaper(session, paperOf(bytes, 'Attestation-AME', { thumbnail: mark, category: 'health' }));
  const wire = Buffer.concat(device.transport.sent);
  const secrets = [card.secret, session.account, session.keys.sign.secretKey, session.lock.secret];
  for (const plain of [
    mark,
    'Attestation-AME',
    'identity-card',
    'application/pdf',
    'health',
    PIN,
    'Téléphone',
  ]) {
    t.notOk(wire.includes(plain), String(plain));
  }
  for (const secret of secrets) {
    for (const encoding of ['base64url', 'hex', 'latin1'] as const) {
      t.notOk(
        wire.includes(Buffer.from(secret).toString(encoding), encoding === 'latin1' ? 'latin1' : 'utf8'),
      );
    }
  }
  t.notOk((device.memory.text ?? '').includes(PIN));
});

t.test('with card and code another device opens the safe and reads everything', async (t) => {
  const { session, card } = await open();
  const bytes = randomBytes(5_000);
  await addPaper(session, paperOf(bytes));
  const other = newDevice(t);
  const second = await login(other, {
    server: `${service.address}/`,
    cardSecret: card.secret,
    pin: PIN,
    label: 'Accueil',
  });
  const [paper] = (await listPapers(second)).papers;
  t.ok(paper);
  if (paper) t.same(await collectBytes(readPaper(second, paper)), bytes);
  const again = await unlock(other, PIN);
  t.equal((await listPapers(again)).papers.length, 1, 'and later by its own lock');
});

t.test('a wrong code says how many tries are left, a code that is none costs no try', async (t) => {
  const { device } = await open();
  await t.rejects(unlock(device, '48291'), { code: 'bad_code_format' });
  await t.rejects(unlock(device, '999999'), { code: 'wrong_code', details: { triesLeft: 9 } });
  await t.rejects(unlock(device, '999998'), { code: 'wrong_code', details: { triesLeft: 8 } });
  t.ok(await unlock(device, ' ٤٨٢٩١٣'), 'Arabic digits are the same code');
  await t.rejects(unlock(newDevice(t), PIN), { code: 'not_logged_in' });
});

t.test('a card of another server is not taken for a wrong code', async (t) => {
  const options = { server: service.address, cardSecret: randomBytes(20), pin: PIN, label: 'x' };
  await t.rejects(login(newDevice(t), options), { code: 'unknown_lock' });
});

t.test('a device that holds one safe does not take another one', async (t) => {
  const { device } = await open();
  const { card } = await open();
  await t.rejects(openSafe(device, { server: service.address, pin: PIN, label: 'x' }), {
    code: 'already_open',
  });
  const options = { server: service.address, cardSecret: card.secret, pin: PIN, label: 'x' };
  await t.rejects(login(device, options), { code: 'already_open' });
});

t.test('a paper goes into the bin, comes back, and is destroyed when asked', async (t) => {
  const { session } = await open();
  const { doc } = await addPaper(session, paperOf(randomBytes(100)));
  const { doc: kept } = await addPaper(session, paperOf(randomBytes(100)));
  await binPaper(session, [doc]);
  const binned = await listPapers(session);
  t.match(binned.binned, [{ doc }]);
  t.match(binned.papers, [{ doc: kept }]);
  await binPaper(session, [doc]);
  await restorePaper(session, [doc, kept]);
  t.equal((await listPapers(session)).papers.length, 2);
  await binPaper(session, [doc]);
  await destroyPaper(session, [doc]);
  await destroyPaper(session, [doc]);
  t.match(await listPapers(session), { papers: [{ doc: kept }], binned: [] });
  await t.rejects(binPaper(session, [doc]), { code: 'not_found' });
});

t.test('a new version takes the place of a paper, and the older ones stay readable', async (t) => {
  const { session } = await open();
  const versions = [randomBytes(100), randomBytes(200), randomBytes(300)];
  const { doc } = await addPaper(session, paperOf(versions[0] as Buffer));
  for (const bytes of versions.slice(1)) await addPaper(session, paperOf(bytes, 'Neuve', { replaces: doc }));
  t.match((await listPapers(session)).papers, [{ doc, version: 3, metadata: { title: 'Neuve' } }]);
  const found = await listVersions(session, doc);
  for (const [i, paper] of found.entries())
    t.same(await collectBytes(readPaper(session, paper)), versions[i]);
  t.equal(found.length, 3);
});

t.test('papers added at the same moment from two devices are all kept', async (t) => {
  const { device, session, card } = await open();
  const options = { server: service.address, cardSecret: card.secret, pin: PIN, label: 'Tablette' };
  const other = await login(newDevice(t), options);
  const papers = [1, 2, 3].map(() => paperOf(randomBytes(1_000)));
  const faults: number[] = [];
  device.transport.meddle = (_, answer) => {
    if (answer.status >= 500) faults.push(answer.status);
    return answer;
  };
  await Promise.all([
    ...papers.flatMap((paper) => [addPaper(session, paper), addPaper(other, { ...paper, category: 'stay' })]),
    ...papers.flatMap(() => [listPapers(session), listPapers(other)]),
  ]);
  t.same(faults, [], 'and nobody gets in anybody’s way');
  t.equal((await listPapers(session)).papers.length, 6);
  const { doc } = await addPaper(session, paperOf(randomBytes(10)));
  await listPapers(other);
  await Promise.all(
    [session, other].map((one) => addPaper(one, paperOf(randomBytes(20), 'Neuf', { replaces: doc }))),
  );
  t.equal((await listVersions(session, doc)).length, 3, 'also two new versions of one paper');
});

t.test('several papers are kept by one signature, or none of them', async (t) => {
  const { session } = await open();
  const papers = [1, 2, 3].map(() => paperOf(randomBytes(1_000)));
  t.equal((await addPapers(session, papers)).length, 3);
  t.equal((await loadSafe(session)).head.seq, 2);
  const broken = { ...paperOf(randomBytes(1_000)), length: 999 };
  await t.rejects(addPapers(session, [paperOf(randomBytes(10)), broken]), { code: 'file_changed' });
  t.equal((await listPapers(session)).papers.length, 3);
});

t.test('what can’t be kept is refused before anything is listed', async (t) => {
  const { session } = await open();
  const bytes = randomBytes(400_000);
  const cases = [
    { paper: paperOf(new Uint8Array(0)), code: 'empty_file' },
    { paper: { ...paperOf(bytes), length: bytes.length + 1 }, code: 'file_changed' },
    { paper: { ...paperOf(bytes), length: bytes.length - 1 }, code: 'file_changed' },
    { paper: paperOf(bytes, 'x'.repeat(201)), code: 'invalid_request' },
    { paper: paperOf(bytes, '\ud800'), code: 'invalid_request' },
    { paper: paperOf(bytes, 'x', { category: 'é'.repeat(32) }), code: 'invalid_request' },
    { paper: paperOf(bytes, 'x', { thumbnail: randomBytes(32_761) }), code: 'file_too_large' },
    { paper: paperOf(bytes, 'x', { replaces: '0'.repeat(32) }), code: 'not_found' },
    { paper: paperOf(randomBytes(51_000_000)), code: 'quota_exceeded' },
  ];
  for (const { paper, code } of cases) await t.rejects(addPaper(session, paper), { code }, code);
  const other = paperOf(bytes);
  const promised = { ...other, metadata: { ...other.metadata, digest: 'a'.repeat(64) } };
  await t.rejects(addPaper(session, promised), { code: 'file_changed' }, 'other bytes than were examined');
  async function* failing() {
    yield bytes.subarray(0, 300_000);
    throw new Error('the disk is gone');
  }
  await t.rejects(addPaper(session, { ...paperOf(bytes), open: failing }), { message: 'the disk is gone' });
  t.equal((await listPapers(session)).papers.length, 0);
  await addPaper(session, paperOf(bytes));
  t.equal((await listPapers(session)).papers.length, 1, 'and the next one goes in');
});
