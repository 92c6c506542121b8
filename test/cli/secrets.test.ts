import { PassThrough } from 'node:stream';
import t from 'tap';
import { createLineEditor } from '../../src/cli/line-editor.js';
import { createSecrets } from '../../src/cli/secrets.js';

/** A terminal: what is typed goes in, what is shown comes out, and it knows in which mode it is. */
const terminal = () => {
  const keys = new PassThrough();
  const shown: string[] = [];
  const modes: boolean[] = [];
  const input = Object.assign(keys, {
    setRawMode: (on: boolean) => modes.push(on),
  });
  const ask = createLineEditor({ input, output: { write: (text) => shown.push(text) } });
  return { ask, type: (text: string | Buffer) => keys.write(text), shown: () => shown.join(''), modes };
};

t.test('a code that is typed is never shown', async (t) => {
  const { ask, type, shown, modes } = terminal();
  const answer = ask('Code: ', true);
  type('482913\r');
  t.equal(await answer, '482913');
  t.equal(shown(), 'Code: ••••••\n');
  t.strictSame(modes, [true, false], 'the terminal is given back');
});

t.test('mistakes are taken back, and other keys do nothing', async (t) => {
  const { ask, type, shown } = terminal();
  const answer = ask('? ', false);
  for (const keys of [
    '4x',
    '\u007f',
    '8',
    '\b\b\b',
    '\u0015',
    'ab',
    '\u0015',
    '1\u001b[A\u001b[3~2',
    '\t3',
    '\n',
  ])
    type(keys);
  t.equal(await answer, '123');
  t.notOk(shown().includes('\u001b'));
});

t.test('a character that arrives in two pieces is one character', async (t) => {
  const { ask, type } = terminal();
  const answer = ask('? ', false);
  const bytes = Buffer.from('é٤\r');
  type(bytes.subarray(0, 1));
  type(bytes.subarray(1, 3));
  type(bytes.subarray(3));
  t.equal(await answer, 'é٤');
});

t.test('what is pasted for two questions answers both', async (t) => {
  const { ask, type } = terminal();
  const first = ask('1 ', true);
  type('111222\r\n333444\r\n');
  t.equal(await first, '111222');
  t.equal(await ask('2 ', true), '333444');
});

t.test('Ctrl-C and Ctrl-D stop, and leave the terminal as it was', async (t) => {
  for (const key of ['\u0003', '\u0004', '48\u0003']) {
    const { ask, type, modes } = terminal();
    const answer = ask('Code: ', true);
    type(key);
    await t.rejects(answer, { name: 'Interrupted' });
    t.strictSame(modes, [true, false]);
  }
});

const piped = (...pieces: readonly string[]) => {
  const input = new PassThrough();
  for (const piece of pieces) input.write(piece);
  input.end();
  const said: string[] = [];
  const output = { write: (text: string) => said.push(text) };
  const secrets = createSecrets(input as never, output as never);
  return { secrets, said };
};

t.test('from standard input secrets come one per line, and no question is printed', async (t) => {
  const { secrets, said } = piped('CARD', '-1\r\n48', '2913\nrest');
  t.notOk(secrets.interactive);
  t.equal(await secrets.hidden('Card: '), 'CARD-1');
  t.equal(await secrets.hidden('Code: '), '482913');
  t.equal(await secrets.hidden('?'), 'rest', 'also a last line without its end');
  await t.rejects(secrets.hidden('?'), { code: 'bad_usage', details: { reason: 'secret_missing' } });
  t.strictSame(said, []);
});

async function* endless() {
  for (;;) yield Buffer.alloc(1000, 'x');
}

t.test('an input without end is not collected', async (t) => {
  const secrets = createSecrets(Object.assign(endless(), { pause: () => {} }) as never);
  t.ok((await secrets.hidden('?')).length < 10_000);
});
