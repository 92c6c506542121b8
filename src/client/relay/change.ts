import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { showIdentity } from '../../core/api/accounts.js';
import { changeTeam } from '../../core/api/relays.js';
import { type AccountKey, newKey } from '../../core/crypto/keys.js';
import { damaged, SafeError } from '../../core/errors.js';
import {
  fingerprint,
  type Identity,
  type IdentityKeys,
  type IdentityLink,
  identityKeys,
  nextIdentity,
  openIdentityChain,
} from '../../core/protocol/identity.js';
import {
  extendTeam,
  type Member,
  sealTeamKey,
  signTeamEntry,
  type Team,
  type TeamAct,
  type TeamLink,
  type TeamRole,
  wrapPreviousTeamKey,
} from '../../core/protocol/team.js';
import { readLinks } from '../locks.js';
import type { AccountSession } from '../session.js';
import { wireId } from '../wire.js';
import { forgetInvitation } from './kept.js';
import type { OwnRelay } from './load.js';
import { passRelay } from './open.js';
import type { PendingAnswer } from './invite.js';

/** The relay's next generation: its key, and the identity that the key before approves. */
export interface NextGeneration {
  readonly key: AccountKey;
  readonly keys: IdentityKeys;
  readonly link: IdentityLink;
  readonly fp: Uint8Array;
}

const newestKey = ({ keys }: OwnRelay): AccountKey => keys.at(-1) as AccountKey;

export const nextGeneration = (relay: OwnRelay, ts: number, key: AccountKey = newKey()): NextGeneration => {
  const keys = identityKeys(key);
  const last = { identity: relay.identity, link: relay.links.at(-1) as IdentityLink };
  const link = nextIdentity(last, identityKeys(newestKey(relay)), keys, ts);
  const fp = fingerprint({ uid: relay.relay, sign: keys.sign.publicKey, enc: keys.enc.publicKey });
  return { key, keys, link, fp };
};

/** The next entry of the team, signed by this account. */
export const signNext = (
  session: AccountSession,
  { relay, team }: OwnRelay,
  what: {
    readonly act: TeamAct;
    readonly about: Pick<Member, 'uid' | 'gen' | 'sign' | 'fp' | 'role' | 'name'>;
    readonly next: NextGeneration | null;
    readonly ts: number;
  },
): Uint8Array => {
  const { uid, gen, sign, fp, role, name } = what.about;
  return signTeamEntry(
    {
      relay,
      seq: team.seq + 1,
      prev: team.hash,
      act: what.act,
      member: { uid, gen, sign, fp },
      role,
      name,
      teamGen: team.teamGen + (what.next ? 1 : 0),
      teamFp: what.next?.fp ?? team.teamFp,
      by: session.uid,
      ts: what.ts,
    },
    session.keys.sign.secretKey,
  );
};

interface Sealed {
  readonly member: string;
  readonly sealed: string;
}

const sealTo = (
  relay: Uint8Array,
  generation: number,
  key: AccountKey,
  { uid, enc }: { readonly uid: Uint8Array; readonly enc: Uint8Array },
): Sealed => ({
  member: toHex(uid),
  sealed: toBase64Url(sealTeamKey(enc, { relay, generation, member: uid }, key)),
});

/** A member's key as the team signed it, whatever the server says: the chain must bring that fingerprint. */
const memberIdentity = async (session: AccountSession, { uid, gen, fp }: Member): Promise<Identity> => {
  const { identity: wire } = await session.api.call(showIdentity, { params: { uid: toHex(uid) } });
  const identity = openIdentityChain(uid, readLinks(wire).slice(0, gen));
  if (!sameBytes(fingerprint(identity), fp)) throw damaged();
  return identity;
};

/** The new key for everybody who remains. */
const sealToAll = async (
  session: AccountSession,
  { relay, teamGen, members }: Team,
  key: AccountKey,
): Promise<Sealed[]> => {
  const sealed: Sealed[] = [];
  for (const member of members.values()) {
    sealed.push(sealTo(relay, teamGen, key, await memberIdentity(session, member)));
  }
  return sealed;
};

