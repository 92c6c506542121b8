import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { openHolder, partsOf, prepareVersion, versionPath } from '../helpers/holder.js';
import { testServer } from '../helpers/server.js';

const BOUNDARY = 'pochette-test-boundary';

const bodyOf = (parts: [string, Uint8Array][]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([name, bytes]) => [
      Buffer.from(
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"; filename="${name}"\r\n` +
          'content-type: application/octet-stream\r\n\r\n',
      ),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);

t.test('uploads that a bad network breaks off leave nothing open behind', async (t) => {
  const server = await testServer(t);
  const holder = await openHolder(server.address);
  const sent = await prepareVersion(holder, randomBytes(3_000_000));
  const body = bodyOf(partsOf(sent));
  const { port } = new URL(server.address);
  const before = readdirSync('/proc/self/fd').length;

  const breakOff = async (bytes: number): Promise<void> => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      `PUT ${versionPath(holder, sent.doc, 1)} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${holder.token}\r\n` +
        `content-type: multipart/form-data; boundary=${BOUNDARY}\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    socket.write(body.subarray(0, bytes));
    await sleep(bytes % 23);
    socket.resetAndDestroy();
  };
  for (let i = 0; i < 40; i++) await breakOff(Math.floor((body.length * (i + 1)) / 41));

  const drafts = join(server.config.dataDir, 'blobs', 'drafts');
  const left = () => readdirSync(drafts).filter((name) => name !== 'probe').length;
  for (let i = 0; i < 200 && (left() > 0 || readdirSync('/proc/self/fd').length > before + 20); i++) {
    await sleep(50);
  }
  t.equal(left(), 0, 'no draft is left');
  t.ok(readdirSync('/proc/self/fd').length <= before + 20, 'no file is left open');
});
