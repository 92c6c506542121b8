import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { type Machine, newMachine, root } from '../helpers/cli.js';
import { startServerProcess } from '../helpers/server-process.js';

const CODE = '482913';
const PHOTO = join(root, 'test/fixtures/photos/photo-01.jpg');
const PDF = join(root, 'test/fixtures/scans/text-searchable.pdf');

interface Told {
  readonly error: { readonly code: string; readonly details: { readonly reason?: string } };
  readonly link: {
    readonly id: string;
    readonly url: string;
    readonly code: string;
    readonly state: string;
    readonly opened: number;
    readonly openings: number;
    readonly receipts: readonly { readonly name: string | null }[];
  };
  readonly links: readonly { readonly number: number; readonly state: string }[];
  readonly papers: readonly { readonly saved: string; readonly title: string }[];
  readonly entries: readonly { readonly text: string }[];
  readonly agency: string;
}

t.test('a person shows papers to an agency by a link, sees them arrive, and closes it', async (t) => {
  const server = await startServerProcess(t);
  const [samia, agency] = [newMachine(t), newMachine(t)];
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
  await must(samia, ['open', '--nickname', 'Samia']);
  await must(samia, ['add', PHOTO, '--title', 'Titre de séjour', '--kind', 'residence-permit']);
  await must(samia, ['add', PDF, '--title', 'Avis d’impôt', '--kind', 'tax-notice']);
  const asked = ['link', '1', '2', '--agency', 'CAF', '--for', 'APL', '--as', 'Samia', '--openings', '2'];
  const { link } = await must(samia, asked);
  t.match(link, { url: /\/o\/#1[\w-]{27}$/, code: /^\d{6}$/, openings: 2 });

  await t.test('the agency needs the code, and gets the very files', async (t) => {
    const wrong = await run(agency, ['fetch', link.url, '--json'], '000000\n');
    t.equal(wrong.told.error.code, 'wrong_code');
    t.equal(wrong.code, 4);
    const none = await run(agency, ['fetch', link.url.slice(0, -1), '--json'], '');
    t.equal(none.told.error.code, 'bad_link');
    const got = await must(agency, ['fetch', link.url, '--out', 'in', '--as', 'Guichet 4'], `${link.code}\n`);
    t.match(got, { agency: 'CAF' });
    t.strictSame(got.papers.map(({ title }) => title).toSorted(), ['Avis d’impôt', 'Titre de séjour']);
    const pdf = got.papers.find(({ title }) => title === 'Avis d’impôt');
    t.same(readFileSync(pdf?.saved ?? ''), readFileSync(PDF));
    const again = await run(agency, ['fetch', '--out', 'in'], `${link.url}\n${link.code}\n`);
    t.equal(again.code, 0, 'the link too from standard input');
    t.match(again.out, '(2).pdf', 'no file is replaced');
    const used = await run(agency, ['fetch', link.url, '--json'], `${link.code}\n`);
    t.equal(used.told.error.code, 'link_used_up');
    t.equal(used.code, 10);
  });

  await t.test('the person sees who received it, and the address again', async (t) => {
    t.strictSame((await must(samia, ['links'])).links, [], 'used up is not open');
    t.match((await must(samia, ['links', '--all'])).links, [{ number: 1, state: 'used_up' }]);
    const { link: one } = await must(samia, ['links', '1']);
    t.match(one, {
      url: link.url,
      code: link.code,
      opened: 2,
      receipts: [{ name: 'Guichet 4' }, { name: null }],
    });
    const said = await run(samia, ['links', '1', '--lang', 'fr']);
    t.match(said.out, 'par Guichet 4');
    const { entries } = await must(samia, ['history', '--lang', 'fr']);
    t.ok(entries.some(({ text }) => text.includes('a confirmé avoir reçu')));
  });

  await t.test('a link is extended and closed; then it opens nothing', async (t) => {
    const made = await run(samia, ['link', 'Avis', '--no-code', '--lang', 'en']);
    t.match(made.out, 'It needs no code');
    t.match((await must(samia, ['extend', '2', '--days', '30', '--openings', '9'])).link, { openings: 9 });
    for (const [args, reason] of [
      [['extend', '2'], 'nothing_to_change'],
      [['extend', '2', '--days', '93'], 'bad_link_days'],
      [['link', '1', '--openings', '51'], 'bad_openings'],
      [['link', '1', '--until', '2020-01-01'], 'bad_link_days'],
    ] as const) {
      t.equal((await run(samia, [...args, '--json'])).told.error.details.reason, reason);
    }
    const { link: two } = await must(samia, ['links', '2']);
    t.equal((await run(agency, ['fetch', two.url, '--out', 'b'], '')).code, 0, 'no code, no question');
    const closed = await run(samia, ['unlink', '2', '--lang', 'fr']);
    t.match(closed.out, 'Le lien est fermé');
    t.equal((await run(agency, ['fetch', two.url, '--json'], '')).told.error.code, 'link_ended');
  });
});
