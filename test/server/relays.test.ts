import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import t from 'tap';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { fingerprint, openIdentityChain } from '../../src/core/protocol/identity.js';
import { invitationLocator, newInvitation } from '../../src/core/protocol/invitation.js';
import { openTeam, unsealTeamKey } from '../../src/core/protocol/team.js';
import { call, logIn, openHolder } from '../helpers/holder.js';
import { type Loose, ownerOf } from '../helpers/inside.js';
import { refused } from '../helpers/refused.js';
import {
  answerInvitation,
  certificateOf,
  certify,
  changeTeam,
  foundRelay,
  inviteTo,
  newDirectory,
  prepareRelay,
  putCertificate,
  type Relay,
  relayPath,
  type TeamStep,
} from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);
const newWorker = (): Promise<Worker> => openWorker(server.address);
const open = (opening: object) => call({ url: server.address }, 'POST', '/v1/accounts', opening);

const link = ({ statement, approval }: { statement: string; approval: string | null }) => ({
  statement: fromBase64Url(statement),
  approval: approval === null ? null : fromBase64Url(approval),
});

/** What the server says of a relay, verified as a client would. */
const shown = async (who: Worker, relay: Relay) => {
  const { status, json } = await call(who, 'GET', relayPath(relay));
  t.equal(status, 200);
  const identity = json.identity.map(link);
  const first = openIdentityChain(relay.uid, identity.slice(0, 1));
  const team = openTeam(
    first,
    json.team.map((one: Loose) => ({
      entry: fromBase64Url(one.entry),
      approval: one.approval === null ? null : fromBase64Url(one.approval),
    })),
  );
  return { newest: openIdentityChain(relay.uid, identity), team, certificate: json.certificate };
};

t.test('a worker opens an account of their own, with a card and without a safe', async (t) => {
  const worker = await newWorker();
  t.strictSame((await open(worker.opening)).json, { uid: toHex(worker.uid), safe: null }, 'asked again');
  t.strictSame((await call(worker, 'GET', '/v1/safes')).json, { safes: [] });
  t.equal((await call(worker, 'GET', '/v1/account')).json.uid, toHex(worker.uid));
  t.equal((await logIn(worker)).status, 200);
  const holder = await openHolder(server.address);
  const elsewhere = await testServer(t);
  const [unseen, other] = [await openHolder(elsewhere.address), await openWorker(elsewhere.address)];
  refused(t, await open({ ...unseen.opening, safe: null }), 'damaged', 'a holder without a safe');
  const { safe } = unseen.opening as Loose;
  refused(t, await open({ ...other.opening, safe }), 'damaged', 'a worker with a safe');
  const fp = fingerprint({
    uid: holder.uid,
    sign: holder.keys.sign.publicKey,
    enc: holder.keys.enc.publicKey,
  });
  const founding = prepareRelay({ ...worker, uid: holder.uid, keys: holder.keys, fp });
  refused(t, await call(holder, 'POST', '/v1/relays', founding.body), 'damaged', 'a relay of a holder');
});

t.test('a worker founds a relay, and the association’s certificate makes it one', async (t) => {
  const founder = await newWorker();
  const relay = await foundRelay(founder);
  const { team, certificate } = await shown(founder, relay);
  t.strictSame([...team.members.keys()], [toHex(founder.uid)]);
  t.equal(certificate, null);
  const other = await foundRelay(await newWorker());
  const forger = newDirectory();
  const bad: Record<string, string> = {
    'by another key': certificateOf(relay, forger.keys),
    'of another relay': certificateOf(other, directory.keys),
    'that is none': toBase64Url(randomBytes(200)),
  };
  for (const [name, text] of Object.entries(bad)) {
    refused(t, await putCertificate(founder, relay, text), 'damaged', `a certificate ${name}`);
  }
  const right = certificateOf(relay, directory.keys);
  refused(t, await putCertificate(await newWorker(), relay, right), 'not_manager');
  t.equal((await putCertificate(founder, relay, right)).status, 204);
  t.equal((await shown(founder, relay)).certificate, right);
});

t.test('the association’s key may be put into the data folder while the server runs', async (t) => {
  const late = await testServer(t);
  const founder = await openWorker(late.address);
  const relay = await foundRelay(founder);
  const { keys } = newDirectory();
  refused(t, await putCertificate(founder, relay, certificateOf(relay, keys)), 'not_certified');
  const file = joinPath(late.config.dataDir, 'directory.pub');
  writeFileSync(file, 'no key\n');
  refused(t, await putCertificate(founder, relay, certificateOf(relay, keys)), 'not_certified');
  writeFileSync(file, `${toBase64Url(keys.publicKey)}\n`);
  await certify(founder, relay, keys);
});

