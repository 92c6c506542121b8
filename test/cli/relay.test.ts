import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { rasterise, scan, withoutPoppler } from '../helpers/card.js';
import { type Machine, newMachine, root } from '../helpers/cli.js';
import type { Told } from '../helpers/relay-told.js';
import { temporaryFolder } from '../helpers/server.js';
import { startServerProcess } from '../helpers/server-process.js';

const CODE = '482913';
const PHOTO = join(root, 'test/fixtures/photos/photo-01.jpg');
const PDF = join(root, 'test/fixtures/scans/text-searchable.pdf');

const server = await startServerProcess(t);
const [association, camille, sacha, lou, samia] = [
  newMachine(t),
  newMachine(t),
  newMachine(t),
  newMachine(t),
  newMachine(t),
];
const env = { POCHETTE_SERVER: server.url };
const run = async (machine: Machine, args: readonly string[], input = `${CODE}\n`) => {
  const ran = await machine.run(args, input, env);
  return { ...ran, told: ran.json as unknown as Told };
};
const must = async (machine: Machine, args: readonly string[], input?: string): Promise<Told> => {
  const { code, told, out, err } = await run(machine, [...args, '--json'], input);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${out} ${err}`);
  return told;
};
const refused = async (machine: Machine, args: readonly string[]): Promise<Told['error']> => {
  const { told, code } = await run(machine, [...args, '--json']);
  if (code === 0) throw new Error(`${args.join(' ')} was not refused`);
  return told.error;
};
/** The same in words, as a person sees it. */
const said = async (machine: Machine, args: readonly string[]): Promise<string> => {
  const { code, out, err } = await run(machine, args);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${out} ${err}`);
  return out;
};

const joins = async (machine: Machine, name: string): Promise<void> => {
  const { code } = await must(camille, ['relay', 'invite']);
  await must(machine, ['relay', 'join', '--as', name], `${code}\n${CODE}\n`);
  await must(camille, ['relay', 'accept', '--yes']);
};

let poster = '';

t.test('what a relay’s command can do is told before any code is asked for', async (t) => {
  for (const [lang, what] of [
    ['en', 'Vouch for a person'],
    ['fr', 'Répondre d’une personne'],
  ] as const) {
    const bare = await camille.run(['relay', '--lang', lang], '', env);
    const help = await camille.run(['help', 'relay', '--lang', lang], '', env);
    t.equal(bare.code, 0);
    t.equal(bare.out, help.out);
    t.match(bare.out, what);
  }
  const { verbs } = await must(camille, ['relay'], '');
  t.ok(verbs.every(({ usage, does }) => usage !== '' && does !== ''));
  t.match(await refused(camille, ['relay', 'dance']), { details: { reason: 'verb_unknown' } });
  t.match(await refused(camille, ['relay', 'vouch']), {
    details: { reason: 'argument_missing', usage: 'relay vouch PERSON' },
  });
});

t.test('a relay is certified by comparing words, and its printed poster leads to it', async (t) => {
  await must(association, ['admin', 'init', '--out', 'association.key'], '');
  copyFileSync(join(association.folder, 'directory.pub'), join(server.dataDir, 'directory.pub'));
  const { request } = await must(camille, ['relay', 'found', '--name', 'Halte du Pont', '--as', 'Camille']);
  const create = ['admin', 'relay', 'create', request, '--directory', 'association.key', '--yes'];
  const { certificate } = await must(association, [...create, '--name', 'Halte du Pont'], '');
  const certify = ['relay', 'certify', certificate];
  t.match(await refused(camille, certify), { details: { reason: 'needs_yes' } });
  t.match(await refused(camille, [...certify, '--yes']), {
    details: { reason: 'option_missing', name: '--directory' },
  });
  copyFileSync(join(association.folder, 'directory.pub'), join(camille.folder, 'directory.pub'));
  await must(camille, [...certify, '--directory', 'directory.pub', '--yes']);
  await joins(sacha, 'Sacha');
  await joins(lou, 'Lou');

  poster = (await must(camille, ['relay', 'poster', '--out', 'poster.pdf'])).poster.code;
  await must(samia, ['open', '--nickname', 'Samia']);
  await must(samia, ['add', PHOTO, '--title', 'Titre de séjour', '--kind', 'residence-permit']);
  await must(samia, ['add', PDF, '--title', 'Avis d’impôt', '--kind', 'tax-notice']);
  const lacking = await withoutPoppler();
  if (lacking) return;
  const page = await rasterise(join(camille.folder, 'poster.pdf'), 1, 100);
  t.equal((await scan(page))?.text, poster, 'the code on the sheet is the relay’s');
  writeFileSync(join(samia.folder, 'photo.png'), await page.png().toBuffer());
  const { share } = await must(samia, [
    'show',
    '1',
    '--to',
    'photo.png',
    '--for',
    'x',
    '--days',
    '1',
    '--yes',
  ]);
  t.equal(share.to, 'Halte du Pont');
  await must(samia, ['unshow', '1']);
});

