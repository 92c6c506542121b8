import pg from 'pg';
import type { Test } from 'tap';
import { fromBase64Url, fromHex, toHex } from '../../src/core/bytes.js';
import { logStart, readLogBody, verifyLog } from '../../src/core/protocol/log.js';
import { createDatabase } from '../../src/server/database/kysely.js';
import { createPool } from '../../src/server/database/pool.js';
import { housekeepingRound } from '../../src/server/jobs/housekeeping.js';
import type { BlobStore } from '../../src/server/storage/blob-store.js';
import { until } from './embedded.js';
import { call, type Holder, type Sent, versionPath } from './holder.js';

/** The ids of the papers that a holder sees. */
export const visiblePapers = async (holder: Holder): Promise<string[]> => {
  const answer = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
  if (answer.status !== 200) throw new Error(`no list: ${JSON.stringify(answer.json)}`);
  return answer.json.papers.map(({ doc }: { doc: string }) => doc);
};

/** The content as it lies in the store, or null where the server says there is none. */
export const storedContent = async (
  holder: Holder,
  { doc, ver }: Pick<Sent, 'doc' | 'ver'>,
): Promise<Buffer | null> => {
  const answer = await fetch(`${holder.url}${versionPath(holder, doc, ver)}/content`, {
    headers: { authorization: `Bearer ${holder.token}` },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw new Error(`not read: ${answer.status} ${bytes.toString()}`);
  return bytes;
};

/** Follows the whole chain of a safe; gives what was done, oldest first. */
export const verifiedLog = async (holder: Holder) => {
  const answer = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/log?limit=5000`);
  if (answer.status !== 200 || answer.json.more) throw new Error('not the whole log');
  type Wire = { seq: number; at: number; salt: string; body: string; hash: string };
  const entries = (answer.json.entries as Wire[]).map(({ seq, at, salt, body, hash }) => ({
    seq,
    at,
    salt: fromBase64Url(salt),
    body: fromBase64Url(body),
    hash: fromHex(hash, 32),
  }));
  verifyLog(logStart(holder.safe), entries);
  return entries.map(({ body }) => readLogBody(body));
};

const rowsOf = async <R extends pg.QueryResultRow>(url: string, text: string): Promise<R[]> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<R>(text)).rows;
  } finally {
    await client.end();
  }
};

/** Everything that is due, as if all waiting times were over. */
export const sweepNow = async (url: string, blobs: BlobStore): Promise<void> => {
  const db = createDatabase(createPool({ url, role: 'pochette_app', max: 4, log: () => undefined }));
  try {
    // null: the server under test has a round of its own under way
    await until(
      async () =>
        (await housekeepingRound({ db, blobs, binDays: 30 }, { uploadMs: 0, stagedMs: 0 })) !== null,
    );
  } finally {
    await db.destroy();
  }
};

const USED = `select encode(s.id, 'hex') as safe, s.used_bytes::int as used, coalesce(sum(
    v.content_bytes + coalesce(v.thumbnail_bytes, 0) + octet_length(v.metadata)), 0)::int as summed
  from safes s left join versions v on v.safe = s.id group by s.id`;
const REFERRED = `select content_key as key from versions union
  select thumbnail_key from versions where thumbnail_key is not null order by key`;

/** After a sweep the store holds exactly what the database refers to, and every safe's room is what its papers take. */
export const reckon = async (t: Test, url: string, blobs: BlobStore): Promise<number> => {
  await sweepNow(url, blobs);
  const stored: string[] = [];
  for await (const { key } of blobs.list()) stored.push(key);
  const keys = async (text: string) => (await rowsOf<{ key: string }>(url, text)).map(({ key }) => key);
  const live = await keys("select key from blobs where state = 'live' order by key");
  t.strictSame(stored.toSorted(), live, 'the store holds the live blobs and no other');
  t.strictSame(await keys(REFERRED), live, 'each of them belongs to a version');
  t.strictSame(await keys("select key from blobs where state <> 'live'"), [], 'nothing waits to be removed');
  const used = await rowsOf<{ used: number; summed: number }>(url, USED);
  for (const safe of used) t.equal(safe.used, safe.summed, 'the room taken is the sum of the papers');
  return stored.length;
};
