import Fastify, { type FastifyRequest } from 'fastify';
import multipartPlugin from '@fastify/multipart';
import { randomBytes } from 'node:crypto';
import t from 'tap';
import { makeApi } from '../../src/client/api.js';
import { multipart, type Part } from '../../src/client/multipart.js';
import { sendVersion } from '../../src/core/api/documents.js';
import { listSafes } from '../../src/core/api/safes.js';
import { showServer } from '../../src/core/api/system.js';
import { collectBytes, newDevice } from '../helpers/device.js';

const server = Fastify();
await server.register(multipartPlugin);
let answers: { status: number; body: string }[] = [];
let asked = 0;
server.get('/v1/*', (_, reply) => {
  asked += 1;
  const { status, body } = answers.shift() ?? { status: 500, body: '' };
  return reply.code(status).type('text/plain').send(body);
});
const readParts = async (request: FastifyRequest) => {
  const parts: unknown[] = [];
  for await (const part of request.parts()) {
    if (part.type === 'file') parts.push([part.fieldname, (await part.toBuffer()).toString('hex')]);
  }
  return { parts };
};
server.put('/v1/*', (request) => readParts(request));
const address = await server.listen({ host: '127.0.0.1', port: 0 });
t.teardown(() => server.close());

const device = newDevice(t);
const api = makeApi(device, address);
const good = { status: 200, body: '{"name":"pochette","version":"1","maxPaperBytes":1,"binDays":30}' };
const refusal = (status: number, code: string, details: object = {}) => ({
  status,
  body: JSON.stringify({ error: { code, message: 'x', requestId: 'x', details } }),
});

t.test('a refusal reaches the person as what it is, whatever stands between', async (t) => {
  const cases: [{ status: number; body: string }, string, object?][] = [
    [refusal(429, 'too_early', { retryAfterSeconds: 30 }), 'too_early', { retryAfterSeconds: 30 }],
    [refusal(403, 'wrong_code', { triesLeft: 3, odd: { a: 1 } }), 'wrong_code', { triesLeft: 3 }],
    [refusal(409, 'a_code_of_tomorrow'), 'invalid_request'],
    [refusal(401, 'a_code_of_tomorrow'), 'unauthorized'],
    [refusal(429, 'toString'), 'rate_limited'],
    [{ status: 404, body: '<html>' }, 'not_found'],
    [{ status: 302, body: '' }, 'unavailable'],
    [{ status: 200, body: '{"name":"pochette"}' }, 'damaged'],
    [{ status: 200, body: `${good.body.slice(0, -1)},"more":1}` }, 'damaged'],
  ];
  for (const [answer, code, details] of cases) {
    answers = [answer, answer, answer, answer];
    await t.rejects(api.call(showServer, {}), details ? { code, details } : { code }, code);
  }
});

t.test('while the service can’t be reached a question is asked again, but not for ever', async (t) => {
  answers = [
    { status: 502, body: 'Bad Gateway' },
    { status: 200, body: '<html>Log in to the hotel</html>' },
    good,
  ];
  t.match(await api.call(showServer, {}), { name: 'pochette' });
  answers = [];
  asked = 0;
  await t.rejects(api.call(showServer, {}), { code: 'unavailable' });
  t.equal(asked, 4);
  answers = [refusal(429, 'rate_limited'), good];
  await t.rejects(api.call(showServer, {}), { code: 'rate_limited' }, 'a refusal is an answer');
});

t.test('an answer larger than any there is does not fill the device’s memory', async (t) => {
  answers = [{ status: 200, body: ' '.repeat(49 * 1024 * 1024) }];
  await t.rejects(api.call(showServer, {}), { code: 'damaged' });
});

t.test('without having unlocked, nothing but public questions is asked with a name', async (t) => {
  device.transport.sent.length = 0;
  answers = [{ status: 200, body: '{"safes":[]}' }];
  await api.call(listSafes, {});
  t.notMatch(Buffer.concat(device.transport.sent).toString(), /authorization/i);
});

const partOf = (name: string, ...pieces: Uint8Array[]): Part => ({
  name,
  size: pieces.reduce((sum, piece) => sum + piece.length, 0),
  bytes: () => pieces,
});

t.test(
  'what is sent in parts arrives in the same parts and order, at the size that was announced',
  async (t) => {
    const nasty = Buffer.from('\r\n--\r\n--boundary--\r\n\0');
    const parts = [
      partOf('content', randomBytes(70_000), randomBytes(1), nasty),
      partOf('metadata', nasty),
      partOf('key'),
      partOf('manifest', Buffer.from('{}')),
    ];
    let size = 0;
    const params = { safe: '0'.repeat(32), document: '1'.repeat(32), version: 1 };
    const unchecked = { ...sendVersion, response: null };
    await api.send(unchecked, params, async () => {
      const { contentType, ...body } = multipart(parts);
      size = body.size;
      return { contentType, body };
    });
    const framed = multipart(parts, (sent) => t.ok(sent <= size));
    const whole = await collectBytes(framed.bytes);
    t.equal(whole.length, framed.size);
    const answer = await server.inject({
      method: 'PUT',
      url: '/v1/x',
      headers: { 'content-type': framed.contentType },
      payload: whole,
    });
    const expected = await Promise.all(
      parts.map(async ({ name, bytes }) => [
        name,
        Buffer.concat([...(bytes() as Uint8Array[])]).toString('hex'),
      ]),
    );
    t.same(answer.json<{ parts: unknown }>().parts, expected);
    t.notMatch(whole.toString('latin1'), /filename="[^"]/);
  },
);
