import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import t from 'tap';
import { nodeTransport } from '../../src/cli/node-transport.js';
import { SafeError } from '../../src/core/errors.js';

const MEGABYTE = new Uint8Array(1024 * 1024).fill(7);

async function* megabytes(count: number) {
  for (let i = 0; i < count; i++) yield MEGABYTE;
}

const upload = (url: string, count: number) => ({
  method: 'PUT',
  url,
  headers: { 'content-type': 'application/octet-stream' },
  body: { size: count * MEGABYTE.length, bytes: megabytes(count) },
});

const read = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

const file = (name: string) => readFileSync(`test/fixtures/tls/${name}`);

const refuse = (response: http.ServerResponse, headers: Record<string, string>) =>
  response.writeHead(413, headers).end('{"error":"quota"}');

/** A server whose answer takes its time; what goes wrong in it cuts the connection. */
const serving = (
  answer: (request: http.IncomingMessage, response: http.ServerResponse) => Promise<void>,
): http.Server =>
  http.createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

/** Listens on loopback and goes away with the test; returns the address without scheme. */
const listen = async (test: Pick<typeof t, 'teardown'>, server: net.Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  test.teardown(() => {
    if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const transportFor = (test: Pick<typeof t, 'teardown'>, patience?: { connect: number; idle: number }) => {
  const transport = nodeTransport(patience);
  test.teardown(() => transport.close());
  return transport;
};

t.test('a paper is sent with its exact length and the answer comes back whole', async (t) => {
  const server = serving(async (request, response) => {
    const body = await read(request);
    response.setHeader('x-length', String(request.headers['content-length']));
    response.end(body);
  });
  const address = await listen(t, server);
  const answer = await transportFor(t).request(upload(`http://${address}/`, 20));
  t.equal(answer.status, 200);
  t.equal(answer.header('X-Length'), String(20 * MEGABYTE.length));
  t.equal(answer.header('x-nothing'), null);
  t.equal((await read(answer.bytes)).length, 20 * MEGABYTE.length);
});

t.test(
  'a refusal in the middle of sending is what the person is told, not a broken connection',
  async (t) => {
    const polite = http.createServer((request, response) => {
      request.once('data', () => refuse(response, {}));
    });
    const abrupt = http.createServer((request, response) => {
      request.once('data', () => refuse(response, { connection: 'close' }));
    });
    for (const server of [polite, abrupt]) {
      const address = await listen(t, server);
      const transport = transportFor(t);
      for (let i = 0; i < 25; i++) {
        const answer = await transport.request(upload(`http://${address}/`, 64));
        t.equal(answer.status, 413);
        t.equal((await read(answer.bytes)).toString(), '{"error":"quota"}');
      }
    }
  },
);

t.test('once it is refused, the rest of a paper is not sent', async (t) => {
  const server = http.createServer((request, response) => {
    request.once('data', () => refuse(response, {}));
  });
  const address = await listen(t, server);
  let produced = 0;
  const source = new EventEmitter();
  const closed = once(source, 'close');
  async function* counted() {
    try {
      for await (const piece of megabytes(500)) {
        produced += 1;
        yield piece;
      }
    } finally {
      source.emit('close');
    }
  }
  const body = { size: 500 * MEGABYTE.length, bytes: counted() };
  const answer = await transportFor(t).request({
    method: 'PUT',
    url: `http://${address}/`,
    headers: {},
    body,
  });
  await read(answer.bytes);
  await closed;
  t.ok(produced < 500);
});

t.test('memory stays small when the server is slower than the disk', async (t) => {
  let produced = 0;
  const server = serving(async (request, response) => {
    await once(request, 'readable');
    await pause(200);
    response.end(String(produced));
    request.resume();
  });
  const address = await listen(t, server);
  async function* counted() {
    for await (const piece of megabytes(200)) {
      produced += 1;
      yield piece;
    }
  }
  const body = { size: 200 * MEGABYTE.length, bytes: counted() };
  const answer = await transportFor(t).request({
    method: 'PUT',
    url: `http://${address}/`,
    headers: {},
    body,
  });
  t.ok(Number(await read(answer.bytes)) < 30, 'only what the connection takes is read from the source');
});

t.test('a file that changes while it is sent is said to have changed', async (t) => {
  const server = http.createServer((request) => request.resume());
  const address = await listen(t, server);
  async function* changing() {
    yield MEGABYTE;
    throw new SafeError('file_changed');
  }
  const body = { size: 2 * MEGABYTE.length, bytes: changing() };
  await t.rejects(transportFor(t).request({ method: 'PUT', url: `http://${address}/`, headers: {}, body }), {
    code: 'file_changed',
  });
});

t.test('a connection that is cut never passes for the whole paper', async (t) => {
  const server = http.createServer((_request, response) => {
    response.writeHead(200, { 'content-length': '1000000' });
    response.write(MEGABYTE.subarray(0, 1000), () => response.destroy());
  });
  const address = await listen(t, server);
  const answer = await transportFor(t).request({ method: 'GET', url: `http://${address}/`, headers: {} });
  await t.rejects(read(answer.bytes), { code: 'unavailable', details: { reason: 'cut' } });
});

t.test('a server that is not there, or that goes away, is unavailable', async (t) => {
  const deaf = net.createServer((socket) => socket.once('data', () => socket.destroy()));
  const address = await listen(t, deaf);
  const transport = transportFor(t);
  const get = (url: string) => transport.request({ method: 'GET', url, headers: {} });
  await t.rejects(get(`http://${address}/`), { code: 'unavailable', details: { reason: 'cut' } });
  await t.rejects(transport.request(upload(`http://${address}/`, 8)), { code: 'unavailable' });
  await t.rejects(get('http://127.0.0.1:1/'), { code: 'unavailable', details: { reason: 'refused' } });
  await t.rejects(get('http://nowhere.invalid/'), { code: 'unavailable', details: { reason: 'name' } });
});

t.test('a server that says nothing any more is not waited for without end', async (t) => {
  const silent = http.createServer((request, response) => {
    if (request.url === '/half') response.writeHead(200, { 'content-length': '10' }).write('half');
  });
  const address = await listen(t, silent);
  const transport = transportFor(t, { connect: 2000, idle: 100 });
  const get = (path: string) =>
    transport.request({ method: 'GET', url: `http://${address}${path}`, headers: {} });
  await t.rejects(get('/'), { code: 'unavailable', details: { reason: 'timeout' } });
  const half = await get('/half');
  await t.rejects(read(half.bytes), { code: 'unavailable', details: { reason: 'timeout' } });
});

t.test('a slow disk on our side is not taken for a silent server', async (t) => {
  const server = serving(async (request, response) => {
    const body = await read(request);
    response.end(Buffer.concat([body, body, body, body, body, body, body, body]));
  });
  const address = await listen(t, server);
  const transport = transportFor(t, { connect: 2000, idle: 80 });
  async function* slow() {
    yield MEGABYTE;
    await pause(300);
    yield MEGABYTE;
  }
  const body = { size: 2 * MEGABYTE.length, bytes: slow() };
  const answer = await transport.request({ method: 'PUT', url: `http://${address}/`, headers: {}, body });
  let length = 0;
  for await (const piece of answer.bytes) {
    if (length === 0) await pause(300);
    length += piece.length;
  }
  t.equal(length, 16 * MEGABYTE.length);
});

t.test('a redirect is not followed: what is meant for one server never reaches another', async (t) => {
  let reached = 0;
  const other = await listen(
    t,
    http.createServer((_request, response) => {
      reached += 1;
      response.end();
    }),
  );
  const server = http.createServer((_request, response) => {
    response.writeHead(307, { location: `http://${other}/` }).end();
  });
  const address = await listen(t, server);
  const answer = await transportFor(t).request({ method: 'GET', url: `http://${address}/`, headers: {} });
  t.equal(answer.status, 307);
  t.equal(reached, 0);
});

t.test('a server that cannot prove who it is gets nothing', async (t) => {
  let reached = 0;
  const server = https.createServer(
    { key: file('nobody.key'), cert: file('nobody.crt') },
    (_request, response) => {
      reached += 1;
      response.end();
    },
  );
  const address = await listen(t, server);
  const transport = transportFor(t);
  await t.rejects(transport.request(upload(`https://${address}/`, 1)), {
    code: 'unavailable',
    details: { reason: 'certificate' },
  });
  t.equal(reached, 0);
});

t.test('a server that accepts and then never speaks TLS is given up', async (t) => {
  const mute = net.createServer(() => {});
  const address = await listen(t, mute);
  const transport = transportFor(t, { connect: 100, idle: 5000 });
  await t.rejects(transport.request({ method: 'GET', url: `https://${address}/`, headers: {} }), {
    code: 'unavailable',
    details: { reason: 'timeout' },
  });
});
