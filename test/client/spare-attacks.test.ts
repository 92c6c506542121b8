import t from 'tap';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { history } from '../../src/client/history.js';
import { leaveSpare } from '../../src/client/spare/leave.js';
import { giveSpareBack, keptSpares } from '../../src/client/spare/relay.js';
import { changeUnlockers } from '../../src/client/unlockers.js';
import { makeLock } from '../../src/client/unlockers.js';
import { placeOf } from '../../src/client/renew.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import { type listSpares, releaseSpare, resealSpare } from '../../src/core/api/spares.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { newLockedSecret } from '../../src/core/crypto/locked-secret.js';
import { random } from '../../src/core/crypto/sodium.js';
import { signSpareAside, signSpareOpening, signSpareReseal } from '../../src/core/protocol/spare-turn.js';
import { spareHash } from '../../src/core/protocol/spare.js';
import { atWork, consentScene, posterOf } from '../helpers/consent-client.js';
import { flip } from '../helpers/cheating.js';
import { PIN } from '../helpers/device.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { certify, foundRelay } from '../helpers/relay.js';
import { deskTeam, joinedScreens, personWithSpare, spareOf } from '../helpers/spares.js';
import { openWorker } from '../helpers/worker.js';

type Listed = AnswerOf<typeof listSpares>;
type Released = AnswerOf<typeof releaseSpare>;

const scene = await consentScene(t);
const { url, worker, relay } = scene;
const { session } = await personWithSpare(t, scene);
const other = await personWithSpare(t, scene, 'Noor');
const team = await deskTeam(worker, relay);
const kept = await spareOf(scene, worker, session);
const statement = kept.statement;

const opening = (
  to: Uint8Array | null,
  more: Partial<Parameters<typeof signSpareOpening>[0]> = {},
  key = worker.keys.sign.secretKey,
): string =>
  toBase64Url(
    signSpareOpening(
      { spare: kept.place.spare.loc, relay: relay.uid, to, by: worker.uid, ts: Date.now(), ...more },
      key,
    ),
  );

const ask = (text: string, by = worker, of = toHex(relay.uid), spare = kept.loc): Promise<Released> =>
  by.api.call(releaseSpare, { params: { relay: of, spare }, body: { opening: text } });

const releases = async (): Promise<number> =>
  (await history(session)).entries.filter(({ action }) => action === 'spare.release').length;

t.test(
  'a spare is handed to nobody who did not sign for it, for this one, into two screens that are joined',
  async (t) => {
    const { desk } = await joinedScreens(t, url, worker);
    const to = desk.loc;
    const stranger = await openWorker(url);
    const theirs = await foundRelay(stranger);
    await certify(stranger, theirs, scene.directory.keys);
    const outside = atWork(t, stranger);
    for (const [name, attempt, code] of [
      [
        'a worker of another relay',
        () => ask(opening(to, { by: stranger.uid }, stranger.keys.sign.secretKey), outside),
        'not_member',
      ],
      [
        'their own relay, somebody else’s spare',
        () =>
          ask(
            opening(to, { by: stranger.uid, relay: theirs.uid }, stranger.keys.sign.secretKey),
            outside,
            toHex(theirs.uid),
          ),
        'not_found',
      ],
      ['signed by another key', () => ask(opening(to, {}, stranger.keys.sign.secretKey)), 'damaged'],
      ['in a colleague’s name', () => ask(opening(to, { by: scene.manager.uid })), 'damaged'],
      ['signed for another spare', () => ask(opening(to, { spare: random(16) })), 'damaged'],
      ['signed an hour ago', () => ask(opening(to, { ts: Date.now() - 3_600_000 })), 'damaged'],
      ['into no screen', () => ask(opening(random(16))), 'hand_ended'],
      ['only to be sealed anew, where nothing is old', () => ask(opening(null)), 'conflict'],
      [
        'the holder themselves',
        () =>
          session.api.call(releaseSpare, {
            params: { relay: toHex(relay.uid), spare: kept.loc },
            body: { opening: opening(to) },
          }),
        'not_member',
      ],
    ] as const) {
      await t.rejects(attempt(), { code }, name);
    }
    t.equal(await releases(), 0);
    await ask(opening(to));
    await t.rejects(
      ask(opening(to)),
      { code: 'hand_ended' },
      'the same request, or another, into the same screens',
    );
    t.equal(await releases(), 1, 'and the person reads of the one');
    const { entries } = await history(session);
    t.match(
      entries.find(({ action }) => action === 'spare.release'),
      { proof: 'holds', worker: 'Sacha' },
    );
  },
);

