import { randomBytes } from 'node:crypto';
import t from 'tap';
import { lookAt } from '../../src/client/consent/look.js';
import { openOwnPassed } from '../../src/client/consent/own-passed.js';
import { passOn } from '../../src/client/consent/pass-on.js';
import { received } from '../../src/client/consent/received.js';
import { exportReceipt } from '../../src/client/consent/receipt.js';
import { findRecipient } from '../../src/client/consent/recipient.js';
import { shares } from '../../src/client/consent/shares.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { history } from '../../src/client/history.js';
import { currentState } from '../../src/client/papers.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { listGrants, lookAtGranted, receivedGrants } from '../../src/core/api/grants.js';
import type { KeyPair } from '../../src/core/crypto/sodium.js';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { claimedGrant, type Grant, signGrant } from '../../src/core/protocol/grant.js';
import { flip, refusing, sure } from '../helpers/cheating.js';
import { add, codeOf, consentScene, loneWorker, shownTo } from '../helpers/consent-client.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { wholeRelay } from '../helpers/relay.js';

type Given = AnswerOf<typeof listGrants>;
type Got = AnswerOf<typeof receivedGrants>;
type Looked = AnswerOf<typeof lookAtGranted>;

const scene = await consentScene(t);
const { own, worker, url, directory, member, manager } = scene;
const { session, device } = own;
const MANAGE = { perm: ['manage', 'read'] as const };
const [a, b] = [
  await add(session, randomBytes(90), 'Carte'),
  await add(session, randomBytes(50), 'Bail', 'housing', 'lease'),
];
const lone = await loneWorker(t, url);
const town = await findRecipient(worker, codeOf(lone.worker), 'Mairie');
const words = { recipient: town, purpose: 'Dossier', language: 'fr', shown: 'Transmis.' };
const parent = await shownTo(scene, { papers: [a] }, MANAGE);
const second = await shownTo(scene, { papers: [a, b] }, MANAGE);
const id = await passOn(worker, parent.shown, words);
await passOn(worker, second.shown, words);

/** The same receipt with other words, signed by whoever helps the server. */
const signed = (envelope: string, changed: Partial<Grant>, keys: KeyPair): string =>
  toBase64Url(signGrant({ ...claimedGrant(fromBase64Url(envelope)), ...changed }, keys.secretKey));

const [byMember, byManager, byLone] = [member, manager, lone.worker].map(({ keys }) => keys.sign);
const forgeries = (parentGrant: Grant): Record<string, (grant: string) => string> => ({
  altered: flip,
  'signed by who it is for': (grant) => signed(grant, {}, sure(byLone)),
  'signed by a colleague in another’s name': (grant) => signed(grant, {}, sure(byManager)),
  'by somebody of elsewhere': (grant) => signed(grant, { by: lone.caller.uid }, sure(byLone)),
  'for another paper': (grant) =>
    signed(grant, { scope: { kind: 'doc', ids: [Buffer.from(b, 'hex')] } }, sure(byMember)),
  'for everything': (grant) => signed(grant, { scope: { kind: 'safe', ids: [] } }, sure(byMember)),
  longer: (grant) => signed(grant, { exp: parentGrant.exp + 1 }, sure(byMember)),
  'with more permissions': (grant) => signed(grant, { perm: ['add', 'read'] }, sure(byMember)),
  'to pass on again': (grant) => signed(grant, { perm: ['manage', 'read'] }, sure(byMember)),
  'of another epoch': (grant) => signed(grant, { headSeq: parentGrant.headSeq + 1 }, sure(byMember)),
});

t.test(
  'who it was passed on to believes no server, and no worker, more than the person signed',
  async (t) => {
    const believed = { contacts: scene.contacts, teams: [] };
    const of = (wanted: string) => (one: { grant: string }) =>
      toHex(claimedGrant(fromBase64Url(one.grant)).id) === wanted;
    const onGot = (change: (one: Got['grants'][number], all: Got['grants']) => void) =>
      changing<Got>(/^GET \/v1\/grants$/, ({ grants }) => change(sure(grants.find(of(id))), grants));
    const others = await wholeRelay(url, directory.keys);
    const theirs = await worker.api.call((await import('../../src/core/api/relays.js')).showRelay, {
      params: { relay: toHex(others.relay.uid) },
    });
    const above = (one: Got['grants'][number]) => sure(one.parent ?? undefined);
    const cases: Record<string, Meddle> = {
      'as if the person had given it': onGot((one) => void (one.parent = null)),
      'under a consent altered': onGot((one) => void (above(one).grant = flip(above(one).grant))),
      'under another consent': onGot((one, all) => {
        above(one).grant = above(sure(all.find((x) => x !== one))).grant;
      }),
      'under itself': onGot((one) => void (above(one).grant = one.grant)),
      'by another team': onGot((one) => void (above(one).team = theirs.team)),
      'by another relay': onGot((one) => {
        Object.assign(above(one), { recipient: theirs.identity, team: theirs.team });
      }),
      'by no team': onGot((one) => void (above(one).team = [])),
      'by a relay that is a worker': onGot((one) => void (above(one).team = null)),
      'by a team that was cut': onGot((one) => void above(one).team?.pop()),
      'by nobody': onGot((one) => void (above(one).recipient = [])),
      ...Object.fromEntries(
        Object.entries(forgeries(parent.shown.grant)).map(([name, forge]) => [
          name,
          onGot((one) => void (one.grant = forge(one.grant))),
        ]),
      ),
    };
    for (const [name, meddle] of Object.entries(cases)) {
      lone.caller.device.transport.meddle = meddle;
      const { grants, refused } = await received(lone.caller, believed);
      t.match(refused, [{ code: 'damaged' }], name);
      t.equal(grants.length, 1, `${name}: the other stays`);
    }
    lone.caller.device.transport.meddle = undefined;
    t.equal((await received(lone.caller, believed)).grants.length, 2);
  },
);

