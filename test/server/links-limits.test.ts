import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { type Given, give, workerParty } from '../helpers/grants.js';
import { call, keep, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { endLink, makeLink, type Prepared, prepareLink, sendGranted, sendLink } from '../helpers/links.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);
const holder = await openHolder(server.address);
const paper = await keep(holder, randomBytes(100));
const worker = await openWorker(server.address);

const grantFor = (): Promise<Given> => give(holder, workerParty(worker), { perm: ['manage', 'read'] });
const prepared = ({ id }: Given): Promise<Prepared> =>
  prepareLink(holder, [paper], { by: { maker: worker, grant: id } });
const makeUnder = async (given: Given) => sendGranted(worker, given.id, await prepared(given));

/** Copies of a link, each under an id of its own: the server makes no difference. */
const copies = (link: Pick<Prepared, 'loc'>, count: number) =>
  owner.rows(
    `insert into links (loc, safe, maker, parent, statement, card, own, made, auth_key, code, tag_hash, released, payload,
       expires, openings, ended_at)
     select uuid_send(gen_random_uuid()), safe, maker, parent, statement, card, own, made, auth_key, code, tag_hash, released,
       payload, expires, openings, ended_at from links, generate_series(1, $2) where loc = $1`,
    [link.loc, count],
  );

t.test(
  'whoever makes links under one consent has room for a hundred open ones, and takes nobody else’s',
  async (t) => {
    const [given, other] = [await grantFor(), await grantFor()];
    const first = await prepared(given);
    t.equal((await sendGranted(worker, given.id, first)).status, 201);
    await copies(first, 98);
    const last = await prepared(given);
    t.equal((await sendGranted(worker, given.id, last)).status, 201, 'the hundredth');
    refused(t, await makeUnder(given), 'links_full', 'the one after');
    t.equal((await sendGranted(worker, given.id, last)).status, 201, 'what was made is answered again');
    t.equal((await makeUnder(other)).status, 201, 'another consent has its own room');
    t.equal((await endLink(worker, last)).status, 204);
    const next = await prepared(given);
    t.equal((await sendGranted(worker, given.id, next)).status, 201, 'one that was ended makes room');
    await owner.rows('update links set ended_at = now() where parent = $1', [given.id]);
    await copies(first, 198);
    t.equal((await makeUnder(given)).status, 201, 'the three hundredth of all');
    refused(t, await makeUnder(given), 'links_full', 'nobody makes and ends without end');
    t.equal((await sendLink(holder, await prepareLink(holder, [paper]))).status, 201, 'the holder has room');
  },
);

t.test(
  'a list of links comes page by page, each link once, to the holder and to who made them',
  async (t) => {
    for (const [who, path] of [
      [holder, `/v1/safes/${toHex(holder.safe)}/links`],
      [worker, '/v1/links'],
    ] as const) {
      const seen: string[] = [];
      for (let after: string | null = ''; after !== null; ) {
        const { json } = await call(who, 'GET', after === '' ? path : `${path}?after=${after}`);
        t.ok(json.links.length <= 200);
        seen.push(...json.links.map(({ statement }: { statement: string }) => statement));
        after = json.next;
      }
      t.ok(seen.length > 300, 'more than fit on one page');
      const [{ count }] = await owner.rows(
        who === holder
          ? 'select count(*)::int as count from links'
          : 'select count(*)::int as count from links where parent is not null',
      );
      t.equal(seen.length, count);
    }
  },
);

t.test('a thousand links that others made leave a holder room for their own', async (t) => {
  const given = await grantFor();
  const theirs = await prepared(given);
  t.equal((await sendGranted(worker, given.id, theirs)).status, 201);
  await owner.rows('update links set ended_at = now() where parent = $1', [given.id]);
  await copies(theirs, 1000);
  refused(t, await makeUnder(await grantFor()), 'links_full', 'under any consent');
  const own = await makeLink(holder, [paper]);
  await copies(own, 997);
  await makeLink(holder, [paper]);
  refused(t, await sendLink(holder, await prepareLink(holder, [paper])), 'links_full');
});
