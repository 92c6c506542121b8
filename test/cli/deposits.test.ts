import { copyFileSync } from 'node:fs';
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
  readonly request: string;
  readonly key: string;
  readonly certificate: string;
  readonly code: string;
  readonly person: { readonly name: string };
  readonly open: boolean;
  readonly waiting: number;
  readonly files: readonly {
    readonly state: string;
    readonly title: string;
    readonly error?: { code: string };
  }[];
  readonly deposits: readonly {
    readonly title: string;
    readonly from: {
      readonly name: string | null;
      readonly verified: boolean;
      readonly worker: { name: string };
    };
  }[];
  readonly kept: readonly { readonly title: string }[];
  readonly refused: readonly { readonly title: string }[];
  readonly papers: readonly { readonly title: string; readonly kind: string }[];
  readonly entries: readonly { readonly action: string; readonly text: string; readonly outcome: string }[];
}

t.test('a worker scans papers into a safe that stays shut; its holder decides at home', async (t) => {
  const server = await startServerProcess(t);
  const [association, camille, samia] = [newMachine(t), newMachine(t), newMachine(t)];
  const run = async (machine: Machine, args: readonly string[], input = `${CODE}\n`) => {
    const ran = await machine.run(args, input, { POCHETTE_SERVER: server.url });
    return { ...ran, told: ran.json as unknown as Told };
  };
  const must = async (machine: Machine, args: readonly string[], input?: string): Promise<Told> => {
    const { code, told, out, err } = await run(machine, [...args, '--json'], input);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${out} ${err}`);
    return told;
  };
  const refusedWith = async (machine: Machine, args: readonly string[]): Promise<string> =>
    (await run(machine, [...args, '--json'])).told.error.code;

  const { key } = await must(association, ['admin', 'init', '--out', 'association.key'], '');
  copyFileSync(join(association.folder, 'directory.pub'), join(server.dataDir, 'directory.pub'));
  const found = ['relay', 'found', '--name', 'Halte du Pont', '--as', 'Camille'];
  const { request } = await must(camille, found);
  await must(samia, ['open', '--nickname', 'Samia']);
  const samiaCode = (await must(samia, ['contact'])).code;
  await must(camille, ['people', samiaCode, '--name', 'Samia']);
  t.equal(await refusedWith(camille, ['deposit', 'Samia', PDF]), 'not_certified', 'before it is certified');
  const create = ['admin', 'relay', 'create', request, '--directory', 'association.key', '--yes'];
  const { certificate } = await must(association, [...create, '--name', 'Halte du Pont'], '');
  await must(camille, ['relay', 'certify', certificate, '--directory', key, '--yes']);
  await must(camille, ['relay', 'poster', '--out', 'poster.png']);

  await t.test('the worker leaves them by the name of the person', async (t) => {
    t.equal(await refusedWith(camille, ['deposit', 'Autre', PDF]), 'not_found', 'whose code was never read');
    const titled = ['deposit', 'Samia', PDF, '--title', 'Avis d’impôt', '--kind', 'tax-notice'];
    const { person, files } = await must(camille, titled);
    t.match([person, files], [{ name: 'Samia' }, [{ state: 'left', title: 'Avis d’impôt' }]]);
    const several = await run(camille, ['deposit', 'Samia', PHOTO, PDF, 'nothing.pdf', '--lang', 'en']);
    t.equal(several.code, 9, 'one of three is no file');
    t.match(several.out, /waits for Samia/);
    t.equal((await run(camille, ['deposit', 'Samia'])).code, 2);
  });

  await t.test('the person reads from whom they come, to confirm', async (t) => {
    const listed = await must(samia, ['list']);
    t.strictSame([listed.papers, listed.waiting], [[], 3]);
    t.match((await run(samia, ['list', '--lang', 'fr'])).out, /3 papiers déposés pour vous, à confirmer/);
    const { deposits, open } = await must(samia, ['deposits']);
    t.equal(open, true);
    t.equal(deposits.length, 3);
    t.match(deposits[0], {
      title: 'Avis d’impôt',
      from: { name: null, verified: false, worker: { name: 'Camille' } },
    });
    const page = await run(samia, ['deposits', '--lang', 'fr']);
    t.match(page.out, /Vous n’avez jamais rencontré ce relais/);
    const asked = await run(samia, ['keep', '1', '--json']);
    t.equal(asked.told.error.details.reason, 'needs_yes', 'an unknown relay is asked about');
  });

  await t.test(
    'they keep one, after they compared the words, and refuse the others in one step',
    async (t) => {
      const { kept } = await must(samia, ['keep', '1', '--yes']);
      t.match(kept, [{ title: 'Avis d’impôt' }]);
      t.match((await must(samia, ['list'])).papers, [{ title: 'Avis d’impôt', kind: 'tax-notice' }]);
      const got = await run(samia, ['get', '1', '--out', 'back.pdf', '--json']);
      t.equal(got.code, 0);
      const silent = await run(samia, ['refuse', '1', '--json']);
      t.equal(silent.told.error.details.reason, 'needs_yes');
      t.equal(await refusedWith(samia, ['refuse', '--yes']), 'bad_usage');
      t.equal(await refusedWith(samia, ['refuse', '--relay', 'Nobody', '--yes']), 'not_found');
      const { refused } = await must(samia, ['refuse', '1', '2', '--yes']);
      t.equal(refused.length, 2);
      t.strictSame((await must(samia, ['deposits'])).deposits, []);
    },
  );

  await t.test('they can close the safe, and open it again', async (t) => {
    t.equal((await must(samia, ['deposits', 'close'])).open, false);
    const closed = await run(camille, ['deposit', 'Samia', PDF, '--json']);
    t.strictSame([closed.code, closed.told.error.code], [10, 'deposits_closed']);
    t.match((await run(samia, ['deposits', '--lang', 'en'])).out, /Only those to whom you agreed/);
    t.equal((await must(samia, ['deposits', 'open'])).open, true);
    await must(camille, ['deposit', 'Samia', PDF]);
    t.equal(await refusedWith(samia, ['deposits', 'elsewhere']), 'bad_usage');
  });

  await t.test('the history tells all of it', async (t) => {
    const { entries } = await must(samia, ['history', '--all']);
    const acts = entries.map(({ action, outcome }) => `${action} ${outcome}`);
    for (const act of ['deposit.add ok', 'deposit.keep ok', 'deposit.refuse ok', 'deposit.close ok'])
      t.ok(acts.includes(act), act);
  });
});
