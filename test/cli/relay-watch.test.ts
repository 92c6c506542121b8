import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { type Machine, newMachine, root } from '../helpers/cli.js';
import { startServerProcess } from '../helpers/server-process.js';

const CODE = '482913';

/** What these commands answer with `--json`; each has its own part of it. */
interface Told {
  readonly request: string;
  readonly key: string;
  readonly certificate: string;
  readonly code: string;
  readonly files: readonly { readonly state: string; readonly title: string }[];
  readonly deposits: readonly { readonly title: string; readonly kind: string }[];
}

t.test(
  'what a scanner puts into a folder is left for one person, then erased; what is no paper stays and stops nothing',
  async (t) => {
    const server = await startServerProcess(t);
    const [association, camille, samia] = [newMachine(t), newMachine(t), newMachine(t)];
    const env = { POCHETTE_SERVER: server.url };
    const must = async (machine: Machine, args: readonly string[], input = `${CODE}\n`): Promise<Told> => {
      const { code, json, out, err } = await machine.run([...args, '--json'], input, env);
      if (code !== 0) throw new Error(`${args.join(' ')}: ${code} ${out} ${err}`);
      return json as unknown as Told;
    };
    const { key } = await must(association, ['admin', 'init', '--out', 'association.key'], '');
    copyFileSync(join(association.folder, 'directory.pub'), join(server.dataDir, 'directory.pub'));
    const found = await must(camille, ['relay', 'found', '--name', 'Halte du Pont', '--as', 'Camille']);
    const create = ['admin', 'relay', 'create', found.request, '--directory', 'association.key', '--yes'];
    const { certificate } = await must(association, [...create, '--name', 'Halte du Pont'], '');
    await must(camille, ['relay', 'certify', certificate, '--directory', key, '--yes']);
    await must(samia, ['open', '--nickname', 'Samia']);
    const { code } = await must(samia, ['contact']);
    await must(camille, ['people', code, '--name', 'Samia']);

    const folder = join(camille.folder, 'scanner');
    mkdirSync(folder);
    const watching = camille.start(
      ['relay', 'watch', 'scanner', '--person', 'Samia', '--kind', 'payslip', '--json'],
      env,
    );
    t.teardown(() => watching.kill('SIGKILL'));
    watching.stdin?.end(`${CODE}\n`);
    const out: Buffer[] = [];
    watching.stdout?.on('data', (piece: Buffer) => out.push(piece));
    const put = (name: string, path: string): void =>
      copyFileSync(join(root, 'test/fixtures', path), join(folder, name));
    put('one.pdf', 'scans/scan-01-page.pdf');
    put('two.svg', 'awkward/script.svg');
    put('three.jpg', 'photos/photo-06.jpg');
    while (existsSync(join(folder, 'one.pdf')) || existsSync(join(folder, 'three.jpg'))) await sleep(100);
    t.same(readdirSync(folder), ['two.svg'], 'what was received is gone, what is no paper is not');
    const ended = once(watching, 'close');
    watching.kill('SIGINT');
    t.equal((await ended)[0], 0);
    const { files } = JSON.parse(Buffer.concat(out).toString()) as Told;
    t.same(files.map(({ state }) => state).toSorted(), ['left', 'left', 'refused']);
    const { deposits } = await must(samia, ['deposits']);
    t.same(deposits.map(({ title, kind }) => `${title} ${kind}`).toSorted(), [
      'one payslip',
      'three payslip',
    ]);
  },
);
