import t from 'tap';
import { waitingDeposits } from '../../src/client/deposit/waiting.js';
import { leaving } from '../../src/client/drops/leave.js';
import { listDrops } from '../../src/client/drops/list.js';
import { lookAtDrop } from '../../src/client/drops/look.js';
import { makeDrop } from '../../src/client/drops/make.js';
import { history } from '../../src/client/history.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { listDeposits } from '../../src/core/api/deposits.js';
import type { listDrops as list, lookAtDrop as look } from '../../src/core/api/drops.js';
import { fromBase64Url, toBase64Url, toHex } from '../../src/core/bytes.js';
import { random, xwingKeyPair } from '../../src/core/crypto/sodium.js';
import { parseDrop, unwrapDropCard, wrapDropCard } from '../../src/core/protocol/drop-secret.js';
import { flip, openOn, refusing, retelling, sure } from '../helpers/cheating.js';
import { newDevice } from '../helpers/device.js';
import { dropAll, leftBy, picture } from '../helpers/dropping.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { testServer } from '../helpers/server.js';

type Looked = AnswerOf<typeof look>;
type Listed = AnswerOf<typeof list>;
type Waiting = AnswerOf<typeof listDeposits>;

const { address: url } = await testServer(t, { RATE_LIMIT_LOGIN: '10000' });
const order = { language: 'fr', from: 'CAF', to: 'Samia', purpose: 'APL' };

t.test('a server that shows another key, or another link, is sent nothing', async (t) => {
  const own = await openOn(t, url);
  const made = await makeDrop(own.session, order);
  const other = await makeDrop(own.session, order);
  const { seed } = parseDrop(made.url);
  const cardOf = async (address: string): Promise<string> => {
    const device = newDevice(t);
    let heard: string | undefined;
    device.transport.meddle = changing<Looked>(/look$/, ({ card }) => {
      heard = card ?? undefined;
    });
    await lookAtDrop(device, parseDrop(address));
    return sure(heard);
  };
  const card = unwrapDropCard(seed, fromBase64Url(await cardOf(made.url)));
  // Even one who has the link and owns the server: they can wrap a card for it.
  const swapped = wrapDropCard(seed, { ...card, key: xwingKeyPair(random(32)).publicKey });
  const others = await cardOf(other.url);
  const cases: Record<string, Partial<Looked>> = {
    'a swapped key': { card: toBase64Url(swapped) },
    'the card of another link': { card: others },
    'a card with one bit changed': { card: flip(await cardOf(made.url)) },
    'no card of an open link': { card: null },
    'a state that there is not': { state: 'gone' as never },
  };
  for (const [name, change] of Object.entries(cases)) {
    const device = newDevice(t);
    device.transport.meddle = changing<Looked>(/look$/, (answer) => ({ ...answer, ...change }));
    await t.rejects(lookAtDrop(device, parseDrop(made.url)), { code: 'damaged' }, name);
    const sent = device.transport.requests.filter(({ method }) => method === 'PUT');
    t.strictSame(sent, [], 'nothing was sent');
  }
  const device = newDevice(t);
  const leave = leaving(device, await lookAtDrop(device, parseDrop(made.url)));
  device.transport.meddle = changing<{ sealed: string }>(/^PUT /, (answer) => {
    answer.sealed = toHex(random(32));
  });
  await t.rejects(leave(leftBy(picture(10), 'Un')), { code: 'damaged' }, 'what it stored is something else');
});

const LIST = /^GET .*\/deposits$/;
type One = Waiting['deposits'][number];
const first = (change: (one: One, all: One[]) => void): Meddle =>
  changing<Waiting>(LIST, ({ deposits }) => change(sure(deposits[0]), deposits));

