import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import { endAsk, listAsks, madeAsks, prepareAsk, sendAsks } from '../helpers/asks.js';
import { docs, endGrant, give, type Given, workerParty } from '../helpers/grants.js';
import { keep, openHolder } from '../helpers/holder.js';
import { ownerOf, sweep } from '../helpers/inside.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { changeTeam, join, newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { passOn, prepareSub } from '../helpers/sub-grants.js';
import { openWorker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const url = server.address;
const { relay, manager, member } = await wholeRelay(url, directory.keys);
const DAY = 86_400_000;

/** Somebody who shows a paper to the relay. */
const someone = async (perm: Given['grant']['perm'] = ['read']) => {
  const holder = await openHolder(url);
  const paper = await keep(holder, randomBytes(300));
  const given = await give(holder, relayParty(relay), { scope: docs(paper), perm });
  return { holder, paper, given };
};
const states = ({ json }: { json: { asks: { state: string }[] } }): string[] =>
  json.asks.map(({ state }) => state);

t.test(
  'a worker asks somebody who shows them something; it waits until it is answered, and the history tells it',
  async (t) => {
    const { holder, given } = await someone();
    const asks = [prepareAsk(member, given), prepareAsk(member, given), prepareAsk(member, given)] as const;
    t.equal((await sendAsks(member, given, asks)).status, 204);
    t.equal((await sendAsks(member, given, asks)).status, 204, 'the same again, after a lost answer');
    t.strictSame(states(await listAsks(holder)), ['open', 'open', 'open']);
    t.strictSame(states(await madeAsks(manager, given)), ['open', 'open', 'open'], 'colleagues see it');
    const stored = JSON.stringify(await owner.rows('select * from asks'));
    t.notOk(stored.includes(Buffer.from('passport').toString('hex')), 'which paper is nowhere in plain');

    t.equal((await endAsk(holder, asks[0], 'shown')).status, 204);
    t.equal((await endAsk(holder, asks[1], 'refused')).status, 204);
    t.equal((await endAsk(manager, asks[2], 'withdrawn')).status, 204, 'a colleague takes it back');
    t.equal((await endAsk(holder, asks[2], 'shown')).status, 204, 'what was said first stays');
    t.strictSame(states(await listAsks(holder)), []);
    t.strictSame(states(await madeAsks(member, given)).toSorted(), ['refused', 'shown', 'withdrawn']);
    const { bodies } = await readLog(holder);
    const told = bodies.filter(({ act }) => act === 'ask.make' || act === 'ask.end');
    t.strictSame(
      told.map(({ act, by, grant, out }) => [act, by, grant, out]),
      [
        ...asks.map(() => ['ask.make', toHex(member.uid), toHex(given.id), 'ok']),
        ['ask.end', toHex(holder.uid), toHex(given.id), 'ok'],
        ['ask.end', toHex(holder.uid), toHex(given.id), 'ok'],
        ['ask.end', toHex(manager.uid), toHex(given.id), 'ok'],
      ],
    );
  },
);

t.test(
  'nobody asks to whom nothing is shown, in another’s name, for longer, or under what was passed on',
  async (t) => {
    const { holder, given } = await someone(['manage', 'read']);
    const stranger = await openWorker(url);
    const other = await someone();
    const ask = (changed: Parameters<typeof prepareAsk>[2], signer?: Uint8Array) =>
      sendAsks(member, given, [prepareAsk(member, given), prepareAsk(member, given, changed, signer)]);
    refused(t, await sendAsks(stranger, given, [prepareAsk(stranger, given)]), 'not_found', 'a stranger');
    refused(t, await sendAsks(holder, given, [prepareAsk(holder, given)]), 'not_found', 'the holder');
    refused(t, await ask({}, stranger.keys.sign.secretKey), 'damaged', 'signed by another');
    refused(t, await ask({ by: manager.uid }), 'damaged', 'in the name of a colleague');
    refused(t, await ask({ grant: other.given.id }), 'damaged', 'under another grant');
    refused(t, await ask({ safe: other.holder.safe }), 'damaged', 'of another safe');
    refused(t, await ask({ body: random(32) }), 'damaged', 'another body than was signed');
    refused(t, await ask({ exp: Date.now() - 1000 }), 'damaged', 'over already');
    refused(t, await ask({ exp: Date.now() + 31 * DAY }), 'damaged', 'for longer');
    const taken = prepareAsk(member, other.given);
    t.equal((await sendAsks(member, other.given, [taken])).status, 204);
    refused(t, await ask({ id: taken.id }), 'conflict', 'an id that is taken');
    const sub = prepareSub(member, given, workerParty(stranger), {});
    t.equal((await passOn(member, given, sub)).status, 204);
    refused(
      t,
      await sendAsks(stranger, sub, [prepareAsk(stranger, sub)]),
      'not_granted',
      'under what was passed on',
    );
    t.strictSame(states(await listAsks(holder)), [], 'of several all are taken, or none');
    refused(t, await listAsks({ ...other.holder, safe: holder.safe }), 'not_found');
    refused(t, await madeAsks(stranger, given), 'not_found');
    const { bodies } = await readLog(holder);
    const tried = bodies.filter(({ act, out }) => act === 'ask.make' && out !== 'ok');
    t.ok(tried.length >= 9, 'the holder reads what was refused');
  },
);

t.test('an ask is ended by those whom it is about alone, each by their own word', async (t) => {
  const { holder, given } = await someone();
  const [one, two] = [prepareAsk(member, given), prepareAsk(member, given)] as const;
  t.equal((await sendAsks(member, given, [one, two])).status, 204);
  const stranger = await openHolder(url);
  refused(t, await endAsk(stranger, one, 'refused'), 'not_found', 'somebody else');
  refused(t, await endAsk(stranger, { ...one, id: random(16) }, 'refused'), 'not_found', 'of none');
  refused(t, await endAsk(member, one, 'shown'), 'damaged', 'a worker does not say that it was shown');
  refused(t, await endAsk(member, one, 'refused'), 'damaged');
  refused(t, await endAsk(holder, one, 'withdrawn'), 'damaged', 'nor the holder that it was taken back');
  refused(t, await endAsk(holder, one, 'refused', { ask: two.id }), 'damaged', 'the word about another');
  refused(t, await endAsk(holder, one, 'refused', { by: member.uid }), 'damaged', 'in the name of another');
  t.strictSame(states(await listAsks(holder)), ['open', 'open']);
});

t.test(
  'it ends with what is shown, with who asks leaving the relay, and by its date; two months later it is forgotten',
  async (t) => {
    const { holder, paper, given } = await someone();
    const leaver = await openWorker(url);
    await join(relay, manager, leaver);
    t.equal((await sendAsks(leaver, given, [prepareAsk(leaver, given)])).status, 204);
    const short = prepareAsk(member, given, { exp: Date.now() + 1500 });
    t.equal((await sendAsks(member, given, [short, prepareAsk(member, given)])).status, 204);
    t.equal((await changeTeam(relay, manager, { act: 'remove', about: leaver })).status, 200);
    refused(
      t,
      await sendAsks(leaver, given, [prepareAsk(leaver, given)]),
      'not_found',
      'who left asks no more',
    );
    await owner.rows('update asks set expires = 1 where id = $1', [short.id]);
    t.strictSame(states(await listAsks(holder)), ['open'], 'of three one is asked still');
    t.strictSame(states(await madeAsks(member, given)).toSorted(), ['expired', 'open', 'over']);
    t.equal((await endGrant(holder, given)).status, 204);
    t.strictSame(states(await listAsks(holder)), []);
    refused(t, await madeAsks(member, given), 'grant_ended');
    refused(t, await sendAsks(member, given, [prepareAsk(member, given)]), 'grant_ended');
    const again = await give(holder, relayParty(relay), { scope: docs(paper) });
    t.equal((await sendAsks(member, again, [prepareAsk(member, again)])).status, 204);
    await owner.rows(`update asks set made_at = now() - interval '62 days' where grant_id = $1`, [given.id]);
    await sweep(server);
    const left = await owner.rows('select grant_id from asks where safe = $1', [holder.safe]);
    t.strictSame(
      left.map(({ grant_id }) => toHex(grant_id)),
      [toHex(again.id)],
    );
  },
);

t.test(
  'nobody is asked without end: twenty wait from one relay under whichever consents, a hundred in a month',
  async (t) => {
    const { holder, paper, given } = await someone();
    const more = await give(holder, relayParty(relay), { scope: docs(paper) });
    const some = (count: number, under = given) =>
      Array.from({ length: count }, () => prepareAsk(member, under));
    const first = some(20);
    t.equal((await sendAsks(member, given, first)).status, 204);
    refused(t, await sendAsks(manager, more, [prepareAsk(manager, more)]), 'asks_full', 'nor by a colleague');
    t.equal((await sendAsks(member, given, first)).status, 204, 'the same again');
    const alone = await openWorker(url);
    const own = await give(holder, workerParty(alone), { scope: docs(paper) });
    t.equal((await sendAsks(alone, own, [prepareAsk(alone, own)])).status, 204, 'others still may');
    await owner.rows(`update asks set how = 'withdrawn', ended_at = now(), end_order = ''`);
    for (let i = 0; i < 4; i++) {
      t.equal((await sendAsks(member, more, some(20, more))).status, 204);
      await owner.rows(`update asks set how = 'withdrawn', ended_at = now(), end_order = ''`);
    }
    refused(t, await sendAsks(member, given, some(1)), 'asks_full', 'who asks and takes back without end');
  },
);
