import { randomBytes } from 'node:crypto';
import t from 'tap';
import { lookAt, readGranted } from '../../src/client/consent/look.js';
import { received } from '../../src/client/consent/received.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { show } from '../../src/client/consent/show.js';
import { shares } from '../../src/client/consent/shares.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { listPapers } from '../../src/client/papers.js';
import type { showIdentity } from '../../src/core/api/accounts.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { listGrants, lookAtGranted, receivedGrants } from '../../src/core/api/grants.js';
import type { showRelay } from '../../src/core/api/relays.js';
import { toHex } from '../../src/core/bytes.js';
import { directoryKeys } from '../../src/core/protocol/directory.js';
import { flip, openOn, refusing, sure } from '../helpers/cheating.js';
import {
  add,
  codeOf,
  consentScene,
  loneWorker,
  options,
  posterOf,
  shownTo,
} from '../helpers/consent-client.js';
import { collectBytes } from '../helpers/device.js';
import { changing, type Meddle, rewriting } from '../helpers/meddling.js';
import { certify, foundRelay } from '../helpers/relay.js';
import { openWorker } from '../helpers/worker.js';

type Given = AnswerOf<typeof listGrants>;
type Got = AnswerOf<typeof receivedGrants>;
type Shown = AnswerOf<typeof showRelay>;
type Looked = AnswerOf<typeof lookAtGranted>;

const scene = await consentScene(t);
const { own, recipient, worker, url, directory, relay } = scene;
const { session, device } = own;
const [a, b] = [
  await add(session, randomBytes(600_000), 'Carte'),
  await add(session, randomBytes(50), 'Bail'),
];
const refused = refusing(own);
const onGrants = (change: (answer: Given) => void) => changing<Given>(/^GET .*\/grants$/, change);
const onFirst = (change: (grant: Given['grants'][number]) => void) =>
  onGrants(({ grants }) => change(sure(grants[0])));

t.test(
  'a list of what is shown in which anything was swapped, dropped or made up is not shown',
  async (t) => {
    await show(session, options(recipient, { papers: [a] }));
    await show(session, options(recipient, { papers: [b] }));
    const stranger = await openOn(t, url);
    const other = await add(stranger.session, randomBytes(5), 'Étranger');
    await show(stranger.session, options(recipient, { papers: [other] }));
    let theirs: Given | undefined;
    stranger.device.transport.meddle = onGrants((answer) => {
      theirs = structuredClone(answer);
    });
    await shares(stranger.session);
    const cases: Record<string, Meddle> = {
      'a receipt altered': onFirst((one) => void (one.grant = flip(one.grant))),
      'the private part altered': onFirst((one) => void (one.priv = flip(one.priv))),
      'the key altered': onFirst((one) => void (one.ownKey = flip(one.ownKey))),
      'private parts swapped': onGrants(({ grants }) => {
        const [x, y] = [sure(grants[0]), sure(grants[1])];
        [x.priv, y.priv] = [y.priv, x.priv];
        [x.ownKey, y.ownKey] = [y.ownKey, x.ownKey];
      }),
      'one dropped': onGrants(({ grants }) => void grants.shift()),
      'all dropped': onGrants(({ grants }) => void (grants.length = 0)),
      'one said to be off the list': onFirst((one) => void (one.listed = false)),
      'one told twice': onGrants(({ grants }) => void grants.push(sure(grants[0]))),
      'one of somebody else': onGrants(({ grants }) => void grants.push(sure(theirs?.grants[0]))),
    };
    await refused(t, cases, () => listPapers(session));
  },
);

t.test('a relay or worker that the server puts in the place of another is not shown anything', async (t) => {
  const evil = await foundRelay(await openWorker(url));
  const lone = await loneWorker(t, url);
  const stranger = await loneWorker(t, url);
  const onRelay = (change: (answer: Shown) => void) => changing<Shown>(/^GET \/v1\/relays\//, change);
  let truth: Shown | undefined;
  device.transport.meddle = onRelay((answer) => {
    truth = structuredClone(answer);
  });
  await resolveRecipient(session, scene.poster);
  const others = await worker.api.call((await import('../../src/core/api/relays.js')).showRelay, {
    params: { relay: toHex(evil.uid) },
  });
  const cases: Record<string, Meddle> = {
    'another relay': onRelay((answer) => void Object.assign(answer, others)),
    'another identity': onRelay((answer) => void (answer.identity = others.identity)),
    'no identity': onRelay((answer) => void (answer.identity = [])),
    'a certificate altered': onRelay(
      (answer) => void (answer.certificate = flip(sure(truth?.certificate ?? undefined))),
    ),
  };
  await refused(t, cases, () => resolveRecipient(session, scene.poster));
  // The team was seen here before: one that does not go on from it is older, or a fork.
  const teams: Record<string, Meddle> = {
    'another team': onRelay((answer) => void (answer.team = others.team)),
    'no team': onRelay((answer) => void (answer.team = [])),
  };
  await refused(t, teams, () => resolveRecipient(session, scene.poster), 'rolled_back');
  const none = onRelay((answer) => void (answer.certificate = null));
  await refused(t, { none }, () => resolveRecipient(session, scene.poster), 'not_certified');
  const forged = posterOf(relay, directoryKeys(randomBytes(32)));
  await t.rejects(resolveRecipient(session, forged), { code: 'damaged' }, 'certified by somebody else');
  const onIdentity = changing<AnswerOf<typeof showIdentity>>(/^GET \/v1\/identities\//, (answer) => {
    answer.identity = [
      { statement: (stranger.worker.opening as { statement: string }).statement, approval: null },
    ];
  });
  await refused(t, { 'another worker': onIdentity }, () => resolveRecipient(session, codeOf(lone.worker)));
  await t.rejects(resolveRecipient(session, codeOf({ uid: session.uid, fp: sure(scene.contacts[0]).fp })), {
    code: 'not_found',
  });
  await t.rejects(resolveRecipient(session, codeOf({ ...lone.worker, uid: randomBytes(16) })), {
    code: 'not_found',
  });
  await t.rejects(resolveRecipient(session, 'bonjour'), { code: 'bad_contact' });
  await certify(sure([...evil.workers.values()][0]), evil, directory.keys);
});

