import { giveBack as sendBack, resealQueue } from '../../../client/consent/give-back.js';
import { received as listReceived, type Received } from '../../../client/consent/received.js';
import { groundOfGrant } from '../../../client/deposit/leave.js';
import { believedBy, relayName } from '../../../client/relay/at-work.js';
import { rememberContact } from '../../../client/relay/pins.js';
import { fromHex, toHex } from '../../../core/bytes.js';
import { isSafeError, SafeError } from '../../../core/errors.js';
import { fingerprintWords } from '../../../core/protocol/words.js';
import { opened, stillOpened } from './opened.js';

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
  /** The name that was given here today; empty without. */
  readonly name: string;
  /** The words by which a person is told apart, as their card says them. */
  readonly words: readonly string[];
  /** Whether their card was read here: only then it is beyond doubt whose papers these are. */
  readonly known: boolean;
  readonly shows: readonly ShowView[];
}

export interface People {
  readonly people: readonly PersonView[];
  /** How much was shown that does not verify. */
  readonly refused: number;
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
    return first.localeCompare(second);
  });

/** Everybody who shows something, and everybody whose card was read here. */
export const people = async (): Promise<People> => {
  const session = opened();
  const { believed, relays } = await believedBy(session);
  const { grants, refused } = await listReceived(session, believed);
  // by the way, for those who come later; that it can't be done now stops nothing else
  await resealQueue(session, believed, grants).catch((error: unknown) => {
    if (!isSafeError(error)) throw error;
  });
  stillOpened(session);
  shown.clear();
  for (const one of grants.filter(isNow)) shown.set(one.id, one);
  const names = new Map(relays.map((own) => [toHex(own.relay), relayName(own)]));
  const { contacts } = session.pins.known();
  const holders = new Map([...shown.values()].map(({ holder }) => [holder.uid, holder.words]));
  for (const [id, { fp }] of Object.entries(contacts)) {
    if (!holders.has(id)) holders.set(id, fingerprintWords(fromHex(fp, 32)));
  }
  const views = [...holders].map(([id, words]) => ({
    id,
    name: contacts[id]?.name ?? '',
    words,
    known: contacts[id] !== undefined,
    shows: shownOf(id).map((one) => viewOf(one, names)),
  }));
  return { people: inOrder(views), refused: refused.length };
};

/** Reads the code on the front of a person's card. @throws SafeError `bad_contact` */
export const meet = async (code: string, name: string): Promise<string> => {
  const { uid } = await rememberContact(opened(), code, name);
  return toHex(uid);
};

/** Ends the accompaniment: everything that this person shows goes back, in one step. Gives how much it was. */
export const giveAllBack = async (person: string): Promise<number> => {
  const session = opened();
  const theirs = shownOf(person).filter(({ passed }) => passed === null);
  for (const one of theirs) await sendBack(session, one);
  return theirs.length;
};
