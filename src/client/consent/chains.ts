import { sameBytes } from '../../core/bytes.js';
import { type IdentityLinkWire, showIdentity } from '../../core/api/accounts.js';
import { type RelayWire, showRelay, type TeamLinkWire } from '../../core/api/relays.js';
import { toHex } from '../../core/bytes.js';
import { damaged } from '../../core/errors.js';
import type { Contact } from '../../core/protocol/contact.js';
import {
  fingerprint,
  type Identity,
  type IdentityLink,
  openIdentityChain,
  openPinnedIdentity,
} from '../../core/protocol/identity.js';
import { openTeam, openTeamIdentity, type Team, type TeamLink } from '../../core/protocol/team.js';
import type { Session } from '../session.js';
import { wireBytes } from '../wire.js';

/** What is needed to ask the server something as an account, with or without a safe. */
export type Caller = Pick<Session, 'api' | 'device' | 'uid' | 'identity' | 'keys'>;

export const readLinks = (wire: readonly IdentityLinkWire[]): IdentityLink[] =>
  wire.map(({ statement, approval }) => ({
    statement: wireBytes(statement),
    approval: approval === null ? null : wireBytes(approval),
  }));

export const readTeam = (wire: readonly TeamLinkWire[]): TeamLink[] =>
  wire.map(({ entry, approval }) => ({
    entry: wireBytes(entry),
    approval: approval === null ? null : wireBytes(approval),
  }));

/**
 * The newest identity of a chain that passes through the one that a code names, of whatever generation that was when the
 * code was made; `damaged` if it does not.
 */
export const openFromContact = ({ uid, fp }: Contact, chain: readonly IdentityLink[]): Identity => {
  const gens = chain.map((_, i) => openIdentityChain(uid, chain.slice(0, i + 1)));
  const meant = gens.find((one) => sameBytes(fingerprint(one), fp));
  if (!meant) throw damaged();
  return openPinnedIdentity({ uid, fp, gen: meant.gen }, chain);
};

/** A relay as its own chains say it is, from a first identity that was believed before. */
export interface OpenedRelay {
  readonly wire: RelayWire;
  readonly links: readonly IdentityLink[];
  readonly teamLinks: readonly TeamLink[];
  readonly first: Identity;
  readonly team: Team;
  /** The only key to seal to. */
  readonly identity: Identity;
}

/** Opens a relay's chains; `trusted` says which identity of it is believed, and throws for another. */
export const openRelay = (
  uid: Uint8Array,
  wire: RelayWire,
  trusted: (links: readonly IdentityLink[]) => Identity,
): OpenedRelay => {
  const links = readLinks(wire.identity);
  const newest = trusted(links);
  if (newest.role !== 'relay' || wire.id !== toHex(uid) || !sameBytes(newest.uid, uid)) throw damaged();
  const first = openIdentityChain(uid, links.slice(0, 1));
  const teamLinks = readTeam(wire.team);
  const team = openTeam(first, teamLinks);
  return { wire, links, teamLinks, first, team, identity: openTeamIdentity(team, links) };
};

export const fetchRelay = ({ api }: Pick<Caller, 'api'>, uid: Uint8Array): Promise<RelayWire> =>
  api.call(showRelay, { params: { relay: toHex(uid) } });

export const fetchIdentity = async ({ api }: Pick<Caller, 'api'>, uid: Uint8Array): Promise<IdentityLink[]> =>
  readLinks((await api.call(showIdentity, { params: { uid: toHex(uid) } })).identity);
