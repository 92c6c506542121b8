import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { docs, endGrant, give, look, read, received, workerParty } from '../helpers/grants.js';
import { call, keep, openHolder } from '../helpers/holder.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);

t.test('a person shows a paper to a relay, a worker reads it, the person takes it back', async (t) => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(600_000), { thumbnail: true });
  const other = await keep(holder, randomBytes(1_000));
  const given = await give(holder, relayParty(relay), { scope: docs(paper) });
  for (const worker of [manager, member]) {
    t.strictSame((await received(worker)).ids, [toHex(given.id)]);
    const { status, json } = await look(worker, given);
    t.equal(status, 200);
    t.strictSame(
      json.papers.map((one: { doc: string }) => one.doc),
      [toHex(paper.doc)],
    );
    t.ok((await read(worker, given, paper)).bytes.equals(paper.content), 'the paper, byte by byte');
    t.ok((await read(worker, given, paper, 'thumbnail')).bytes.equals(paper.thumbnail!));
    refused(t, await read(worker, given, other), 'not_granted', 'another paper');
  }
  const list = await call(holder, 'GET', `/v1/safes/${toHex(holder.safe)}/grants`);
  t.match(list.json, {
    grants: [{ grant: given.wire.grant, ownKey: given.wire.ownKey, endedAt: null, listed: true }],
  });
  t.equal((await endGrant(holder, given)).status, 204);
  refused(t, await look(member, given), 'grant_ended');
  refused(t, await read(member, given, paper), 'grant_ended');
  t.match((await received(member)).json.grants, [{ sealed: '', renewed: null, endedAt: Number }]);
  const { bodies } = await readLog(holder);
  const about = bodies.filter((body) => body.grant === toHex(given.id));
  const who = new Map([
    [toHex(holder.uid), 'holder'],
    [toHex(manager.uid), 'manager'],
    [toHex(member.uid), 'member'],
  ]);
  t.strictSame(
    about.map((body) => `${who.get(body.by ?? '')} ${body.act} ${body.out}`),
    [
      'holder grant.give ok',
      ...['manager', 'member'].flatMap((name) => [
        `${name} grant.look ok`,
        `${name} paper.read ok`,
        `${name} paper.preview ok`,
        `${name} paper.read not_granted`,
      ]),
      'holder grant.end ok',
      'member grant.look grant_ended',
      'member paper.read grant_ended',
    ],
  );
  t.ok(
    about.slice(1).every((body) => body.proof !== null),
    'each with the request as its author signed it',
  );
});

t.test('a worker without a relay reads what was shown to them alone', async (t) => {
  const worker = await openWorker(server.address);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(500));
  const given = await give(holder, workerParty(worker));
  t.ok((await read(worker, given, paper)).bytes.equals(paper.content));
  const stranger = await openWorker(server.address);
  refused(t, await read(stranger, given, paper), 'not_found');
});
