import { believedBy } from '../../client/relay/at-work.js';
import { relayByWords } from '../../client/consent/by-words.js';
import { lookAt } from '../../client/consent/look.js';
import { endPassed, type OwnPassed, openOwnPassed } from '../../client/consent/own-passed.js';
import { passOn } from '../../client/consent/pass-on.js';
import { received } from '../../client/consent/received.js';
import { findRecipient } from '../../client/consent/recipient.js';
import type { AccountSession } from '../../client/session.js';
import { toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import { choosePapers, inOrder } from '../choose.js';
import type { Call, Command, Outcome } from '../command.js';
import { confirm, mustBeConfirmable } from '../confirm.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { chooseSeen, listSeen, personText } from './people.js';
import { whatText } from './share-view.js';
import { meetOf, untilOf } from './show.js';
import { mustHave } from './worker-desk.js';

const DEFAULT_MS = 31 * 86_400_000;

interface Numbered {
  readonly number: number;
  readonly passed: OwnPassed;
  readonly person: string | null;
}

/** What the worker and their relays passed on, the oldest first, so that a new one renumbers no other. */
const listPassed = async (session: AccountSession) => {
  const { believed } = await believedBy(session);
  const { passed, refused } = openOwnPassed(session, believed, await received(session, believed));
  const { contacts } = session.pins.known();
  const all = passed
    .toSorted((a, b) => a.grant.ts - b.grant.ts || (a.id < b.id ? -1 : 1))
    .map((one, at): Numbered => {
      const person = contacts[one.under.holder.uid]?.name ?? null;
      return { number: at + 1, passed: one, person };
    });
  return { all, refused };
};

const toText = ({ passed }: Numbered): string =>
  passed.private?.recipient || toHex(passed.grant.to.id).slice(0, 8);

const labelsOf = ({ passed }: Numbered) =>
  (passed.private?.labels ?? []).map(({ id, kind, title }) => ({ id: toHex(id), kind, title }));

const passedJson = (one: Numbered) => ({
  number: one.number,
  id: one.passed.id,
  under: one.passed.under.id,
  state: one.passed.state,
  person: one.person,
  to: toText(one),
  by: one.passed.giver.name,
  purpose: one.passed.private?.purpose ?? null,
  what: labelsOf(one).map(({ id, title }) => ({ id, title })),
  until: new Date(one.passed.grant.exp).toISOString(),
});

const list = async (call: Call): Promise<Outcome> => {
  const { screen, words, format } = call;
  const { columns, states, said } = words.consent;
  const { all, refused } = await listPassed(await call.unlockWorker());
  const rows = all.map((one) => [
    { text: String(one.number) },
    { text: shown(toText(one)), tone: 'strong' as const },
    { text: whatText({ scope: one.passed.grant.scope.kind, labels: labelsOf(one) }, words) },
    { text: shown(one.passed.giver.name) },
    { text: format.day(one.passed.grant.exp) },
    { text: states[one.passed.state] },
  ]);
  const titles = [
    { title: words.columns.number, align: 'right' as const },
    { title: columns.to, shrinks: true as const },
    { title: columns.what, shrinks: true as const },
    { title: columns.by, shrinks: true as const },
    { title: columns.until },
    { title: columns.state },
  ];
  if (all.length === 0) screen.say(said.nonePassed);
  else screen.say(...table(screen, titles, rows), '', screen.paint('soft', said.passedNext));
  if (refused > 0) screen.remark(screen.paint('bad', said.refused(refused)));
  return { json: { passed: all.map(passedJson), refused } };
};

const give = async (call: Call, number: string, names: readonly string[]): Promise<Outcome> => {
  const { options, words, screen, format, device } = call;
  const purpose = mustHave(call, 'for', 'pass').trim();
  const asked = options.until === undefined && options.days === undefined ? undefined : untilOf(call);
  const meet = await meetOf(call, 'pass', findRecipient, relayByWords);
  mustBeConfirmable(call);
  const session = await call.unlockWorker();
  const seen = chooseSeen((await listSeen(session)).seen, number);
  const { received: source } = seen;
  const recipient = await meet(session);
  const papers = names.length === 0 ? undefined : choosePapers(inOrder(await lookAt(session, source)), names);
  const until = asked ?? Math.min(source.grant.exp, device.clock.now() + DEFAULT_MS);
  const labels = (source.opened?.private.labels ?? []).map((one) => ({ ...one, id: toHex(one.id) }));
  const what = papers
    ? papers.map(({ metadata }) => metadata.title)
    : [whatText({ scope: source.grant.scope.kind, labels }, words)];
  const { name: to } = recipient;
  const summary = { what, to, purpose, until: format.moment(until), person: personText(seen) };
  const lines = words.consent.passSummary(summary);
  screen.remark(...lines.map(shown), '');
  await confirm(call, words.consent.ask.pass(shown(to)));
  const told = { purpose, until, language: words.language, shown: lines.join('\n') };
  const id = await passOn(session, source, { papers, recipient, ...told });
  const { said } = words.consent;
  screen.say(screen.paint('good', `✓ ${said.passed(shown(to), format.moment(until))}`), said.passedNext);
  return { json: { passed: { id, to, under: source.id, until: new Date(until).toISOString() } } };
};

/** Of what a person showed: passing it on, within what they agreed to; without a number, what was passed on. */
export const pass: Command = {
  options: ['to', 'for', 'days', 'until', 'relay', 'words', 'name', 'yes'],
  takes: [0, 200],
  run: async (call): Promise<Outcome> => {
    const [number, ...names] = call.rest;
    return number === undefined ? list(call) : give(call, number, names);
  },
};

/** Whoever of the relay passed it on. Nothing is asked, since it can be passed on again. */
export const unpass: Command = {
  options: [],
  takes: [1, 1],
  run: async (call): Promise<Outcome> => {
    const session = await call.unlockWorker();
    const word = call.rest[0] ?? '';
    const byId = /^[0-9a-f]{8,32}$/i.test(word) ? word.toLowerCase() : null;
    const { all } = await listPassed(session);
    const found = all.find(
      ({ number, passed }) => String(number) === word || (byId !== null && passed.id.startsWith(byId)),
    );
    if (!found) throw new SafeError('not_found', { details: { passed: word } });
    await endPassed(session, found.passed);
    const line = call.words.consent.said.tookBack(shown(toText(found)));
    call.screen.say(call.screen.paint('good', `✓ ${line}`), call.words.consent.said.unsharedNext);
    return { json: { ended: found.passed.id, to: toText(found) } };
  },
};
