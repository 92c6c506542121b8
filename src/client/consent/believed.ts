import { sameBytes } from '../../core/bytes.js';
import type { AccountKey } from '../../core/crypto/keys.js';
import type { Contact } from '../../core/protocol/contact.js';
import type { Identity, IdentityLink } from '../../core/protocol/identity.js';
import type { TeamLink } from '../../core/protocol/team.js';

/** A relay that one belongs to, verified, with its team keys by generation. */
export interface OwnTeam {
  readonly relay: Uint8Array;
  /** The newest identity, which the team stands behind. */
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  readonly teamLinks: readonly TeamLink[];
  readonly teamKeys: ReadonlyMap<number, AccountKey>;
}

/** Whom a worker believes: people whose public codes were scanned, and their own relays. */
export interface Believed {
  readonly contacts: readonly Contact[];
  readonly teams: readonly OwnTeam[];
}

export const teamFor = ({ teams }: Believed, id: Uint8Array): OwnTeam | undefined =>
  teams.find(({ relay }) => sameBytes(relay, id));
