import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { signErasure } from '../../src/core/protocol/erasure.js';
import { endGrant, give, nextEpoch, withdrawalOf } from '../helpers/grants.js';
import { call, commit, type Holder, openHolder } from '../helpers/holder.js';
import { ownerOf, sweep } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, newDirectory, type Relay, relayParty, relayPath, wholeRelay } from '../helpers/relay.js';
import {
  keyOf,
  monthFromNow,
  nameBody,
  nameIn,
  namePath,
  type Row,
  tallyBody,
} from '../helpers/relay-notes.js';
import { testServer } from '../helpers/server.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const team = () => wholeRelay(server.address, directory.keys);
const person = () => openHolder(server.address);

const put = (by: Worker, relay: Relay, who: Holder, body: object) =>
  call(by, 'PUT', namePath(relay, who), body);
const list = (by: Pick<Worker, 'url' | 'token'>, relay: Relay, query = '') =>
  call(by, 'GET', relayPath(relay, `/names${query}`));

const names = async (by: Worker, relay: Relay): Promise<string[]> =>
  (await list(by, relay)).json.names.map((row: Row) => nameIn(relay, row)).toSorted();

t.test(
  'a name that one worker gives is there for the next one; who writes over what they have not seen is told',
  async (t) => {
    const { relay, manager, member } = await team();
    const [amina, noor] = [await person(), await person()];
    const first = nameBody(relay, amina, 'Amina Diallo');
    for (let again = 0; again < 2; again++) t.equal((await put(member, relay, amina, first)).status, 204);
    t.equal((await put(member, relay, noor, nameBody(relay, noor, 'نور'))).status, 204);
    t.strictSame(await names(manager, relay), ['Amina Diallo', 'نور'].toSorted());
    t.equal((await put(manager, relay, amina, nameBody(relay, amina, 'Amina D.', 2))).status, 204);
    refused(t, await put(member, relay, amina, nameBody(relay, amina, 'Aminata', 2)), 'conflict');
    refused(t, await put(member, relay, amina, nameBody(relay, amina, 'Aminata', 4)), 'conflict');
    refused(
      t,
      await put(member, relay, await person(), nameBody(relay, amina, 'X', 2)),
      'conflict',
      'none was there',
    );
    t.strictSame(await names(member, relay), ['Amina D.', 'نور'].toSorted());
    const pages = [(await list(member, relay, '?limit=1')).json];
    pages.push((await list(member, relay, `?limit=1&after=${pages[0].next}`)).json);
    t.strictSame(
      new Set(pages.flatMap((page) => page.names.map((row: Row) => nameIn(relay, row)))),
      new Set(['Amina D.', 'نور']),
    );
    t.equal(pages[1].next, null);
    for (let again = 0; again < 2; again++)
      t.equal((await call(member, 'DELETE', namePath(relay, noor))).status, 204);
    t.strictSame(await names(manager, relay), ['Amina D.']);
  },
);

t.test('the database holds neither name nor count, and every name is as long as another', async (t) => {
  const { relay, member } = await team();
  for (const name of ['Bo', 'Oumou-Kalthoum de la Très-Longue-Maison-Bleue ወይዘሮ ሰላማዊት']) {
    const who = await person();
    t.equal((await put(member, relay, who, nameBody(relay, who, name))).status, 204);
  }
  const rows = await owner.rows('select t::text as row, sealed from relay_names t where relay = $1', [
    relay.uid,
  ]);
  t.strictSame(
    rows.map(({ sealed }) => sealed.length),
    [585, 585],
  );
  for (const { row, sealed } of rows) {
    t.notMatch(row, /Bo|Kalthoum/);
    t.notOk(Buffer.from(sealed).includes('Kalthoum'));
  }
});

t.test(
  'another relay’s people, strangers and the person read no name, write none and erase none',
  async (t) => {
    const { relay, member } = await team();
    const other = await team();
    const amina = await person();
    const body = nameBody(relay, amina, 'Amina');
    t.equal((await put(member, relay, amina, body)).status, 204);
    for (const who of [other.member, await openWorker(server.address), amina as unknown as Worker]) {
      refused(t, await list(who, relay), 'not_member');
      refused(t, await put(who, relay, amina, nameBody(relay, amina, 'X', 2)), 'not_member');
      refused(t, await call(who, 'DELETE', namePath(relay, amina)), 'not_member');
      refused(t, await call(who, 'GET', relayPath(relay, `/tallies/${monthFromNow()}`)), 'not_member');
      refused(
        t,
        await call(who, 'PUT', relayPath(relay, `/tallies/${monthFromNow()}`), tallyBody(relay, member, 1)),
        'not_member',
      );
    }
    t.strictSame((await list(other.member, other.relay)).json.names, [], 'each relay has its own list');
    const nobody = { ...amina, safe: randomBytes(16) };
    refused(t, await put(member, relay, nobody, nameBody(relay, nobody, 'X')), 'not_found');
    t.strictSame(await names(member, relay), ['Amina']);
  },
);

