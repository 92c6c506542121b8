import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { type Machine, newMachine, root } from '../helpers/cli.js';
import { startServerProcess } from '../helpers/server-process.js';

const CODE = '482913';
const CARD = 'pochette-rescue-card.png';
const PDF = join(root, 'test/fixtures/scans/text-searchable.pdf');

t.test('a safe that is deleted is gone for every machine and every card', async (t) => {
  const server = await startServerProcess(t);
  const mine = newMachine(t);
  const other = newMachine(t);
  const run = (machine: Machine, args: string[], input = `${CODE}\n`) =>
    machine.run([...args, '--json'], input, { POCHETTE_SERVER: server.url });
  const opened = await run(mine, ['open', '--show-card']);
  t.equal(opened.code, 0, opened.err);
  t.equal((await run(mine, ['add', PDF])).code, 0);
  const card = opened.json.card.typed;
  t.equal(
    (await run(other, ['login'], `${card.toLowerCase().replaceAll('-', ' ')}\n${CODE}\n`)).code,
    0,
    'typed by hand',
  );
  t.equal((await run(mine, ['delete'])).json.error.details.reason, 'needs_yes');
  t.strictSame((await run(mine, ['delete', '--yes'])).json, { deleted: true });
  t.equal((await run(mine, ['list'])).json.error.code, 'not_logged_in');
  t.not((await run(other, ['list'])).code, 0);
  t.not((await run(newMachine(t), ['login'], `${card}\n${CODE}\n`)).code, 0);
});

t.test('forgetting a safe on one machine leaves it whole', async (t) => {
  const server = await startServerProcess(t);
  const mine = newMachine(t);
  const run = (args: string[], input = `${CODE}\n`) =>
    mine.run([...args, '--json'], input, { POCHETTE_SERVER: server.url });
  await run(['open']);
  await run(['add', PDF]);
  t.strictSame((await run(['forget', '--yes'], '')).json, { forgotten: true });
  t.strictSame(readdirSync(mine.home), []);
  t.equal((await run(['login', '--card', CARD])).code, 0);
  t.equal((await run(['list'])).json.papers.length, 1);
});

t.test('a lost card and a code that was seen are replaced from the machine that is left', async (t) => {
  const server = await startServerProcess(t);
  const mine = newMachine(t);
  const run = (machine: Machine, args: string[], input = `${CODE}\n`) =>
    machine.run([...args, '--json'], input, { POCHETTE_SERVER: server.url });
  for (const folder of ['b', 'c', 'd']) mkdirSync(join(mine.folder, folder));
  const first = (await run(mine, ['open', '--show-card'])).json.card.typed;
  await run(mine, ['add', PDF]);
  t.equal((await run(mine, ['card'])).code, 3, 'the files of the first card are not written over');
  const renewed = await run(mine, ['card', '--show-card', '--card-dir', join(mine.folder, 'b')]);
  t.equal(renewed.code, 0, renewed.err);
  t.equal((await run(newMachine(t), ['login'], `${first}\n${CODE}\n`)).json.error.code, 'lock_blocked');
  t.equal((await run(newMachine(t), ['login'], `${renewed.json.card.typed}\n${CODE}\n`)).code, 0);
  const changed = await run(
    mine,
    ['code', '--show-card', '--card-dir', join(mine.folder, 'c')],
    `${CODE}\n730561\n`,
  );
  t.equal(changed.code, 0, changed.err);
  t.equal((await run(mine, ['list'])).json.error.code, 'wrong_code');
  t.equal((await run(mine, ['list'], '730561\n')).json.papers.length, 1);
  const other = newMachine(t);
  t.equal((await run(other, ['login'], `${changed.json.card.typed}\n730561\n`)).code, 0);
  t.equal((await run(other, ['list'], '730561\n')).json.papers.length, 1);
  const said = await mine.run(['card', '--card-dir', join(mine.folder, 'd')], '730561\n');
  t.match(said.out, /new rescue card/);
});
