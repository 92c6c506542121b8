import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { sniff } from '../../src/client/intake/sniff.js';
import { poppler, withoutPoppler } from '../helpers/card.js';
import { sure } from '../helpers/cheating.js';
import { newMachine, root } from '../helpers/cli.js';
import { noise } from '../helpers/pictures.js';
import { startServerProcess } from '../helpers/server-process.js';

const CODE = '482913';
const PDF = join(root, 'test/fixtures/scans/scan-03-pages.pdf');
const TEXT = join(root, 'test/fixtures/scans/text-searchable.pdf');
const LOCKED = join(root, 'test/fixtures/awkward/password.pdf');
const PHOTO = join(root, 'test/fixtures/photos/photo-01.jpg');
const skip = await withoutPoppler();

interface Told {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: { readonly reason?: string };
  };
  readonly dossiers: readonly { readonly id: string; readonly source: string }[];
  readonly dossier: { readonly name: string; readonly asOf: string };
  readonly pieces: readonly {
    readonly id: string;
    readonly state: string;
    readonly papers: readonly { readonly title: string }[];
  }[];
  readonly missing: readonly string[];
  readonly questions: readonly { readonly id: string; readonly yes: boolean }[];
  readonly saved: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly fits: boolean }[];
  readonly left: readonly string[];
  readonly link: { readonly url: string; readonly code: string; readonly papers: readonly string[] };
  readonly papers: readonly { readonly title: string }[];
  readonly purpose: string;
}

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

