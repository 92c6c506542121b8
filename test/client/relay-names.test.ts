import t, { type Test } from 'tap';
import { changeRole, removeMember } from '../../src/client/relay/change.js';
import { loadRelay, type OwnRelay } from '../../src/client/relay/load.js';
import { eraseName, giveName, type KeptName, relayNames } from '../../src/client/relay/names.js';
import { relayStatistics, tellMonths } from '../../src/client/relay/statistics.js';
import {
  addToTally,
  type Batch,
  type Counted,
  monthOf,
  monthsUpTo,
  monthTotals,
  newBatchId,
} from '../../src/client/relay/tallies.js';
import type { AnswerOf } from '../../src/core/api/contract.js';
import type { listNames, listTallies } from '../../src/core/api/relay-notes.js';
import { toHex } from '../../src/core/bytes.js';
import { fingerprint } from '../../src/core/protocol/identity.js';
import { flip, openOn } from '../helpers/cheating.js';
import { changing } from '../helpers/meddling.js';
import { associationServer, newTeam, optionsOf, type Person } from '../helpers/team.js';

const service = await associationServer(t);
const team = (t: Test, size = 2) => newTeam(t, optionsOf(service), size);
const person = async (t: Test) => (await openOn(t, service.address)).session;
type Names = AnswerOf<typeof listNames>;
type Tallies = AnswerOf<typeof listTallies>;

const again = ({ session }: Person, { relay }: OwnRelay) => loadRelay(session, relay);
const namesOf = async ({ session }: Person, relay: OwnRelay) => {
  const { names, refused } = await relayNames(session, relay);
  return { names: names.map(({ name }) => name).toSorted(), refused };
};

t.test(
  'a colleague finds by name whom a worker met, with the words of the card; nobody writes over them unseen',
  async (t) => {
    const { manager, member, relay } = await team(t);
    const amina = await person(t);
    const own = await again(member, relay);
    const said: Omit<KeptName, 'version'> = {
      safe: amina.safe,
      holder: amina.uid,
      fp: fingerprint(amina.identity),
      name: 'Amina Diallo',
    };
    await giveName(member.session, own, said, 0);
    const [found] = (await relayNames(manager.session, relay)).names;
    t.match(found, { name: 'Amina Diallo', version: 1 });
    t.strictSame(found?.holder, amina.uid);
    t.strictSame(found?.fp, fingerprint(amina.identity));
    await giveName(manager.session, relay, { ...said, name: 'Amina D.' }, 1);
    await t.rejects(giveName(member.session, own, { ...said, name: 'X' }, 1), { code: 'conflict' });
    for (const name of ['', ' ', 'a\nb', 'x'.repeat(61), 'a\u202eb']) {
      await t.rejects(giveName(member.session, own, { ...said, name }, 2), { code: 'invalid_request' }, name);
    }
    t.strictSame(await namesOf(member, own), { names: ['Amina D.'], refused: 0 });
    const wire = Buffer.concat([...manager.device.transport.sent, ...member.device.transport.sent]).toString(
      'latin1',
    );
    t.notMatch(wire, /Amina/, 'the service never gets the name');
    for (let turn = 0; turn < 2; turn++) await eraseName(member.session, own, amina.safe);
    t.strictSame(await namesOf(manager, relay), { names: [], refused: 0 });
  },
);

t.test(
  'after the team has a new key old names are read, but a card that was read before has to be read again',
  async (t) => {
    const { manager, people, member, relay } = await team(t, 3);
    const amina = await person(t);
    const fp = fingerprint(amina.identity);
    const said = { safe: amina.safe, holder: amina.uid, fp, name: 'Amina' };
    await giveName(member.session, await again(member, relay), said, 0);
    await removeMember(manager.session, relay, toHex(member.session.uid));
    await t.rejects(relayNames(member.session, relay), { code: 'not_member' });
    const other = people[2] as Person;
    const now = await again(other, relay);
    const [found] = (await relayNames(other.session, now)).names;
    t.match(found, { name: 'Amina', fp: null }, 'whoever left knows the key under which it was written');
    await t.rejects(
      giveName(manager.session, relay, said, 1),
      { code: 'conflict' },
      'nothing under the key before',
    );
    await giveName(other.session, now, said, 1);
    t.strictSame((await relayNames(other.session, now)).names[0]?.fp, fp);
    const [old] = relay.keys;
    const left = { ...now, keys: old ? [old, old] : [] };
    const seen = await relayNames(other.session, left);
    t.strictSame(seen, { names: [], refused: 1 }, 'the key before opens no name that is written now');
  },
);

