import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { refuseAsk, settleAsks, withdrawAsk } from '../../src/client/asks/end.js';
import { wantedPapers } from '../../src/client/asks/list.js';
import { madeAsks } from '../../src/client/asks/made.js';
import { askFor } from '../../src/client/asks/make.js';
import { takeBack } from '../../src/client/consent/take-back.js';
import { describe } from '../../src/client/describe.js';
import { history } from '../../src/client/history.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { listAsks } from '../../src/core/api/asks.js';
import { toHex } from '../../src/core/bytes.js';
import { prepareAsk } from '../helpers/asks.js';
import { flip, openOn, overhear, retelling, sure } from '../helpers/cheating.js';
import { root } from '../helpers/cli.js';
import { add, atWork, consentScene, shownTo } from '../helpers/consent-client.js';
import { changing, type Meddle } from '../helpers/meddling.js';
import { changeTeam } from '../helpers/relay.js';
import { openWorker } from '../helpers/worker.js';

type Asks = AnswerOf<typeof listAsks>;
const PDF = readFileSync(join(root, 'test/fixtures/scans/text-searchable.pdf'));
const LIST = /^GET .*\/asks$/;

const kindsOf = (wanted: readonly { readonly kinds: readonly string[] }[]): string[] =>
  wanted.map(({ kinds }) => kinds.join());

t.test('a person reads who of which relay asks for which paper, and what they show answers it', async (t) => {
  const scene = await consentScene(t);
  const { own, worker, believed, manager } = scene;
  const { session } = own;
  const card = await add(session, PDF, 'Carte');
  const { share, shown } = await shownTo(scene, { papers: [card] });
  await askFor(worker, shown, [
    { kinds: ['passport', 'identity-card'], note: 'Celui qui est encore bon' },
    { kinds: ['bank-details'], note: '' },
    { kinds: ['payslip'], note: '' },
  ]);
  const settled = async () => {
    session.state = undefined;
    const { wanted, unproven } = await wantedPapers(session);
    t.equal(unproven, 0);
    return (await settleAsks(session, wanted)).map((one) => ({
      ...one.wanted,
      paper: one.paper?.metadata.title ?? null,
    }));
  };
  const first = await settled();
  t.match(first, [
    {
      kinds: ['passport', 'identity-card'],
      note: 'Celui qui est encore bon',
      by: 'Sacha',
      relay: 'Halte du Pont',
    },
    { kinds: ['bank-details'] },
    { kinds: ['payslip'] },
  ]);
  await refuseAsk(session, sure(first[2]));
  const passport = await add(session, PDF, 'Passeport', 'identity', 'passport');
  t.match(
    await settled(),
    [
      { kinds: ['passport', 'identity-card'], paper: 'Passeport' },
      { kinds: ['bank-details'], paper: null },
    ],
    'it is there, and not shown yet',
  );
  await shownTo(scene, { papers: [passport] });
  t.strictSame(kindsOf(await settled()), ['bank-details'], 'shown, it is answered');
  const colleague = atWork(t, manager);
  const now = await madeAsks(colleague, await believed(colleague), await scene.seen(share.id, colleague));
  t.strictSame(
    now.map(({ kinds, state, by }) => [kinds[0], state, by].join(' ')).toSorted((a, b) => (a < b ? -1 : 1)),
    ['bank-details open Sacha', 'passport shown Sacha', 'payslip refused Sacha'],
  );
  await withdrawAsk(colleague, sure(now.find(({ state }) => state === 'open')));
  t.strictSame(await settled(), []);

  const shelf = await shownTo(scene, { categories: ['identity'] });
  await askFor(worker, shelf.shown, [{ kinds: ['passport'], note: '' }]);
  t.equal((await settled()).length, 1, 'what was there when it was asked answers nothing');
  await add(session, PDF, 'Nouveau passeport', 'identity', 'passport');
  t.strictSame(await settled(), [], 'one that was put on a shelf they see does');
  const { entries } = await history(session);
  const told = entries.filter(({ action }) => action.startsWith('ask.') && action !== 'ask.list');
  t.ok(told.every(({ proof }) => proof === 'holds'));
  const lines = told.map((one) => describe(one, 'fr'));
  t.match(lines[0], 'Sacha (Halte du Pont) a demandé un papier, pour « Demande de logement »');
  t.match(lines.join('\n'), /Vous avez clos une demande de papier/);
});

