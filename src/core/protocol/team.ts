import { concat, exactly, sameBytes, toBase64Url, toHex, u32, utf8 } from '../bytes.js';
import { type AccountKey, deriveKey } from '../crypto/keys.js';
import { seal, unseal } from '../crypto/seal.js';
import {
  type Envelope,
  envelopeBytes,
  envelopeHash,
  openObject,
  signBytes,
  signObject,
  verifyBytes,
} from '../crypto/sign.js';
import { ED25519_PUBLIC_BYTES, type KeyPair } from '../crypto/sodium.js';
import { KEY_BYTES } from '../crypto/keys.js';
import { unwrapKey, wrap } from '../crypto/wrap.js';
import { damaged, SafeError } from '../errors.js';
import {
  base64,
  count,
  HASH,
  ID,
  literal,
  nullable,
  oneOf,
  type Read,
  shape,
  text,
  TIME,
  whole,
} from './shape.js';

const TYPE = 'team';
/** The second signature of an entry, a type of its own. */
const APPROVAL = 'team.co';
const MAX_DISPLAY_NAME = 60;

export const TEAM_ROLES = ['manager', 'member'] as const;
export type TeamRole = (typeof TEAM_ROLES)[number];
/** `replace` removes the last manager: two members sign, and the first of them takes over. */
export const TEAM_ACTS = ['add', 'remove', 'role', 'rotate', 'replace'] as const;
export type TeamAct = (typeof TEAM_ACTS)[number];

const fields = {
  t: literal(TYPE),
  relay: ID,
  seq: whole(1),
  prev: nullable(HASH),
  act: oneOf(TEAM_ACTS),
  /** Whom it is about: whole at every act, so that no entry can be read for another person. */
  member: shape({ uid: ID, gen: count, sign: base64(ED25519_PUBLIC_BYTES), fp: HASH }),
  role: oneOf(TEAM_ROLES),
  /** The name that the member chose to be seen under. */
  name: text(MAX_DISPLAY_NAME),
  /** Generation of the relay's identity from this entry on. */
  teamGen: count,
  by: ID,
  ts: TIME,
};
const readEntry = shape(fields);

export type TeamEntry = Read<typeof fields>;
export type MemberIdentity = TeamEntry['member'];

/** One entry as it is stored; `approval` is there for `replace` alone. */
export interface TeamLink {
  readonly entry: Envelope;
  readonly approval: Uint8Array | null;
}

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
  readonly members: ReadonlyMap<string, Member>;
}