t.test(
  'a person sees what a procedure asks for, and brings it as one link, one PDF or one ZIP',
  async (t) => {
    const server = await startServerProcess(t);
    const [samia, agency] = [newMachine(t), newMachine(t)];
    const env = { POCHETTE_SERVER: server.url };
    const run = async (args: readonly string[], machine = samia, input = `${CODE}\n`) => {
      const ran = await machine.run(args, input, env);
      return { ...ran, told: ran.json as unknown as Told };
    };
    const must = async (args: readonly string[], machine = samia, input?: string): Promise<Told> => {
      const { code, told, out, err } = await run([...args, '--json'], machine, input);
      if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${out} ${err}`);
      return told;
    };
    const add = (file: string, kind: string, ...more: string[]) =>
      must(['add', file, '--kind', kind, ...more]);
    const states = ({ pieces }: Told) => Object.fromEntries(pieces.map(({ id, state }) => [id, state]));
    await must(['open', '--nickname', 'Samia']);

    await t.test('the six are listed without a safe or a code, with their sources', async (t) => {
      const { dossiers } = await must(['dossier'], newMachine(t), '');
      t.equal(dossiers.length, 6);
      t.ok(dossiers.every(({ source }) => source !== ''));
      const said = await run(['dossier', '--lang', 'fr'], newMachine(t), '');
      t.match(said.out, 'L’administration peut demander d’autres papiers.');
    });

    await t.test(
      'everything is missing at first; what would do is named; nothing can be made of nothing',
      async (t) => {
        const told = await must(['dossier', 'rsa']);
        t.same(told.missing, ['identity', 'address', 'bank']);
        t.ok(told.questions.some(({ id, yes }) => id === 'work' && !yes));
        const said = await run(['dossier', 'rsa', '--lang', 'fr']);
        t.match(said.out, 'Il manque encore 3 pièces.');
        t.match(said.out, 'Carte d’identité');
        for (const way of [['--link'], ['--save', 'x.zip']]) {
          const none = await run(['dossier', 'rsa', ...way, '--json']);
          t.equal(none.told.error.details.reason, 'empty_dossier');
        }
      },
    );

    const large = join(samia.folder, 'grande photo.jpg');
    writeFileSync(large, await noise(1900, 1500).jpeg({ quality: 95 }).toBuffer());
    t.ok(statSync(large).size > 2_000_000, 'larger than that portal takes');
    await add(PHOTO, 'residence-permit', '--title', 'Titre', '--expires', inDays(-2));
    await add(large, 'passport', '--title', 'Passeport', '--expires', inDays(900));
    await add(PDF, 'domiciliation', '--title', 'Domiciliation', '--expires', inDays(-1));
    for (const n of ['1', '2', '3']) {
      const slip = join(samia.folder, `paie ${n}.pdf`);
      writeFileSync(slip, Buffer.concat([readFileSync(TEXT), Buffer.from(`\n%${n}\n`)]));
      await add(slip, 'payslip', '--title', `Paie ${n}`);
    }

    await t.test('what is there, has ended or is missing is told piece by piece', async (t) => {
      const told = await must(['dossier', 'residence-permit', '--with', 'work']);
      t.match(states(told), {
        permit: 'there',
        nationality: 'there',
        address: 'ended',
        photo: 'missing',
        pay: 'there',
        contract: 'missing',
      });
      t.same(told.missing, ['address', 'photo', 'contract']);
      t.notOk('pay' in states(await must(['dossier', 'residence-permit'])), 'only if the person says so');
      const said = await run(['dossier', 'residence-permit', '--lang', 'fr']);
      t.match(said.out, /Adresse +fini/);
    });

    await t.test(
      'the ZIP has one file for each piece, in what the portal takes, and unzip opens it',
      async (t) => {
        const told = await must([
          'dossier',
          'residence-permit',
          '--with',
          'work',
          '--save',
          'titre.zip',
          '--lang',
          'fr',
        ]);
        t.equal(statSync(told.saved).mode & 0o777, 0o600);
        const names = [
          '01-titre-de-sejour.jpg',
          '02-passeport.jpg',
          '03-attestation-de-domiciliation.pdf',
          '04-bulletin-de-paie.pdf',
        ];
        t.same(
          told.files.map(({ name }) => name),
          names,
        );
        for (const { name, bytes, fits } of told.files) t.ok(fits && bytes <= 2_000_000, `${name}: ${bytes}`);
        const out = join(samia.folder, 'out');
        execFileSync('unzip', ['-q', told.saved, '-d', out]);
        t.same(readdirSync(out).toSorted(), names);
        t.equal(sniff(readFileSync(join(out, sure(names[1])))), 'image/jpeg');
        t.same(readFileSync(join(out, sure(names[2]))), readFileSync(PDF), 'what fits stays as it is');
        if (!skip) t.match(await poppler('pdfinfo', join(out, sure(names[3]))), /Pages: +9\n/);
        const taken = await run(['dossier', 'residence-permit', '--save', 'titre.zip', '--json']);
        t.equal(taken.told.error.code, 'file_exists');
      },
    );

    await t.test(
      'one PDF holds every page, each paper once, in the order of the dossier',
      { skip },
      async (t) => {
        const told = await must([
          'dossier',
          'social-housing',
          '--with',
          'work,foreign',
          '--save',
          'tout.pdf',
        ]);
        t.match(await poppler('pdfinfo', told.saved), /Pages: +14\n/);
        t.same(told.left, []);
        await add(LOCKED, 'tax-notice', '--title', 'Impôts');
        const args = ['dossier', 'social-housing', '--save', 'tout.pdf', '--force'];
        t.equal((await must(args)).left.length, 1);
        t.match((await run([...args, '--lang', 'fr'])).out, 'n’est pas dans le PDF');
        const zip = await must(['dossier', 'social-housing', '--save', 'tout.zip', '--lang', 'fr']);
        t.match(
          zip.files.at(-2),
          { name: '02-avis-imposition.pdf', fits: false },
          'no portal opens what is locked',
        );
      },
    );

    await t.test('one link shows them to the agency, named after the dossier', async (t) => {
      const { link } = await must([
        'dossier',
        'residence-permit',
        '--link',
        '--agency',
        'Préfecture',
        '--lang',
        'fr',
      ]);
      t.same(link.papers.toSorted(), ['Domiciliation', 'Impôts', 'Passeport', 'Titre']);
      const got = await must(['fetch', link.url, '--out', 'in'], agency, `${link.code}\n`);
      t.same(got.papers.map(({ title }) => title).toSorted(), [
        'Domiciliation',
        'Impôts',
        'Passeport',
        'Titre',
      ]);
      t.equal(got.purpose, 'Renouveler un titre de séjour');
    });

    await t.test('what was mistyped is told before the code is asked for', async (t) => {
      for (const [args, reason] of [
        [['dossier', 'rsb'], 'bad_dossier'],
        [['dossier', 'rsa', '--with', 'rich'], 'bad_condition'],
        [['dossier', 'rsa', '--with', 'townHall'], 'bad_condition'],
        [['dossier', 'rsa', '--save', 'x.doc'], 'bad_save'],
        [['dossier', 'rsa', '--link', '--openings', '99'], 'bad_openings'],
      ] as const) {
        const { told, code } = await run([...args, '--json'], samia, '');
        t.equal(told.error.details.reason, reason);
        t.equal(code, 2);
      }
    });
  },
);
