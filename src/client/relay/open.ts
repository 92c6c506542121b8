import { sameBytes, toHex } from '../../core/bytes.js';
import { type RelayWire, showRelay, type TeamLinkWire } from '../../core/api/relays.js';
import { damaged } from '../../core/errors.js';
import { openCertificate } from '../../core/protocol/directory.js';
import {
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
import { mustTrust, type TrustedRelay, trustRelay } from './pins.js';

/** A relay as its chains say it is, verified from the identity that is believed here. */
export interface RelayView {
  readonly relay: Uint8Array;
  /** Fingerprint of its first identity: with the id, what posters and certificates name. */
  readonly fp: Uint8Array;
  /** The newest identity, which the team stands behind: the only one to seal to. */
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  readonly team: Team;
  readonly teamLinks: readonly TeamLink[];
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

/**
 * Verifies everything that the server says of a relay, from what is believed of it here. `damaged` for another identity, team
 * or certificate; `rolled_back` for a team that does not go on from the one seen before.
 */
export const openRelay = (trusted: TrustedRelay, wire: RelayWire): RelayView => {
  const { relay, fp, directory } = trusted;
  if (wire.id !== toHex(relay)) throw damaged();
  const links = readLinks(wire.identity);
  const teamLinks = readTeam(wire.team);
  openPinnedIdentity({ uid: relay, gen: 1, fp }, links);
  checkTeamPin(trusted.team ?? undefined, teamLinks);
  const team = openTeam(openIdentityChain(relay, links.slice(0, 1)), teamLinks);
  const identity = openTeamIdentity(team, links);
  const name = certifiedName(trusted, wire.certificate);
  const certified = name !== null;
  return { relay, fp, identity, links, team, teamLinks, directory, certified, name: name ?? trusted.name };
};

/** Remembers how far a verified team has come. */
export const passRelay = (
  session: AccountSession,
  { relay, fp, team }: Pick<RelayView, 'relay' | 'fp' | 'team'>,
): Promise<void> => trustRelay(session, { uid: relay, fp }, { team });

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
