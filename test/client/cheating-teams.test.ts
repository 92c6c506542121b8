import { randomBytes } from 'node:crypto';
import t from 'tap';
import { relayByWords } from '../../src/client/consent/by-words.js';
import { exportReceipt } from '../../src/client/consent/receipt.js';
import { resolveRecipient } from '../../src/client/consent/recipient.js';
import { show } from '../../src/client/consent/show.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { history } from '../../src/client/history.js';
import { unlock } from '../../src/client/unlock.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { showIdentity } from '../../src/core/api/accounts.js';
import { receivedGrants } from '../../src/core/api/grants.js';
import { showRelay } from '../../src/core/api/relays.js';
import { toHex } from '../../src/core/bytes.js';
import { readPoster } from '../../src/core/protocol/contact.js';
import { fingerprint, openIdentityChain } from '../../src/core/protocol/identity.js';
import { fingerprintWords } from '../../src/core/protocol/words.js';
import { refusing, sure } from '../helpers/cheating.js';
import { add, atWork, consentScene, options, readAll, shownTo } from '../helpers/consent-client.js';
import { PIN } from '../helpers/device.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { changeTeam, prepareStep } from '../helpers/relay.js';

type Shown = AnswerOf<typeof showRelay>;
type Chain = AnswerOf<typeof showIdentity>;

const scene = await consentScene(t);
const { own, relay, manager, member, worker, poster } = scene;
const { session, device } = own;
await add(session, randomBytes(100), 'Carte', 'identity');
const boss = atWork(t, manager);

const relayNow = (): Promise<Shown> => boss.api.call(showRelay, { params: { relay: toHex(relay.uid) } });

/** A server that shows the relay as it wants to have it, in both places where a holder asks. */
const showing =
  (as: Shown): Meddle =>
  async (request, answer) =>
    changing<Chain>(/^GET \/v1\/identities\//, ({ identity }, { url }) => ({
      identity: url.endsWith(as.id) ? as.identity : identity,
    }))(request, await changing<Shown>(/^GET \/v1\/relays\//, () => as)(request, answer));

const before = await relayNow();
// Signed by the same manager, at the same place of the chain as the removal that follows.
const { body: other } = prepareStep(relay, manager, { act: 'rotate', about: manager });

t.test('a server that hides from a person that somebody was put out of a relay is found out', async (t) => {
  const { share } = await shownTo(scene, { categories: ['identity'] });
  await readAll(worker, await scene.seen(share.id));
  const { status } = await changeTeam(relay, manager, { act: 'remove', about: member });
  t.equal(status, 200);
  await resolveRecipient(session, poster);

  const words = fingerprintWords(fingerprint(openIdentityChain(relay.uid, relay.identity.slice(0, 1))));
  const attempts: Record<string, () => Promise<unknown>> = {
    'by the poster': () => resolveRecipient(session, poster),
    'by words': () => relayByWords(session, toHex(relay.uid), words, ''),
    'in a receipt': () => exportReceipt(session, share.id, { poster: readPoster(poster) }),
  };
  for (const [how, attempt] of Object.entries(attempts)) {
    await refusing(own)(t, { [how]: showing(before) }, attempt, 'rolled_back');
  }
  device.transport.meddle = showing(before);
  const again = await unlock(device, PIN);
  await t.rejects(resolveRecipient(again, poster), { code: 'rolled_back' }, 'this device remembers it');
  device.transport.meddle = undefined;
});

t.test('a fork of the team in which somebody stays who was put out is found out', async (t) => {
  const now = await relayNow();
  const rotation = sure(other.rotation ?? undefined);
  const fork = {
    ...now,
    identity: [...before.identity, rotation.identity],
    team: [...before.team, other.team],
  };
  const cheat = { 'a fork': showing(fork) };
  await refusing(own)(t, cheat, () => resolveRecipient(session, poster), 'rolled_back');
});

t.test('no keys are sealed to a team as it was, when others are taken back', async (t) => {
  const recipient = await resolveRecipient(session, poster);
  await show(session, options(recipient, { categories: ['identity'] }));
  const goes = await show(session, options(recipient, { categories: ['identity'] }));
  const { status } = await changeTeam(relay, manager, { act: 'rotate', about: manager });
  t.equal(status, 200);
  const between = await relayNow();
  await resolveRecipient(session, poster);
  const rotated = await changeTeam(relay, manager, { act: 'rotate', about: manager });
  t.equal(rotated.status, 200);
  await resolveRecipient(session, poster);
  device.transport.meddle = showing(between);
  await takeBack(session, goes.id);
  device.transport.meddle = undefined;
  const renewed = async () => {
    const { grants } = await boss.api.call(receivedGrants, { query: {} });
    return grants.filter((one) => one.renewed !== null).length;
  };
  t.equal(await renewed(), 0, 'none was sealed anew');
  const last = await resolveRecipient(session, poster);
  const other = await show(session, options(last, { categories: ['identity'] }));
  await takeBack(session, other.id);
  t.ok((await renewed()) > 0, 'and with the team as it is they are');
});

t.test('where the team that is shown is none that follows, nothing is said of who read', async (t) => {
  session.state = undefined;
  device.transport.meddle = showing(before);
  const { entries } = await history(session);
  device.transport.meddle = undefined;
  const reading = sure(entries.find(({ action }) => action === 'paper.read'));
  t.match(reading, { proof: 'broken' });
  t.equal(reading.worker, undefined);
  const known = (await history(session)).entries.find(({ action }) => action === 'paper.read');
  t.match(known, { proof: 'holds', worker: 'Sacha' });
});
