import { sameBytes, toHex } from '../../core/bytes.js';
import { showRelay } from '../../core/api/relays.js';
import { damaged } from '../../core/errors.js';
import type { Deposit } from '../../core/protocol/deposit.js';
import {
  fingerprint,
  type IdentityLink,
  openIdentityChain,
  openPinnedIdentity,
} from '../../core/protocol/identity.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { fetchIdentity } from '../consent/chains.js';
import { everyMember, type Signer } from '../consent/team-signers.js';
import { currentState } from '../papers.js';
import { lookAtRelay, meetRelay, openChains, type RelayChains } from '../relay/open.js';
import { trustedRelay } from '../relay/pins.js';
import type { Session } from '../session.js';
import type { Given } from '../state.js';

/** From whom a paper may come, as far as this device can tell: a relay, or a worker who was shown something. */
export interface Sender {
  /** Id of the relay in hexadecimal; null for a worker of their own. */
  readonly relay: string | null;
  /** Its name, where something that the holder has believed before speaks for it. */
  readonly name: string | null;
  /** Whether the holder has believed these keys before: by a poster, by words, or by a consent. If not, the words tell. */
  readonly verified: boolean;
  readonly words: readonly string[];
  /** Everybody who could ever sign for it, the oldest first. */
  readonly signers: readonly Signer[];
  /** Whether somebody belongs to it now. */
  hasNow(uid: Uint8Array): boolean;
}

const pinOf = ({ grant: { to } }: Given) => ({ uid: to.id, gen: to.gen, fp: to.fp });

const firstWords = (uid: Uint8Array, links: readonly IdentityLink[]): readonly string[] =>
  fingerprintWords(fingerprint(openIdentityChain(uid, links.slice(0, 1))));

/** The consent that a statement names must be one that this holder gave, to whom it says, and for this. */
const grantOf = async (session: Session, { grant, relay, by }: Deposit): Promise<Given | undefined> => {
  const { grants } = await currentState(session);
  const to = relay ?? by;
  if (grant === null) return grants.find((one) => sameBytes(one.grant.to.id, to));
  const given = grants.find((one) => sameBytes(one.grant.id, grant));
  const permits =
    given &&
    sameBytes(given.grant.to.id, to) &&
    given.grant.perm.includes('add') &&
    given.grant.scope.kind !== 'doc';
  if (!permits) throw damaged();
  return given;
};

const workerSender = async (session: Session, given: Given): Promise<Sender> => {
  const links = await fetchIdentity(session, given.grant.to.id);
  const { uid, sign, role } = openPinnedIdentity(pinOf(given), links);
  if (role !== 'worker') throw damaged();
  const name = given.private.recipient;
  return {
    relay: null,
    name,
    verified: true,
    words: firstWords(uid, links),
    signers: [{ uid, sign, name }],
    hasNow: () => true,
  };
};

/** A relay that nothing here speaks for but the server; nothing of it is remembered. */
const unknownRelay = async (session: Session, relay: Uint8Array): Promise<RelayChains> => {
  const wire = await session.api.call(showRelay, { params: { relay: toHex(relay) } });
  return openChains(relay, wire, (links) => openIdentityChain(relay, links));
};

/** A relay by what the holder has of it: its poster, a consent, or nothing but what the server says. */
const relaySender = async (
  session: Session,
  relay: Uint8Array,
  given: Given | undefined,
): Promise<Sender> => {
  const of = ({ team, teamLinks, links }: RelayChains) => ({
    relay: toHex(relay),
    signers: everyMember(teamLinks),
    words: firstWords(relay, links),
    hasNow: inTeam(team.members),
  });
  const called = given?.private.recipient ?? null;
  if (trustedRelay(session, relay)) {
    const view = await lookAtRelay(session, relay);
    const verified = view.certified || view.directory === null;
    return { ...of(view), name: verified ? (view.name ?? called) : null, verified };
  }
  if (!given) return { ...of(await unknownRelay(session, relay)), name: null, verified: false };
  const met = await meetRelay(session, relay, (links) => openPinnedIdentity(pinOf(given), links));
  return { ...of(met), name: called, verified: true };
};

const inTeam =
  (members: ReadonlyMap<string, unknown>) =>
  (uid: Uint8Array): boolean =>
    members.has(toHex(uid));

/**
 * Tells from whom statements come, each relay looked up once. A sender is what the holder believed before; what the server
 * alone says is `verified: false`.
 *
 * @returns a function that throws `damaged` for a consent that was not given, `rolled_back` for a team older than one seen
 */
export const senders = (session: Session) => {
  const relays = new Map<string, Promise<Sender>>();
  return async (said: Deposit): Promise<Sender> => {
    const given = await grantOf(session, said);
    const { relay } = said;
    if (relay === null) {
      if (!given) throw damaged();
      return workerSender(session, given);
    }
    const id = toHex(relay);
    const found = relays.get(id) ?? relaySender(session, relay, given);
    relays.set(id, found);
    return found;
  };
};