/** Sends a change that was found lawful here, and remembers the team as it then is. */
const send = async (
  session: AccountSession,
  relay: OwnRelay,
  link: TeamLink,
  more: {
    readonly keys: (after: Team) => Promise<readonly Sealed[]>;
    readonly next?: NextGeneration;
    readonly invitation?: string;
  },
): Promise<Team> => {
  const after = extendTeam(relay.team, link);
  const { next } = more;
  const rotation = next && {
    identity: {
      statement: toBase64Url(next.link.statement),
      approval: next.link.approval && toBase64Url(next.link.approval),
    },
    previous: toBase64Url(wrapPreviousTeamKey(next.key, relay.relay, relay.team.teamGen, newestKey(relay))),
  };
  const { seq } = await session.api.call(
    changeTeam,
    {
      params: { relay: toHex(relay.relay) },
      body: {
        team: { entry: toBase64Url(link.entry), approval: link.approval && toBase64Url(link.approval) },
        keys: [...(await more.keys(after))],
        rotation: rotation ?? null,
        invitation: more.invitation ?? null,
      },
    },
    { again: true },
  );
  if (seq !== after.seq) throw damaged();
  await passRelay(session, { ...relay, team: after });
  return after;
};

export const sendRotating = (
  session: AccountSession,
  relay: OwnRelay,
  link: TeamLink,
  next: NextGeneration,
): Promise<Team> =>
  send(session, relay, link, { keys: (after) => sealToAll(session, after, next.key), next });

const mustManage = ({ role }: OwnRelay): void => {
  if (role !== 'manager') throw new SafeError('not_manager');
};

export const memberOf = ({ team }: Pick<OwnRelay, 'team'>, id: string): Member => {
  const member = team.members.get(id);
  if (!member) throw new SafeError('not_found');
  return member;
};

/**
 * Takes into the team who proved by the code that the answer is theirs: from now on they read what the relay is shown.
 *
 * @throws SafeError `bad_invitation` if the code doesn't prove the answer, `not_manager`, `conflict` if the team changed in
 * between or they are in already, `invitation_used`
 */
export const acceptWorker = async (
  session: AccountSession,
  relay: OwnRelay,
  { answer, role, invitation }: PendingAnswer,
): Promise<Team> => {
  mustManage(relay);
  if (!answer) throw new SafeError('bad_invitation');
  const { identity, name } = answer;
  const { uid, gen, sign } = identity;
  if ((relay.team.members.get(toHex(uid))?.gen ?? 0) >= gen) throw new SafeError('conflict');
  const about = { uid, gen, sign, fp: fingerprint(identity), role, name };
  const ts = session.device.clock.now();
  const entry = signNext(session, relay, { act: 'add', about, next: null, ts });
  const keys = async (after: Team) => [sealTo(relay.relay, after.teamGen, newestKey(relay), identity)];
  const team = await send(session, relay, { entry, approval: null }, { keys, invitation });
  await forgetInvitation(session, wireId(invitation));
  return team;
};

const isLastManager = ({ members }: OwnRelay, { uid }: Member): boolean =>
  members.every((one) => one.role !== 'manager' || toHex(one.uid) === toHex(uid));

const rotating = async (
  session: AccountSession,
  relay: OwnRelay,
  act: TeamAct,
  about: Member,
): Promise<Team> => {
  const ts = session.device.clock.now();
  const next = nextGeneration(relay, ts);
  const entry = signNext(session, relay, { act, about, next, ts });
  return sendRotating(session, relay, { entry, approval: null }, next);
};

/**
 * Puts a member out, by id in hexadecimal: in the same step the relay gets a new key, sealed to everybody who remains.
 *
 * @throws SafeError `not_manager`, `not_found`, `conflict` if the team changed in between, or (detail `reason`: `last_manager`) if
 * nobody would manage the relay
 */
export const removeMember = async (session: AccountSession, relay: OwnRelay, id: string): Promise<Team> => {
  mustManage(relay);
  const about = memberOf(relay, id);
  if (isLastManager(relay, about)) throw new SafeError('conflict', { details: { reason: 'last_manager' } });
  return rotating(session, relay, 'remove', about);
};

/** Gives the relay a new key without putting anybody out; `not_manager`, `conflict`. */
export const rotateTeam = async (session: AccountSession, relay: OwnRelay): Promise<Team> => {
  mustManage(relay);
  return rotating(session, relay, 'rotate', relay.me);
};

/** Makes a member a manager or a manager a member; the same errors as {@link removeMember}. */
export const changeRole = async (
  session: AccountSession,
  relay: OwnRelay,
  id: string,
  role: TeamRole,
): Promise<Team> => {
  mustManage(relay);
  const known = memberOf(relay, id);
  if (role === 'member' && isLastManager(relay, known)) {
    throw new SafeError('conflict', { details: { reason: 'last_manager' } });
  }
  const about = { ...known, role };
  const ts = session.device.clock.now();
  const entry = signNext(session, relay, { act: 'role', about, next: null, ts });
  return send(session, relay, { entry, approval: null }, { keys: async () => [] });
};
