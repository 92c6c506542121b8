import t from 'tap';
import { openSafe } from '../../src/client/account.js';
import { describe } from '../../src/client/describe.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { history } from '../../src/client/history.js';
import { setSpareAside } from '../../src/client/spare/aside.js';
import { leaveSpare } from '../../src/client/spare/leave.js';
import { giveSpareBack, keptSpares, turnSpares } from '../../src/client/spare/relay.js';
import { changeUnlockers, makeLock } from '../../src/client/unlockers.js';
import { placeOf } from '../../src/client/renew.js';
import { putSpareAside, releaseSpare, resealSpare } from '../../src/core/api/spares.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { newLockedSecret } from '../../src/core/crypto/locked-secret.js';
import { random } from '../../src/core/crypto/sodium.js';
import { signSpareAside, signSpareOpening, signSpareReseal } from '../../src/core/protocol/spare-turn.js';
import { sealSpare, signSpare, spareHash } from '../../src/core/protocol/spare.js';
import { atWork, consentScene } from '../helpers/consent-client.js';
import { newDevice, PIN } from '../helpers/device.js';
import { type Owner, ownerOf } from '../helpers/inside.js';
import { changeTeam, join } from '../helpers/relay.js';
import { deskTeam, giveSpareBackTo, joinedScreens, personWithSpare, spareOf } from '../helpers/spares.js';
import { openWorker } from '../helpers/worker.js';

const scene = await consentScene(t);
const { url, worker, relay } = scene;
const { session } = await personWithSpare(t, scene);
const other = await personWithSpare(t, scene, 'Noor');
const kept = await spareOf(scene, worker, session);
const statement = kept.statement;
const stranger = await openWorker(url);

/** A member is handed the spare, only to seal it anew. */
const askToTurn = (by: typeof worker): Promise<unknown> => {
  const meant = { spare: kept.place.spare.loc, relay: relay.uid, to: null, by: by.uid, ts: Date.now() };
  const opening = toBase64Url(signSpareOpening(meant, by.keys.sign.secretKey));
  return by.api.call(releaseSpare, {
    params: { relay: toHex(relay.uid), spare: kept.loc },
    body: { opening },
  });
};

t.test(
  'a manager puts a false spare aside and back; nothing of it is gone, the person reads who did, and it opens as before',
  async (t) => {
    const { session: person } = await personWithSpare(t, scene, 'Amadou');
    const boss = atWork(t, scene.manager);
    const team = () => deskTeam(boss, relay);
    const found = await spareOf(scene, boss, person);
    t.equal(found.aside, null);
    const order = (
      by: typeof worker,
      more: Partial<Parameters<typeof signSpareAside>[0]> = {},
      key = by.keys.sign.secretKey,
    ): Promise<unknown> => {
      const meant = {
        spare: found.place.spare.loc,
        relay: relay.uid,
        aside: true,
        by: by.uid,
        ts: Date.now(),
      };
      return by.api.call(putSpareAside, {
        params: { relay: toHex(relay.uid), spare: found.loc },
        body: { order: toBase64Url(signSpareAside({ ...meant, ...more }, key)) },
      });
    };
    for (const [name, attempt, code] of [
      ['a member', () => order(worker), 'not_manager'],
      ['in the manager’s name', () => order(worker, { by: boss.uid }), 'not_manager'],
      ['by another key', () => order(boss, {}, worker.keys.sign.secretKey), 'damaged'],
      ['for another spare', () => order(boss, { spare: random(16) }), 'damaged'],
      ['an hour late', () => order(boss, { ts: Date.now() - 3_600_000 }), 'damaged'],
      ['whose relay it is not', () => order(atWork(t, stranger)), 'not_member'],
    ] as const) {
      await t.rejects(attempt(), { code }, name);
    }
    const said = async () =>
      (await history(person)).entries.filter(({ action }) => /^spare\.(aside|back)$/.test(action));
    t.same(await said(), [], 'of all that nothing came');

    for (let again = 0; again < 2; again++) await setSpareAside(boss, await team(), found, true);
    t.match(
      await spareOf(scene, worker, person),
      { aside: 'Camille', name: 'Amadou' },
      'shown to all, as put aside',
    );
    t.match(await said(), [{ action: 'spare.aside', proof: 'holds', worker: 'Camille' }], 'once, and who');
    t.match(describe((await said())[0]!, 'fr'), /a mis de côté la carte de réserve/);
    await setSpareAside(boss, await team(), found, false);
    t.match(await spareOf(scene, worker, person), { aside: null });
    await setSpareAside(boss, await team(), found, true);
    t.equal((await said()).length, 3, 'each change is told');
    const { open } = await giveSpareBackTo(t, scene, worker, person);
    t.ok(await open(), 'whose spare it truly is gets their papers all the same');
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
  await askToTurn(boss);
  await t.rejects(rubbish(2), { code: 'conflict' }, 'where a colleague was');
  t.match(await reseals(), [{}], 'that one is told of');
  await askToTurn(worker);
  await rubbish(2);
  await t.rejects(rubbish(2, boss), { code: 'conflict' }, 'nobody asked again');
  t.equal((await reseals()).filter(({ worker: who }) => who === 'Sacha').length, 1, 'who did is told');
  await newKey();
  await t.rejects(rubbish(3), { code: 'conflict' }, 'for the key before');
  await askToTurn(worker);
  await rubbish(3);
  t.match(await spareOf(scene, boss, session), { name: 'Amadou', gen: 3 }, 'it is found as before');
  const { desk } = await joinedScreens(t, url, boss);
  await giveSpareBack(boss, await deskTeam(boss, relay), await spareOf(scene, boss, session), desk);
  const { open } = await giveSpareBackTo(t, scene, boss, session);
  t.ok(await open(), 'and opens what it opened, the second time too');
  const spared = await spareOf(scene, boss, other.session);
  t.equal(
    await turnSpares(boss, await deskTeam(boss, relay), [spared]),
    1,
    'what was left alone is sealed anew',
  );
});

