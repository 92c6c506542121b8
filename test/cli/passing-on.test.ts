import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { startEmbeddedPostgres } from '../../src/server/database/embedded/index.js';
import { type Machine, newMachine, root } from '../helpers/cli.js';
import { query, silent } from '../helpers/embedded.js';
import { startServerProcess } from '../helpers/server-process.js';

const CODE = '482913';
const PHOTO = join(root, 'test/fixtures/photos/photo-01.jpg');
const PDF = join(root, 'test/fixtures/scans/text-searchable.pdf');

/** What these commands answer with `--json`; each has its own part of it. */
interface Told {
  readonly error: { readonly code: string };
  readonly request: string;
  readonly key: string;
  readonly certificate: string;
  readonly poster: { readonly code: string };
  readonly link: { readonly url: string; readonly code: string };
  readonly share: { readonly id: string; readonly shown: string };
  readonly shares: readonly {
    readonly number: number;
    readonly to: string;
    readonly manage: boolean;
    readonly state: string;
    readonly passed: { readonly by: string; readonly from: string; readonly proof: string } | null;
  }[];
  readonly passed: readonly { readonly number: number; readonly to: string; readonly state: string }[] & {
    readonly id: string;
  };
  readonly shown: readonly { readonly state: string; readonly passedBy: { readonly name: string } | null }[];
  readonly links: readonly { readonly readable: boolean; readonly state: string }[];
  readonly papers: readonly { readonly title: string }[];
  readonly entries: readonly { readonly text: string; readonly action: string }[];
}

