import { randomBytes } from 'node:crypto';
import t from 'tap';
import { fromBase64Url, toHex } from '../../src/core/bytes.js';
import { openTally } from '../../src/core/protocol/relay-notes.js';
import { call, openHolder } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, foundRelay, newDirectory, type Relay, relayPath, wholeRelay } from '../helpers/relay.js';
import { keyOf, monthFromNow, nameBody, namePath, type Row, tallyBody } from '../helpers/relay-notes.js';
import { testServer } from '../helpers/server.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const team = () => wholeRelay(server.address, directory.keys);

t.test(
  'each member counts in a row of their own, which the others read and nobody else writes',
  async (t) => {
    const { relay, manager, member } = await team();
    const path = relayPath(relay, `/tallies/${monthFromNow()}`);
    const [first, second] = [tallyBody(relay, member, 1), tallyBody(relay, member, 2)];
    for (const body of [first, second, second]) t.equal((await call(member, 'PUT', path, body)).status, 204);
    refused(
      t,
      await call(member, 'PUT', path, tallyBody(relay, member, 2)),
      'conflict',
      'other bytes under the same number',
    );
    t.equal((await call(manager, 'PUT', path, tallyBody(relay, manager, 1))).status, 204);
    const { tallies } = (await call(manager, 'GET', path)).json;
    const read = tallies.map(({ member: by, generation, version, sealed }: Row & { member: string }) => {
      const at = {
        relay: relay.uid,
        member: Buffer.from(by, 'hex'),
        month: monthFromNow(),
        generation,
        version,
      };
      const open = (place: typeof at) => openTally(keyOf(relay, generation), place, fromBase64Url(sealed));
      for (const wrong of [
        { ...at, month: monthFromNow(1) },
        { ...at, member: randomBytes(16) },
        { ...at, version: 9 },
      ]) {
        t.throws(() => open(wrong), { code: 'damaged' });
      }
      return [by, open(at).counts.get('newcomer')];
    });
    t.strictSame(
      new Map(read),
      new Map([
        [toHex(member.uid), 2],
        [toHex(manager.uid), 1],
      ]),
    );
    t.strictSame(
      (await call(member, 'GET', relayPath(relay, `/tallies/${monthFromNow(-1)}`))).json.tallies,
      [],
    );
    for (const bad of ['202613', '202600', 'x']) {
      refused(
        t,
        await call(member, 'PUT', relayPath(relay, `/tallies/${bad}`), tallyBody(relay, member, 1)),
        'invalid_request',
        bad,
      );
    }
    const { sealed } = tallyBody(relay, member, 3);
    refused(
      t,
      await call(member, 'PUT', path, { generation: 1, version: 3, sealed: sealed.slice(0, -8) }),
      'invalid_request',
    );
    t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
    refused(t, await call(member, 'GET', path), 'not_member');
    t.equal((await call(manager, 'GET', path)).json.tallies.length, 2, 'what was counted is the relay’s');
  },
);

t.test('whoever founds a relay, or is let into one, writes no more than so many bytes', async (t) => {
  const { relay, manager, member } = await team();
  const put = (by: Worker, month: number, of = relay) =>
    call(by, 'PUT', relayPath(of, `/tallies/${month}`), {
      generation: 1,
      version: 1,
      sealed: randomBytes(65_609).toString('base64url'),
    });
  const stored = async (of: Relay): Promise<number> => {
    const [row] = await owner.rows(
      `select coalesce(sum(octet_length(sealed)), 0)::integer as bytes from (
         select relay, sealed from relay_tallies union all select relay, sealed from relay_names) all_notes where relay = $1`,
      [of.uid],
    );
    return row.bytes;
  };
  for (const more of [-1200, -37, -12, -2, 2, 3, 12, 600]) {
    refused(t, await put(member, monthFromNow(more)), 'invalid_request', `${more} months from now`);
  }
  for (const more of [-1, 0, 1]) t.equal((await put(member, monthFromNow(more))).status, 204);
  t.equal(await stored(relay), 3 * 65_609, 'three months, and no more');

  const founder = await openWorker(server.address);
  const amina = await openHolder(server.address);
  for (let n = 0; n < 2; n++) {
    const own = await foundRelay(founder);
    refused(t, await put(founder, monthFromNow(), own), 'not_certified');
    refused(t, await call(founder, 'PUT', namePath(own, amina), nameBody(own, amina, 'X')), 'not_certified');
    t.equal(await stored(own), 0, 'a relay that anybody founds');
  }

  // colleagues who came, counted and left: their rows are the relay's
  await owner.rows(
    `insert into relay_tallies (relay, member, month, generation, version, sealed)
     select relay, substr(sha256(n::text::bytea), 1, 16), month, generation, version, sealed
     from relay_tallies, generate_series(1, 508) n where relay = $1 and month = $2`,
    [relay.uid, monthFromNow()],
  );
  t.equal((await put(manager, monthFromNow())).status, 413, 'full');
  const bytes = await stored(relay);
  t.ok(bytes <= 32 * 1024 * 1024, `${bytes} bytes`);

  await owner.rows('delete from relay_tallies where relay = $1 and month <> $2', [relay.uid, monthFromNow()]);
  for (const more of [-40, -36, 1, 2, 90_000]) {
    await owner.rows(
      `insert into relay_tallies (relay, member, month, generation, version, sealed)
       select relay, member, $2, generation, version, sealed from relay_tallies where relay = $1 and member = $3 and month = $4`,
      [relay.uid, monthFromNow(more), member.uid, monthFromNow()],
    );
  }
  await owner.rows('select forget_relay_notes()');
  const left = await owner.rows(
    'select month from relay_tallies where relay = $1 and member = $2 order by month',
    [relay.uid, member.uid],
  );
  t.same(
    left.map(({ month }) => month),
    [-36, 0, 1].map((more) => monthFromNow(more)),
    'what is too old, and what is to come, is forgotten',
  );
});