/** Accounts that nobody vouched for, each with a spare of the same bytes at the relay. */
const fillWith = async (
  owner: Owner,
  one: { readonly uid: Uint8Array; readonly loc: Uint8Array },
  from: number,
  to: number,
): Promise<void> => {
  for (const table of ['accounts', 'locks', 'spares']) {
    await owner.rows(
      `insert into ${table} select (jsonb_populate_record(one, jsonb_build_object(
         'uid', '\\x' || left(md5('uid' || n), 32), 'loc', '\\x' || left(md5('loc' || n), 32)))).*
       from generate_series(${from}, ${to}) n, ${table} one where one.uid = $1 ${table === 'accounts' ? '' : 'and one.loc = $2'}`,
      table === 'accounts' ? [one.uid] : [one.uid, one.loc],
    );
  }
};

/** All that the relay has as if a manager had put it aside, but for this person’s. */
const putAll = (owner: Owner, but: Uint8Array) =>
  owner.rows(`update spares set aside = '\\x00' where ended_at is null and uid <> $1`, [but]);

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

    const { loc } = (await spareOf(scene, worker, noor)).place.spare;
    await fillWith(owner, { uid: noor.uid, loc }, 1, 499);
    t.match(await keptSpares(worker, await deskTeam(worker, relay)), {
      spares: [{ name: 'Noor' }],
      refused: 499,
    });
    const late = newDevice(t);
    const { session: third } = await openSafe(late, { server: url, pin: PIN, label: 'x' });
    const leave = (): Promise<void> => leaveSpare(third, recipient, PIN, 'Late');
    await t.rejects(leave(), { code: 'too_large' }, 'of strangers there are enough');
    await putAll(owner, noor.uid);
    await leave();
    t.match(await spareOf(scene, worker, third), { name: 'Late' }, 'who was put aside leaves them a place');
    await fillWith(owner, { uid: noor.uid, loc }, 500, 5000);
    await putAll(owner, noor.uid);
    await t.rejects(leave(), { code: 'too_large' }, 'of strangers that were put aside there are enough');
    await owner.rows('update accounts set vouched_at = now() where uid = $1', [third.uid]);
    await leave();
    const [kept] = await owner.rows(
      'select count(*)::int as n from spares where uid = $1 and ended_at is null',
      [third.uid],
    );
    t.equal(kept.n, 1, 'whom the relay vouched for has their place all the same');
    const ended = 'select count(*)::int as n from spares where ended_at is not null and aside is not null';
    t.match(await owner.rows(ended), [{ n: 0 }], 'of what has ended nobody’s word is left');
  },
);