t.test('what a server makes of a spare is not given out, and not shown', async (t) => {
  const { desk, here } = await joinedScreens(t, url, worker);
  const { sealed: foreign } = await ask(
    opening((await joinedScreens(t, url, worker)).desk.loc, {
      spare: (await spareOf(scene, worker, other.session)).place.spare.loc,
    }),
    worker,
    toHex(relay.uid),
    (await spareOf(scene, worker, other.session)).loc,
  );
  const RELEASE = /^POST .*\/release$/;
  const LIST = /^GET .*\/spares$/;
  const meddling: Record<string, Meddle> = {
    'the spare of somebody else': changing<Released>(RELEASE, (answer) => ({ ...answer, sealed: foreign })),
    'a changed one': changing<Released>(RELEASE, (answer) => ({ ...answer, sealed: flip(answer.sealed) })),
    'a seal that nobody of the team signed': changing<Released>(RELEASE, (answer) => ({
      ...answer,
      reseal: toBase64Url(random(200)),
    })),
  };
  for (const [name, meddle] of Object.entries(meddling)) {
    const { desk: next } = await joinedScreens(t, url, worker);
    worker.device.transport.meddle = meddle;
    await t.rejects(giveSpareBack(worker, team, kept, next), { code: 'damaged' }, name);
    worker.device.transport.meddle = undefined;
  }
  worker.device.transport.meddle = changing<Listed>(LIST, ({ spares }) => ({
    spares: spares.map((one, i) => ({ ...one, note: spares[(i + 1) % spares.length]?.note ?? '' })),
  }));
  t.match(await keptSpares(worker, team), { spares: [], refused: 2 }, 'names of others');
  worker.device.transport.meddle = changing<Listed>(LIST, ({ spares }) => ({
    spares: spares.map((one, i) => ({ ...one, identity: spares[(i + 1) % spares.length]?.identity ?? [] })),
  }));
  t.match(await keptSpares(worker, team), { spares: [], refused: 2 }, 'keys of others');
  const byOutsider = toBase64Url(
    signSpareAside(
      { spare: kept.place.spare.loc, relay: relay.uid, aside: true, by: session.uid, ts: Date.now() },
      session.keys.sign.secretKey,
    ),
  );
  for (const aside of [byOutsider, toBase64Url(random(200))]) {
    worker.device.transport.meddle = changing<Listed>(LIST, ({ spares }) => ({
      spares: spares.map((one) => ({ ...one, aside })),
    }));
    t.match(
      (await keptSpares(worker, team)).spares.map((one) => one.aside),
      [null, null],
      'put aside by nobody of the team',
    );
  }
  worker.device.transport.meddle = undefined;
  await desk.end();
  await t.rejects(here.hear(), { code: 'hand_ended' });
});

t.test('nobody leaves a spare without its lock, nor a lock of that kind without a spare', async (t) => {
  const { device } = session;
  const made = await makeLock(
    device,
    'spare',
    { secret: newLockedSecret(), pin: PIN, label: 'x' },
    placeOf(session),
  );
  const add = (spare?: Parameters<typeof changeUnlockers>[3]): Promise<void> =>
    changeUnlockers(session, (entries) => [...entries, made.entry], [made.enrolment], spare);
  await t.rejects(add(), { code: 'damaged' });
  const junk = { sealed: toBase64Url(random(1157)), note: toBase64Url(random(1649)) };
  await t.rejects(add({ statement: toBase64Url(random(300)), ...junk }), { code: 'damaged' });
  const recipient = await resolveRecipient(session, posterOf(relay, scene.directory.keys));
  await t.rejects(
    leaveSpare(session, { ...recipient, gen: 2 }, PIN, 'x'),
    { code: 'conflict' },
    'other keys',
  );
  await t.rejects(leaveSpare(session, { ...recipient, kind: 'worker' }, PIN, 'x'), { code: 'bad_contact' });
  await t.rejects(leaveSpare(session, recipient, '735162', 'x'), { code: 'wrong_code' });
});

t.test(
  'a seal that is not of the newest key of the team, or not signed, takes the place of none',
  async (t) => {
    const blobs = { sealed: random(1157), note: random(1649) };
    const put = (gen: number, key = worker.keys.sign.secretKey): Promise<unknown> => {
      const value = {
        spare: kept.place.spare.loc,
        statement,
        gen,
        sealed: spareHash(blobs.sealed),
        note: spareHash(blobs.note),
      };
      const reseal = signSpareReseal({ ...value, by: worker.uid, ts: Date.now() }, key);
      return worker.api.call(resealSpare, {
        params: { relay: toHex(relay.uid), spare: kept.loc },
        body: {
          reseal: toBase64Url(reseal),
          sealed: toBase64Url(blobs.sealed),
          note: toBase64Url(blobs.note),
        },
      });
    };
    await t.rejects(put(1), { code: 'conflict' });
    await t.rejects(put(2), { code: 'conflict' });
    await t.rejects(put(2, session.keys.sign.secretKey), { code: 'damaged' });
  },
);
