import type { Kysely } from 'kysely';
import { sameBytes, toHex } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import { envelopeBytes } from '../../core/crypto/sign.js';
import { damaged, SafeError } from '../../core/errors.js';
import { type IdentityLink, openIdentityChain } from '../../core/protocol/identity.js';
import {
  extendTeam,
  openTeam,
  openTeamIdentity,
  rotates,
  type Team,
  type TeamAct,
  type TeamLink,
} from '../../core/protocol/team.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { roleIn, workerIdentity } from './caller.js';
import { isMember } from './founding.js';
import { useInvitation } from './invitation-repository.js';
import type { RelaysPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

export interface TeamChange {
  readonly team: TeamLink;
  readonly keys: readonly { member: Uint8Array; sealed: Uint8Array }[];
  readonly rotation: { readonly identity: IdentityLink; readonly previous: Uint8Array } | null;
  readonly invitation: Uint8Array | null;
}

/** What an entry says, read before it is verified: to tell an entry that came too late from a damaged one. */
interface Claimed {
  readonly seq?: number;
  readonly act?: TeamAct;
  readonly by?: string;
  readonly member?: { readonly uid?: string };
}
const claimedOf = (entry: Uint8Array): Claimed =>
  (parseCanonical(envelopeBytes(entry)) as Claimed | null) ?? {};

/** Keys come for exactly these members, each once. */
const checkKeys = ({ keys }: TeamChange, members: readonly string[]): void => {
  const given = keys.map((one) => toHex(one.member)).toSorted();
  const wanted = members.toSorted();
  if (given.length !== wanted.length || given.some((one, i) => one !== wanted[i])) throw damaged();
};

/** Stores the new key of the team: identity, sealed keys, the key before. All of it, or the change is not made. */
const rotate = async (
  tx: Db,
  before: { readonly team: Team; readonly chain: readonly IdentityLink[] },
  after: Team,
  change: TeamChange,
): Promise<void> => {
  const { relay, teamGen } = after;
  if (!change.rotation) throw damaged();
  // the very identity that the entry names, approved by the one before
  const identity = openTeamIdentity(after, [...before.chain, change.rotation.identity]);
  checkKeys(change, [...after.members.keys()]);
  await repository.insertIdentity(tx, identity, change.rotation.identity);
  await repository.putTeamKeys(tx, relay, teamGen, change.keys);
  await repository.insertPrevious(tx, relay, before.team.teamGen, change.rotation.previous);
};

/** Who is added is an account as it is now, and gets the key in force. */
const admit = async (tx: Db, team: Team, uid: string, change: TeamChange): Promise<void> => {
  const member = team.members.get(uid);
  const identity = member && (await workerIdentity(tx, member.uid));
  if (!member || !identity || !isMember(member, identity)) throw damaged();
  checkKeys(change, [uid]);
  await repository.putTeamKeys(tx, team.relay, team.teamGen, change.keys);
  if (change.invitation === null) return;
  if (!(await useInvitation(tx, change.invitation, team.relay, member.uid))) {
    throw new SafeError('invitation_used');
  }
};

const storeMembers = async (tx: Db, before: Team, after: Team): Promise<void> => {
  for (const [uid, { uid: member }] of before.members) {
    if (!after.members.has(uid)) await repository.removeMember(tx, after.relay, member);
  }
  for (const [uid, { uid: member, role }] of after.members) {
    if (before.members.get(uid)?.role !== role) await repository.putMember(tx, after.relay, member, role);
  }
};

const apply = async (
  tx: Db,
  relay: Uint8Array,
  before: { readonly team: Team; readonly chain: readonly IdentityLink[] },
  change: TeamChange,
): Promise<number> => {
  const after = extendTeam(before.team, change.team);
  const { act, member } = claimedOf(change.team.entry);
  if (!act || (change.invitation !== null && act !== 'add')) throw damaged();
  if (rotates(act)) {
    await rotate(tx, before, after, change);
  } else {
    if (change.rotation) throw damaged();
    if (act === 'add') await admit(tx, after, member?.uid ?? '', change);
    else checkKeys(change, []);
  }
  await storeMembers(tx, before.team, after);
  await repository.insertTeamEntry(tx, relay, after.seq, change.team);
  return after.seq;
};

/**
 * Adds one signed entry to a team's chain, with all that belongs to it, in one transaction: from its end on whoever was
 * removed is out.
 */
export const changingTeam =
  ({ db }: RelaysPorts) =>
  async (caller: Caller, relay: Uint8Array, change: TeamChange): Promise<number> =>
    asCaller(db, caller, async (tx) => {
      const role = await roleIn(tx, relay, caller, 'to change');
      const { act, by, seq } = claimedOf(change.team.entry);
      if (role === null || (role !== 'manager' && act !== 'replace')) throw new SafeError('not_manager');
      const links = await repository.teamChain(tx, relay);
      const last = links.at(-1);
      if (last && sameBytes(last.entry, change.team.entry)) return links.length;
      if (by !== toHex(caller.uid)) throw damaged();
      if (seq !== links.length + 1) throw new SafeError('conflict');
      const chain = await repository.identityChain(tx, relay);
      const team = openTeam(openIdentityChain(relay, chain.slice(0, 1)), links);
      return apply(tx, relay, { team, chain }, change);
    });