t.test('a relay that its founder did not found is refused, and one founded twice is one', async (t) => {
  const [founder, other] = [await newWorker(), await newWorker()];
  const post = (body: object) => call(founder, 'POST', '/v1/relays', body);
  refused(t, await post(prepareRelay(other).body), 'damaged', 'somebody else as its manager');
  const one = prepareRelay(founder);
  const two = prepareRelay(founder);
  refused(t, await post({ ...one.body, team: two.body.team }), 'damaged', 'the team of another relay');
  const ghost = prepareRelay({ ...founder, keys: { ...founder.keys, sign: other.keys.sign } });
  refused(t, await post(ghost.body), 'damaged', 'made-up keys of its manager');
  for (let again = 0; again < 2; again++) {
    const { status, json } = await post(one.body);
    t.strictSame([status, json], [201, { relay: toHex(one.uid) }]);
  }
  const clash = prepareRelay(founder, { relay: one.uid });
  refused(t, await post({ ...one.body, team: clash.body.team }), 'damaged');
});

t.test(
  'one account founds ten relays that wait for the association, and more once one is certified',
  async (t) => {
    const founder = await newWorker();
    const post = (body: object) => call(founder, 'POST', '/v1/relays', body);
    const first = prepareRelay(founder);
    t.equal((await post(first.body)).status, 201);
    const one = await foundRelay(founder);
    for (let n = 2; n < 10; n++) t.equal((await post(prepareRelay(founder).body)).status, 201);
    const more = prepareRelay(founder);
    refused(t, await post(more.body), 'relays_full');
    t.equal((await post(first.body)).status, 201, 'the same again is no other');
    t.ok(await foundRelay(await newWorker()), 'nobody else is kept out');
    await certify(founder, one, directory.keys);
    t.equal((await post(more.body)).status, 201, 'what was refused was not kept');
  },
);

t.test('a new worker joins with a one-time code', async (t) => {
  const [manager, worker, late, stranger] = await Promise.all([
    newWorker(),
    newWorker(),
    newWorker(),
    newWorker(),
  ]);
  const relay = await foundRelay(manager);
  const secret = newInvitation();
  const path = `/v1/invitations/${toHex(invitationLocator(secret))}`;
  refused(t, await call(worker, 'GET', path), 'not_found');
  refused(t, await inviteTo(relay, stranger, secret), 'not_manager');
  t.equal((await inviteTo(relay, manager, secret)).status, 201);
  t.equal((await inviteTo(relay, manager, secret)).status, 201, 'left again');
  refused(t, await inviteTo(await foundRelay(late), late, secret), 'conflict', 'by another relay');
  const { json } = await call(worker, 'GET', path);
  t.match(json, { role: 'member', relay: { id: toHex(relay.uid) }, welcome: String });
  const list = () => call(manager, 'GET', relayPath(relay, '/invitations'));
  t.match((await list()).json.invitations, [{ answer: null }]);
  t.equal((await answerInvitation(worker, secret, 'Sacha Éloi')).status, 204);
  t.equal((await answerInvitation(worker, secret, 'Sacha Éloi')).status, 204, 'asked again');
  refused(t, await answerInvitation(late, secret), 'conflict', 'the second who answers');
  const holder = await openHolder(server.address);
  refused(t, await answerInvitation({ ...late, ...holder }, secret), 'not_found', 'no worker');
  const [answered] = (await list()).json.invitations;
  t.match(answered.answer, { uid: toHex(worker.uid), name: 'Sacha Éloi' });
  t.equal(toHex(openIdentityChain(worker.uid, answered.answer.identity.map(link)).uid), toHex(worker.uid));
  refused(t, await call(worker, 'GET', relayPath(relay, '/invitations')), 'not_manager');
  const add: TeamStep = { act: 'add', about: worker, invitation: invitationLocator(secret) };
  refused(
    t,
    await changeTeam(relay, manager, { ...add, about: late }),
    'invitation_used',
    'an answer by somebody else',
  );
  t.equal((await changeTeam(relay, manager, add)).status, 200);
  t.strictSame((await list()).json.invitations, [], 'used up');
  refused(t, await call(late, 'GET', path), 'invitation_used');
  refused(t, await answerInvitation(late, secret), 'invitation_used');
  const [mine] = (await call(worker, 'GET', '/v1/relays')).json.relays;
  t.match(mine, { role: 'member', relay: { id: toHex(relay.uid) }, previous: [] });
  const place = { relay: relay.uid, generation: 1, member: worker.uid };
  const key = unsealTeamKey(worker.keys.enc, place, fromBase64Url(mine.keys[0].sealed));
  t.strictSame(toHex(key), toHex(relay.teamKeys[0]!), 'the team’s key');
});

t.test('an invitation ends by itself, after a month at the latest', async (t) => {
  const manager = await newWorker();
  const relay = await foundRelay(manager);
  const secret = newInvitation();
  const { json } = await inviteTo(relay, manager, secret, 400 * 86_400_000);
  t.ok(json.expiresAt <= Date.now() + 31 * 86_400_000 + 60_000);
  refused(t, await inviteTo(relay, manager, newInvitation(), -1), 'invalid_request');
  await owner.rows(`update invitations set expires_at = now() where id = $1`, [invitationLocator(secret)]);
  refused(t, await answerInvitation(await newWorker(), secret), 'invitation_used');
});
