import { randomBytes } from 'node:crypto';
import t from 'tap';
import { until } from '../helpers/embedded.js';
import { openHolder, partsOf, prepareVersion, send, versionPath } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { encodeParts, startUpload } from '../helpers/upload.js';

const server = await testServer(t, { RATE_LIMIT_TRANSFERS: '2', QUOTA_MB: '1' });
const owner = await ownerOf(t, server);

/** Uploads that began and wait for their last bytes. */
const begun = async (count: number, bytes: number) => {
  const holder = await openHolder(server.address);
  const uploads = await Promise.all(
    Array.from({ length: count }, async () => {
      const sent = await prepareVersion(holder, randomBytes(bytes));
      const { type, body } = encodeParts(partsOf(sent));
      const upload = startUpload(holder, versionPath(holder, sent.doc, 1), { type });
      await upload.write(body.subarray(0, bytes / 2));
      return { upload, rest: body.subarray(bytes / 2) };
    }),
  );
  await until(async () => {
    const rows = await owner.rows(`select from blobs where state = 'pending' and safe = $1`, [holder.safe]);
    return rows.length === count;
  });
  return { holder, uploads };
};

t.test('one account can’t occupy the server with many papers at once', async (t) => {
  const { holder, uploads } = await begun(2, 100_000);
  const sent = await prepareVersion(holder, randomBytes(1000));
  const answer = await send(holder, sent);
  refused(t, answer, 'rate_limited', 'the third');
  t.ok(Number(answer.headers.get('retry-after')) > 0);
  const other = await openHolder(server.address);
  t.equal((await send(other, await prepareVersion(other, randomBytes(1000)))).status, 201, 'somebody else');
  uploads[0]?.upload.leave();
  await until(async () => (await send(holder, sent)).status === 201);
  await uploads[1]?.upload.write(uploads[1].rest);
  uploads[1]?.upload.end();
  t.equal((await uploads[1]?.upload.answer)?.status, 201, 'what had begun is taken');
});

t.test('papers on their way can’t lie on the server beyond the room of their safe', async (t) => {
  const { holder, uploads } = await begun(1, 600_000);
  const sent = await prepareVersion(holder, randomBytes(600_000));
  refused(t, await send(holder, sent), 'quota_exceeded', 'while another is under way');
  uploads[0]?.upload.leave();
  await until(async () => (await send(holder, sent)).status === 201);
});
