import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { type Machine, newMachine, root } from '../helpers/cli.js';
import { startServerProcess } from '../helpers/server-process.js';

const CODE = '482913';
const PHOTO = join(root, 'test/fixtures/photos/photo-01.jpg');
const PDF = join(root, 'test/fixtures/scans/text-searchable.pdf');

/** What these commands answer with `--json`; each has its own part of it. */
interface Told {
  readonly error: { readonly code: string; readonly details: { readonly reason?: string } };
  readonly words: readonly string[];
  readonly request: string;
  readonly key: string;
  readonly certificate: string;
  readonly code: string;
  readonly accepted: readonly string[];
  readonly saved: string | readonly string[];
  readonly poster: { readonly code: string; readonly id: string; readonly words: readonly string[] };
  readonly relays: readonly {
    readonly name: string;
    readonly certified: boolean;
    readonly members: readonly unknown[];
  }[];
  readonly share: { readonly id: string; readonly to: string; readonly shown: string };
  readonly shares: readonly { readonly number: number; readonly state: string; readonly to: string }[];
  readonly shown: readonly {
    readonly person: string | null;
    readonly verified: boolean;
    readonly state: string;
  }[];
  readonly papers: readonly { readonly title: string }[];
  readonly entries: readonly {
    readonly action: string;
    readonly worker: string | null;
    readonly relay: string | null;
    readonly purpose: string | null;
    readonly outcome: string;
    readonly text: string;
  }[];
  readonly receipt: {
    readonly purpose: string;
    readonly recipient: { readonly certifiedName: string | null };
    readonly withdrawnAt: number | null;
  };
}

