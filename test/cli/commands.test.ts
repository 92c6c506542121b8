import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { newMachine } from '../helpers/cli.js';

const REMEMBERED = {
  server: 'http://127.0.0.1:1',
  uid: '11'.repeat(16),
  deviceSecret: 'AAECAwQFBgcICQoLDA0ODxAREhM',
  safe: '22'.repeat(16),
  pins: { fp: '33'.repeat(32), gen: 1, unlockersSeq: 1, head: null, log: { seq: 0, hash: '44'.repeat(32) } },
};

/** A machine that has a safe, on a server of the test's choice. */
const withSafe = (t: Parameters<typeof newMachine>[0], server = REMEMBERED.server) => {
  const machine = newMachine(t);
  mkdirSync(machine.home, { mode: 0o700 });
  writeFileSync(join(machine.home, 'safe.json'), JSON.stringify({ ...REMEMBERED, server }), { mode: 0o600 });
  return machine;
};

t.test('without a safe every command says how to get one, and asks for no code', async (t) => {
  const machine = newMachine(t);
  for (const args of [
    ['list'],
    ['get', '1'],
    ['history'],
    ['devices'],
    ['export'],
    ['bin', '1'],
    ['delete', '--yes'],
  ]) {
    const ran = await machine.run([...args, '--json']);
    t.equal(ran.code, 4, args.join(' '));
    t.equal(ran.json.error.code, 'not_logged_in');
  }
  const { out, err, code } = await machine.run(['list'], '', { LANG: 'fr_FR.UTF-8' });
  t.equal(code, 4);
  t.equal(out, '', 'standard output is for results');
  t.match(err, 'pochette login');
  t.match(err, 'Aucune pochette');
});

t.test('a server that is away is told in one sentence with its own exit code', async (t) => {
  const machine = withSafe(t);
  const { code, out, err } = await machine.run(['list'], '482913\n');
  t.equal(code, 6);
  t.equal(out, '');
  const sentence =
    'No server answers at http://127.0.0.1:1. Is it running? Check the address, or try again later.';
  t.equal(err.trim().replace(/\s+/g, ' '), `✗ ${sentence}`);
  const json = await machine.run(['list', '--json'], '482913\n');
  t.equal(json.err, '', 'programs find everything on standard output');
  t.match(json.json, { error: { code: 'unavailable', message: /./, details: { reason: 'refused' } } });
});

t.test('a code that is missing or has no six digits costs no try', async (t) => {
  const machine = withSafe(t);
  t.match((await machine.run(['list', '--json'], '')).json.error, {
    code: 'bad_usage',
    details: { reason: 'secret_missing' },
  });
  t.equal((await machine.run(['list', '--json'], '4829\n')).json.error.code, 'bad_code_format');
  t.equal((await newMachine(t).run(['open', '--json'], '123456\n')).json.error.code, 'weak_code');
  t.equal((await newMachine(t).run(['login', '--json'], 'not a card\n482913\n')).json.error.code, 'bad_card');
});

t.test('a file that cannot be kept is refused before a code is asked for', async (t) => {
  const machine = withSafe(t);
  writeFileSync(join(machine.folder, 'empty.jpg'), '');
  const { code, json } = await machine.run(['add', 'empty.jpg', '--json']);
  t.equal(code, 3);
  t.equal(json.error.code, 'empty_file');
  const many = await machine.run(['add', 'empty.jpg', 'no.pdf']);
  t.equal(many.code, 3);
  t.match(many.err, 'empty.jpg: This file is empty.');
  t.match(many.err, 'no.pdf: There is no such file.');
});

t.test('a hostile name does nothing to the terminal', async (t) => {
  const machine = withSafe(t);
  const name = 'paper\u001b[2J\u202efdp.exe\n.jpg';
  writeFileSync(join(machine.folder, name), '');
  const { err } = await machine.run(['add', name]);
  t.notOk(err.includes('\u001b') || err.includes('\u202e'));
  t.equal(err.trim().split('\n').length, 1);
});

t.test('what is mistyped is put right in one sentence and exit code 2', async (t) => {
  const machine = newMachine(t);
  const wrong = [
    ['frob'],
    ['list', '--frob'],
    ['list', 'x'],
    ['get'],
    ['list', '--title', 'x'],
    ['add', 'x', '--kind', 'x'],
  ];
  for (const args of [
    ...wrong,
    ['add', 'x', '--expires', '2027-02-30'],
    ['add', 'a', 'b', '--title', 'x'],
    ['--lang', 'xx'],
  ]) {
    const { code, out, err } = await machine.run(args);
    t.equal(code, 2, args.join(' '));
    t.equal(out, '');
    t.equal(err.trim().split('\n').length <= 2, true, err);
  }
  const secret = await machine.run(['login', '482913', '--json']);
  t.equal(secret.json.error.details.reason, 'secret_in_argument');
  t.notMatch(secret.out + secret.err, '482913');
});

t.test('a server that is no Pochette is no reason for a stack trace', async (t) => {
  const answers = ['<html>captive portal</html>', '{}', 'null', '[]', '{"challenge":"x","expiresAt":1}'];
  let turn = 0;
  const server = http.createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(answers[turn]);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const machine = withSafe(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  for (turn = 0; turn < answers.length; turn++) {
    const { code, json, err } = await machine.run(['list', '--json'], '482913\n');
    t.ok(code !== 0 && code !== 1, `${answers[turn]}: ${JSON.stringify(json)}`);
    t.ok(json.error.message.length > 10);
    t.notMatch(err, /at .*\.js/);
  }
});

t.test('the inside of a fault is shown to who asks, and to nobody else', async (t) => {
  const machine = withSafe(t);
  t.notMatch((await machine.run(['list'], '482913\n')).err, /at .*\.js/);
  const asked = await machine.run(['list'], '482913\n', { POCHETTE_DEBUG: '1' });
  t.match(asked.err, /ECONNREFUSED/);
  t.notMatch(asked.err, /482913|AAECAwQF/, 'never a secret');
});

t.test('help, version and kinds need no safe and no server', async (t) => {
  const machine = newMachine(t);
  t.match((await machine.run([])).out, 'pochette COMMAND');
  t.match((await machine.run(['help', 'add'])).out, '--expires YYYY-MM-DD');
  t.match((await machine.run(['add', '-h', '--lang', 'fr'])).out, 'AAAA-MM-JJ');
  t.match((await machine.run(['--version'])).out, /^pochette \d+\.\d+\.\d+\n$/);
  t.ok((await machine.run(['kinds', '--json'])).json.kinds.length > 20);
  t.match((await machine.run(['kinds'], '', { LC_ALL: 'fr_FR.UTF-8' })).out, 'Carte d’identité');
  t.notOk((await machine.run(['help'])).out.includes('\u001b'), 'no colours where nobody looks');
});

t.test('a command that is stopped ends at once, and says so by its exit code', async (t) => {
  const asked: (() => void)[] = [];
  const silent = http.createServer(() => asked.pop()?.());
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.teardown(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const machine = withSafe(t, `http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const child = machine.start(['list']);
    const waiting = new Promise<void>((resolve) => {
      asked.push(resolve);
    });
    child.stdin?.end('482913\n');
    await waiting;
    child.kill(signal);
    t.equal((await once(child, 'exit'))[0], code);
  }
});