t.test('a server that cheats with what somebody is asked for is believed nothing of it', async (t) => {
  const scene = await consentScene(t);
  const { own, worker, member, manager, relay, url } = scene;
  const { session, device } = own;
  const card = await add(session, PDF, 'Carte');
  const { share, shown } = await shownTo(scene, { papers: [card] });
  const other = await shownTo(scene, { papers: [card] });
  await askFor(worker, shown, [{ kinds: ['passport'], note: '' }]);
  await askFor(worker, other.shown, [{ kinds: ['payslip'], note: '' }]);
  const honest = await overhear<Asks>(own, LIST, () => wantedPapers(session));
  const outsider = await openWorker(url);
  const stranger = await openOn(t, url);
  const key = sure(shown.opened?.keys.grantKey);
  const under = { id: shown.grant.id, safe: session.safe, key };
  const wire = (made: ReturnType<typeof prepareAsk>) => ({ ...sure(honest.asks[0]), ...made.wire });
  const instead = (one: Asks['asks'][number]): Meddle => changing<Asks>(LIST, () => ({ asks: [one] }));
  const changed = (change: Partial<Asks['asks'][number]>): Meddle =>
    instead({ ...sure(honest.asks[0]), ...change });
  const cases: Record<string, Meddle> = {
    'by somebody who was never in the relay': instead(wire(prepareAsk(outsider, under))),
    'in a member’s name': instead(wire(prepareAsk(member, under, {}, outsider.keys.sign.secretKey))),
    'by the holder themselves': instead(wire(prepareAsk(session, under))),
    'under a consent of somebody else': instead(
      wire(prepareAsk(member, { ...under, safe: stranger.session.safe })),
    ),
    'under one that was never given': instead(wire(prepareAsk(member, { ...under, id: new Uint8Array(16) }))),
    'over by its date': instead(wire(prepareAsk(member, under, { exp: Date.now() - 1 }))),
    'for another paper': changed({ body: sure(honest.asks[1]).body }),
    'with one bit changed': changed({ ask: flip(sure(honest.asks[0]).ask) }),
    'a body with one bit changed': changed({ body: flip(sure(honest.asks[0]).body) }),
    'ended by nobody': changed({ state: 'refused', end: null, endedAt: 1 }),
  };
  for (const [name, meddle] of Object.entries(cases)) {
    device.transport.meddle = meddle;
    t.match(await wantedPapers(session), { wanted: { length: 0 }, unproven: 1 }, name);
    device.transport.meddle = undefined;
  }
  device.transport.meddle = changing<Asks>(LIST, ({ asks }) => ({ asks: [...asks, ...asks] }));
  t.match(
    await wantedPapers(session),
    { wanted: { length: 2 }, unproven: 2 },
    'the same one twice counts once',
  );
  device.transport.meddle = undefined;

  device.transport.meddle = instead(sure(honest.asks[0]));
  await changeTeam(relay, manager, { act: 'remove', about: member });
  t.match(await wantedPapers(session), { wanted: { length: 0 }, unproven: 1 }, 'who left asks for nothing');
  await takeBack(session, share.id);
  session.state = undefined;
  t.match(await wantedPapers(session), { wanted: { length: 0 } }, 'nor who is shown nothing any more');

  device.transport.meddle = retelling(session.safe, (body) =>
    body.act === 'ask.make' ? { ...body, by: toHex(manager.uid) } : body,
  );
  const { entries } = await history(session).catch(() => ({ entries: [] }));
  t.notOk(
    entries.some(({ action, proof }) => action === 'ask.make' && proof === 'holds'),
    'nor in the history',
  );
  device.transport.meddle = undefined;
});
