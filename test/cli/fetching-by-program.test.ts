import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { addPaper } from '../../src/client/add.js';
import { listLinks } from '../../src/client/links/list.js';
import { makeLink } from '../../src/client/links/make.js';
import { openOn, sure } from '../helpers/cheating.js';
import { root } from '../helpers/cli.js';
import { paperOf } from '../helpers/device.js';
import { temporaryFolder, testServer } from '../helpers/server.js';

const EXAMPLE = join(root, 'docs/examples/fetch-link.mjs');

t.test('the example for agencies that automate runs as it is written in the documents', async (t) => {
  const page = readFileSync(join(root, 'docs/fetching-by-program.md'), 'utf8');
  t.ok(page.includes(readFileSync(EXAMPLE, 'utf8')), 'the page shows the very program');
  const { address: url } = await testServer(t);
  const { session } = await openOn(t, url);
  const bytes = randomBytes(400_000);
  const { doc } = await addPaper(session, paperOf(bytes, 'Avis d’impôt'));
  const made = await makeLink(session, [doc], { language: 'fr', agency: 'CAF' });
  const folder = temporaryFolder(t);
  const out = await new Promise<string>((resolve, reject) => {
    const child = execFile(process.execPath, [EXAMPLE, folder], (error, stdout, stderr) =>
      error ? reject(new Error(stderr)) : resolve(stdout),
    );
    child.stdin?.end(`${made.url}\n${made.code ?? ''}\n`);
  });
  t.match(out, '1 papers for CAF: open');
  t.match(out, 'Avis d’impôt');
  t.same(readFileSync(join(folder, doc)), bytes);
  t.match(sure((await listLinks(session))[0]), { opened: 1, receipts: [{ name: 'CAF, line 4' }] });
});