export const signTeamEntry = (value: Omit<TeamEntry, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      relay: toHex(value.relay),
      seq: value.seq,
      prev: value.prev === null ? null : toHex(value.prev),
      act: value.act,
      member: {
        uid: toHex(value.member.uid),
        gen: value.member.gen,
        sign: toBase64Url(value.member.sign),
        fp: toHex(value.member.fp),
      },
      role: value.role,
      name: value.name,
      teamGen: value.teamGen,
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

export const approveTeamEntry = (entry: Envelope, secretKey: Uint8Array): Uint8Array =>
  signBytes(APPROVAL, envelopeBytes(entry), secretKey);

export const teamEntryHash = (entry: Envelope): Uint8Array => envelopeHash(TYPE, entry);

const managersOf = (members: ReadonlyMap<string, Member>): Member[] =>
  [...members.values()].filter(({ role }) => role === 'manager');

const sameMember = (a: MemberIdentity, b: MemberIdentity): boolean =>
  sameBytes(a.uid, b.uid) && a.gen === b.gen && sameBytes(a.sign, b.sign) && sameBytes(a.fp, b.fp);

/** Which acts give the team a new key: whoever leaves must not open what comes later. */
export const rotates = (act: TeamAct): boolean => act === 'remove' || act === 'rotate' || act === 'replace';

const approvedByOther = (link: TeamLink, entry: TeamEntry, members: ReadonlyMap<string, Member>): boolean => {
  const { approval } = link;
  if (approval === null) return false;
  return [...members.values()].some(
    (one) =>
      !sameBytes(one.uid, entry.by) &&
      !sameBytes(one.uid, entry.member.uid) &&
      verifyBytes(APPROVAL, envelopeBytes(link.entry), approval, one.sign),
  );
};

/** Members after a lawful entry, or null for one that its signer may not make. */
const outcome = (link: TeamLink, entry: TeamEntry, team: Team): Map<string, Member> | null => {
  const { members } = team;
  const next = new Map(members);
  const id = toHex(entry.member.uid);
  const known = members.get(id);
  const signer = members.get(toHex(entry.by));
  const it: Member = { ...entry.member, role: entry.role, name: entry.name };
  if (!signer) return null;
  if (entry.act === 'replace') {
    const last =
      known?.role === 'manager' && managersOf(members).length === 1 && sameMember(known, entry.member);
    if (!last || sameBytes(entry.by, entry.member.uid) || !approvedByOther(link, entry, members)) return null;
    next.delete(id);
    next.set(toHex(signer.uid), { ...signer, role: 'manager' });
    return next;
  }
  if (link.approval !== null || signer.role !== 'manager') return null;
  // an identity that is there already is added again with a later generation of its keys
  if (
    entry.act === 'add' ? known && known.gen >= entry.member.gen : !known || !sameMember(known, entry.member)
  )
    return null;
  if (entry.act === 'remove') next.delete(id);
  if (entry.act === 'add' || entry.act === 'role') next.set(id, it);
  return managersOf(next).length > 0 ? next : null;
};

const openEntry = (link: TeamLink, relay: Uint8Array, key: Uint8Array): TeamEntry => {
  const entry = readEntry(openObject(TYPE, link.entry, key));
  if (!sameBytes(entry.relay, relay) || (entry.seq === 1) !== (entry.prev === null)) throw damaged();
  if (entry.name.trim() === '') throw damaged();
  return entry;
};

/** The first entry: the relay's own first key makes its founder a manager. */
const founded = (relay: { uid: Uint8Array; sign: Uint8Array }, link: TeamLink): Team => {
  const entry = openEntry(link, relay.uid, relay.sign);
  const first = entry.seq === 1 && entry.act === 'add' && entry.role === 'manager' && entry.teamGen === 1;
  if (!first || !sameBytes(entry.by, relay.uid) || link.approval !== null) throw damaged();
  const member = { ...entry.member, role: entry.role, name: entry.name };
  return {
    relay: relay.uid,
    seq: 1,
    hash: teamEntryHash(link.entry),
    teamGen: 1,
    members: new Map([[toHex(member.uid), member]]),
  };
};

/** Who signed is known by the team so far: the entry names them, and their key is in it. */
const signerKey = (team: Team, link: TeamLink): Uint8Array => {
  for (const { sign } of team.members.values()) {
    if (verifyBytes(TYPE, envelopeBytes(link.entry), link.entry.subarray(0, 64), sign)) return sign;
  }
  throw damaged();
};

/**
 * The team after one more entry. Throws `damaged` for a gap, a fork, an entry by somebody who is no manager (or no longer a
 * member), a removal without a new key, and a removal of the last manager without two signatures.
 */
export const extendTeam = (team: Team, link: TeamLink): Team => {
  const key = signerKey(team, link);
  const entry = openEntry(link, team.relay, key);
  const signer = team.members.get(toHex(entry.by));
  const inOrder = entry.seq === team.seq + 1 && entry.prev !== null && sameBytes(entry.prev, team.hash);
  const generation = entry.teamGen === team.teamGen + (rotates(entry.act) ? 1 : 0);
  if (!inOrder || !generation || !signer || !sameBytes(signer.sign, key)) throw damaged();
  const members = outcome(link, entry, team);
  if (!members) throw damaged();
  const { seq, teamGen } = entry;
  return { relay: team.relay, seq, hash: teamEntryHash(link.entry), teamGen, members };
};

/** Verifies a whole team chain from the relay's first identity. Believed only if that identity is pinned or certified. */
export const openTeam = (
  relay: { readonly uid: Uint8Array; readonly sign: Uint8Array },
  chain: readonly TeamLink[],
): Team => {
  const [first, ...rest] = chain;
  if (!first) throw damaged();
  return rest.reduce(extendTeam, founded(relay, first));
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

const seedContext = (
  label: string,
  relay: Uint8Array,
  generation: number,
  ...more: Uint8Array[]
): Uint8Array => concat(utf8(label), Uint8Array.of(0), exactly(16, relay), u32(generation), ...more);

/** The team's key of one generation, sealed to one verified member. */
export const sealTeamKey = (
  enc: Uint8Array,
  place: { readonly relay: Uint8Array; readonly generation: number; readonly member: Uint8Array },
  key: AccountKey,
): Uint8Array =>
  seal(enc, seedContext('team', place.relay, place.generation, exactly(16, place.member)), key);

export const unsealTeamKey = (
  member: KeyPair,
  place: { readonly relay: Uint8Array; readonly generation: number; readonly member: Uint8Array },
  sealed: Uint8Array,
): AccountKey => {
  const context = seedContext('team', place.relay, place.generation, exactly(16, place.member));
  return exactly(KEY_BYTES, unseal(member, context, sealed)) as AccountKey;
};

const previousKey = (newer: AccountKey) => deriveKey<'wrapping'>(newer, 'team.prev');

/** A new generation opens the one before (`generation`), so that older grants stay readable for who remains. */
export const wrapPreviousTeamKey = (
  newer: AccountKey,
  relay: Uint8Array,
  generation: number,
  older: AccountKey,
): Uint8Array => wrap(previousKey(newer), seedContext('team.prev', relay, generation), older);

export const unwrapPreviousTeamKey = (
  newer: AccountKey,
  relay: Uint8Array,
  generation: number,
  wrapped: Uint8Array,
): AccountKey => unwrapKey(previousKey(newer), seedContext('team.prev', relay, generation), wrapped);