t.test('a shelf is shown with what comes into it later, and it is told how it was explained', async (t) => {
  const show = ['show', '--category', 'stay', '--to', poster, '--for', 'ouvrir vos droits', '--yes'];
  t.match(await refused(samia, [...show, '--explained', 'shouted']), {
    details: { reason: 'bad_explained' },
  });
  const empty = show.map((word) => (word === 'stay' ? 'housing' : word));
  t.match(await refused(samia, empty), { code: 'not_found', details: { shelf: 'Housing' } });
  const { share } = await must(samia, [...show, '--explained', 'interpreted']);
  t.match(share, { scope: 'cat', explained: 'interpreted' });
  await must(samia, ['receipt', 'export', share.id, '--out', 'shelf.json']);
  t.match(readFileSync(join(samia.folder, 'shelf.json'), 'utf8'), '"method": "interpreted"');
  await must(samia, ['add', PDF, '--title', 'Récépissé', '--kind', 'recepisse', '--again']);
  const { shown } = await must(sacha, ['people']);
  const active = shown.find(({ state }) => state === 'active');
  const { papers } = await must(sacha, ['read', String(active?.number)]);
  t.strictSame(papers.map(({ title }) => title).sort(), ['Récépissé', 'Titre de séjour']);
  const listed = await said(samia, ['shares']);
  t.match(listed, 'shelf “Stay and asy');
});

t.test('a paper is shown to one worker alone, who gives it back', async (t) => {
  const { code } = await must(sacha, ['contact'], '');
  const show = ['show', '2', '--to', code, '--for', 'impôts', '--yes'];
  t.match(await refused(samia, show), { details: { reason: 'option_missing', name: '--name' } });
  const { share } = await must(samia, [...show, '--name', 'Sacha']);
  t.equal(share.to, 'Sacha');
  const own = (await must(sacha, ['people'])).shown.find(({ relay }) => relay === null);
  const number = String(own?.number);
  t.strictSame((await must(sacha, ['read', number])).papers.length, 1);
  const others = await must(camille, ['people']);
  t.notOk(
    others.shown.some(({ relay }) => relay === null),
    'nobody else of the relay sees it',
  );
  t.match(await refused(sacha, ['give-back', number]), { details: { reason: 'needs_yes' } });
  t.match(await said(sacha, ['give-back', number, '--yes']), 'The person sees it in their history');
  t.equal((await refused(sacha, ['read', number])).code, 'grant_ended');
  const { shares } = await must(samia, ['shares', '--all']);
  t.match(
    shares.find(({ to }) => to === 'Sacha'),
    { state: 'ended' },
  );
});

t.test('a worker asks for what is missing; the person reads it beside what they show', async (t) => {
  await must(samia, ['show', '1', '--to', poster, '--for', 'RSA', '--yes']);
  const { shown } = await must(sacha, ['people']);
  const number = String(shown.findLast(({ relay, state }) => relay !== null && state === 'active')?.number);
  const ask = ['relay', 'asks', number];
  t.match(await refused(sacha, ask), { details: { reason: 'option_missing', name: '--kind' } });
  await must(sacha, [...ask, '--kind', 'bank-details', '--note', 'RIB de 2026']);
  t.match(await said(samia, ['shares']), 'Sacha of Halte du Pont asks for: Bank details (RIB de 2026)');
  t.match(await said(lou, ['relay', 'asks']), 'Bank details (RIB de 2026), waiting');
  t.match(await said(samia, ['history']), 'Sacha (Halte du Pont) asked for a paper');
});

t.test('a worker vouches for a person, by the name or the code that they know them by', async (t) => {
  const { code } = await must(samia, ['contact'], '');
  t.equal((await refused(sacha, ['relay', 'vouch', 'Samia'])).code, 'not_found');
  t.equal((await refused(sacha, ['relay', 'vouch', poster])).code, 'bad_contact');
  await must(sacha, ['people', code, '--name', 'Samia B.']);
  t.match(await said(sacha, ['relay', 'vouch', 'samia']), 'vouches for Samia B.');
  t.match(await must(lou, ['relay', 'vouch', code]), { vouchedFor: { name: null } });
});