t.test('a server that cheats with what waits is believed nothing of it', async (t) => {
  const [own, stranger] = [await openOn(t, url), await openOn(t, url)];
  const { session, device } = own;
  const [made, other] = [await makeDrop(session, order), await makeDrop(session, order)];
  await dropAll(t, made, leftBy(picture(900), 'Un'), leftBy(picture(800), 'Deux'));
  await dropAll(t, other, leftBy(picture(700), 'Trois'));
  await dropAll(t, await makeDrop(stranger.session, order), leftBy(picture(600), 'À elle'));
  let foreign: Waiting['deposits'] = [];
  stranger.device.transport.meddle = changing<Waiting>(LIST, ({ deposits }) => {
    foreign = structuredClone(deposits);
  });
  await waitingDeposits(stranger.session);
  const cases: Record<string, Meddle> = {
    'the key of another paper': first((one, all) => {
      one.sealedKey = sure(all[1]).sealedKey;
    }),
    'the record of another paper': first((one, all) => {
      one.metadata = sure(all[1]).metadata;
    }),
    'the statement of another paper': first((one, all) => {
      one.statement = sure(all[1]).statement;
    }),
    'as if by another link': first((one, all) => {
      one.link = sure(all[2]).link;
    }),
    'as if by no link': first((one) => {
      one.link = null;
    }),
    'under another id': first((one) => {
      one.doc = toHex(random(16));
    }),
    'a statement with one bit changed': first((one) => {
      one.statement = flip(one.statement);
    }),
    'another size': first((one) => {
      one.contentBytes += 4096;
    }),
    'the card of another link': first((one, all) => {
      if (one.link) one.link.card = sure(all[2]?.link ?? undefined).card;
    }),
    'what was left for somebody else': changing<Waiting>(LIST, (value) => ({
      ...value,
      deposits: [sure(foreign[0]), ...value.deposits.slice(1)],
    })),
  };
  for (const [name, meddle] of Object.entries(cases)) {
    device.transport.meddle = meddle;
    const { waiting, unproven } = await waitingDeposits(session);
    device.transport.meddle = undefined;
    t.match(unproven, [{ code: 'damaged' }], name);
    const titles = waiting.map(({ metadata }) => metadata.title);
    t.strictSame(titles, ['Deux', 'Trois'], name);
  }
  device.transport.meddle = first((one, all) => {
    all.push(structuredClone(one));
  });
  t.match((await waitingDeposits(session)).unproven, [{ code: 'damaged' }], 'one paper twice');
  device.transport.meddle = undefined;
});

t.test('a server that alters or hides a link, or what came by it, is found out', async (t) => {
  const own = await openOn(t, url);
  const { session, device } = own;
  const made = await makeDrop(session, order);
  await makeDrop(session, order);
  await dropAll(t, made, leftBy(picture(900), 'Un'));
  const DROPS = /^GET .*\/drops$/;
  const one = (change: (first: Listed['drops'][number], all: Listed['drops']) => void): Meddle =>
    changing<Listed>(DROPS, ({ drops }) => change(sure(drops[0]), drops));
  await refusing(own)(
    t,
    {
      'a statement with one bit changed': one((link) => {
        link.statement = flip(link.statement);
      }),
      'another link’s card': one((link, all) => {
        link.card = sure(all[1]).card;
      }),
      'another link’s secret': one((link, all) => {
        link.own = sure(all[1]).own;
      }),
    },
    () => listDrops(session),
  );
  const brokenIn = async (meddle: Meddle | undefined): Promise<string[]> => {
    device.transport.meddle = meddle;
    const { entries } = await history(session);
    device.transport.meddle = undefined;
    return entries.filter(({ proof }) => proof === 'broken').map(({ action }) => action);
  };
  t.strictSame(await brokenIn(undefined), []);
  const hidden = changing<Listed>(DROPS, ({ drops }) => ({ drops: drops.filter((_, i) => i > 0) }));
  t.strictSame(await brokenIn(hidden), ['drop.make'], 'a link that is hidden is told of');
  const altered = changing<Listed>(DROPS, ({ drops }) => ({
    drops: drops.map((one, i) => (i === 0 ? { ...one, card: flip(one.card) } : one)),
  }));
  t.strictSame(await brokenIn(altered), ['drop.make'], 'so is one that was altered, and the rest is told');
  device.transport.meddle = retelling(session.safe, (body) =>
    body.act === 'drop.add' ? { ...body, proof: null } : body,
  );
  await t.rejects(history(session), { code: 'rolled_back' }, 'a history told anew to who saw it');
});
