import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
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
  readonly link: { readonly url: string; readonly state?: string };
  readonly links: readonly object[];
  readonly files: readonly { readonly state: string; readonly removed?: readonly string[] }[];
  readonly deposits: readonly object[];
  readonly papers: readonly { readonly title: string }[];
  readonly entries: readonly { readonly action: string; readonly text: string; readonly outcome: string }[];
}

t.test('a person asks for papers by a link; somebody without a safe leaves them', async (t) => {
  const server = await startServerProcess(t);
  const [samia, agency] = [newMachine(t), newMachine(t)];
  const run = async (machine: Machine, args: readonly string[], input = `${CODE}\n`) => {
    const ran = await machine.run(args, input, { POCHETTE_SERVER: server.url });
    return { ...ran, told: ran.json as unknown as Told };
  };
  const must = async (machine: Machine, args: readonly string[], input?: string): Promise<Told> => {
    const { code, told, out, err } = await run(machine, [...args, '--json'], input);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${out} ${err}`);
    return told;
  };
  const refusedWith = async (machine: Machine, args: readonly string[]): Promise<string> => {
    const { told } = await run(machine, [...args, '--json']);
    return told.error.details.reason ?? told.error.code;
  };
  await must(samia, ['open', '--nickname', 'Samia']);

  await t.test('she makes one, sees it again, and is told what it does', async (t) => {
    const said = await run(samia, [
      'ask',
      '--agency',
      'CAF',
      '--for',
      'APL',
      '--as',
      'Samia',
      '--lang',
      'fr',
    ]);
    t.equal(said.code, 0);
    t.match(said.out, /prend 10 papiers au plus/);
    t.match(said.out, /Qui l’a peut déposer des papiers pour vous, et n’en voit aucun/);
    const { link } = await must(samia, ['asks', '1']);
    t.match(link, { state: 'open', agency: 'CAF', purpose: 'APL', count: 10, came: 0 });
    t.match(said.out, link.url);
    t.match((await must(samia, ['ask', '--count', '1', '--days', '31', '--room', '5'])).link, {
      count: 1,
      bytes: 5e6,
    });
    for (const [args, reason] of [
      [['--days', '32'], 'bad_drop_days'],
      [['--until', '2099-01-01'], 'bad_drop_days'],
      [['--count', '51'], 'bad_drop_limits'],
      [['--room', '2000'], 'bad_drop_limits'],
    ] as const) {
      t.equal(await refusedWith(samia, ['ask', ...args]), reason);
    }
    t.match((await must(samia, ['asks'])).links, [{ number: 1 }, { number: 2 }]);
  });

  const { link } = await must(samia, ['asks', '1']);

  await t.test('files that are no papers are refused before anything is sent', async (t) => {
    const [text, cut] = [join(agency.folder, 'notes.exe'), join(agency.folder, 'cut.jpg')];
    writeFileSync(text, 'MZ\u0000\u0001');
    copyFileSync(PHOTO, cut);
    truncateSync(cut, 2000);
    t.equal(await refusedWith(agency, ['drop', link.url, text]), 'unsupported_type');
    t.equal(await refusedWith(agency, ['drop', link.url, cut]), 'truncated_file');
    t.equal(await refusedWith(agency, ['drop', link.url.slice(0, -1), PDF]), 'bad_drop');
    t.equal(await refusedWith(agency, ['drop', link.url.replace('/d/', '/o/'), PDF]), 'bad_drop');
  });

  await t.test('an agency leaves them, by the link alone', async (t) => {
    const { files } = await must(agency, ['drop', '-', PHOTO, PDF, '--as', 'Guichet 4'], `${link.url}\n`);
    t.match(files, [{ state: 'left' }, { state: 'left' }]);
    t.equal((await run(agency, ['list', '--json'])).told.error.code, 'not_logged_in', 'it has no safe');
    const said = await run(agency, ['drop', link.url, PDF, '--lang', 'fr'], '');
    t.equal(said.code, 0);
    t.match(said.err, /Pour\s*: Samia/);
    t.match(said.out, /attend Samia/);
    t.match(said.out, /Reçu\. La personne décide/);
  });

  await t.test(
    'she is told by which link they came and that nobody signed; she keeps and refuses',
    async (t) => {
      const said = await run(samia, ['deposits', '--lang', 'en']);
      t.match(said.out, /your link “CAF”/);
      t.match(said.out, /“Guichet 4”/);
      t.match(said.out, /Nobody signed/);
      t.match((await must(samia, ['deposits'])).deposits, [
        {
          number: 1,
          from: { verified: false, worker: null, link: { from: 'CAF', claimedName: 'Guichet 4' } },
        },
        { number: 2 },
        { number: 3, from: { link: { claimedName: null } } },
      ]);
      await must(samia, ['keep', '1', '2']);
      await must(samia, ['refuse', '1', '--yes']);
      const { papers } = await must(samia, ['list']);
      t.equal(papers.length, 2);
      const at = papers.findIndex(({ title }) => /text|searchable/i.test(title)) + 1;
      await must(samia, ['get', String(at), '--out', 'back.pdf']);
      t.same(readFileSync(join(samia.folder, 'back.pdf')), readFileSync(PDF), 'the very bytes');
      const { entries } = await must(samia, ['history']);
      const told = entries.filter(({ action }) => action === 'drop.add');
      t.equal(told.length, 3);
      t.match(told[0], { outcome: 'ok', text: /“CAF” left/ });
    },
  );

  await t.test('a link that is full or closed takes nothing', async (t) => {
    const { link: one } = await must(samia, ['asks', '2']);
    await must(agency, ['drop', one.url, PDF], '');
    const full = await run(agency, ['drop', one.url, PDF, '--json'], '');
    t.equal(full.told.error.code, 'drop_full');
    t.equal(full.code, 8);
    const closed = await run(samia, ['unask', '1', '--lang', 'fr']);
    t.match(closed.out, /Le lien est fermé/);
    const ended = await run(agency, ['drop', link.url, PDF, '--json'], '');
    t.equal(ended.told.error.code, 'drop_ended');
    t.equal(ended.code, 10);
    t.match((await must(samia, ['asks', '--all'])).links, [{ state: 'ended', came: 3 }, { state: 'full' }]);
    t.strictSame((await must(samia, ['asks'])).links, []);
  });
});
