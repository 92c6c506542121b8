import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { groundOfRelay, knownHolder, leavePaper } from '../../src/client/deposit/leave.js';
import { waitingDeposits } from '../../src/client/deposit/waiting.js';
import { history } from '../../src/client/history.js';
import { trustPoster } from '../../src/client/relay/pins.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import { listDeposits } from '../../src/core/api/deposits.js';
import { fromHex, toBase64Url, toHex } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import { fingerprint } from '../../src/core/protocol/identity.js';
import { flip, openOn, sure } from '../helpers/cheating.js';
import { root } from '../helpers/cli.js';
import { add, consentScene } from '../helpers/consent-client.js';
import { prepareDeposit } from '../helpers/deposits.js';
import { paperOf } from '../helpers/device.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { openWorker } from '../helpers/worker.js';

type Waiting = AnswerOf<typeof listDeposits>;
const PDF = readFileSync(join(root, 'test/fixtures/scans/text-searchable.pdf'));
const LIST = /^GET .*\/deposits$/;

t.test('a server that cheats with what waits is believed nothing of it', async (t) => {
  const scene = await consentScene(t);
  const { own, poster, relay, worker, member, url } = scene;
  const { session, device } = own;
  await trustPoster(session, poster);
  const other = await openOn(t, url);
  const leave = async (to: typeof own, title: string) => {
    const holder = to.session.identity;
    const ground = await groundOfRelay(worker, relay.uid, holder);
    return (await leavePaper(worker, { holder, ground }, paperOf(PDF, title))).doc;
  };
  const first = await leave(own, 'Premier');
  const second = await leave(own, 'Second');
  await leave(other, 'À quelqu’un d’autre');
  const foreign = await other.session.api.call(listDeposits, {
    params: { safe: toHex(other.session.safe) },
  });
  const kept = await add(session, PDF, 'Déjà là');

  const target = { uid: session.uid, safe: session.safe, keys: session.keys };
  const outsider = await openWorker(url);
  const forged = async (by: typeof outsider, options: Parameters<typeof prepareDeposit>[2]) => {
    const { doc, statement, sealed, metadata, content } = await prepareDeposit(by, target, {
      relay: relay.uid,
      ...options,
    });
    return {
      doc: toHex(doc),
      statement: toBase64Url(statement),
      link: null,
      sealedKey: toBase64Url(sealed),
      metadata: toBase64Url(metadata),
      contentBytes: content.length,
      thumbnailBytes: null,
      at: Date.now(),
    };
  };
  const inPlace = (change: (one: Waiting['deposits'][number], all: Waiting['deposits']) => void): Meddle =>
    changing<Waiting>(LIST, ({ deposits }) => change(sure(deposits[0]), deposits));
  const instead = (one: Waiting['deposits'][number]): Meddle =>
    changing<Waiting>(LIST, (value) => ({ ...value, deposits: [one, ...value.deposits.slice(1)] }));
  const { keys } = other.session;
  const fp = fingerprint({ uid: session.uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey });

  const cases: Record<string, Meddle> = {
    'the key of another deposit': inPlace((one, all) => {
      one.sealedKey = sure(all[1]).sealedKey;
    }),
    'the metadata of another deposit': inPlace((one, all) => {
      one.metadata = sure(all[1]).metadata;
    }),
    'the statement of another deposit': inPlace((one, all) => {
      one.statement = sure(all[1]).statement;
    }),
    'another size': inPlace((one) => {
      one.contentBytes += 4096;
    }),
    'a picture that nobody signed': inPlace((one) => {
      one.thumbnailBytes = 32_904;
    }),
    'a statement with one bit changed': inPlace((one) => {
      one.statement = flip(one.statement);
    }),
    'a key with one bit changed': inPlace((one) => {
      one.sealedKey = flip(one.sealedKey);
    }),
    'one under another id': inPlace((one) => {
      one.doc = toHex(random(16));
    }),
    'one in the place of a paper that is there': inPlace((one) => {
      one.doc = kept;
    }),
    'what was left for somebody else': instead(sure(foreign.deposits[0])),
    'by somebody who was never in the relay': instead(await forged(outsider, {})),
    'in a member’s name': instead(await forged(member, { signer: outsider.keys.sign.secretKey })),
    'by another member than is named': instead(await forged(member, { changed: { by: scene.manager.uid } })),
    'under a consent that was never given': instead(await forged(member, { grant: random(16) })),
    'by a worker to whom nothing was given': instead(
      await forged(member, { relay: null, grant: random(16) }),
    ),
    'sealed to other keys': instead(
      await forged(member, { changed: { to: { id: session.uid, gen: 1, fp } } }),
    ),
    'of a paper of that id': instead(await forged(member, { doc: fromHex(kept, 16) })),
  };
  for (const [name, meddle] of Object.entries(cases)) {
    device.transport.meddle = meddle;
    const { waiting, unproven } = await waitingDeposits(session);
    device.transport.meddle = undefined;
    t.strictSame(
      waiting.map(({ metadata }) => metadata.title),
      ['Second'],
      name,
    );
    t.match(unproven, [{ code: 'damaged' }], name);
  }

  device.transport.meddle = changing<Waiting>(LIST, (value) => ({
    ...value,
    deposits: [...value.deposits, sure(value.deposits[0])],
  }));
  const doubled = await waitingDeposits(session);
  device.transport.meddle = undefined;
  t.strictSame([doubled.waiting.length, doubled.unproven.length], [2, 1], 'the same one twice counts once');
  const honest = await waitingDeposits(session);
  t.strictSame(
    honest.waiting.map(({ doc }) => doc),
    [first, second],
  );
});

