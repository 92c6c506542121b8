import { randomBytes } from 'node:crypto';
import pg from 'pg';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { call, keep, openHolder } from '../helpers/holder.js';
import { type Loose, ownerOf } from '../helpers/inside.js';
import { testServer } from '../helpers/server.js';

/** Every statement that this process, which is also the server, sends to PostgreSQL. */
const statements: string[] = [];
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (this: pg.Client, ...args: Loose[]) {
  statements.push(typeof args[0] === 'string' ? args[0] : (args[0]?.text ?? ''));
  return Reflect.apply(query, this, args);
} as typeof query;

const server = await testServer(t);
const owner = await ownerOf(t, server);

const counted = async <T>(ask: () => Promise<T>): Promise<{ answer: T; count: number }> => {
  statements.length = 0;
  const answer = await ask();
  // Limits are taken in shares, so that now and then a request has a statement more.
  return { answer, count: statements.filter((text) => !text.includes('rate_limits')).length };
};

t.test('a safe of five hundred papers is listed by as few statements as one of a single paper', async (t) => {
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(100), { thumbnail: true });
  const path = `/v1/safes/${toHex(holder.safe)}/documents`;
  const one = await counted(() => call(holder, 'GET', path));
  t.equal(one.answer.json.papers.length, 1);
  t.equal(one.count, 1, 'who asks, what there is and the entry in the log are one statement');
  // Copies of the one paper: what matters here is how many there are.
  await owner.rows(
    `with ids as materialized (select uuid_send(gen_random_uuid()) as id from generate_series(1, 499)),
     listed as (
       insert into documents (safe, id, version, manifest_hash)
       select d.safe, ids.id, d.version, d.manifest_hash from documents d, ids where d.id = $1
     )
     insert into versions (safe, document, version, staged, manifest, manifest_hash, wrapped_key, category, wrap_epoch, metadata,
       content_key, content_bytes, thumbnail_key, thumbnail_bytes)
     select v.safe, ids.id, v.version, false, v.manifest, v.manifest_hash, v.wrapped_key, v.category, v.wrap_epoch, v.metadata,
       v.content_key, v.content_bytes, v.thumbnail_key, v.thumbnail_bytes from versions v, ids where v.document = $1`,
    [paper.doc],
  );
  const many = await counted(() => call(holder, 'GET', path));
  t.equal(many.answer.json.papers.length, 500);
  t.equal(many.answer.json.next, null);
  t.equal(many.count, one.count);

  t.test('and in pages, each paper once and in order, under one head', async (t) => {
    const seen: string[] = [];
    const heads = new Set<string>();
    for (let after: string | null = ''; after !== null; ) {
      const query: string = `?limit=120${after === '' ? '' : `&after=${after}`}`;
      const { answer, count } = await counted(() => call(holder, 'GET', path + query));
      t.equal(count, 1);
      seen.push(...answer.json.papers.map((each: { doc: string }) => each.doc));
      heads.add(answer.json.head);
      after = answer.json.next;
    }
    t.equal(seen.length, 500);
    t.strictSame(seen, [...new Set(seen)].toSorted());
    t.equal(heads.size, 1);
    const beyond = await call(holder, 'GET', `${path}?after=${'f'.repeat(32)}`);
    t.match(beyond.json, { papers: [], expired: [], next: null });
  });
});

t.test('what is done a thousand times a day is one statement each', async (t) => {
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(100), { thumbnail: true });
  const safe = `/v1/safes/${toHex(holder.safe)}`;
  const document = `${safe}/documents/${toHex(paper.doc)}`;
  const asks = {
    'looking at the safe': '/v1/safes',
    'the papers': `${safe}/documents`,
    'the versions of one': `${document}/versions`,
    'its content': `${document}/versions/1/content`,
    'its thumbnail': `${document}/versions/1/thumbnail`,
  };
  for (const [name, path] of Object.entries(asks)) {
    const { answer, count } = await counted(() => call(holder, 'GET', path));
    t.equal(answer.status, 200, name);
    t.equal(count, 1, `${name}: one statement`);
  }
});