t.test(
  'who was put out reads no name from the next request on, and what is written then opens with no key of theirs',
  async (t) => {
    const { relay, manager, member } = await team();
    const [amina, noor] = [await person(), await person()];
    t.equal((await put(member, relay, amina, nameBody(relay, amina, 'Amina'))).status, 204);
    t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
    refused(t, await list(member, relay), 'not_member');
    refused(t, await put(member, relay, amina, nameBody(relay, amina, 'X', 2, 1)), 'not_member');
    refused(
      t,
      await put(manager, relay, noor, nameBody(relay, noor, 'Noor', 1, 1)),
      'conflict',
      'under the key before',
    );
    t.equal((await put(manager, relay, noor, nameBody(relay, noor, 'Noor'))).status, 204);
    t.strictSame(await names(manager, relay), ['Amina', 'Noor'], 'who remains reads what was written before');
    const row = (await list(manager, relay)).json.names.find(
      ({ generation }: Row) => generation === 2,
    ) as Row;
    const old = { ...relay, teamKeys: [keyOf(relay, 1), keyOf(relay, 1)] };
    t.throws(() => nameIn(old, row), { code: 'damaged' });
  },
);

t.test(
  'a name that is put in another’s place, or an older one in a newer one’s, does not open',
  async (t) => {
    const { relay, member } = await team();
    const other = await team();
    const [amina, noor] = [await person(), await person()];
    await put(member, relay, amina, nameBody(relay, amina, 'Amina'));
    await put(member, relay, noor, nameBody(relay, noor, 'Noor'));
    const rows = (await list(member, relay)).json.names as Row[];
    const row = rows.find(({ safe }) => safe === toHex(amina.safe)) as Row;
    t.equal(nameIn(relay, row), 'Amina');
    for (const [what, changed, by] of [
      ['safe', { ...row, safe: toHex(noor.safe) }, relay],
      ['version', { ...row, version: 2 }, relay],
      ['relay', row, other.relay],
      ['bytes', { ...row, sealed: rows.find((one) => one !== row)?.sealed ?? '' }, relay],
    ] as const) {
      t.throws(() => nameIn(by, changed), { code: 'damaged' }, what);
    }
    const { generation, version, sealed } = row;
    refused(
      t,
      await put(member, relay, noor, { generation, version, sealed: sealed.slice(4) }),
      'invalid_request',
    );
  },
);

t.test('the name goes when the last consent ends, whoever ends it, and with the safe', async (t) => {
  const { relay, member } = await team();
  const other = await team();
  const amina = await person();
  for (const { relay: at, member: by } of [{ relay, member }, other]) {
    t.equal((await put(by, at, amina, nameBody(at, amina, 'Amina'))).status, 204);
  }
  const [first, second] = [await give(amina, relayParty(relay)), await give(amina, relayParty(relay))];
  const theirs = await give(amina, relayParty(other.relay));
  t.equal((await endGrant(member, first, withdrawalOf(member, first))).status, 204);
  t.strictSame(await names(member, relay), ['Amina'], 'something is still shown');
  t.equal((await commit(amina, { drop: [first, second], epoch: nextEpoch(amina) })).status, 200);
  t.strictSame(await names(member, relay), [], 'the person took back the last');
  t.strictSame(await names(other.member, other.relay), ['Amina'], 'from this relay alone');
  t.equal((await endGrant(other.member, theirs, withdrawalOf(other.member, theirs))).status, 204);
  t.strictSame(await names(other.member, other.relay), []);

  const noor = await person();
  await put(member, relay, noor, nameBody(relay, noor, 'Noor'));
  const order = toBase64Url(signErasure(noor.safe, noor.head.seq, Date.now(), noor.keys.sign.secretKey));
  t.equal((await call(noor, 'POST', `/v1/safes/${toHex(noor.safe)}/erasure`, { order })).status, 204);
  t.strictSame(await names(member, relay), [], 'with the safe goes its name');
});

t.test(
  'a name goes a month after the last consent was over by its date, or after a year in which nobody wrote it',
  async (t) => {
    const { relay, member } = await team();
    const whole = [await person(), await person(), await person(), await person()];
    for (const [i, one] of whole.entries()) await put(member, relay, one, nameBody(relay, one, `P${i}`));
    const [over, justOver, open] = await Promise.all(
      whole.slice(0, 3).map((one) => give(one, relayParty(relay))),
    );
    const past = async (grant: { id: Uint8Array } | undefined, days: number) =>
      owner.rows(
        `update grants set not_before = 0, expires = extract(epoch from now() - $2 * interval '1 day') * 1000 where id = $1`,
        [grant?.id, days],
      );
    await past(over, 32);
    await past(justOver, 5);
    const age = (safe: Uint8Array, days: number) =>
      owner.rows(`update relay_names set changed_at = now() - $2 * interval '1 day' where safe = $1`, [
        safe,
        days,
      ]);
    for (const one of whole) await age(one.safe, 100);
    await sweep(server);
    t.strictSame(await names(member, relay), ['P1', 'P2', 'P3']);
    for (const one of whole) await age(one.safe, 400);
    await sweep(server);
    t.strictSame(await names(member, relay), ['P2'], 'whom something is shown by stays');
    t.ok(open);
  },
);
