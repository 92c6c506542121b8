import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { signVouching } from '../../src/core/protocol/vouching.js';
import { call, type Holder, openHolder } from '../helpers/holder.js';
import { readLog } from '../helpers/log.js';
import { refused } from '../helpers/refused.js';
import { foundRelay, newDirectory, type Relay, relayPath, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);

const wordOf = (by: Worker, relay: Relay, holder: Pick<Holder, 'uid'>, signer = by): string =>
  toBase64Url(
    signVouching(
      { relay: relay.uid, holder: holder.uid, by: by.uid, ts: Date.now() },
      signer.keys.sign.secretKey,
    ),
  );
const vouch = (by: Worker, relay: Relay, vouching: string) =>
  call(by, 'POST', relayPath(relay, '/vouchings'), { vouching });

t.test('a relay’s word gives a person more room, and they read whose word it was', async (t) => {
  const { relay, member } = await wholeRelay(server.address, directory.keys);
  const holder = await openHolder(server.address);
  const room = async () => (await call(holder, 'GET', '/v1/safes')).json.safes[0].quotaBytes;
  const before = await room();
  const word = wordOf(member, relay, holder);
  for (let again = 0; again < 2; again++) t.equal((await vouch(member, relay, word)).status, 204);
  t.ok((await room()) > before);
  t.equal((await call(holder, 'GET', '/v1/account')).json.vouched, true);
  const { bodies } = await readLog(holder);
  const [entry, ...more] = bodies.filter((body) => body.act === 'safe.vouch');
  t.strictSame(more, [], 'said again it is no news');
  t.match(entry, { by: toHex(member.uid), proof: word, out: 'ok' });
});

t.test('nobody vouches in another’s name, for a relay that is none, or for nobody', async (t) => {
  const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
  const holder = await openHolder(server.address);
  const stranger = await openWorker(server.address);
  const founder = await openWorker(server.address);
  const unknown = await foundRelay(founder);
  refused(t, await vouch(stranger, relay, wordOf(stranger, relay, holder)), 'not_member');
  refused(t, await vouch(member, relay, wordOf(manager, relay, holder)), 'damaged', 'another member’s word');
  refused(t, await vouch(member, relay, wordOf(member, relay, holder, manager)), 'damaged', 'another’s key');
  refused(t, await vouch(member, relay, wordOf(member, unknown, holder)), 'damaged', 'of another relay');
  refused(t, await vouch(member, relay, wordOf(member, relay, stranger)), 'not_found', 'for a worker');
  refused(t, await vouch(founder, unknown, wordOf(founder, unknown, holder)), 'not_certified');
  t.equal((await call(holder, 'GET', '/v1/account')).json.vouched, false);
});
