import { createHash, randomBytes } from 'node:crypto';
import t from 'tap';
import { openSafe } from '../../src/client/account.js';
import { addPaper } from '../../src/client/add.js';
import { binPaper } from '../../src/client/bin.js';
import { describe } from '../../src/client/describe.js';
import { blockDevice, listDevices } from '../../src/client/devices.js';
import { exportSafe } from '../../src/client/export.js';
import { history } from '../../src/client/history.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import { readPaper } from '../../src/client/read.js';
import { unlock } from '../../src/client/unlock.js';
import { ERROR_CODES } from '../../src/core/errors.js';
import { LOG_ACTIONS } from '../../src/core/protocol/log.js';
import { collectBytes, newDevice, paperOf, PIN } from '../helpers/device.js';
import { testServer } from '../helpers/server.js';

const service = await testServer(t);
const device = newDevice(t);
const { session, card } = await openSafe(device, {
  server: service.address,
  pin: PIN,
  label: 'Téléphone bleu',
});
const cardOptions = { server: service.address, cardSecret: card.secret, pin: PIN };

t.test('the history tells in plain words who did what, refusals included', async (t) => {
  const { doc } = await addPaper(session, paperOf(randomBytes(1_000), 'Carte de séjour'));
  const [paper] = (await listPapers(session)).papers;
  if (paper) await collectBytes(readPaper(session, paper));
  await t.rejects(unlock(device, '111111'), { code: 'wrong_code' });
  await login(newDevice(t), { ...cardOptions, label: 'Accueil' });
  await binPaper(session, [doc]);
  const { entries } = await history(session);
  const said = entries.map((entry) => describe(entry, 'fr'));
  for (const line of [
    'Vous avez gardé « Carte de séjour », depuis « Téléphone bleu »',
    'Vous avez lu « Carte de séjour », depuis « Téléphone bleu »',
    'Quelqu’un a essayé d’ouvrir la pochette, depuis « Téléphone bleu » : le code était faux',
    'Vous avez ouvert la pochette, avec la carte de secours',
    'Vous avez mis à la corbeille « Carte de séjour », depuis « Téléphone bleu »',
  ]) {
    t.ok(
      said.some((one) => one.startsWith(line)),
      line,
    );
  }
  t.match(describe(entries.at(-1) ?? entries[0]!, 'en'), 'You looked at the history');
  t.same(
    entries.map(({ seq }) => seq),
    entries.map((_, i) => i + 1),
  );
  const { entries: later } = await history(session, { from: 5 });
  t.equal(later[0]?.seq, 6);
});

t.test('every act and every outcome is a sentence in both languages', async (t) => {
  const outcomes = ['ok', 'something_new', ...Object.keys(ERROR_CODES)];
  for (const action of LOG_ACTIONS) {
    for (const outcome of outcomes) {
      for (const language of ['fr', 'en'] as const) {
        for (const actor of ['you', 'server', 'someone'] as const) {
          const text = describe({ seq: 1, at: 0, action, actor, outcome }, language);
          if (!/^[A-Z][^{}_]+[^.]$/.test(text)) t.fail(text);
        }
      }
    }
  }
  const entry = { seq: 1, at: 0, action: 'paper.read', actor: 'you', outcome: 'ok', version: 2 } as const;
  t.equal(describe({ ...entry, paper: '$& {paper}' }, 'en'), 'You read “$& {paper}” (version 2)');
});

t.test('what this device verified of the log is remembered, and only goes forward', async (t) => {
  await history(session);
  const first = JSON.parse(device.memory.text ?? '') as { pins: { log: { seq: number } } };
  await history(await unlock(device, PIN));
  const second = JSON.parse(device.memory.text ?? '') as { pins: { log: { seq: number } } };
  t.ok(second.pins.log.seq > first.pins.log.seq);
});

