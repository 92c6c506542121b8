import t from 'tap';
import { serverAddress } from '../../src/cli/address.js';
import { readArguments } from '../../src/cli/arguments.js';
import { COMMAND_NAMES } from '../../src/cli/commands/names.js';
import { loadCommand } from '../../src/cli/commands/index.js';
import { encodeCardQr, encodeCardTyped } from '../../src/core/crypto/card-code.js';
import { cardCheck } from '../../src/core/crypto/card-check.js';
import type { SafeError } from '../../src/core/errors.js';

const reason = (value: string) => ({ code: 'bad_usage', details: { reason: value } });
const SECRET = new Uint8Array(20).fill(9);
const TYPED = encodeCardTyped(SECRET, cardCheck);

t.test('a command line is read as it was meant', async (t) => {
  const read = readArguments([
    '--json',
    'add',
    'a.jpg',
    '--title=Carte',
    'b.pdf',
    '--note',
    'x',
    '--',
    '--odd.pdf',
  ]);
  t.equal(read.command, 'add');
  t.strictSame(read.rest, ['a.jpg', 'b.pdf', '--odd.pdf']);
  t.strictSame({ ...read.options }, { json: true, title: 'Carte', note: 'x' });
  t.equal(readArguments(['get', '3', '-o', '-']).options.out, '-');
  t.equal(readArguments([]).command, null);
  t.strictSame(readArguments(['add', './482913.jpg', '--expires', '2027-03-31']).rest, ['./482913.jpg']);
});

t.test('a key is taken as it is, also one that begins as an option does', async (t) => {
  const key = '-4brAHEgvAM8HQT-93TureHgEe0lOX61QZEz2kx4yY4';
  t.equal(readArguments(['relay', 'certify', 'x', '--directory', key, '--yes']).options.directory, key);
  t.equal(readArguments(['relay', 'certify', 'x', '--directory', key, '--yes']).options.yes, true);
});

t.test('what makes no sense is refused with the reason', async (t) => {
  const refused: readonly (readonly [string, readonly string[]])[] = [
    ['unknown_command', ['frobnicate']],
    ['unknown_option', ['list', '--frob']],
    ['unknown_option', ['list', '-x']],
    ['value_missing', ['add', 'a', '--title']],
    ['value_missing', ['get', '1', '--out', '--force']],
    ['value_missing', ['get', '1', '--out=']],
    ['value_unwanted', ['list', '--json=yes']],
  ];
  for (const [why, argv] of refused) t.throws(() => readArguments(argv), reason(why), argv.join(' '));
});

t.test('a mistyped command or option is answered with the one that was meant, if one is near', async (t) => {
  const meant = (...argv: string[]): unknown => {
    try {
      return readArguments(argv);
    } catch (error) {
      return (error as SafeError).details['meant'];
    }
  };
  t.equal(meant('lsit'), 'list');
  t.equal(meant('LIST'), 'list');
  t.equal(meant('histroy'), 'history');
  t.equal(meant('lst'), 'list');
  t.equal(meant('list', '--tilte'), '--title');
  t.equal(meant('frobnicate'), undefined);
  t.equal(meant('x'), undefined);
});

t.test('a code or a card never gets in by a command line, in whatever form', async (t) => {
  const attempts = [
    ['login', '482913'],
    ['login', '482 913'],
    ['login', '48-29-13'],
    ['login', '٤٨٢٩١٣'],
    ['get', '1', '--out', '482913'],
    ['add', 'x', '--note=482913'],
    ['login', '--pin', 'x'],
    ['login', '--code=1'],
    ['login', '-code', '1'],
    ['login', '--password', 'x'],
    ['login', '--card', TYPED],
    ['login', TYPED.toLowerCase().replaceAll('-', ' ')],
    ['login', `--card=${encodeCardQr(SECRET, cardCheck)}`],
    ['--', '482913'],
  ];
  for (const argv of attempts)
    t.throws(() => readArguments(argv), reason('secret_in_argument'), argv.join(' '));
});

t.test('a refusal never repeats the secret', async (t) => {
  for (const argv of [['482913'], ['login', TYPED], ['list', '--pin=482913']]) {
    try {
      readArguments(argv);
      t.fail('was accepted');
    } catch (error) {
      t.notMatch(JSON.stringify(error) + String(error), /482913/);
      t.notOk(JSON.stringify(error).includes(TYPED));
    }
  }
});

t.test('every command that is named can be run', async (t) => {
  for (const name of COMMAND_NAMES) {
    const { takes, options, run } = await loadCommand(name);
    t.ok(takes[0] <= takes[1] && Array.isArray(options) && typeof run === 'function', name);
  }
});

t.test(
  'the way to a server is encrypted, unless it is this very machine or the person insists',
  async (t) => {
    const good = {
      'pochette.example.org': 'https://pochette.example.org',
      'https://pochette.example.org/': 'https://pochette.example.org',
      'https://example.org:8443/papers/': 'https://example.org:8443/papers',
      'http://127.0.0.1:3000': 'http://127.0.0.1:3000',
      'http://127.9.9.9': 'http://127.9.9.9',
      'http://localhost:3000/': 'http://localhost:3000',
      'http://[::1]:3000': 'http://[::1]:3000',
    };
    for (const [typed, address] of Object.entries(good)) t.equal(serverAddress(typed, false), address);
    for (const typed of [
      'http://example.org',
      'http://10.0.0.1',
      'http://127.0.0.1.example.org',
      'http://localhost.example.org',
    ]) {
      t.throws(() => serverAddress(typed, false), reason('insecure_address'), typed);
      t.ok(serverAddress(typed, true).startsWith('http://'));
    }
    for (const typed of [
      'ftp://x',
      'file:///etc/passwd',
      'http://',
      'https://u:p@x.org',
      'https://x.org/?a',
      ' ',
      'https://x y',
    ]) {
      t.throws(() => serverAddress(typed, true), reason('bad_address'), typed);
    }
  },
);
