import { randomBytes } from 'node:crypto';
import t, { type Test } from 'tap';
import { openSafe } from '../../src/client/account.js';
import { addPaper } from '../../src/client/add.js';
import { listDevices } from '../../src/client/devices.js';
import { login } from '../../src/client/login.js';
import { listPapers } from '../../src/client/papers.js';
import { renewCard } from '../../src/client/renew.js';
import type { Session } from '../../src/client/session.js';
import { unlock } from '../../src/client/unlock.js';
import { type ErrorCode, isSafeError } from '../../src/core/errors.js';
import { newDevice, paperOf, PIN } from '../helpers/device.js';
import { testServer } from '../helpers/server.js';

const service = await testServer(t);

const open = async (t: Test) => {
  const device = newDevice(t);
  const { session, card } = await openSafe(device, { server: service.address, pin: PIN, label: 'Téléphone' });
  await addPaper(session, paperOf(randomBytes(900)));
  return { device, session, card: card.secret };
};

const enter = (t: Test, cardSecret: Uint8Array, pin: string): Promise<Session> =>
  login(newDevice(t), { server: service.address, cardSecret, pin, label: 'Autre' });

const refusedWith = async (t: Test, work: Promise<unknown>, code: ErrorCode): Promise<void> => {
  const error: unknown = await work.then(
    () => null,
    (fault: unknown) => fault,
  );
  t.ok(isSafeError(error, code), `${code}: ${String(error)}`);
};

/** Keeps the card as its holder would. */
const keeper = () => {
  const cards: Uint8Array[] = [];
  return { keep: async ({ secret }: { readonly secret: Uint8Array }) => void cards.push(secret), cards };
};

t.test('who lost their card has another made, and the lost one opens nothing for who finds it', async (t) => {
  const { device, session, card } = await open(t);
  const { keep, cards } = keeper();
  await renewCard(session, PIN, keep);
  await refusedWith(t, enter(t, card, PIN), 'lock_blocked');
  const elsewhere = await enter(t, cards[0] as Uint8Array, PIN);
  t.equal((await listPapers(elsewhere)).papers.length, 1);
  t.equal((await listPapers(await unlock(device, PIN))).papers.length, 1, 'the phone opens as before');
  const types = (await listDevices(session)).map(({ type }) => type).toSorted();
  t.strictSame(types, ['card', 'device', 'device'], 'one card, the phone, the other device');
});

t.test('a card that could not be put in safety changes nothing', async (t) => {
  const { device, session, card } = await open(t);
  const full = async () => {
    throw new Error('no room for the card');
  };
  await t.rejects(renewCard(session, PIN, full), /no room/);
  t.ok(await unlock(device, PIN));
  t.ok(await enter(t, card, PIN));
});

t.test('a code typed wrongly makes no card and costs no try', async (t) => {
  const { session } = await open(t);
  const { keep, cards } = keeper();
  await refusedWith(t, renewCard(session, '111222', keep), 'wrong_code');
  t.equal(cards.length, 0);
  t.ok((await listDevices(session)).every(({ tries }) => tries === 0));
});
