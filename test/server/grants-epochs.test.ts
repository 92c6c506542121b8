import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { manifestHash } from '../../src/core/protocol/manifest.js';
import { docs, endGrant, give, nextEpoch, resealWire, workerParty } from '../helpers/grants.js';
import { commit, keep, openHolder, prepareVersion, send, type Sent } from '../helpers/holder.js';
import { ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const server = await testServer(t);
const owner = await ownerOf(t, server);

const world = async () => {
  const [holder, worker] = await Promise.all([openHolder(server.address), openWorker(server.address)]);
  return { holder, worker, to: workerParty(worker), paper: await keep(holder, randomBytes(100)) };
};

t.test('who was shown a category or everything has no key to what is kept after the end', async (t) => {
  const { holder, worker, to, paper } = await world();
  const scopes = [
    { kind: 'cat' as const, ids: [holder.category] },
    { kind: 'safe' as const, ids: [] },
  ];
  for (const scope of scopes) {
    const given = await give(holder, to, { scope });
    refused(t, await commit(holder, { drop: [given] }), 'conflict', `${scope.kind}: ended by the head`);
    t.equal((await endGrant(worker, given)).status, 204);
    refused(t, await commit(holder, { drop: [given] }), 'conflict', `${scope.kind}: given back before`);
    const next = { drop: [given], epoch: nextEpoch(holder) };
    t.equal((await commit(holder, next)).status, 200, `${scope.kind}: with a new key`);
  }
  const late = await give(holder, to);
  await owner.rows('update grants set not_before = 0, expires = $2 where id = $1', [late.id, Date.now() - 1]);
  refused(t, await commit(holder, { drop: [late] }), 'conflict', 'its date was over');
  t.equal((await commit(holder, { drop: [late], epoch: nextEpoch(holder) })).status, 200);

  const single = await give(holder, to, { scope: docs(paper) });
  t.equal((await commit(holder, { drop: [single] })).status, 200, 'single papers give no key of the safe');
});

t.test('one new key is enough for all that end with it, and for who was not sealed the newest', async (t) => {
  const { holder, to } = await world();
  const [a, b] = [await give(holder, to), await give(holder, to)];
  const stays = await give(holder, to);
  const left = await give(holder, to);
  const epoch = nextEpoch(holder);
  const reseal = [resealWire(holder, stays, to, 2)];
  t.equal((await commit(holder, { drop: [a, b], epoch, reseal })).status, 200);
  t.equal((await commit(holder, { drop: [left] })).status, 200, 'it has the key before alone');
  refused(t, await commit(holder, { drop: [stays] }), 'conflict', 'it has the newest');
});

t.test('what was sent under a key that is no longer in force is kept under the new one alone', async (t) => {
  const { holder, to, paper } = await world();
  const given = await give(holder, to);
  const sent = async (of: Parameters<typeof prepareVersion>[2] = {}): Promise<Sent> => {
    const version = await prepareVersion(holder, randomBytes(50), of);
    t.equal((await send(holder, version)).status, 201);
    return version;
  };
  const fresh = await sent();
  const next = await sent({ doc: paper.doc, ver: 2, prev: manifestHash(paper.manifest) });
  const wrapped = ({ doc, ver }: Sent) => ({
    doc: toHex(doc),
    ver,
    wrappedKey: toBase64Url(randomBytes(105)),
  });
  const epoch = nextEpoch(holder);
  refused(t, await commit(holder, { keep: [fresh], drop: [given], epoch }), 'conflict', 'with the turn');
  t.equal((await commit(holder, { drop: [given], epoch })).status, 200);
  refused(t, await commit(holder, { keep: [fresh] }), 'conflict', 'after it');
  refused(
    t,
    await commit(holder, { keep: [fresh, next], rewrap: [wrapped(fresh)] }),
    'conflict',
    'one of two',
  );
  const both = [fresh, next];
  t.equal((await commit(holder, { keep: both, rewrap: both.map(wrapped) })).status, 200);
});
