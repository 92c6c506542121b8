import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Test } from 'tap';

/** What a session begins with (source: PostgreSQL's protocol 3.0, StartupMessage), without its `options`. */
const withoutOptions = (start: Buffer): Buffer => {
  const words = start.subarray(8).toString('utf8').split('\0');
  const kept: string[] = [];
  for (let at = 0; words[at]; at += 2) {
    if (words[at] !== 'options') kept.push(`${words[at]}\0${words[at + 1] ?? ''}\0`);
  }
  const body = Buffer.from(`${kept.join('')}\0`);
  const head = Buffer.from(start.subarray(0, 8));
  head.writeInt32BE(body.length + 8);
  return Buffer.concat([head, body]);
};

/** The address of the same database behind a pooler that drops the startup parameter `options` without a word. */
export const droppingPooler = async (t: Test, url: string): Promise<string> => {
  const behind = new URL(url);
  const host = decodeURIComponent(behind.hostname);
  const port = behind.port || '5432';
  const sockets = new Set<Socket>();
  const pooler = createServer((client) => {
    const database = connect(
      host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port: Number(port) },
    );
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => [client, database].forEach((either) => either.destroy()));
    }
    client.once('data', (start: Buffer) => {
      database.write(withoutOptions(start));
      client.pipe(database);
    });
    database.pipe(client);
  });
  await new Promise<void>((resolve) => {
    pooler.listen(0, '127.0.0.1', resolve);
  });
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    pooler.close();
  });
  const address = `127.0.0.1:${(pooler.address() as AddressInfo).port}`;
  return url.replace(/@[^/]*\//, `@${address}/`);
};
