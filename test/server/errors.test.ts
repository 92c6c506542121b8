import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { lockTag } from '../../src/core/crypto/locked-secret.js';
import { noPin } from '../../src/core/crypto/pin.js';
import { everyRequest, safeRequests } from '../helpers/every-request.js';
import { type Answer, call, commitBody, keep, logIn, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const holder = await openHolder(server.address);
const safe = `/v1/safes/${toHex(holder.safe)}`;

const raw = async (method: string, path: string, type: string, body: string | Buffer): Promise<Answer> => {
  const headers = { authorization: `Bearer ${holder.token}`, 'content-type': type };
  const answer = await fetch(server.address + path, {
    method,
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: answer.status, json: await answer.json(), headers: answer.headers };
};
const json = (path: string, body: string, method = 'POST') => raw(method, path, 'application/json', body);
const text = JSON.stringify;
const category = `${safe}/categories/${toHex(randomBytes(16))}`;
const naming = { epoch: 1, wrappedName: toBase64Url(new Uint8Array(137)) };
const head = commitBody(holder, {}).body;
const CANARY = 'canary-5f0e';

t.test('a request that is not as described is refused, and is not quoted', async (t) => {
  const malformed: Record<string, () => Promise<Answer>> = {
    'JSON that is cut': () => json('/v1/locks/challenge', `{"loc":"${CANARY}`),
    'no JSON': () => json('/v1/locks/challenge', CANARY),
    'an empty body': () => json('/v1/locks/challenge', ''),
    'a body that is null': () => json('/v1/locks/challenge', 'null'),
    'a body that is a list': () => json('/v1/locks/challenge', '[]'),
    'a missing field': () => json('/v1/locks/challenge', '{}'),
    'an unknown field': () => json('/v1/locks/challenge', text({ loc: toHex(holder.uid), [CANARY]: 1 })),
    'an unknown field, deep inside': () =>
      json(`${safe}/heads`, text({ ...head, keep: [{ doc: toHex(holder.uid), ver: 1, [CANARY]: 1 }] })),
    __proto__: () => json('/v1/locks/challenge', `{"loc":"${toHex(holder.uid)}","__proto__":{"x":1}}`),
    constructor: () => json('/v1/locks/challenge', `{"constructor":{"prototype":{"x":1}}}`),
    'an id in capital letters': () => json('/v1/locks/challenge', text({ loc: 'A'.repeat(32) })),
    'an id with a line break': () => json('/v1/locks/challenge', text({ loc: `${'a'.repeat(32)}\n` })),
    'an id that is a number': () => json('/v1/locks/challenge', `{"loc":${'1'.repeat(32)}}`),
    'an id that is a list': () => json('/v1/locks/challenge', text({ loc: [toHex(holder.uid)] })),
    'a number that is a text': () => json(category, text({ ...naming, epoch: '1' }), 'PUT'),
    'a number that is true': () => json(category, text({ ...naming, epoch: true }), 'PUT'),
    'a number that is too large': () => json(category, text({ ...naming, epoch: 2 ** 31 }), 'PUT'),
    'a number with a fraction': () => json(category, text({ ...naming, epoch: 1.5 }), 'PUT'),
    'a list that is none': () => json(`${safe}/heads`, text({ ...head, bin: toHex(holder.uid) })),
    'a list that is too long': () =>
      json(`${safe}/heads`, text({ ...head, bin: Array(501).fill(toHex(holder.uid)) })),
    'bytes with padding': () =>
      json(category, text({ ...naming, wrappedName: `${'A'.repeat(182)}=` }), 'PUT'),
    'bytes that are too short': () => json(category, text({ ...naming, wrappedName: 'AAAA' }), 'PUT'),
    'bytes with stray bits': () =>
      json(category, text({ ...naming, wrappedName: `${'A'.repeat(182)}B` }), 'PUT'),
    'another type of content': () => raw('POST', '/v1/locks/challenge', 'text/plain', CANARY),
    'no type of content': () => raw('POST', '/v1/locks/challenge', '', text({ loc: toHex(holder.uid) })),
    'an id in the address that is none': () => call(holder, 'GET', `/v1/safes/${CANARY}/documents`),
    'a version in another spelling': () =>
      call(holder, 'GET', `${safe}/documents/${toHex(holder.uid)}/versions/01/content`),
    'a limit twice': () => call(holder, 'GET', `${safe}/log?limit=1&limit=2`),
    'a version that is none': () =>
      call(holder, 'GET', `${safe}/documents/${toHex(holder.uid)}/versions/${CANARY}/content`),
    'version 0': () => call(holder, 'GET', `${safe}/documents/${toHex(holder.uid)}/versions/0/content`),
    'a query that is not known': () => call(holder, 'GET', `${safe}/documents?${CANARY}=1`),
    'a limit that is none': () => call(holder, 'GET', `${safe}/documents?limit=${CANARY}`),
    'a limit that is too high': () => call(holder, 'GET', `${safe}/log?limit=5001`),
    'a broken escape': () => call(holder, 'GET', `/v1/safes/%zz/documents`),
  };
  for (const [name, ask] of Object.entries(malformed)) {
    const answer = await ask();
    refused(t, answer, 'invalid_request', name);
    t.notOk(text(answer.json).includes(CANARY), `${name} is not quoted`);
  }
  const large = await json('/v1/locks/challenge', text({ loc: 'a'.repeat(600_000) }));
  refused(t, large, 'too_large', 'a body that is too large');
  t.equal(
    (await raw('POST', '/v1/locks/challenge', 'application/json', text({ loc: toHex(holder.uid) }))).status,
    200,
  );
});

t.test('bytes that are no HTTP end the connection and nothing else', async (t) => {
  const { hostname, port } = new URL(server.address);
  const garbage = [
    'GET / HTTP/9.9\r\n\r\n',
    '\0\0\0\0\r\n\r\n',
    `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`,
  ];
  for (const bytes of garbage) {
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let heard = '';
      socket.on('data', (piece) => (heard += piece.toString()));
      socket.on('error', () => resolve(heard));
      socket.on('close', () => resolve(heard));
    });
    t.match(said, /^HTTP\/1\.1 4\d\d /);
    t.notMatch(said, /node|at .*\.js/);
  }
  t.equal((await call(holder, 'GET', '/healthz')).status, 200);
});

