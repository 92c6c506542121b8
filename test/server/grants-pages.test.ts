import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { type Given, give, grantPath, received, signedReading, workerParty } from '../helpers/grants.js';
import { call, commit, keep, openHolder, prepareVersion, send } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { passedOn } from '../helpers/sub-grants.js';
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
  'what a person shows comes page by page under one head, and in pages that fit into memory',
  async (t) => {
    const [holder, worker] = await Promise.all([openHolder(server.address), openWorker(server.address)]);
    const others = [await openWorker(server.address), await openWorker(server.address)];
    const given = [];
    for (let i = 0; i < 3; i++)
      given.push(await give(holder, workerParty(worker), { perm: ['manage', 'read'] }));
    for (const to of others) await passedOn(worker, given[0] as Given, workerParty(to));
    const list = `/v1/safes/${toHex(holder.safe)}/grants`;
    const turn = async (limit: string) => {
      const [grants, passed, heads, sizes] = [
        [] as string[],
        [] as string[],
        new Set<string>(),
        [] as number[],
      ];
      for (let after: string | null = ''; after !== null; ) {
        const { json } = await call(
          holder,
          'GET',
          `${list}?${limit}${after === '' ? '' : `&after=${after}`}`,
        );
        grants.push(...json.grants.map((one: { grant: string }) => one.grant));
        passed.push(...json.passedOn.map((one: { grant: string }) => one.grant));
        heads.add(json.head);
        sizes.push(json.grants.length + json.passedOn.length);
        after = json.next;
      }
      t.equal(heads.size, 1);
      return { grants, passed, sizes };
    };
    const whole = await turn('limit=200');
    t.match(whole, { grants: { length: 3 }, passed: { length: 2 }, sizes: [5] });
    t.strictSame(await turn('limit=2'), { ...whole, sizes: [2, 2, 1] });
    const sql = `update grants set private = convert_to(repeat('x', 900000), 'UTF8') where safe = $1`;
    await (await ownerOf(t, server)).rows(sql, [holder.safe]);
    t.strictSame(await turn('limit=200'), { ...whole, sizes: [3, 2] });
    refused(t, await call(holder, 'GET', `${list}?limit=201`), 'invalid_request');
  },
);

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
