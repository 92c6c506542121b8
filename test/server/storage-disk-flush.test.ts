import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { newKey } from '../helpers/blob-sources.js';
import { runWriter } from '../helpers/writer-process.js';

const CALLS = '?link,?linkat,fsync,write,sendmsg';
const canTrace = await promisify(execFile)('strace', ['-e', 'trace=none', 'true']).then(
  () => true,
  () => false,
);

/** The system calls of a writer, in the order in which they ended: a call that waited is told by its end. */
const traceWriter = async (folder: string, key: string, size: number): Promise<string[]> => {
  const log = join(folder, 'trace');
  const task = { store: { folder: join(folder, 'new', 'store') }, key, size, give: size };
  const word = await runWriter(task, `exec strace -f -y -s 64 -e trace=${CALLS} -o '${log}' "$0" "$@";`);
  if (word !== 'stored') throw new Error(`the writer said ${word}`);
  const begun = new Map<string, string>();
  const ended: string[] = [];
  for (const line of (await readFile(log, 'utf8')).split('\n')) {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (call.endsWith('<unfinished ...>')) begun.set(thread, call);
    else ended.push(call.startsWith('<...') ? `${begun.get(thread)} ${call}` : call);
  }
  return ended;
};

const reason = 'strace can’t be used here: install it with test/servers/install.sh and allow tracing';
if (!canTrace && process.env['CI'] === 'true') t.fail(reason);

await t.test(
  'a paper is on the disk, its name too, before anybody hears that it is stored',
  { skip: canTrace ? false : reason },
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'pochette-flush-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    const key = newKey();
    const calls = await traceWriter(folder, key, 40_000_000);
    const [outer, inner] = [key.slice(0, 2), `${key.slice(0, 2)}/${key.slice(2, 4)}`];
    const order = {
      'the folder of all data': (call: string) => call.startsWith('fsync') && call.includes(`${folder}>`),
      'the folder of the store': (call: string) => call.startsWith('fsync') && call.includes('/new>'),
      'the bytes': (call: string) => call.startsWith('fsync') && call.includes(`/drafts/${key}.`),
      'the outer folder': (call: string) => call.startsWith('fsync') && call.includes('/blobs>'),
      'the inner folder': (call: string) => call.startsWith('fsync') && call.includes(`/blobs/${outer}>`),
      'the name': (call: string) => call.startsWith('link') && call.includes(`/blobs/${inner}/${key}`),
      'the folder of the name': (call: string) =>
        call.startsWith('fsync') && call.includes(`/blobs/${inner}>`),
      'the word': (call: string) => call.includes('"\\"stored\\"'),
    };
    const places = Object.entries(order).map(([what, is]) => ({ what, at: calls.findLastIndex(is) }));
    for (const { what, at } of places) t.ok(at >= 0, what);
    const byTime = places.toSorted((a, b) => a.at - b.at).map(({ what }) => what);
    const after = (what: string, before: string[]): void => {
      for (const earlier of before)
        t.ok(byTime.indexOf(earlier) < byTime.indexOf(what), `${earlier}, ${what}`);
    };
    after('the name', ['the bytes', 'the outer folder', 'the inner folder']);
    after('the word', Object.keys(order).slice(0, -1));
  },
);