t.test('a fault of our own says nothing about itself, and the log names no value', async (t) => {
  await owner.rows('alter table log_entries rename to log_entries_away');
  const answers: Pick<Answer, 'status' | 'json'>[] = [];
  // public keys are in no safe's log
  const { eraseSafe: _, showIdentity: _keys, ...requests } = safeRequests(holder, { doc: holder.uid });
  for (const ask of Object.values(requests)) answers.push(await ask());
  await owner.rows('alter table log_entries_away rename to log_entries');
  for (const answer of answers) refused(t, answer, 'internal');
  for (const word of ['log_entries', 'select', 'insert', 'relation', '.ts', '.js', 'node_modules', 'Error']) {
    t.notOk(text(answers.map((one) => one.json)).includes(word), `no answer says ${word}`);
  }
  t.match(server.logged(), /request failed/, 'the operator is told');
  t.notMatch(server.logged(), /does not exist|insert into/, 'without the message of the database');
  t.equal((await call(holder, 'GET', '/v1/safes')).status, 200, 'and afterwards it works');
});

t.test('no line of the log holds a secret, an id of a person or an address', async (t) => {
  const person = await openHolder(server.address);
  const paper = await keep(person, randomBytes(100), { thumbnail: true });
  const wrong = lockTag('card', randomBytes(20), noPin(person.cardSecret));
  const answers = [await logIn(person, wrong), await logIn(person)];
  for (const ask of Object.values(everyRequest(person, paper))) await ask();
  await call({ ...person, token: `${person.token}x` }, 'GET', '/v1/safes');
  const lock = person.locks[0]!;
  const secret: Record<string, Uint8Array> = {
    'the card’s secret': person.cardSecret,
    'the code’s proof': lockTag('card', person.cardSecret, noPin(person.cardSecret)),
    'a wrong proof': wrong,
    'the hash of the proof': lock.tagHash,
    'the server’s share': lock.released,
    'the wrapped account key': lock.wrappedKey,
    'the locator': lock.loc,
    'the account': person.uid,
    'the safe': person.safe,
    'the paper': paper.doc,
    'the document key': paper.wrappedKey,
    'the manifest’s signature': paper.manifest.subarray(0, 64),
  };
  const logged = server.logged();
  for (const [name, bytes] of Object.entries(secret)) {
    const forms = [toHex(bytes), toBase64Url(bytes), Buffer.from(bytes).toString('base64').slice(0, 40)];
    for (const form of forms) t.notOk(logged.includes(form), name);
  }
  for (const token of [person.token, answers[1]!.json.token]) {
    t.notOk(logged.includes(token) || logged.includes(token.split('.')[2]), 'a token');
  }
  t.notMatch(logged, /127\.0\.0\.1(?!:)|::1|user-agent|undici|Bearer|BEGIN (PRIVATE|PUBLIC) KEY/);
  t.notMatch(
    logged,
    new RegExp(new URL(server.ownerUrl).password || 'no password'),
    'the database’s password',
  );
  t.match(logged, /"operation":"readContent","status":200/, 'but it says what was done');
});