t.test(
  'a relay passes on a paper that a person let it pass on, and the person stays in charge',
  async (t) => {
    const server = await startServerProcess(t);
    const [association, camille, town, samia] = [newMachine(t), newMachine(t), newMachine(t), newMachine(t)];
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
    const { key } = await must(association, ['admin', 'init', '--out', 'association.key'], '');
    copyFileSync(join(association.folder, 'directory.pub'), join(server.dataDir, 'directory.pub'));
    const found = async (machine: Machine, name: string, as: string): Promise<string> => {
      const { request } = await must(machine, ['relay', 'found', '--name', name, '--as', as]);
      const create = ['admin', 'relay', 'create', request, '--name', name, '--directory', 'association.key'];
      const { certificate } = await must(association, [...create, '--yes'], '');
      await must(machine, ['relay', 'certify', certificate, '--directory', key, '--yes']);
      return (await must(machine, ['relay', 'poster', '--out', 'poster.png'])).poster.code;
    };
    const halte = await found(camille, 'Halte du Pont', 'Camille');
    const mairie = await found(town, 'Mairie', 'Dominique');
    await must(samia, ['open', '--nickname', 'Samia']);
    await must(samia, ['add', PHOTO, '--title', 'Titre de séjour', '--kind', 'residence-permit']);
    await must(samia, ['add', PDF, '--title', 'Bail', '--kind', 'lease']);
    const show = ['show', '1', '2', '--to', halte, '--for', 'vos droits', '--yes', '--lang', 'fr'];
    const pass = ['pass', '1', 'Bail', '--to', mairie, '--for', 'aide au logement', '--lang', 'fr'];

    await t.test('it is passed on in words that both were shown, and after a yes', async (t) => {
      const { share } = await must(samia, [...show, '--manage']);
      t.match(share.shown, 'Ils peuvent les transmettre à d’autres');
      const silent = await run(camille, [...pass, '--json']);
      t.equal(silent.told.error.code, 'bad_usage', 'nothing is signed without a yes');
      await must(camille, [...pass, '--yes']);
      t.match((await must(camille, ['pass'])).passed, [{ number: 1, to: 'Mairie', state: 'active' }]);
    });

    await t.test('the others read that paper alone, and the person sees it all', async (t) => {
      t.match((await must(town, ['people'])).shown, [{ state: 'active', passedBy: { name: 'Camille' } }]);
      const { papers } = await must(town, ['read', '1', 'Bail', '--out', 'lease.pdf']);
      t.strictSame(
        papers.map(({ title }) => title),
        ['Bail'],
      );
      t.same(readFileSync(join(town.folder, 'lease.pdf')), readFileSync(PDF));
      t.match((await must(samia, ['shares'])).shares, [
        { number: 1, manage: true, passed: null },
        {
          number: 2,
          to: 'Mairie',
          state: 'active',
          passed: { by: 'Camille', from: 'Halte du Pont', proof: 'holds' },
        },
      ]);
      const lines = (await must(samia, ['history', '--lang', 'fr'])).entries.map(({ text }) =>
        text.replaceAll('\u00a0', ' '),
      );
      for (const line of [
        'Camille (Halte du Pont) a transmis « Bail » à « Mairie », pour « aide au logement »',
        'Dominique (Mairie) a lu « Bail »',
      ]) {
        t.ok(
          lines.some((one) => one.startsWith(line)),
          line,
        );
      }
    });

    await t.test('its receipt is checked without the server, with the consent above it', async (t) => {
      await must(samia, ['receipt', 'export', '2', '--to', mairie, '--out', 'receipt.json']);
      const text = readFileSync(join(samia.folder, 'receipt.json'), 'utf8');
      const machine = newMachine(t);
      writeFileSync(join(machine.folder, 'receipt.json'), text);
      const verify = ['receipt', 'verify', 'receipt.json', '--directory', key];
      const { out } = await run(machine, [...verify, '--lang', 'fr'], '');
      t.match(out, 'Transmis par Camille (Halte du Pont). La personne avait accepté ceci');
      t.match(out, 'Ils peuvent les transmettre à d’autres');
      writeFileSync(join(machine.folder, 'receipt.json'), text.replace('vos droits', 'vos comptes'));
      const altered = await run(machine, [...verify, '--json'], '');
      t.equal(altered.told.error.code, 'damaged');
    });

    await t.test(
      'the relay shows it to an agency by a link, for the person, who sees that and closes it',
      async (t) => {
        const worker = ['link', 'Bail', '--grant', '1', '--agency', 'CAF', '--for', 'aide au logement'];
        const { link } = await must(camille, worker);
        const agency = newMachine(t);
        await must(agency, ['fetch', link.url, '--out', 'in'], `${link.code}\n`);
        t.match(await must(samia, ['links']), { links: [{ number: 1, agency: 'CAF', state: 'open' }] });
        const { out } = await run(samia, ['links', '1', '--lang', 'fr']);
        t.match(out, 'par\u00a0: Halte du Pont');
        await must(samia, ['unlink', '1']);
        const late = await run(agency, ['fetch', link.url, '--json'], `${link.code}\n`);
        t.equal(late.told.error.code, 'link_ended');
      },
    );

    await t.test(
      'a link whose label a worker spoilt is told as such, and the person closes it',
      async (t) => {
        await must(camille, ['link', 'Bail', '--grant', '1', '--agency', 'CAF', '--no-code']);
        t.match((await must(samia, ['links'])).links, [{ number: 2, readable: true, agency: 'CAF' }]);
        const database = await startEmbeddedPostgres({ dataDir: server.dataDir, log: silent });
        await query(database.url, `update links set own = decode(repeat('00', 1649), 'hex')`);
        await database.stop();
        const unread = {
          number: 2,
          readable: false,
          agency: null,
          url: null,
          under: { name: 'Halte du Pont' },
        };
        t.match((await must(samia, ['links'])).links, [unread]);
        t.match((await run(samia, ['links', '--lang', 'fr'])).out, 'étiquette illisible');
        t.match(
          (await run(samia, ['links', '2', '--lang', 'en'])).out,
          'The label of this link cannot be read',
        );
        t.equal((await run(samia, ['extend', '2', '--days', '9', '--json'])).told.error.code, 'damaged');
        await must(samia, ['unlink', '2']);
        t.match((await must(samia, ['links', '--all'])).links, [{ state: 'ended' }, { state: 'ended' }]);
      },
    );

    await t.test('the relay ends it, and the person everything', async (t) => {
      await must(camille, ['unpass', '1']);
      const ended = await run(town, ['read', '1', '--json']);
      t.equal(ended.told.error.code, 'grant_ended');
      await must(samia, ['unshow', '1']);
      const late = await run(camille, [...pass, '--yes', '--json']);
      t.equal(late.told.error.code, 'grant_ended');
      const { out } = await run(samia, ['shares', '--all', '--lang', 'fr']);
      t.match(out.replaceAll(/\s+/g, ' '), /transmis par/);
    });
  },
);