t.test('a server that swaps names, or makes one up, has none of them shown', async (t) => {
  const { manager, relay } = await team(t);
  const [amina, noor] = [await person(t), await person(t)];
  for (const [who, name] of [
    [amina, 'Amina'],
    [noor, 'Noor'],
  ] as const) {
    await giveName(manager.session, relay, { safe: who.safe, holder: who.uid, fp: null, name }, 0);
  }
  const cheats: Record<string, [meddle: (value: Names) => void, refused: number]> = {
    swapped: [({ names: [a, b] }) => void (a && b && ([a.sealed, b.sealed] = [b.sealed, a.sealed])), 2],
    'another safe': [({ names: [a] }) => void (a && (a.safe = '00'.repeat(16))), 1],
    'another number': [({ names }) => names.forEach((one) => void (one.version += 1)), 2],
    'a generation that never was': [({ names }) => names.forEach((one) => void (one.generation = 7)), 2],
    altered: [({ names }) => names.forEach((one) => void (one.sealed = flip(one.sealed))), 2],
  };
  for (const [what, [meddle, refused]] of Object.entries(cheats)) {
    manager.device.transport.meddle = changing<Names>(/^GET .*\/names$/, meddle);
    t.equal((await relayNames(manager.session, relay)).refused, refused, what);
  }
  manager.device.transport.meddle = undefined;
  t.strictSame(await namesOf(manager, relay), { names: ['Amina', 'Noor'], refused: 0 });
});

const batch = (counts: Partial<Record<Counted, number>>, people: string[] = []): Batch => ({
  id: newBatchId(),
  counts: new Map(Object.entries(counts) as [Counted, number][]),
  people: new Set(people),
});

t.test(
  'members count each in their own row, nothing twice, and people whom two of them saw once',
  async (t) => {
    const { manager, member, relay } = await team(t);
    const own = await again(member, relay);
    const month = 202611;
    const [p, q] = ['11', '22'].map((byte) => byte.repeat(16)) as [string, string];
    const first = batch({ 'paper.tax-notice': 2, newcomer: 1 }, [p, q]);
    const row = await addToTally(member.session, own, month, first);
    await addToTally(member.session, own, month, first);
    await addToTally(member.session, own, month, first, row);
    await addToTally(member.session, own, month, batch({ 'paper.tax-notice': 3 }), row);
    await addToTally(member.session, own, month, batch({ dossier: 1 }), row);
    await addToTally(manager.session, relay, month, batch({ 'paper.tax-notice': 1 }, [p]));
    const totals = await monthTotals(manager.session, relay, month);
    t.equal(totals.people, 2);
    t.strictSame(
      Object.fromEntries(totals.counts),
      { 'paper.tax-notice': 6, newcomer: 1, dossier: 1 },
      'a number that was behind is caught up, as with two machines of one worker',
    );
    const { months, kinds } = await relayStatistics(manager.session, relay, 202701);
    t.strictSame(
      months.map((one) => one.month),
      [202701, 202612, 202611],
    );
    t.strictSame(months[2], { month, people: 'few', newcomers: 'few', dossiers: 'few', papers: 'kept' });
    t.strictSame(kinds, [{ kind: 'tax-notice', byMonth: ['few', 'few', 6] }]);

    manager.device.transport.meddle = changing<Tallies>(/^GET .*\/tallies\//, ({ tallies }) => {
      for (const one of tallies.slice(1)) one.member = tallies[0]?.member ?? '';
    });
    t.equal(
      (await monthTotals(manager.session, relay, month)).refused,
      1,
      'a row in another’s name is left out',
    );
    manager.device.transport.meddle = undefined;
    await removeMember(manager.session, relay, toHex(member.session.uid));
    await t.rejects(addToTally(member.session, own, month, batch({ dossier: 1 })), { code: 'not_member' });
    await t.rejects(addToTally(manager.session, relay, month, batch({ dossier: 1 })), { code: 'conflict' });
    const now = await again(manager, relay);
    await addToTally(manager.session, now, month, batch({ dossier: 1 }, [p]));
    const after = await monthTotals(manager.session, now, month);
    t.match({ ...after, dossiers: after.counts.get('dossier') }, { people: 2, dossiers: 2, refused: 0 });
  },
);

t.test('months are reckoned by the calendar, and small counts stay hidden in every table', async (t) => {
  t.equal(monthOf(new Date(2026, 0, 31, 12).getTime()), 202601);
  t.strictSame(monthsUpTo(202602, 4), [202602, 202601, 202512, 202511]);
  const counts = new Map([
    ['paper.other', 4],
    ['paper.tax-notice', 30],
    ['paper.strange', 3],
    ['newcomer', 5],
  ]);
  const { months, kinds } = tellMonths([
    { month: 202602, people: 5, counts, refused: 0 },
    { month: 202601, people: 0, counts: new Map(), refused: 1 },
  ]);
  t.strictSame(months, [{ month: 202602, people: 5, newcomers: 5, dossiers: 'few', papers: 'kept' }]);
  t.strictSame(
    kinds.map(({ kind, byMonth }) => [kind, byMonth]),
    [
      ['tax-notice', [30]],
      ['other', [7]],
    ],
    'what is not known here is other',
  );
});

t.test('a relay keeps one manager, whoever asks for another role', async (t) => {
  const { manager, member, relay } = await team(t);
  const last = { code: 'conflict', details: { reason: 'last_manager' } };
  await t.rejects(changeRole(manager.session, relay, toHex(manager.session.uid), 'member'), last);
  await changeRole(manager.session, relay, toHex(member.session.uid), 'manager');
  await changeRole(manager.session, await again(manager, relay), toHex(manager.session.uid), 'member');
  t.equal((await again(manager, relay)).role, 'member');
  t.equal((await again(member, relay)).role, 'manager');
});