t.test('a person shows two papers to a relay, sees who read them, and takes them back', async (t) => {
  const server = await startServerProcess(t);
  const [association, camille, sacha, samia] = [newMachine(t), newMachine(t), newMachine(t), newMachine(t)];
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
  let directory = '';
  let poster: Told['poster'] = { code: '', id: '', words: [] };
  let shareId = '';

  await t.test('an association makes its key, and certifies the relay that a worker founded', async (t) => {
    const made = await must(association, ['admin', 'init', '--out', 'association.key'], '');
    t.equal(made.words.length, 8);
    t.equal(statSync(join(association.folder, 'association.key')).mode & 0o777, 0o600);
    const again = await run(association, ['admin', 'init', '--out', 'association.key', '--json'], '');
    t.equal(again.told.error.code, 'file_exists', 'a key is never overwritten');
    copyFileSync(join(association.folder, 'directory.pub'), join(server.dataDir, 'directory.pub'));
    directory = made.key;

    const found = ['relay', 'found', '--name', 'Halte du Pont', '--as', 'Camille'];
    const { request, words } = await must(camille, found);
    const create = ['admin', 'relay', 'create', request, '--directory', 'association.key', '--yes'];
    const unnamed = await run(association, [...create, '--json'], '');
    t.equal(unnamed.told.error.details.reason, 'option_missing');
    const signed = await must(association, [...create, '--name', 'Halte du Pont'], '');
    t.strictSame(signed.words, words, 'both see the same words');
    const certify = ['relay', 'certify', signed.certificate, '--directory'];
    const other = Buffer.alloc(32, 7).toString('base64url');
    const wrong = await run(camille, [...certify, other, '--yes', '--json']);
    t.equal(wrong.told.error.code, 'damaged', 'another association did not sign this');
    await must(camille, [...certify, directory, '--yes']);
    poster = (await must(camille, ['relay', 'poster', '--out', 'poster.png'])).poster;
    t.match(poster.code, /^pochette:relay1:/);
  });

  await t.test('a second worker joins by an invitation that goes from hand to hand', async (t) => {
    const { code } = await must(camille, ['relay', 'invite']);
    const wrong = await run(sacha, ['relay', 'join', '--as', 'Sacha', '--json'], `X${code}\n${CODE}\n`);
    t.equal(wrong.told.error.code, 'bad_invitation');
    await must(sacha, ['relay', 'join', '--as', 'Sacha'], `${code}\n${CODE}\n`);
    const before = await must(sacha, ['relay', 'members']);
    t.strictSame(before.relays, [], 'nobody is in before they were accepted');
    const { accepted } = await must(camille, ['relay', 'accept', '--yes']);
    t.strictSame(accepted, ['Sacha']);
    const { relays } = await must(sacha, ['relay', 'members']);
    t.equal(relays[0]?.members.length, 2);
    const used = await run(sacha, ['relay', 'join', '--as', 'Sacha', '--json'], `${code}\n${CODE}\n`);
    t.equal(used.told.error.code, 'invitation_used');
  });

  await t.test('papers are shown for a month, in words that go into the receipt', async (t) => {
    await must(samia, ['open', '--nickname', 'Samia']);
    await must(samia, ['add', PHOTO, '--title', 'Titre de séjour', '--kind', 'residence-permit']);
    await must(samia, ['add', PDF, '--title', 'Avis d’impôt', '--kind', 'tax-notice']);
    await must(samia, ['add', PDF, '--title', 'Ordonnance', '--kind', 'prescription', '--again']);
    copyFileSync(join(camille.folder, 'poster.png'), join(samia.folder, 'poster.png'));
    const show = ['show', '1', '2', '--to', 'poster.png', '--for', 'ouvrir vos droits', '--days', '31'];
    const silent = await run(samia, [...show, '--json']);
    t.equal(silent.told.error.details.reason, 'needs_yes', 'nothing is signed without a yes');
    const { share } = await must(samia, [...show, '--yes', '--lang', 'fr']);
    shareId = share.id;
    t.equal(share.to, 'Halte du Pont');
    for (const word of [
      'Titre de séjour',
      'Avis d’impôt',
      'Halte du Pont',
      'ouvrir vos droits',
      'reprendre',
    ]) {
      t.match(share.shown, word);
    }
    const { shares } = await must(samia, ['shares']);
    t.match(shares, [{ number: 1, state: 'active', to: 'Halte du Pont' }]);
  });

  await t.test('everything, or health, is shown only to who says so', async (t) => {
    const show = ['show', '--to', poster.code, '--for', 'droits', '--yes'];
    const all = await run(samia, [...show, '--all', '--json']);
    t.equal(all.told.error.code, 'health_not_named');
    const both = await run(samia, [...show, '1', '--all', '--json']);
    t.equal(both.told.error.details.reason, 'nothing_to_show');
    const long = await run(samia, [...show, '1', '--days', '400', '--json']);
    t.equal(long.told.error.details.reason, 'bad_days');
    const words = ['--relay', poster.id, '--words'];
    const other = [...poster.words.slice(1), poster.words[0]].join(' ');
    const wrong = await run(samia, ['show', '1', '--for', 'x', '--yes', ...words, other, '--json']);
    t.equal(wrong.told.error.code, 'bad_contact', 'other words are another relay');
    await must(samia, [
      'show',
      '1',
      '--for',
      'x',
      '--yes',
      ...words,
      poster.words.join(' '),
      '--name',
      'La Halte',
    ]);
    const { shares } = await must(samia, ['shares']);
    t.equal(shares[1]?.to, 'La Halte');
    await must(samia, ['unshow', '2']);
    t.equal((await must(samia, ['shares'])).shares.length, 1);
  });

  await t.test('a worker reads what was shown, and only that', async (t) => {
    const { code } = await must(samia, ['contact'], '');
    const people = await must(sacha, ['people']);
    t.match(people.shown[0], { person: null, verified: false, state: 'active' });
    await must(sacha, ['people', code, '--name', 'Samia B.']);
    const now = await must(sacha, ['people']);
    t.match(now.shown[0], { person: 'Samia B.', verified: true });
    const listed = await must(sacha, ['read', '1']);
    t.strictSame(listed.papers.map(({ title }) => title).sort(), ['Avis d’impôt', 'Titre de séjour']);
    await must(sacha, ['read', '1', 'impôt', '--out', 'tax.pdf']);
    t.same(readFileSync(join(sacha.folder, 'tax.pdf')), readFileSync(PDF));
    const hidden = await run(sacha, ['read', '1', 'Ordonnance', '--json']);
    t.equal(hidden.told.error.code, 'not_found');
    const lost = await run(sacha, ['list', '--json']);
    t.equal(lost.told.error.details.reason, 'worker_here');
  });

  await t.test('the person sees who looked, by name, and what for', async (t) => {
    const { entries } = await must(samia, ['history', '--person', 'Sacha', '--lang', 'fr']);
    const read = entries.find(({ action }) => action === 'paper.read');
    t.match(read, { worker: 'Sacha', relay: 'Halte du Pont', purpose: 'ouvrir vos droits', outcome: 'ok' });
    t.match(read?.text, 'Sacha');
    const nobody = await run(samia, ['history', '--person', 'Zoé', '--json']);
    t.equal(nobody.told.error.code, 'not_found');
  });

  await t.test('what is taken back is refused at once, and the try is seen', async (t) => {
    await must(samia, ['unshow', '1']);
    const refused = await run(sacha, ['read', '1', '1', '--json']);
    t.equal(refused.told.error.code, 'grant_ended');
    t.equal(refused.code, 10);
    const { shares } = await must(samia, ['shares', '--all']);
    t.equal(shares[0]?.state, 'ended');
    await must(samia, ['add', PHOTO, '--title', 'Après', '--again']);
  });

  await t.test('the receipt proves itself without the server, and not if it was altered', async (t) => {
    await must(samia, ['receipt', 'export', shareId, '--to', poster.code, '--out', 'receipt.json']);
    const path = join(samia.folder, 'receipt.json');
    const machine = newMachine(t);
    copyFileSync(path, join(machine.folder, 'receipt.json'));
    const verify = ['receipt', 'verify', 'receipt.json', '--directory', directory];
    const { receipt } = await must(machine, verify, '');
    t.equal(receipt.purpose, 'ouvrir vos droits');
    t.equal(receipt.recipient.certifiedName, 'Halte du Pont');
    t.ok(receipt.withdrawnAt, 'it says that it was taken back');
    const text = readFileSync(path, 'utf8');
    writeFileSync(
      join(machine.folder, 'receipt.json'),
      text.replace('ouvrir vos droits', 'ouvrir vos comptes'),
    );
    const altered = await run(machine, [...verify, '--json'], '');
    t.equal(altered.told.error.code, 'damaged');
    t.equal(altered.code, 7);
  });

  await t.test('who is removed from the team sees nothing that comes later', async (t) => {
    await must(samia, ['show', '1', '--to', poster.code, '--for', 'suivi', '--yes']);
    t.equal((await must(sacha, ['people'])).shown.filter(({ state }) => state === 'active').length, 1);
    const last = await run(camille, ['relay', 'remove', 'Camille', '--yes', '--json']);
    t.equal(last.told.error.code, 'conflict', 'the last manager stays');
    await must(camille, ['relay', 'remove', 'sacha', '--yes']);
    t.strictSame((await must(sacha, ['people'])).shown, []);
    const { papers } = await must(camille, ['read', '3']);
    t.equal(papers.length, 1, 'who remains reads what was shown before');
  });
});
