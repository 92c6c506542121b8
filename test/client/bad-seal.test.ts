import { randomBytes } from 'node:crypto';
import t from 'tap';
import { resealQueue } from '../../src/client/consent/give-back.js';
import { received } from '../../src/client/consent/received.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import { resealGrant, type receivedGrants } from '../../src/core/api/grants.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import { toBase64Url } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import { type GrantKey, sealedHash } from '../../src/core/protocol/grant.js';
import { type GrantKeys, resealGrantKeys, signReseal } from '../../src/core/protocol/grant-keys.js';
import { flip, sure } from '../helpers/cheating.js';
import { add, atWork, consentScene, readAll, shownTo } from '../helpers/consent-client.js';
import { changing } from '../helpers/meddling.js';
import { changeTeam, relayParty } from '../helpers/relay.js';

type Got = AnswerOf<typeof receivedGrants>;

const scene = await consentScene(t);
const { own, worker, seen, relay, manager } = scene;
const boss = atWork(t, manager);
const bytes = randomBytes(700);
const doc = await add(own.session, bytes, 'Ancienne');
const { share, shown } = await shownTo(scene, { papers: [doc] });
const truth = sure(shown.opened ?? undefined).keys;
const turn = async () => {
  const { status } = await changeTeam(relay, manager, { act: 'rotate', about: manager });
  t.equal(status, 200);
};

/** Somebody of the team seals anew what an honest client would not, or seals to whom it would not. */
const sealWrongly = async (keys: GrantKeys, to = relayParty(relay)) => {
  const renewed = { receipt: shown.hash, gen: relayParty(relay).gen, epoch: shown.sealedFor.epoch };
  const sealed = resealGrantKeys(to.enc, renewed, keys);
  const said = {
    ...renewed,
    grant: shown.grant.id,
    sealed: sealedHash(sealed),
    by: worker.uid,
    ts: Date.now(),
  };
  await worker.api.call(resealGrant, {
    params: { grant: share.id },
    body: {
      reseal: toBase64Url(signReseal(said, worker.keys.sign.secretKey)),
      sealed: toBase64Url(sealed),
    },
  });
};

const wrong: Record<string, () => Promise<void>> = {
  'to nobody of the team': async () =>
    sealWrongly(truth, { ...relayParty(relay), enc: own.session.keys.enc.publicKey }),
  'keys that were made up': async () =>
    sealWrongly({ ...truth, keys: truth.keys.map((one) => ({ ...one, key: random(32) })) }),
  'another key of the consent': async () =>
    sealWrongly({ ...truth, grantKey: newKey<'grant'>() as GrantKey }),
  'no keys': async () => sealWrongly({ ...truth, keys: [] }),
  'keys beyond what is shown': async () =>
    sealWrongly({ ...truth, keys: [...truth.keys, { id: random(16), n: 1, key: random(32) }] }),
};

for (const [name, seal] of Object.entries(wrong)) {
  t.test(`a colleague who seals ${name} is named, hides nothing, and is put right`, async (t) => {
    await turn();
    await seal();
    const found = await seen(share.id, boss);
    t.equal(found.badSeal?.by, 'Sacha');
    t.same((await readAll(boss, found)).get('Ancienne'), bytes, 'what the person sealed opens');
    const { teams } = await scene.believed(boss);
    t.equal(await resealQueue(boss, { teams }, [found]), 1);
    const now = await seen(share.id, boss);
    t.match(now, { badSeal: null, sealedFor: { gen: relayParty(relay).gen } });
    t.same((await readAll(worker, await seen(share.id))).get('Ancienne'), bytes);
    t.equal(await resealQueue(boss, { teams }, [now]), 0, 'once is enough');
  });
}

t.test('the person reads who sealed anew, each time', async (t) => {
  const { entries } = await history(own.session);
  const told = entries.filter(({ action }) => action === 'grant.reseal');
  t.equal(told.length, 2 * Object.keys(wrong).length);
  t.ok(told.every(({ proof }) => proof === 'holds'));
  t.equal(
    describe(sure(told[0]), 'fr'),
    'Sacha (Halte du Pont) a renouvelé pour le relais les clés de « Ancienne », pour « Demande de logement »',
  );
  t.equal(
    describe(sure(told[0]), 'en'),
    'Sacha (Halte du Pont) renewed the keys to “Ancienne” for the relay, for “Demande de logement”',
  );
});

t.test(
  'where nothing else is left that opens, one clear refusal; what a server made up is damaged',
  async (t) => {
    await turn();
    await sealWrongly({ ...truth, keys: [] }, { ...relayParty(relay), enc: own.session.keys.enc.publicKey });
    const codeAfter = async (change: (one: Got['grants'][number]) => void) => {
      boss.device.transport.meddle = changing<Got>(/^GET \/v1\/grants$/, ({ grants }) =>
        change(sure(grants[0])),
      );
      const { grants, refused } = await received(boss, await scene.believed(boss));
      boss.device.transport.meddle = undefined;
      t.strictSame(grants, []);
      return sure(refused[0]).code;
    };
    t.equal(await codeAfter((one) => void (one.sealed = flip(one.sealed))), 'bad_seal');
    t.equal(await codeAfter((one) => void (one.former = sure(one.renewed ?? undefined))), 'bad_seal');
    const forged = await codeAfter(
      ({ renewed }) => void Object.assign(renewed ?? {}, { reseal: toBase64Url(random(200)) }),
    );
    t.equal(forged, 'damaged');
    t.equal((await seen(share.id, boss)).badSeal?.by, 'Sacha', 'and all is well again');
  },
);