t.test('a relay whose certificate the server keeps back is no relay of that name', async (t) => {
  const { own, poster, relay, worker } = await consentScene(t);
  const holder = own.session.identity;
  await trustPoster(own.session, poster);
  const ground = await groundOfRelay(worker, relay.uid, holder);
  await leavePaper(worker, { holder, ground }, paperOf(PDF));
  own.device.transport.meddle = changing<{ certificate: string | null }>(
    /^GET \/v1\/relays\/[0-9a-f]+$/,
    (value) => {
      value.certificate = null;
    },
  );
  const { waiting } = await waitingDeposits(own.session);
  t.match(waiting, [{ from: { name: null, verified: false } }]);
});

t.test('the history proves who left a paper', async (t) => {
  const { own, poster, relay, worker } = await consentScene(t);
  const holder = own.session.identity;
  await trustPoster(own.session, poster);
  const ground = await groundOfRelay(worker, relay.uid, holder);
  await leavePaper(worker, { holder, ground }, paperOf(PDF));
  const { entries } = await history(own.session);
  t.equal(entries.find(({ action }) => action === 'deposit.add')?.proof, 'holds');
});

t.test('a worker seals to nobody but whose code they read', async (t) => {
  const { own, worker, url } = await consentScene(t);
  const other = await openOn(t, url);
  const { session } = own;
  const known = (fp: Uint8Array) => ({
    ...worker,
    pins: {
      known: () => ({
        relays: {},
        invitations: {},
        contacts: { [toHex(session.uid)]: { gen: 1, fp: toHex(fp), name: 'Samia' } },
      }),
    },
  });
  const right = known(fingerprint(session.identity)) as unknown as Parameters<typeof knownHolder>[0];
  t.strictSame((await knownHolder(right, toHex(session.uid))).enc, session.identity.enc);
  const wrong = known(fingerprint(other.session.identity)) as unknown as Parameters<typeof knownHolder>[0];
  await t.rejects(knownHolder(wrong, toHex(session.uid)), { code: 'damaged' });
  await t.rejects(knownHolder(right, toHex(other.session.uid)), { code: 'not_found' });
  worker.device.transport.meddle = changing<{ identity: unknown[] }>(/\/v1\/identities\//, (value) => {
    value.identity = other.session.links.map(({ statement }) => ({
      statement: toBase64Url(statement),
      approval: null,
    }));
  });
  await t.rejects(
    knownHolder(right, toHex(session.uid)),
    { code: 'damaged' },
    'another’s keys under this id',
  );
});
