import { sameBytes, toHex } from '../../core/bytes.js';
import { type RelayWire, showRelay, type TeamLinkWire } from '../../core/api/relays.js';
import { damaged } from '../../core/errors.js';
import { openCertificate } from '../../core/protocol/directory.js';
import {
  fingerprint,
  type Identity,
  type IdentityLink,
  openIdentityChain,
  openPinnedIdentity,
} from '../../core/protocol/identity.js';
import {
  checkTeamPin,
  openTeam,
  openTeamIdentity,
  type Team,
  type TeamLink,
} from '../../core/protocol/team.js';
import { readLinks } from '../locks.js';
import type { AccountSession } from '../session.js';
import { wireBytes, wireId } from '../wire.js';
import { mustTrust, trustedRelay, type TrustedRelay, trustRelay } from './pins.js';

/** A relay as its chains say it is, verified from an identity that is believed. */
export interface RelayChains {
  readonly relay: Uint8Array;
  /** Fingerprint of its first identity: with the id, what posters and certificates name. */
  readonly fp: Uint8Array;
  /** The newest identity, which the team stands behind: the only one to seal to. */
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  readonly team: Team;
  readonly teamLinks: readonly TeamLink[];
}

export interface RelayView extends RelayChains {
  /** Key of the association that is believed here, if any. */
  readonly directory: Uint8Array | null;
  /** Whether that association certified it. */
  readonly certified: boolean;
  /** The certificate's name if certified, else the one given here. */
  readonly name: string | null;
}

export const readTeam = (wire: readonly TeamLinkWire[]): TeamLink[] =>
  wire.map(({ entry, approval }) => ({
    entry: wireBytes(entry),
    approval: approval === null ? null : wireBytes(approval),
  }));

/** The certified name, or null without certificate or association; a certificate that is not this relay's is `damaged`. */
const certifiedName = ({ relay, fp, directory }: TrustedRelay, certificate: string | null): string | null => {
  if (certificate === null || directory === null) return null;
  const said = openCertificate(wireBytes(certificate), directory);
  if (!sameBytes(said.relay, relay) || !sameBytes(said.fp, fp)) throw damaged();
  return said.name;
};

/** Which identity of a relay is believed; throws for a chain that does not lead through it. */
type Believe = (links: readonly IdentityLink[]) => Identity;

/** The one way from a relay's chains to its keys; `seen` is the team's entry that this device verified last, if any. */
export const openChains = (
  relay: Uint8Array,
  wire: RelayWire,
  believe: Believe,
  seen: TrustedRelay['team'] = null,
): RelayChains => {
  if (wire.id !== toHex(relay)) throw damaged();
  const links = readLinks(wire.identity);
  const believed = believe(links);
  if (believed.role !== 'relay' || !sameBytes(believed.uid, relay)) throw damaged();
  const teamLinks = readTeam(wire.team);
  checkTeamPin(seen ?? undefined, teamLinks);
  const first = openIdentityChain(relay, links.slice(0, 1));
  const team = openTeam(first, teamLinks);
  const identity = openTeamIdentity(team, links);
  return { relay, fp: fingerprint(first), identity, links, team, teamLinks };
};

/**
 * Verifies everything that the server says of a relay, from what is believed of it here. `damaged` for another identity, team
 * or certificate; `rolled_back` for a team that does not go on from the one seen before.
 */
export const openRelay = (trusted: TrustedRelay, wire: RelayWire): RelayView => {
  const { relay, fp, directory } = trusted;
  const believe: Believe = (links) => openPinnedIdentity({ uid: relay, gen: 1, fp }, links);
  const chains = openChains(relay, wire, believe, trusted.team);
  const name = certifiedName(trusted, wire.certificate);
  return { ...chains, directory, certified: name !== null, name: name ?? trusted.name };
};

/** Who asks about relays and keeps what is believed of them. */
export type Believer = Pick<AccountSession, 'api' | 'pins'>;

/** Remembers how far a verified team has come. */
export const passRelay = (
  session: Believer,
  { relay, fp, team }: Pick<RelayChains, 'relay' | 'fp' | 'team'>,
): Promise<void> => trustRelay(session, { uid: relay, fp }, { team });

/** A relay that the holder has a reason to believe of their own: a poster, words, a receipt that they signed. */
export interface MetRelay extends RelayChains {
  readonly certificate: string | null;
}

/**
 * A relay as it is now, from whichever identity `believe` takes. Its team is remembered, so that no server shows an older one
 * here later, with somebody in it who was put out, or a fork of it.
 *
 * @throws SafeError `not_found`, `damaged`, `rolled_back`
 */
export const meetRelay = async (
  session: Believer,
  relay: Uint8Array,
  believe: Believe,
): Promise<MetRelay> => {
  const wire = await session.api.call(showRelay, { params: { relay: toHex(relay) } });
  const chains = openChains(relay, wire, believe, trustedRelay(session, relay)?.team ?? null);
  await passRelay(session, chains);
  return { ...chains, certificate: wire.certificate };
};

/**
 * A relay that one believes but need not belong to, as it is now: to see who is in it, and to show papers to it.
 *
 * @throws SafeError `damaged` if it is not believed here, `damaged` or `rolled_back` if the server cheats, `not_found`
 */
export const lookAtRelay = async (session: AccountSession, relay: Uint8Array): Promise<RelayView> => {
  const trusted = mustTrust(session, relay);
  const wire = await session.api.call(showRelay, { params: { relay: toHex(relay) } });
  const view = openRelay(trusted, wire);
  await passRelay(session, view);
  return view;
};

export const relayIdOf = (wire: RelayWire): Uint8Array => wireId(wire.id);
