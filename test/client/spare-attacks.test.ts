import t from 'tap';
import { openSafe } from '../../src/client/account.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { history } from '../../src/client/history.js';
import { leaveSpare } from '../../src/client/spare/leave.js';
import { giveSpareBack, keptSpares, turnSpares } from '../../src/client/spare/relay.js';
import { changeUnlockers } from '../../src/client/unlockers.js';
import { makeLock } from '../../src/client/unlockers.js';
import { placeOf } from '../../src/client/renew.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import { type listSpares, releaseSpare, resealSpare } from '../../src/core/api/spares.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { newLockedSecret } from '../../src/core/crypto/locked-secret.js';
import { random } from '../../src/core/crypto/sodium.js';
import { signSpareOpening, signSpareReseal } from '../../src/core/protocol/spare-turn.js';
import { sealSpare, signSpare, spareHash } from '../../src/core/protocol/spare.js';
import { atWork, consentScene, posterOf } from '../helpers/consent-client.js';
import { ownerOf } from '../helpers/inside.js';
import { flip } from '../helpers/cheating.js';
import { newDevice, PIN } from '../helpers/device.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { certify, changeTeam, foundRelay, join } from '../helpers/relay.js';
import { deskTeam, giveBackTo, joinedScreens, personWithSpare, spareOf } from '../helpers/spares.js';
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

t.test('a member who seals rubbish is named, and destroys nothing', async (t) => {
  const boss = atWork(t, scene.manager);
  const newKey = async (): Promise<void> => {
    const third = await openWorker(url);
    await join(relay, scene.manager, third);
    t.equal((await changeTeam(relay, scene.manager, { act: 'remove', about: third })).status, 200);
  };
  const rubbish = (gen: number, by = worker): Promise<unknown> => {
    const blobs = { sealed: random(1157), note: random(1649) };
    const [sealed, note] = [spareHash(blobs.sealed), spareHash(blobs.note)];
    const value = { spare: kept.place.spare.loc, statement, gen, sealed, note, by: by.uid, ts: Date.now() };
    return by.api.call(resealSpare, {
      params: { relay: toHex(relay.uid), spare: kept.loc },
      body: {
        reseal: toBase64Url(signSpareReseal(value, by.keys.sign.secretKey)),
        sealed: toBase64Url(blobs.sealed),
        note: toBase64Url(blobs.note),
      },
    });
  };
  const reseals = async () =>
    (await history(session)).entries.filter(({ action }) => action === 'spare.reseal');
  await newKey();
  await t.rejects(rubbish(2), { code: 'conflict' }, 'who was not handed it');
  await ask(opening(null, { by: boss.uid }, boss.keys.sign.secretKey), boss);
  await t.rejects(rubbish(2), { code: 'conflict' }, 'where a colleague was');
  t.match(await reseals(), [{}], 'that one is told of');
  await ask(opening(null));
  await rubbish(2);
  await t.rejects(rubbish(2, boss), { code: 'conflict' }, 'nobody asked again');
  t.equal((await reseals()).filter(({ worker: who }) => who === 'Sacha').length, 1, 'who did is told');
  await newKey();
  await t.rejects(rubbish(3), { code: 'conflict' }, 'for the key before');
  await ask(opening(null));
  await rubbish(3);
  t.match(await spareOf(scene, boss, session), { name: 'Amadou', gen: 3 }, 'it is found as before');
  const { desk } = await joinedScreens(t, url, boss);
  await giveSpareBack(boss, await deskTeam(boss, relay), await spareOf(scene, boss, session), desk);
  const { open } = await giveBackTo(t, scene, boss, session);
  t.ok(await open(), 'and opens what it opened, the second time too');
  const spared = await spareOf(scene, boss, other.session);
  t.equal(
    await turnSpares(boss, await deskTeam(boss, relay), [spared]),
    1,
    'what was left alone is sealed anew',
  );
});

t.test(
  'nobody leaves two spares, and who opens many accounts neither fills a list nor keeps others out',
  async (t) => {
    const owner = await ownerOf(t, scene.server);
    const noor = other.session;
    const recipient = await resolveRecipient(noor, scene.poster);
    const second = async (): Promise<void> => {
      const secret = newLockedSecret();
      const made = await makeLock(noor.device, 'spare', { secret, pin: PIN, label: 'x' }, placeOf(noor));
      const said = {
        uid: noor.uid,
        loc: made.entry.loc,
        relay: { id: recipient.uid, gen: recipient.gen, fp: recipient.fp },
        ts: Date.now(),
      };
      const { sealed, note } = sealSpare(recipient.enc, said, { secret, name: 'Noor' });
      const signed = signSpare(
        { ...said, sealed: spareHash(sealed), note: spareHash(note) },
        noor.keys.sign.secretKey,
      );
      await changeUnlockers(noor, (entries) => [...entries, made.entry], [made.enrolment], {
        statement: toBase64Url(signed),
        sealed: toBase64Url(sealed),
        note: toBase64Url(note),
      });
    };
    await t.rejects(second(), { code: 'conflict' }, 'two of one account');
    await leaveSpare(noor, recipient, PIN, 'Noor');
    t.equal(
      (await keptSpares(worker, await deskTeam(worker, relay))).spares.length,
      1,
      'in the place of the first',
    );

    for (const table of ['accounts', 'locks', 'spares']) {
      await owner.rows(
        `insert into ${table} select (jsonb_populate_record(one, jsonb_build_object(
         'uid', '\\x' || left(md5('uid' || n), 32), 'loc', '\\x' || left(md5('loc' || n), 32)))).*
       from generate_series(1, 499) n, ${table} one where one.uid = $1 ${table === 'accounts' ? '' : 'and one.loc = $2'}`,
        table === 'accounts' ? [noor.uid] : [noor.uid, (await spareOf(scene, worker, noor)).place.spare.loc],
      );
    }
    t.match(await keptSpares(worker, await deskTeam(worker, relay)), {
      spares: [{ name: 'Noor' }],
      refused: 499,
    });
    const late = newDevice(t);
    const { session: third } = await openSafe(late, { server: url, pin: PIN, label: 'x' });
    const leave = (): Promise<void> => leaveSpare(third, recipient, PIN, 'Late');
    await t.rejects(leave(), { code: 'too_large' }, 'of strangers there are enough');
    await owner.rows('update accounts set vouched_at = now() where uid = $1', [third.uid]);
    await leave();
    t.match(
      await spareOf(scene, worker, third),
      { name: 'Late' },
      'whom the relay vouched for has their place',
    );
  },
);