t.test('a worker gives a person a name for the whole relay; its numbers name nobody', async (t) => {
  t.match(await refused(sacha, ['relay', 'name', 'samia']), { details: { reason: 'option_missing' } });
  t.match(await said(sacha, ['relay', 'name', 'samia', '--name', 'Samia B.']), 'can’t read this name');
  t.match(await must(lou, ['relay', 'names']), { names: [{ name: 'Samia B.', cardRead: true }] });
  const file = join(temporaryFolder(t), 'numbers.xlsx');
  t.match(await said(lou, ['relay', 'statistics', '--out', file]), 'Nothing is counted yet');
  t.equal(readFileSync(file).subarray(0, 2).toString(), 'PK');
});

t.test('after a new key of the team the first who comes by seals anew what was shown before', async (t) => {
  t.equal((await refused(sacha, ['relay', 'rotate'])).code, 'not_manager');
  t.equal((await must(camille, ['relay', 'rotate'])).generation, 2);
  t.equal((await must(sacha, ['relay', 'reseal'])).sealed, 0, 'who made the key did it at once');
  t.match(await said(sacha, ['relay', 'reseal']), 'Nothing waits');
  const active = (await must(lou, ['people'])).shown.find(({ state }) => state === 'active');
  t.equal((await must(lou, ['read', String(active?.number)])).papers.length, 2);
});

t.test('two members replace the only manager; one alone does not, and nobody twice', async (t) => {
  t.match(await refused(camille, ['relay', 'replace', '--yes']), { details: { reason: 'own_removal' } });
  const { ask } = await must(sacha, ['relay', 'replace', '--yes']);
  t.equal((await refused(sacha, ['relay', 'replace', ask, '--yes'])).code, 'damaged', 'not by who asked');
  t.equal((await refused(camille, ['relay', 'replace', ask, '--yes'])).code, 'damaged', 'nor by who leaves');
  const { approval } = await must(lou, ['relay', 'replace', ask, '--yes']);
  t.equal((await refused(lou, ['relay', 'replace', approval, '--yes'])).code, 'not_found');
  await must(sacha, ['relay', 'replace', approval, '--yes']);
  const { relays } = await must(lou, ['relay', 'members']);
  t.strictSame(relays[0]?.members.map(({ name, role }) => `${name} ${role}`).sort(), [
    'Lou member',
    'Sacha manager',
  ]);
  t.strictSame((await must(camille, ['relay', 'members'])).relays, []);
  t.equal((await refused(sacha, ['relay', 'replace', approval, '--yes'])).code, 'not_found', 'once');
});

t.test('what is taken back eagerly is written anew under new keys, and only once', async (t) => {
  const { shares } = await must(samia, ['shares']);
  const number = String(shares[0]?.number);
  t.match(await must(samia, ['unshow', number, '--eager']), { anew: 2 });
  t.equal((await must(samia, ['versions', '1'])).versions.length, 2);
  t.match(await must(samia, ['unshow', number, '--eager']), { anew: 0 });
  t.equal((await must(samia, ['versions', '1'])).versions.length, 2);
  t.equal((await must(samia, ['versions', '2'])).versions.length, 1, 'what was not shown stays as it is');
  await must(samia, ['get', '1', '--out', 'again.jpg']);
});

t.test('the members see what was done in their relay, in plain words', async (t) => {
  const { entries } = await must(sacha, ['relay', 'log']);
  const texts = entries.map(({ text }) => text);
  for (const line of [
    'Camille founded the relay',
    'Camille took Sacha into the team (member)',
    'Camille gave the team a new key',
    'Sacha took the place of Camille, with another member',
  ]) {
    t.ok(texts.includes(line), line);
  }
  t.ok(texts.some((text) => text.startsWith('Sacha looked at the list of what')));
  t.notOk(
    texts.some((text) => text.includes('nothing proves it')),
    'each reading is signed',
  );
  t.match(await said(lou, ['relay', 'log', '--lang', 'fr']), 'Camille a fondé le relais');
  t.same((await must(camille, ['relay', 'members'])).relays, [], 'who is out sees none of it');
  t.equal((await refused(camille, ['relay', 'log'])).code, 'not_found');
});