const onList = (change: (answer: Given) => void) => changing<Given>(/^GET .*\/grants$/, change);

t.test('the person is not told as true what nobody whom they trusted signed', async (t) => {
  const find = ({ passedOn }: Given) =>
    sure(passedOn.find(({ grant }) => toHex(claimedGrant(fromBase64Url(grant)).id) === id));
  for (const [name, forge] of Object.entries(forgeries(parent.shown.grant))) {
    if (name === 'altered') continue;
    device.transport.meddle = onList((answer) => {
      const one = find(answer);
      one.grant = forge(one.grant);
    });
    const share = (await shares(session)).find((one) => one.id === id);
    t.match(share, { recipient: '', purpose: '', passed: { proof: 'broken', by: '' } }, name);
    await t.rejects(exportReceipt(session, id), { code: 'damaged' }, `${name}: no receipt`);
  }
  device.transport.meddle = onList((answer) => void (find(answer).priv = flip(find(answer).priv)));
  t.match(
    (await shares(session)).find((one) => one.id === id),
    { recipient: '', state: 'active', passed: { by: 'Sacha', proof: 'holds' } },
    'words that can’t be read are not shown, and it can still be ended',
  );
  device.transport.meddle = undefined;
  const refused = refusing(own);
  const strange = parent.shown.grant;
  await refused(
    t,
    {
      'told twice': onList((answer) => void answer.passedOn.push(find(answer))),
      'under no consent': onList((answer) => {
        find(answer).grant = signed(find(answer).grant, { parent: randomBytes(16) }, sure(byMember));
      }),
      'as what the person gave': onList((answer) => {
        find(answer).grant = signed(find(answer).grant, { id: strange.id }, sure(byMember));
      }),
      'as given by the person': onList((answer) => {
        const { grant, priv, ownKey, givenAt, endedAt } = find(answer);
        answer.grants.push({ grant, priv, ownKey, givenAt, endedAt, listed: false });
      }),
    },
    () => shares(session),
  );
  t.match((await shares(session)).find((one) => one.id === id)?.passed, { proof: 'holds' });
});

t.test('what the server hides of what was passed on is missed in the history', async (t) => {
  device.transport.meddle = onList((answer) => void (answer.passedOn.length = 0));
  session.state = undefined;
  const { entries } = await history(session);
  const hidden = entries.filter(({ action }) => action === 'grant.pass');
  t.equal(hidden.length, 2);
  for (const one of hidden) t.equal(one.proof, 'broken');
  device.transport.meddle = undefined;
});

t.test('who passed something on is not told of more in their name', async (t) => {
  const believed = await scene.believed();
  const on = (change: (all: Got['passedOn']) => void) =>
    changing<Got>(/^GET \/v1\/grants$/, ({ passedOn }) => change(passedOn));
  for (const [name, forge] of Object.entries(forgeries(parent.shown.grant))) {
    worker.device.transport.meddle = on((all) => {
      const one = sure(all.at(-1));
      one.grant = forge(one.grant);
    });
    const { passed, refused } = openOwnPassed(worker, believed, await received(worker, believed));
    t.strictSame([passed.length, refused], [1, 1], name);
  }
  worker.device.transport.meddle = undefined;
});

t.test(
  'papers that left the shelf are not shown by what was passed on of it, whatever the server says',
  async (t) => {
    const shelf = await shownTo(scene, { categories: ['identity'] }, MANAGE);
    const papers = await lookAt(worker, shelf.shown);
    const child = await passOn(worker, shelf.shown, { ...words, papers });
    const believed = { contacts: scene.contacts, teams: [] };
    const theirs = sure((await received(lone.caller, believed)).grants.find((one) => one.id === child));
    t.equal((await lookAt(lone.caller, theirs)).length, 1);
    // The worker signs for a paper of another shelf, and the server lets it through.
    const housing = await shownTo(scene, { papers: [b] }, MANAGE);
    const [lease] = await lookAt(worker, housing.shown);
    const forged = {
      ...theirs,
      grant: { ...theirs.grant, scope: { kind: 'doc' as const, ids: [Buffer.from(b, 'hex')] } },
      opened: theirs.opened && {
        ...theirs.opened,
        keys: {
          ...theirs.opened.keys,
          keys: [{ id: Buffer.from(b, 'hex'), n: 1, key: sure(lease).key }],
        },
      },
    };
    let wire: Looked['papers'] = [];
    worker.device.transport.meddle = changing<Looked>(/\/papers$/, (answer) => {
      wire = structuredClone(answer.papers);
    });
    await lookAt(worker, housing.shown);
    worker.device.transport.meddle = undefined;
    lone.caller.device.transport.meddle = changing<Looked>(/\/papers$/, (answer) => {
      answer.papers = wire;
    });
    t.strictSame(await lookAt(lone.caller, forged), []);
    lone.caller.device.transport.meddle = undefined;
    await takeBack(session, child);
    t.equal((await currentState(session)).passedOn.find((one) => one.id === child)?.endedAt === null, false);
  },
);
