import t from 'tap';
import { fromBase64Url, toHex } from '../../src/core/bytes.js';
import { fingerprint, openIdentityChain } from '../../src/core/protocol/identity.js';
import { call, openHolder } from '../helpers/holder.js';
import { refused } from '../helpers/refused.js';
import { foundRelay, generationOf } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker } from '../helpers/worker.js';

const server = await testServer(t);

t.test('whoever has an account sees the public keys behind a code, of people and relays', async (t) => {
  const holder = await openHolder(server.address);
  const worker = await openWorker(server.address);
  const relay = await foundRelay(worker);
  for (const uid of [holder.uid, worker.uid, relay.uid]) {
    const answer = await call(holder, 'GET', `/v1/identities/${toHex(uid)}`);
    t.equal(answer.status, 200);
    const links = answer.json.identity.map((link: { statement: string }) => ({
      statement: fromBase64Url(link.statement),
      approval: null,
    }));
    const identity = openIdentityChain(uid, links);
    t.equal(identity.gen, 1);
    if (uid === worker.uid) t.same(fingerprint(identity), worker.fp);
  }
  t.equal(generationOf(relay), 1);
});

t.test('an account that is none has no keys, and nobody asks without an account', async (t) => {
  const holder = await openHolder(server.address);
  refused(t, await call(holder, 'GET', `/v1/identities/${'0'.repeat(32)}`), 'not_found');
  refused(t, await call(holder, 'GET', '/v1/identities/zz'), 'invalid_request');
  const nobody = await fetch(`${server.address}/v1/identities/${toHex(holder.uid)}`);
  t.equal(nobody.status, 401);
});
