import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { give, grantPath, received, signedReading, workerParty } from '../helpers/grants.js';
import { call, commit, keep, openHolder, prepareVersion, send } from '../helpers/holder.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const server = await testServer(t);

t.test('what is shown to somebody comes page by page, each grant once', async (t) => {
  const [holder, worker] = await Promise.all([openHolder(server.address), openWorker(server.address)]);
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push(toHex((await give(holder, workerParty(worker))).id));
  const whole = await received(worker);
  t.strictSame(whole.ids, ids.toSorted());
  t.equal(whole.json.next, null);
  const seen: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page = await received(worker, `?limit=2${after === '' ? '' : `&after=${after}`}`);
    t.ok(page.ids.length <= 2);
    seen.push(...page.ids);
    after = page.json.next;
  }
  t.strictSame(seen, whole.ids);
  refused(t, await received(worker, '?limit=0'), 'invalid_request');
  refused(t, await received(worker, '?limit=201'), 'invalid_request');
});

t.test(
  'the papers of a grant come page by page, all versions of one together, each page signed for',
  async (t) => {
    const [holder, worker] = await Promise.all([openHolder(server.address), openWorker(server.address)]);
    const kept = [];
    for (let i = 0; i < 4; i++) kept.push(await keep(holder, randomBytes(20)));
    const first = kept.toSorted((a, b) => (toHex(a.doc) < toHex(b.doc) ? -1 : 1))[0] as (typeof kept)[number];
    const next = { doc: first.doc, ver: 2, prev: manifestHash(first.manifest) };
    const second = await prepareVersion(holder, randomBytes(20), next);
    t.equal((await send(holder, second)).status, 201);
    t.equal((await commit(holder, { keep: [second] })).status, 200);
    const given = await give(holder, workerParty(worker));
    const ask = (more: object, reading = signedReading(worker, given)) =>
      call(worker, 'POST', grantPath(given, '/papers'), { reading: toBase64Url(reading), ...more });
    const line = ({ doc, ver }: { doc: string; ver: number }): string => `${doc} ${ver}`;
    const whole = (await ask({})).json;
    t.equal(whole.papers.length, 5);
    t.equal(whole.next, null);
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const { json } = await ask({ limit: 1, ...(after === '' ? {} : { after }) });
      sizes.push(json.papers.length);
      seen.push(...json.papers.map(line));
      after = json.next;
    }
    t.strictSame(seen, whole.papers.map(line));
    t.strictSame(sizes, [2, 1, 1, 1]);
    const once = signedReading(worker, given);
    t.equal((await ask({ limit: 1 }, once)).status, 200);
    refused(t, await ask({ limit: 1, after: toHex(first.doc) }, once), 'damaged', 'one reading is one page');
  },
);
