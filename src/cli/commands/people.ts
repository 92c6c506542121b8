import { believedBy } from '../../client/relay/at-work.js';
import { resealQueue } from '../../client/consent/give-back.js';
import { received as listReceived, type Received } from '../../client/consent/received.js';
import { rememberContact } from '../../client/relay/pins.js';
import type { AccountSession } from '../../client/session.js';
import { toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { Call, Command, Outcome } from '../command.js';
import { shown } from '../screen.js';
import { table } from '../table.js';
import { textOrFile } from './public-code.js';
import { whatText } from './share-view.js';
import { mustHave, quietly, relayName } from './worker-desk.js';

/** Something that was shown, under the number of the list. */
export interface Seen {
  readonly number: number;
  readonly received: Received;
  /** How this worker calls the person; null if their code was never read here. */
  readonly person: string | null;
  /** The relay that it was shown to; null if it was shown to the worker. */
  readonly relay: string | null;
}

/** What was shown to the worker and their relays; what does not verify is left out, and told by its code. */
export const listSeen = async (session: AccountSession) => {
  const { believed, relays } = await believedBy(session);
  const { grants, refused } = await listReceived(session, believed);
  await quietly(resealQueue(session, believed, grants));
  const { contacts } = session.pins.known();
  const oldestFirst = grants.toSorted((a, b) => a.grant.ts - b.grant.ts || (a.id < b.id ? -1 : 1));
  const seen = oldestFirst.map((received, at): Seen => {
    const own = relays.find(({ relay }) => toHex(relay) === received.relay);
    return {
      number: at + 1,
      received,
      person: contacts[received.holder.uid]?.name ?? null,
      relay: own ? relayName(own) : null,
    };
  });
  return { seen, refused };
};

/** One of them by its number or the beginning of its id. */
export const chooseSeen = (all: readonly Seen[], word: string): Seen => {
  const byId = /^[0-9a-f]{8,32}$/i.test(word) ? word.toLowerCase() : null;
  const found = all.find(
    ({ number, received }) => String(number) === word || (byId !== null && received.id.startsWith(byId)),
  );
  if (!found) throw new SafeError('not_found', { details: { shown: word } });
  return found;
};

/** The name that the worker gave them, or the words by which they are told apart. */
export const personText = ({ person, received }: Seen): string =>
  person === null ? received.holder.words.slice(0, 3).join(' ') : shown(person);

const labelsOf = ({ received }: Seen) =>
  (received.opened?.private.labels ?? []).map(({ id, kind, title }) => ({ id: toHex(id), kind, title }));

export const seenJson = (seen: Seen) => {
  const { number, received, person, relay } = seen;
  const { grant, holder, opened } = received;
  return {
    number,
    id: received.id,
    state: received.state,
    person,
    personId: holder.uid,
    verified: holder.verified,
    words: holder.words,
    relay,
    purpose: opened?.private.purpose ?? null,
    scope: grant.scope.kind,
    manage: grant.perm.includes('manage'),
    passedBy: received.passed
      ? { id: toHex(received.passed.giver.uid), name: received.passed.giver.name }
      : null,
    what: labelsOf(seen).map(({ id, title }) => ({ id, title })),
    until: new Date(grant.exp).toISOString(),
  };
};

/** What for; of what was passed on, by whom too. */
const purposeText = ({ received: { opened, passed } }: Seen, { consent }: Call['words']): string => {
  const purpose = shown(opened?.private.purpose ?? '');
  if (!passed || passed.giver.name === '') return purpose;
  return `${purpose} (${consent.said.passedBy(shown(passed.giver.name))})`;
};

const tell = ({ screen, words, format }: Call, all: readonly Seen[]): void => {
  const { columns, states, said } = words.consent;
  const titles = [
    { title: words.columns.number, align: 'right' as const },
    { title: columns.person, shrinks: true as const },
    { title: columns.what, shrinks: true as const },
    { title: columns.purpose, shrinks: true as const },
    { title: columns.until },
    { title: columns.state },
  ];
  const rows = all.map((seen) => [
    { text: String(seen.number) },
    { text: personText(seen), tone: 'strong' as const },
    { text: whatText({ scope: seen.received.grant.scope.kind, labels: labelsOf(seen) }, words) },
    { text: purposeText(seen, words) },
    { text: format.day(seen.received.grant.exp) },
    { text: states[seen.received.state] },
  ]);
  screen.say(...table(screen, titles, rows), '');
  const unknown = new Map(
    all
      .filter(({ received, person }) => person === null && received.state === 'active')
      .map(({ received }) => [received.holder.uid, received.holder.words]),
  );
  if (unknown.size > 0) screen.say(screen.paint('warn', said.unknownPerson));
  for (const words8 of unknown.values()) screen.say(`  ${words8.join(' ')}`);
  screen.say(screen.paint('soft', said.peopleNext));
};

const meet = async (call: Call, word: string): Promise<Outcome> => {
  const name = mustHave(call, 'name', 'people');
  const code = await textOrFile(word);
  const { uid } = await rememberContact(await call.unlockWorker(), code, name);
  call.screen.say(call.screen.paint('good', `✓ ${call.words.consent.said.met(shown(name))}`));
  return { json: { person: { id: toHex(uid), name } } };
};

export const people: Command = {
  options: ['name'],
  takes: [0, 1],
  run: async (call): Promise<Outcome> => {
    const [word] = call.rest;
    if (word !== undefined) return meet(call, word);
    const { seen, refused } = await listSeen(await call.unlockWorker());
    if (seen.length === 0) call.screen.say(call.words.consent.said.noneShown);
    else tell(call, seen);
    const bad = new Set(seen.flatMap(({ received }) => received.badSeal?.by ?? []));
    for (const by of bad) {
      call.screen.remark(call.screen.paint('bad', call.words.consent.said.badSeal(shown(by))));
    }
    if (refused.length > 0)
      call.screen.remark(call.screen.paint('bad', call.words.consent.said.refused(refused.length)));
    return { json: { shown: seen.map(seenJson), refused } };
  },
};