t.test('a worker is not shown a consent that was altered, and sees the others', async (t) => {
  const believed = await scene.believed();
  const onGot = (change: (grant: Got['grants'][number], all: Got['grants']) => void) =>
    changing<Got>(/^GET \/v1\/grants$/, ({ grants }) => {
      const open = grants.filter(({ sealed }) => sealed !== '');
      change(sure(open[0]), open);
    });
  const before = await received(worker, believed);
  t.equal(before.refused.length, 0);
  const cases: Record<string, Meddle> = {
    'a receipt altered': onGot((one) => void (one.grant = flip(one.grant))),
    'keys altered': onGot((one) => void (one.sealed = flip(one.sealed))),
    'keys of another': onGot((one, all) => void (one.sealed = sure(all[1]).sealed)),
    'the private part of another': onGot((one, all) => void (one.priv = sure(all[1]).priv)),
    'another holder': onGot((one, all) => {
      const own = JSON.stringify(one.holder);
      one.holder = sure(all.find(({ holder }) => JSON.stringify(holder) !== own)).holder;
    }),
    'no holder': onGot((one) => void (one.holder = [])),
    'made-up new keys': onGot((one, all) => {
      one.renewed = { reseal: one.grant, sealed: sure(all[1]).sealed };
    }),
  };
  for (const [name, meddle] of Object.entries(cases)) {
    worker.device.transport.meddle = meddle;
    const { grants, refused: bad } = await received(worker, believed);
    t.match(bad, [{ code: 'damaged' }], name);
    t.equal(grants.length, before.grants.length - 1, name);
  }
  worker.device.transport.meddle = undefined;
});

t.test('papers that a consent does not show, or that others wrote, are not shown to a worker', async (t) => {
  const { shown } = await shownTo(scene, { papers: [a] });
  const whole = await shownTo(scene, { all: true }, { healthNamed: true });
  const [paper] = await lookAt(worker, shown);
  const all = await (async () => {
    let heard: Looked | undefined;
    worker.device.transport.meddle = changing<Looked>(/\/papers$/, (value) => {
      heard = structuredClone(value);
    });
    await lookAt(worker, whole.shown);
    return sure(heard).papers;
  })();
  const on = (change: (papers: Looked['papers']) => void) =>
    changing<Looked>(/\/papers$/, ({ papers }) => change(papers));
  const first = (change: (one: Looked['papers'][number]) => void) => on((papers) => change(sure(papers[0])));
  const cases: Record<string, Meddle> = {
    'a manifest altered': first((one) => void (one.manifest = flip(one.manifest))),
    'metadata altered': first((one) => void (one.metadata = flip(one.metadata))),
    'another paper': on((papers) => {
      papers.splice(0, papers.length, sure(all.find(({ doc }) => doc === b)));
    }),
    'another paper under this id': on((papers) => {
      const { doc } = sure(papers[0]);
      papers.splice(0, papers.length, { ...sure(all.find((one) => one.doc !== doc)), doc });
    }),
    'told twice': on((papers) => void papers.push(sure(papers[0]))),
    'another size': first((one) => void (one.contentBytes += 1)),
  };
  for (const [name, meddle] of Object.entries(cases)) {
    worker.device.transport.meddle = meddle;
    await t.rejects(lookAt(worker, shown), { code: 'damaged' }, name);
  }
  worker.device.transport.meddle = first((one) => void (one.wrappedKey = flip(one.wrappedKey)));
  await t.rejects(lookAt(worker, whole.shown), { code: 'damaged' }, 'a key altered');
  worker.device.transport.meddle = rewriting(/\/readings$/, (bytes) => {
    bytes[400_000] = (bytes[400_000] ?? 0) ^ 1;
    return bytes;
  });
  await t.rejects(
    collectBytes(readGranted(worker, shown, sure(paper))),
    { code: 'damaged' },
    'bytes altered',
  );
  worker.device.transport.meddle = undefined;
  t.ok((await collectBytes(readGranted(worker, shown, sure(paper)))).length > 0);
});

t.test(
  'a recipient whose new keys can’t be believed does not hold up taking back from another',
  async (t) => {
    const x = await show(session, options(recipient, { categories: ['identity'] }));
    const y = await show(session, options(recipient, { categories: ['identity'] }));
    device.transport.meddle = changing<Shown>(/^GET \/v1\/relays\//, (answer) => void (answer.team = []));
    await takeBack(session, x.id);
    device.transport.meddle = undefined;
    t.equal((await shares(session)).find(({ id }) => id === y.id)?.state, 'active');
  },
);
