import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { docs, endGrant, give, look, nextEpoch, read, withdrawalOf } from '../helpers/grants.js';
import { call, commit, keep, openHolder } from '../helpers/holder.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, newDirectory, relayParty, relayPath, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);

t.test('the members of a relay see what they did under what is shown to it, and nothing else', async (t) => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const holder = await openHolder(server.address);
  const paper = await keep(holder, randomBytes(100));
  const other = await wholeRelay(server.address, directory.keys);
  const given = await give(holder, relayParty(relay), { scope: docs(paper) });
  const theirs = await give(holder, relayParty(other.relay), { scope: docs(paper) });
  const stranger = await openWorker(server.address);
  t.equal((await look(member, given)).status, 200);
  t.equal((await read(manager, given, paper)).status, 200);
  t.equal((await read(other.member, theirs, paper)).status, 200);
  refused(t, await look(stranger, given), 'not_found');
  t.equal((await endGrant(member, given, withdrawalOf(member, given))).status, 204);
  refused(t, await look(member, given), 'grant_ended');

  const log = (by: Pick<Worker, 'url' | 'token'>, query = '') =>
    call(by, 'GET', relayPath(relay, `/log${query}`));
  const { json } = await log(member);
  const line = ({ act, by, out }: { act: string; by: string; out: string }) => `${act} ${by} ${out}`;
  const [m, b] = [toHex(member.uid), toHex(manager.uid)];
  t.strictSame(json.entries.map(line), [
    `grant.look ${m} grant_ended`,
    `grant.end ${m} ok`,
    `paper.read ${b} ok`,
    `grant.look ${m} ok`,
  ]);
  t.equal(json.more, false);
  t.strictSame(
    Object.keys(json.entries[0]).sort(),
    ['act', 'at', 'by', 'doc', 'grant', 'out', 'proof', 'ver'],
    'no number in the person’s log, and no device of a colleague',
  );
  t.ok(json.entries.every((one: { grant: string }) => one.grant === toHex(given.id)));
  t.equal((await commit(holder, { drop: [given], epoch: nextEpoch(holder) })).status, 200);
  t.equal((await log(manager)).json.entries.length, 4, 'what the person did is theirs');

  const seen: string[] = [];
  for (let before = Number.MAX_SAFE_INTEGER, more = true; more; ) {
    const page = (await log(member, `?limit=1&before=${before}`)).json;
    seen.push(...page.entries.map(line));
    before = page.entries.at(-1)?.at ?? 0;
    more = page.more && page.entries.length > 0;
  }
  t.strictSame(seen, json.entries.map(line), 'page by page the same');

  for (const who of [stranger, other.member, holder]) refused(t, await log(who), 'not_member');
  refused(t, await call(member, 'GET', `/v1/relays/${toHex(randomBytes(16))}/log`), 'not_found');
  t.equal((await changeTeam(relay, manager, { act: 'remove', about: member })).status, 200);
  refused(t, await log(member), 'not_member', 'who left sees nothing more');
  t.equal((await log(manager)).json.entries.length, 4);
});
