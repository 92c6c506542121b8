import { toBase64Url, toHex } from '../core/bytes.js';
import { changeTeam } from '../core/api/relays.js';
import type { BodyOf } from '../core/api/contract.js';
import { type AccountKey, newKey } from '../core/crypto/keys.js';
import { SafeError } from '../core/errors.js';
import { fingerprint, type IdentityLink, identityKeys, nextIdentity } from '../core/protocol/identity.js';
import {
  extendTeam,
  type Member,
  type MemberIdentity,
  sealTeamKey,
  signTeamEntry,
  type TeamEntry,
  teamEntryHash,
  type TeamRole,
  wrapPreviousTeamKey,
} from '../core/protocol/team.js';
import { memberIdentity, type OwnRelay } from './relay-keys.js';
import { rememberRelay } from './relay.js';
import type { AccountSession } from './session.js';

type Body = BodyOf<typeof changeTeam>;
type Said = Pick<TeamEntry, 'act' | 'member' | 'role' | 'name'>;

const nextEntry = (
  session: AccountSession,
  { uid, team }: OwnRelay,
  said: Said,
  key: Pick<TeamEntry, 'teamGen' | 'teamFp'>,
) => {
  const { seq, hash } = team;
  const ts = session.device.clock.now();
  return signTeamEntry(
    { relay: uid, seq: seq + 1, prev: hash, ...said, ...key, by: session.uid, ts },
    session.keys.sign.secretKey,
  );
};

/** Sends an entry after it was tried out here; what was signed is what is remembered. */
const send = async (
  session: AccountSession,
  relay: OwnRelay,
  entry: Uint8Array,
  rest: Omit<Body, 'team'>,
): Promise<void> => {
  const link = { entry, approval: null };
  const { seq } = extendTeam(relay.team, link);
  const body = { team: { entry: toBase64Url(entry), approval: null }, ...rest };
  await session.api.call(changeTeam, { params: { relay: relay.id }, body }, { again: true });
  await rememberRelay(session, relay.id, { ...relay.pin, team: { seq, hash: toHex(teamEntryHash(entry)) } });
};

/** Adds a verified worker: the key in force is sealed to them, and opens the ones before. */
export const addMember = async (
  session: AccountSession,
  relay: OwnRelay,
  who: {
    readonly member: MemberIdentity;
    readonly enc: Uint8Array;
    readonly name: string;
    readonly role: TeamRole;
    readonly invitation: string | null;
  },
): Promise<void> => {
  const { member, enc, name, role, invitation } = who;
  const { teamGen, teamFp } = relay.team;
  const entry = nextEntry(session, relay, { act: 'add', member, role, name }, { teamGen, teamFp });
  const place = { relay: relay.uid, generation: teamGen, member: member.uid };
  const sealed = toBase64Url(sealTeamKey(enc, place, relay.keys[teamGen - 1] as AccountKey));
  await send(session, relay, entry, {
    keys: [{ member: toHex(member.uid), sealed }],
    rotation: null,
    invitation,
  });
};

/** A new key of the team for `members`, and how it follows from the one before. */
const makeRotation = async (session: AccountSession, relay: OwnRelay, members: readonly Member[]) => {
  const { teamGen } = relay.team;
  const older = relay.keys[teamGen - 1] as AccountKey;
  const key: AccountKey = newKey();
  const keys = identityKeys(key);
  const last = { identity: relay.identity, link: relay.links[teamGen - 1] as IdentityLink };
  const link = nextIdentity(last, identityKeys(older), keys, session.device.clock.now());
  const sealed: Body['keys'] = [];
  for (const member of members) {
    const { enc } = await memberIdentity(session, member);
    const place = { relay: relay.uid, generation: teamGen + 1, member: member.uid };
    sealed.push({ member: toHex(member.uid), sealed: toBase64Url(sealTeamKey(enc, place, key)) });
  }
  return {
    teamGen: teamGen + 1,
    teamFp: fingerprint({ uid: relay.uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey }),
    keys: sealed,
    rotation: {
      identity: {
        statement: toBase64Url(link.statement),
        approval: link.approval && toBase64Url(link.approval),
      },
      previous: toBase64Url(wrapPreviousTeamKey(key, relay.uid, teamGen, older)),
    },
  };
};

const mustManage = ({ role }: OwnRelay): void => {
  if (role !== 'manager') throw new SafeError('not_manager');
};

/** What an entry about a member must repeat of them. */
const about = ({ uid, gen, sign, fp, name, role }: Member) => ({ member: { uid, gen, sign, fp }, name, role });

/** Removes a member: the team gets a new key, which they don't have. `last_manager` can't go like this. */
export const removeMember = async (
  session: AccountSession,
  relay: OwnRelay,
  member: Member,
): Promise<void> => {
  mustManage(relay);
  const rest = [...relay.team.members.values()].filter((one) => one !== member);
  if (!rest.some(({ role }) => role === 'manager')) throw new SafeError('not_manager', { details: { reason: 'last' } });
  const { teamGen, teamFp, keys, rotation } = await makeRotation(session, relay, rest);
  const entry = nextEntry(session, relay, { act: 'remove', ...about(member) }, { teamGen, teamFp });
  await send(session, relay, entry, { keys, rotation, invitation: null });
};

/** Makes a member a manager, or a manager a member. */
export const changeRole = async (
  session: AccountSession,
  relay: OwnRelay,
  member: Member,
  role: TeamRole,
): Promise<void> => {
  mustManage(relay);
  const { teamGen, teamFp } = relay.team;
  const entry = nextEntry(session, relay, { act: 'role', ...about(member), role }, { teamGen, teamFp });
  await send(session, relay, entry, { keys: [], rotation: null, invitation: null });
};
