import { exactly, sameBytes, toBase64Url, toHex } from '../bytes.js';
import { hash } from '../crypto/keys.js';
import {
  type Envelope,
  envelopeBytes,
  envelopeHash,
  openObject,
  signBytes,
  signObject,
  verifyBytes,
} from '../crypto/sign.js';
import { ED25519_PUBLIC_BYTES } from '../crypto/sodium.js';
import { damaged } from '../errors.js';
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
  /** Its fingerprint: who was removed knows the key before, and could approve another identity with it. */
  teamFp: HASH,
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
      teamFp: toHex(value.teamFp),
      by: toHex(value.by),
      ts: value.ts,
    },
    secretKey,
  );

export const approveTeamEntry = (entry: Envelope, secretKey: Uint8Array): Uint8Array =>
  signBytes(APPROVAL, envelopeBytes(entry), secretKey);

export const teamEntryHash = (entry: Envelope): Uint8Array => envelopeHash(TYPE, entry);

/** Which acts give the team a new key: whoever leaves must not open what comes later. */
export const rotates = (act: TeamAct): boolean => act === 'remove' || act === 'rotate' || act === 'replace';

/**
 * A relay's id, 16 bytes: `H("CS1/relay" 00 relaySign32 founder16 founderSign32 founderFp32)`. Every member comes to know the
 * relay's first key, so that its signature alone would let any of them found the same relay anew, with another team.
 */
export const relayId = (relaySign: Uint8Array, founder: MemberIdentity): Uint8Array =>
  hash(
    'relay',
    exactly(ED25519_PUBLIC_BYTES, relaySign),
    exactly(16, founder.uid),
    exactly(ED25519_PUBLIC_BYTES, founder.sign),
    exactly(32, founder.fp),
  ).slice(0, 16);

/** Whether `sign` signed the entry, or approved it. */
export const signedEntry = ({ entry }: TeamLink, sign: Uint8Array): boolean =>
  verifyBytes(TYPE, envelopeBytes(entry), entry.subarray(0, 64), sign);
export const approvedEntry = ({ entry, approval }: TeamLink, sign: Uint8Array): boolean =>
  approval !== null && verifyBytes(APPROVAL, envelopeBytes(entry), approval, sign);

/** Reads one entry that `key` signed, of this relay's chain; whether it is lawful is for the chain to say. */
export const openTeamEntry = (link: TeamLink, relay: Uint8Array, key: Uint8Array): TeamEntry => {
  const entry = readEntry(openObject(TYPE, link.entry, key));
  if (!sameBytes(entry.relay, relay) || (entry.seq === 1) !== (entry.prev === null)) throw damaged();
  if (entry.name.trim() === '') throw damaged();
  return entry;
};
