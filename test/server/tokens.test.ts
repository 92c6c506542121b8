import { createHmac, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { serverSecrets } from '../../src/server/server-key.js';
import { openServerKey } from '../../src/server/server-key-file.js';
import { call, openHolder } from '../helpers/holder.js';
import { until } from '../helpers/embedded.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';

const server = await testServer(t);
const holder = await openHolder(server.address);
const other = await openHolder(server.address);
const { tokenKeys } = serverSecrets(
  openServerKey(server.config.dataDir, { mayMake: false }) ?? new Uint8Array(0),
);
const serverKey = createPrivateKey(tokenKeys.private);

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = (): number => Math.floor(Date.now() / 1000);
const payload = (changes: object = {}) => ({
  sub: toHex(holder.uid),
  loc: toHex(holder.locks[0]!.loc),
  iat: now(),
  exp: now() + 600,
  iss: 'pochette',
  ...changes,
});
const signed = (body: object, key = serverKey, header: object = { alg: 'EdDSA', typ: 'JWT' }): string => {
  const text = `${part(header)}.${part(body)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
};
const ask = (token: string) => call({ url: server.address, token }, 'GET', '/v1/safes');

t.test('a token made as the server makes it opens, so that the refusals below mean something', async (t) => {
  t.equal((await ask(signed(payload()))).status, 200);
  t.equal((await ask(holder.token)).status, 200);
});

const foreign = generateKeyPairSync('ed25519').privateKey;
const hmac = (body: object, secret: string): string => {
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(body)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
};
const [head = '', body = '', signature = ''] = holder.token.split('.');

const forged: Record<string, () => string> = {
  'by another key': () => signed(payload(), foreign),
  'without a signature, algorithm none': () => `${part({ alg: 'none', typ: 'JWT' })}.${part(payload())}.`,
  'with algorithm none and a signature': () => signed(payload(), serverKey, { alg: 'none', typ: 'JWT' }),
  'signed with the public key as a shared secret': () => hmac(payload(), tokenKeys.public),
  'signed with an empty secret': () => hmac(payload(), ' '),
  'that expired': () => signed(payload({ iat: now() - 1000, exp: now() - 1 })),
  'by another issuer': () => signed(payload({ iss: 'somebody' })),
  'whose claims were exchanged': () => `${head}.${part(payload({ sub: toHex(other.uid) }))}.${signature}`,
  'whose signature was cut': () => `${head}.${body}.${signature.slice(0, -4)}`,
  'that names another account with this card': () => signed(payload({ sub: toHex(other.uid) })),
  'that names a card that is nobody’s': () => signed(payload({ loc: '00'.repeat(16) })),
  'without an account': () => signed(payload({ sub: undefined })),
  'with an account that is no id': () => signed(payload({ sub: 'x'.repeat(32) })),
  'that is none': () => 'token',
  'that is empty': () => '..',
};

for (const [name, make] of Object.entries(forged)) {
  t.test(`a token ${name} opens nothing`, async (t) => {
    refused(t, await ask(make()), 'unauthorized', name);
    refused(t, await call({ url: server.address, token: make() }, 'GET', '/v1/account'), 'unauthorized');
  });
}

t.test('a token that was good a moment ago is refused when its time is over', async (t) => {
  const token = signed(payload({ exp: now() + 2 }));
  t.equal((await ask(token)).status, 200);
  await until(async () => (await ask(token)).status !== 200);
  refused(t, await ask(token), 'unauthorized');
});

t.test('a token goes in its header only', async (t) => {
  for (const headers of [
    { cookie: `token=${holder.token}` },
    { authorization: `Basic ${toBase64Url(holder.uid)}` },
    { authorization: holder.token },
  ]) {
    const answer = await fetch(`${server.address}/v1/safes?token=${holder.token}`, { headers });
    refused(t, { status: answer.status, json: await answer.json() }, 'unauthorized');
  }
});
