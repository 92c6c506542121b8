import { fromHex, sameBytes, toHex } from '../core/bytes.js';
import { type RelayWire, showRelay } from '../core/api/relays.js';
import { damaged, SafeError } from '../core/errors.js';
import { type Certificate, openCertificate } from '../core/protocol/directory.js';
import {
  fingerprint,
  type Identity,
  type IdentityLink,
  openIdentityChain,
  openPinnedIdentity,
} from '../core/protocol/identity.js';
import {
  checkTeamPin,
  extendTeam,
  type Member,
  openTeam,
  openTeamIdentity,
  type Team,
  type TeamLink,
} from '../core/protocol/team.js';
import { withKnown } from './known.js';
import type { RelayPin } from './ports.js';
import type { AccountSession } from './session.js';
import { readLinks, readTeam, wireBytes, wireId } from './wire.js';

/** A relay, verified from the identity that this device believes. */
export interface Relay {
  /** Id in hexadecimal. */
  readonly id: string;
  readonly uid: Uint8Array;
  /** Its first identity, which posters and certificates name, and the one in force. */
  readonly first: Identity;
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  readonly team: Team;
  readonly chain: readonly TeamLink[];
  /** Everybody who ever was a member, as they were at each time. */
  readonly everybody: readonly Member[];
  readonly pin: RelayPin;
  /** What the association says of it; null without a certificate, or where its key is not known here. */
  readonly certificate: { readonly said: Certificate; readonly envelope: Uint8Array } | null;
  /** The name that the association certified, or that the person gave it. */
  readonly name: string;
}

/** Every state of the team, from its founding to now. */
const teamsOf = (first: Identity, chain: readonly TeamLink[]): Team[] => {
  const [founding, ...rest] = chain;
  if (!founding) throw damaged();
  const teams = [openTeam(first, [founding])];
  for (const link of rest) teams.push(extendTeam(teams.at(-1) as Team, link));
  return teams;
};

/** The certificate of this very relay under the pinned key; what the server offers else is `damaged`. */
const readCertificate = (wire: RelayWire, first: Identity, { directory }: RelayPin): Relay['certificate'] => {
  if (wire.certificate === null || directory === null) return null;
  const envelope = wireBytes(wire.certificate);
  const said = openCertificate(envelope, wireBytes(directory));
  if (!sameBytes(said.relay, first.uid) || !sameBytes(said.fp, fingerprint(first))) throw damaged();
  return { said, envelope };
};

/**
 * Verifies what the server says of a relay: the identity that is pinned, an unbroken team that goes on from where it was last
 * seen, and the key that this team stands behind. `damaged` or `rolled_back`, and nothing of it is believed.
 */
const openRelay = (pin: RelayPin, uid: Uint8Array, wire: RelayWire): Relay => {
  if (!sameBytes(wireId(wire.id), uid)) throw damaged();
  const links = readLinks(wire.identity);
  const chain = readTeam(wire.team);
  openPinnedIdentity({ uid, gen: 1, fp: fromHex(pin.fp, 32) }, links);
  const first = openIdentityChain(uid, links.slice(0, 1));
  const teams = teamsOf(first, chain);
  const team = teams.at(-1) as Team;
  checkTeamPin(pin.team ? { seq: pin.team.seq, hash: fromHex(pin.team.hash, 32) } : undefined, chain);
  const identity = openTeamIdentity(team, links);
  const certificate = readCertificate(wire, first, pin);
  const everybody = teams.flatMap(({ members }) => [...members.values()]);
  const name = certificate?.said.name ?? pin.name ?? '';
  return { id: toHex(uid), uid, first, identity, links, team, chain, everybody, pin, certificate, name };
};

/** Begins or goes on to believe a relay: what was verified of it is remembered. */
export const rememberRelay = (session: AccountSession, id: string, pin: RelayPin): Promise<void> =>
  session.pins.advance({ known: withKnown(session.pins.known(), { relays: { [id]: pin } }) });

/** Verifies a relay that this device knows, and remembers how far its team has come; `not_found` for one it doesn't. */
export const verifyRelay = async (session: AccountSession, wire: RelayWire): Promise<Relay> => {
  const pin = session.pins.known().relays[wire.id];
  if (!pin) throw new SafeError('not_found');
  const relay = openRelay(pin, wireId(wire.id), wire);
  const { seq, hash } = relay.team;
  await rememberRelay(session, wire.id, { ...pin, team: { seq, hash: toHex(hash) } });
  return relay;
};

/** Looks at a relay that this device knows. */
export const lookAtRelay = async (session: AccountSession, id: string): Promise<Relay> => {
  const wire = await session.api.call(showRelay, { params: { relay: id } });
  if (wire.id !== id) throw damaged();
  return verifyRelay(session, wire);
};
