import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import type { Grant } from '../../src/core/protocol/grant.js';
import {
  docs,
  endGrant,
  give,
  look,
  ofPaper,
  read,
  received,
  reseal,
  resealWire,
  signedReading,
  withdrawalOf,
  workerParty,
} from '../helpers/grants.js';
import { call, commit, keep, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { passedOn, passOn, prepareSub } from '../helpers/sub-grants.js';
import { asWorker, openWorker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const DAY = 86_400_000;
const MANAGE: Grant['perm'] = ['manage', 'read'];

/** A person, two of their papers, a relay that may pass on, and a worker of elsewhere. */
const world = async () => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(400), { thumbnail: true });
  const other = await keep(holder, randomBytes(100));
  const elsewhere = await openWorker(server.address);
  return { relay, manager, member, holder, paper, other, elsewhere, to: workerParty(elsewhere) };
};

t.test('the end of a grant ends at once what was passed on under it, downloads too', async (t) => {
  const { relay, member, holder, paper, elsewhere, to } = await world();
  const long = await keep(holder, randomBytes(16_000_000));
  const parent = await give(holder, relayParty(relay), { perm: MANAGE });
  const child = await passedOn(member, parent, to);
  t.equal((await read(elsewhere, child, paper)).status, 200);
  const running = await fetch(`${elsewhere.url}/v1/grants/${toHex(child.id)}/readings`, {
    method: 'POST',
    headers: { authorization: `Bearer ${elsewhere.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ reading: toBase64Url(signedReading(elsewhere, child, ofPaper(long))) }),
  });
  t.equal(running.status, 200);
  t.equal((await endGrant(holder, parent)).status, 204);
  const open = await owner.rows('select from readings where grant_id = $1 and open', [child.id]);
  t.equal(open.length, 0, 'no reading of it is open when the end is answered');
  await t.rejects(running.arrayBuffer(), 'the download was broken off');
  refused(t, await read(elsewhere, child, paper), 'grant_ended');
  refused(t, await look(elsewhere, child), 'grant_ended');
  const got = await received(elsewhere);
  t.match(got.json.grants, [{ sealed: '', renewed: null }], 'named without keys');
  t.type(got.json.grants[0].endedAt, 'number');
  refused(t, await reseal(elsewhere, child, resealWire(elsewhere, child, to)), 'grant_ended');
  const list = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/grants`);
  t.type(list.json.passedOn[0].endedAt, 'number');
});

t.test('so do a head that leaves it out, and its date', async (t) => {
  const { relay, member, holder, paper, elsewhere, to } = await world();
  const dropped = await give(holder, relayParty(relay), { scope: docs(paper), perm: MANAGE });
  const first = await passedOn(member, dropped, to);
  t.equal((await commit(holder, { drop: [dropped] })).status, 200);
  refused(t, await read(elsewhere, first, paper), 'grant_ended');
  const over = await give(holder, relayParty(relay), { scope: docs(paper), perm: MANAGE });
  const second = await passedOn(member, over, to);
  t.equal((await read(elsewhere, second, paper)).status, 200);
  await owner.rows('update grants set not_before = 0, expires = 1 where id = $1', [over.id]);
  refused(t, await read(elsewhere, second, paper), 'grant_expired');
  await owner.rows('update grants set expires = $2 where id = $1', [over.id, Date.now() + DAY]);
  refused(t, await read(elsewhere, second, paper), 'grant_expired', 'also if the clock went back');
});

t.test(
  'a sub-grant is ended by the holder, who gave it, their relay and who got it, nobody else',
  async (t) => {
    const { relay, manager, member, holder, paper, elsewhere, to } = await world();
    const stranger = await openWorker(server.address);
    const parent = await give(holder, relayParty(relay), { scope: docs(paper), perm: MANAGE });
    const fresh = () => passedOn(member, parent, to);
    const child = await fresh();
    refused(t, await endGrant(stranger, child), 'not_found');
    refused(t, await endGrant(manager, child, withdrawalOf(member, child)), 'damaged');
    refused(t, await endGrant(elsewhere, parent), 'not_found', 'who got it does not end the parent');
    t.equal((await read(elsewhere, child, paper)).status, 200, 'it goes on');
    for (const who of [asWorker(holder), member, manager, elsewhere]) {
      const one = await fresh();
      t.equal((await endGrant(who, one)).status, 204);
      refused(t, await read(elsewhere, one, paper), 'grant_ended');
    }
    t.equal((await look(member, parent)).status, 200, 'the parent stays');
    t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
    t.equal(
      (await read(elsewhere, child, paper)).status,
      200,
      'what a relay consented to stays when one leaves',
    );
    t.equal((await endGrant(member, child)).status, 204, 'and who left may still end it');
    refused(t, await read(elsewhere, child, paper), 'grant_ended');
  },
);

t.test('what leaves a category that was shown is no longer shown by what was passed on of it', async (t) => {
  const { relay, member, holder, paper, elsewhere, to } = await world();
  const { json } = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`);
  const manifest = JSON.parse(Buffer.from(json.papers[0].manifest, 'base64url').subarray(64).toString());
  const scope = { kind: 'cat' as const, ids: [Buffer.from(manifest.cat, 'hex')] };
  const parent = await give(holder, relayParty(relay), { scope, perm: MANAGE });
  const child = await passedOn(member, parent, to, { scope: docs(paper) });
  t.equal((await read(elsewhere, child, paper)).status, 200);
  await owner.rows('update versions set category = $2 where document = $1', [paper.doc, randomBytes(16)]);
  refused(t, await read(elsewhere, child, paper), 'not_granted');
  refused(
    t,
    await passOn(member, parent, prepareSub(member, parent, to, { scope: docs(paper) })),
    'not_granted',
  );
});

t.test('so many can be passed on under one grant, and no more', async (t) => {
  const { relay, member, holder, to } = await world();
  const parent = await give(holder, relayParty(relay), { perm: MANAGE });
  const first = await passedOn(member, parent, to);
  await owner.rows(
    `insert into grants select (json_populate_record(g, json_build_object('id', '\\x' || lpad(to_hex(n), 32, '0')))).*
     from grants g, generate_series(1, 99) n where g.id = $1`,
    [first.id],
  );
  refused(t, await passOn(member, parent, prepareSub(member, parent, to)), 'too_large');
  t.equal((await endGrant(member, first)).status, 204);
  t.equal((await passOn(member, parent, prepareSub(member, parent, to))).status, 204, 'one ended makes room');
});