t.test('a blocked device is cut off at once and does not come back', async (t) => {
  const stolen = newDevice(t);
  const opened = await login(stolen, { ...cardOptions, label: 'Volé 📱'.padEnd(80, 'é') });
  const entry = (await listDevices(session)).find(({ label }) => label.startsWith('Volé'));
  t.ok(entry && !entry.current && entry.type === 'device');
  const renewed = await unlock(stolen, PIN);
  await blockDevice(session, entry?.loc ?? '');
  await t.rejects(listPapers(renewed), { code: 'lock_blocked' });
  await t.rejects(unlock(stolen, PIN), { code: 'lock_blocked' });
  t.ok(opened);
  await t.rejects(blockDevice(session, entry?.loc ?? ''), { code: 'not_found' });
  t.notOk((await listDevices(session)).some(({ loc }) => loc === entry?.loc));
  const said = (await history(session)).entries.map((one) => describe(one, 'fr'));
  t.ok(said.includes('Vous avez ouvert la pochette, depuis une carte ou un appareil bloqué par la suite'));
});

t.test('the last card or device can’t be blocked, and blocking one’s own forgets the safe', async (t) => {
  const own = newDevice(t);
  const { session: mine } = await openSafe(own, { server: service.address, pin: PIN, label: '' });
  const cardEntry = (await listDevices(mine)).find(({ type }) => type === 'card');
  await blockDevice(mine, cardEntry?.loc ?? '');
  const [last] = await listDevices(mine);
  t.ok(last?.current);
  await t.rejects(blockDevice(mine, last?.loc ?? ''), { code: 'last_device' });
  const second = newDevice(t);
  const opened = await login(second, { ...cardOptions, label: 'Tablette' });
  const self = (await listDevices(opened)).find(({ current }) => current);
  await blockDevice(opened, self?.loc ?? '');
  t.equal(second.memory.text, null);
});

const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const u64 = (value: number) => {
  const out = Buffer.alloc(8);
  out.writeBigUInt64BE(BigInt(value));
  return out;
};

t.test('one request gives everything back, readable and verifiable without Pochette', async (t) => {
  const own = newDevice(t);
  const { session: mine } = await openSafe(own, { server: service.address, pin: PIN, label: 'Téléphone' });
  const bytes = [randomBytes(10), randomBytes(400_000), randomBytes(30), randomBytes(40)];
  const [first, second, third, fourth] = bytes as [Buffer, Buffer, Buffer, Buffer];
  const { doc } = await addPaper(mine, paperOf(first, '../CON: passeport'));
  await addPaper(mine, paperOf(second, 'Passeport', { replaces: doc }));
  await addPaper(mine, paperOf(third, 'passeport'));
  const { doc: binned } = await addPaper(mine, paperOf(fourth, 'Vieux', { category: 'une rubrique à moi' }));
  await binPaper(mine, [binned]);
  const files = new Map<string, Buffer>();
  for await (const { name, size, bytes: content } of exportSafe(mine)) {
    files.set(name, await collectBytes(content));
    t.equal(files.get(name)?.length, size, name);
  }
  const metadata = JSON.parse(files.get('metadata.json')?.toString() ?? '') as {
    documents: { versions: { file: string; blake2b256: string }[] }[];
  };
  const listed = metadata.documents.flatMap(({ versions }) => versions.map(({ file }) => files.get(file)));
  t.same(
    new Set(listed.map((one) => one?.toString('hex'))),
    new Set(bytes.map((one) => one.toString('hex'))),
  );
  const names = [...files.keys()].filter((name) => name.includes('/'));
  t.same(new Set(names.map((name) => name.toLowerCase())).size, names.length, 'no two names alike');
  t.ok(
    names.every((name) => /^papiers\/[^/]+\/(anciennes versions\/)?[^/]+\.pdf$/.test(name)),
    names.join(' '),
  );
  const log = JSON.parse(files.get('log.json')?.toString() ?? '') as {
    start: string;
    entries: { seq: number; at: number; salt: string; body: string; hash: string }[];
  };
  let prev = Buffer.from(log.start, 'hex');
  for (const { seq, at, salt, body, hash } of log.entries) {
    const inner = sha(Buffer.from(salt, 'hex'), Buffer.from(body));
    prev = sha(Buffer.from('CS1/log\0'), prev, u64(seq), u64(at), inner);
    if (prev.toString('hex') !== hash) t.fail(`entry ${seq} does not follow`);
  }
  t.ok(
    log.entries.some(({ body }) => body.includes('paper.read')),
    'the export itself is in it',
  );
  t.match(files.get('historique.txt')?.toString(), /UTC {2}Vous avez lu « Vieux »/);
  t.match(files.get('README.txt')?.toString(), /FRANÇAIS[^]*ENGLISH[^]*VERIFY/);
});
