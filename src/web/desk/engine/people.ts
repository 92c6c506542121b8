import { giveBack as sendBack, resealQueue } from '../../../client/consent/give-back.js';
import { received as listReceived, type Received } from '../../../client/consent/received.js';
import { groundOfGrant } from '../../../client/deposit/leave.js';
import { believedBy, relayName } from '../../../client/relay/at-work.js';
import { rememberContact } from '../../../client/relay/pins.js';
import type { AccountSession } from '../../../client/session.js';
import { toHex } from '../../../core/bytes.js';
import { isSafeError, SafeError } from '../../../core/errors.js';
import { readContact } from '../../../core/protocol/contact.js';
import { fingerprintWords } from '../../../core/protocol/words.js';
import { contactOf, dropName, keepName, keptNames, loadNames } from './names.js';
import { opened, stillOpened } from './opened.js';
import { tally } from './tally.js';

/** Something that a person shows. */
export interface ShowView {
  readonly id: string;
  readonly state: 'active' | 'waiting';
  readonly purpose: string;
  /** Titles as the person saw them; empty for the whole safe. */
  readonly titles: readonly string[];
  readonly scope: 'doc' | 'cat' | 'safe';
  /** Milliseconds since 1970. */
  readonly until: number;
  /** Name of the relay; null where it is for the worker alone. */
  readonly relay: string | null;
  /** Who passed it on; null where the person showed it. */
  readonly passedBy: string | null;
  readonly mayRead: boolean;
  readonly mayAdd: boolean;
  /** The person lets it be sent to an agency, or shown on. */
  readonly mayPass: boolean;
}

export interface PersonView {
  /** Id in hexadecimal. */
  readonly id: string;
  /** The name in the relay's list, or that was given here today; empty without. */
  readonly name: string;
  /** Number of the name in the relay's list; 0 where there is none. */
  readonly version: number;
  /** The words by which a person is told apart, as their card says them. */
  readonly words: readonly string[];
  /** Whether their card was read, here or by a colleague: only then it is beyond doubt whose papers these are. */
  readonly known: boolean;
  /** Whether a colleague read it, on another day, and nobody here. */
  readonly byTeam: boolean;
  readonly shows: readonly ShowView[];
}

export interface People {
  readonly people: readonly PersonView[];
  /** How much was shown that does not verify. */
  readonly refused: number;
  /** How many names of the relay's list do not open. */
  readonly badNames: number;
}

const shown = new Map<string, Received>();

/** What is shown holds keys: it goes with those of the account. */
export const forgetShown = (): void => shown.clear();

/** What was shown, by its id, as it was last listed. */
export const shownBy = (id: string): Received => {
  const found = shown.get(id);
  if (!found) throw new SafeError('not_found');
  return found;
};

/** All that a person shows now. */
export const shownOf = (person: string): Received[] =>
  [...shown.values()].filter(({ holder }) => holder.uid === person);

const isNow = ({ state, opened: keys }: Received): boolean =>
  keys !== null && (state === 'active' || state === 'waiting');

const viewOf = (one: Received, relays: ReadonlyMap<string, string>): ShowView => ({
  id: one.id,
  state: one.state === 'waiting' ? 'waiting' : 'active',
  purpose: one.opened?.private.purpose ?? '',
  titles: (one.opened?.private.labels ?? []).map(({ title }) => title),
  scope: one.grant.scope.kind,
  until: one.grant.exp,
  relay: one.relay === null ? null : (relays.get(one.relay) ?? ''),
  passedBy: one.passed ? one.passed.giver.name : null,
  mayRead: one.grant.perm.includes('read'),
  mayAdd: groundOfGrant(one) !== null,
  mayPass: ['manage', 'read'].every((perm) => one.grant.perm.includes(perm as 'manage')),
});

const inOrder = (people: readonly PersonView[]): PersonView[] =>
  people.toSorted((a, b) => {
    const [first, second] = [a.name || a.words.join(' '), b.name || b.words.join(' ')];
    return Number(a.name === '') - Number(b.name === '') || first.localeCompare(second);
  });

/** The relay in whose name the worker works, as the page said last. */
let working = '';

/** Whose words are known, and from where: what they show, the relay's list, or their card. */
const wordsByPerson = (session: AccountSession): Map<string, readonly string[]> => {
  const found = new Map([...shown.values()].map(({ holder }) => [holder.uid, holder.words]));
  for (const id of [...Object.keys(session.pins.known().contacts), ...keptNames().keys()]) {
    const contact = contactOf(session, id);
    if (!found.has(id)) found.set(id, contact ? fingerprintWords(contact.fp) : []);
  }
  return found;
};

const viewsOf = (session: AccountSession, relays: ReadonlyMap<string, string>): PersonView[] => {
  const { contacts } = session.pins.known();
  return [...wordsByPerson(session)].map(([id, words]) => {
    const kept = keptNames().get(id);
    const card = contacts[id];
    return {
      id,
      name: kept?.name ?? card?.name ?? '',
      version: kept?.version ?? 0,
      words,
      known: contactOf(session, id) !== undefined,
      byTeam: card === undefined && Boolean(kept?.fp),
      shows: shownOf(id).map((one) => viewOf(one, relays)),
    };
  });
};

/** Everybody who shows something, everybody in the list of the relay that is worked for, and everybody whose card was read here. */
export const people = async (relay = working): Promise<People> => {
  working = relay;
  const session = opened();
  const { believed, relays } = await believedBy(session);
  const badNames = await loadNames(
    session,
    relays.find((own) => toHex(own.relay) === relay),
  );
  const noted = [...keptNames().keys()].flatMap((id) => contactOf(session, id) ?? []);
  const { grants, refused } = await listReceived(session, {
    ...believed,
    contacts: [...believed.contacts, ...noted],
  });
  // by the way, for those who come later; that it can't be done now stops nothing else
  await resealQueue(session, believed, grants).catch((error: unknown) => {
    if (!isSafeError(error)) throw error;
  });
  stillOpened(session);
  shown.clear();
  for (const one of grants.filter(isNow)) shown.set(one.id, one);
  const names = new Map(relays.map((own) => [toHex(own.relay), relayName(own)]));
  return { people: inOrder(viewsOf(session, names)), refused: refused.length, badNames };
};

/** Reads the code on the front of a person's card; `relay` for which, or empty. @throws SafeError `bad_contact` */
export const meet = async (code: string, relay: string): Promise<string> => {
  const session = opened();
  const person = toHex(readContact(code).uid);
  await rememberContact(session, code, session.pins.known().contacts[person]?.name ?? '');
  tally(relay, null, person);
  return person;
};

/** Gives a person a name over the one of number `before`: see {@link keepName}. */
export const nameThem = (
  person: string,
  relay: string,
  name: string,
  before: number,
): Promise<'kept' | 'today'> => {
  const shownSafe = shownOf(person)[0]?.grant.safe;
  return keepName(relay, person, { name: name.normalize('NFC').trim(), before, shown: shownSafe });
};

/**
 * Ends the accompaniment: everything that this person shows goes back and the relay's name for them is erased, in one step. Gives
 * how much went back.
 */
export const giveAllBack = async (person: string, relay: string): Promise<number> => {
  const session = opened();
  const theirs = shownOf(person).filter(({ passed }) => passed === null);
  for (const one of theirs) await sendBack(session, one);
  await dropName(relay, person);
  return theirs.length;
};
