import { sameBytes } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import { envelopeBytes } from '../../core/crypto/sign.js';
import { fromBase64Url, fromHex } from '../../core/bytes.js';
import type { TeamAct, TeamLink, TeamRole } from '../../core/protocol/team.js';

/** Somebody whom a team ever had, as its chain says: people leave, and what they signed stays signed. */
export interface Signer {
  readonly uid: Uint8Array;
  readonly sign: Uint8Array;
  readonly name: string;
}

interface Said {
  readonly act: TeamAct;
  readonly member: { readonly uid: string; readonly sign: string };
  readonly name: string;
  readonly role: TeamRole;
  readonly by: string;
  readonly ts: number;
}

/** What the entries of a chain say that was verified before, oldest first; ids in hexadecimal. */
export const everyEntry = (teamLinks: readonly TeamLink[]): Said[] =>
  teamLinks.map(({ entry }) => parseCanonical(envelopeBytes(entry)) as unknown as Said);

/** Everybody who was ever added, of a chain that was verified before. */
export const everyMember = (teamLinks: readonly TeamLink[]): Signer[] =>
  everyEntry(teamLinks)
    .filter(({ act }) => act === 'add')
    .map(({ member, name }) => ({
      uid: fromHex(member.uid, 16),
      sign: fromBase64Url(member.sign),
      name,
    }));

/** The keys that somebody ever had in a team, newest first. */
export const teamSigners = (
  { teamLinks }: { readonly teamLinks: readonly TeamLink[] },
  by: Uint8Array,
): Uint8Array[] =>
  everyMember(teamLinks)
    .filter(({ uid }) => sameBytes(uid, by))
    .map(({ sign }) => sign)
    .toReversed();
