import { sameBytes, toHex } from '../bytes.js';
import { damaged, SafeError } from '../errors.js';
import { fingerprint, type Identity, type IdentityLink, openIdentityChain } from './identity.js';
import {
  approvedEntry,
  type MemberIdentity,
  openTeamEntry,
  relayId,
  rotates,
  signedEntry,
  type TeamEntry,
  teamEntryHash,
  type TeamLink,
  type TeamRole,
} from './team-entry.js';

export * from './team-entry.js';
export * from './team-keys.js';

export interface Member extends MemberIdentity {
  readonly role: TeamRole;
  readonly name: string;
}

/** The team as its chain says it is. Members by id in hexadecimal. */
export interface Team {
  readonly relay: Uint8Array;
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly teamGen: number;
  /** Fingerprint of the relay's identity of that generation: see {@link openTeamIdentity}. */
  readonly teamFp: Uint8Array;
  readonly members: Members;
}
type Members = ReadonlyMap<string, Member>;

const isManager = ({ role }: Member): boolean => role === 'manager';
const managersOf = (members: Members): Member[] => [...members.values()].filter(isManager);

const sameIdentity = (a: MemberIdentity, b: MemberIdentity): boolean =>
  sameBytes(a.uid, b.uid) && a.gen === b.gen && sameBytes(a.sign, b.sign) && sameBytes(a.fp, b.fp);

/** Whether an entry repeats what the team knows of whom it is about: what it does not change it must not restate otherwise. */
const isAbout = (known: Member | undefined, { act, member, name, role }: TeamEntry): known is Member =>
  known !== undefined &&
  sameIdentity(known, member) &&
  known.name === name &&
  (act === 'role' || known.role === role);

/** Who may come in: somebody new, or a member with a later generation of keys. One key never counts as two people. */
const mayJoin = (members: Members, known: Member | undefined, { member }: TeamEntry): boolean =>
  (!known || known.gen < member.gen) &&
  ![...members.values()].some(({ uid, sign }) => sameBytes(sign, member.sign) && !sameBytes(uid, member.uid));

/** Removing the last manager: any other member signs and takes over, and one more approves. */
const replaced = (link: TeamLink, entry: TeamEntry, members: Members): Members | null => {
  const [last, ...more] = managersOf(members);
  const signer = members.get(toHex(entry.by));
  if (!signer || !last || more.length > 0 || signer === last || !isAbout(last, entry)) return null;
  const others = [...members.values()].filter((one) => one !== last && one !== signer);
  if (!others.some(({ sign }) => approvedEntry(link, sign))) return null;
  const next = new Map(members);
  next.delete(toHex(last.uid));
  next.set(toHex(signer.uid), { ...signer, role: 'manager' });
  return next;
};

/** Members after a lawful entry of a manager, or null. */
const managed = (entry: TeamEntry, members: Members): Members | null => {
  const { act, member, role, name } = entry;
  const id = toHex(member.uid);
  const known = members.get(id);
  if (act === 'add' ? !mayJoin(members, known, entry) : !isAbout(known, entry)) return null;
  const next = new Map(members);
  if (act === 'remove') next.delete(id);
  if (act === 'add' || act === 'role') next.set(id, { ...member, role, name });
  return managersOf(next).length > 0 ? next : null;
};

const outcome = (link: TeamLink, entry: TeamEntry, members: Members): Members | null => {
  if (entry.act === 'replace') return replaced(link, entry, members);
  const signer = members.get(toHex(entry.by));
  return signer && isManager(signer) && link.approval === null ? managed(entry, members) : null;
};

/** The keys of the relay's first generation. */
type RelayKeys = Pick<Identity, 'uid' | 'sign' | 'enc'>;

/** The first entry: the relay's own first key makes its founder a manager, whom the relay's id names. */
const founded = (relay: RelayKeys, link: TeamLink): Team => {
  const entry = openTeamEntry(link, relay.uid, relay.sign);
  const { member, role, name, teamFp } = entry;
  const first = entry.seq === 1 && entry.act === 'add' && role === 'manager' && entry.teamGen === 1;
  if (!first || !sameBytes(entry.by, relay.uid) || link.approval !== null) throw damaged();
  if (!sameBytes(relay.uid, relayId(relay.sign, member)) || !sameBytes(teamFp, fingerprint(relay))) {
    throw damaged();
  }
  const members = new Map([[toHex(member.uid), { ...member, role, name }]]);
  return { relay: relay.uid, seq: 1, hash: teamEntryHash(link.entry), teamGen: 1, teamFp, members };
};

/** Whether an entry goes on from the team so far, with the key that its act demands: a new one, or the same. */
const goesOn = (team: Team, { act, seq, prev, teamGen, teamFp }: TeamEntry): boolean => {
  const next = rotates(act);
  return (
    seq === team.seq + 1 &&
    prev !== null &&
    sameBytes(prev, team.hash) &&
    teamGen === team.teamGen + (next ? 1 : 0) &&
    sameBytes(teamFp, team.teamFp) !== next
  );
};

/**
 * The team after one more entry. Throws `damaged` for a gap, a fork, an entry by somebody who is no manager (or no longer a
 * member), a removal without a new key, and a removal of the last manager without two signatures.
 */
export const extendTeam = (team: Team, link: TeamLink): Team => {
  // Who signed is known by the team so far: the entry names them, and their key is in it.
  const signer = [...team.members.values()].find(({ sign }) => signedEntry(link, sign));
  if (!signer) throw damaged();
  const entry = openTeamEntry(link, team.relay, signer.sign);
  if (!sameBytes(entry.by, signer.uid) || !goesOn(team, entry)) throw damaged();
  const members = outcome(link, entry, team.members);
  if (!members) throw damaged();
  const { seq, teamGen, teamFp } = entry;
  return { relay: team.relay, seq, hash: teamEntryHash(link.entry), teamGen, teamFp, members };
};

/** Verifies a whole team chain from the relay's first identity. Believed only if that identity is pinned or certified. */
export const openTeam = (relay: RelayKeys, chain: readonly TeamLink[]): Team => {
  const [first, ...rest] = chain;
  if (!first) throw damaged();
  return rest.reduce(extendTeam, founded(relay, first));
};

/**
 * The relay's identity that its team stands behind: the only key of a relay that may be sealed to. The relay's own chain does
 * not suffice, because a removed member knows the key that approves the next one.
 */
export const openTeamIdentity = (team: Team, chain: readonly IdentityLink[]): Identity => {
  const newest = openIdentityChain(team.relay, chain);
  const meant = newest.role === 'relay' && newest.gen === team.teamGen;
  if (!meant || !sameBytes(fingerprint(newest), team.teamFp)) throw damaged();
  return newest;
};

/** Refuses a team chain that does not go on from where this device saw it: `rolled_back`. */
export const checkTeamPin = (
  pin: { readonly seq: number; readonly hash: Uint8Array } | undefined,
  chain: readonly TeamLink[],
): void => {
  if (!pin) return;
  const seen = chain[pin.seq - 1];
  if (!seen || !sameBytes(teamEntryHash(seen.entry), pin.hash)) throw new SafeError('rolled_back');
};
