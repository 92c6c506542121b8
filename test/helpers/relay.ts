import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { type AccountKey, newKey } from '../../src/core/crypto/keys.js';
import { type KeyPair, random } from '../../src/core/crypto/sodium.js';
import { directoryKeys, signCertificate } from '../../src/core/protocol/directory.js';
import {
  fingerprint,
  firstIdentity,
  type IdentityLink,
  identityKeys,
  nextIdentity,
  openIdentityChain,
} from '../../src/core/protocol/identity.js';
import {
  invitationLocator,
  joinProof,
  newInvitation,
  welcomeProof,
} from '../../src/core/protocol/invitation.js';
import {
  approveTeamEntry,
  extendTeam,
  openTeam,
  relayId,
  sealTeamKey,
  signTeamEntry,
  type Team,
  type TeamEntry,
  wrapPreviousTeamKey,
} from '../../src/core/protocol/team.js';
import { type Answer, call } from './holder.js';
import { memberOf, openWorker, type Worker } from './worker.js';

/** What a test keeps of a relay: everything, the keys of all generations included. */
export interface Relay {
  readonly uid: Uint8Array;
  /** Team keys by generation, oldest first. */
  readonly teamKeys: AccountKey[];
  readonly identity: IdentityLink[];
  readonly workers: Map<string, Worker>;
  team: Team;
}

/** The association's keys, and how a server is told of them. */
export const newDirectory = (): { keys: KeyPair; env: { DIRECTORY_KEY: string } } => {
  const keys = directoryKeys(random(32));
  return { keys, env: { DIRECTORY_KEY: toBase64Url(keys.publicKey) } };
};

export const relayPath = ({ uid }: Pick<Relay, 'uid'>, rest = ''): string =>
  `/v1/relays/${toHex(uid)}${rest}`;

const must = (answer: Answer, status: number): Answer => {
  if (answer.status !== status) throw new Error(`${answer.status}: ${JSON.stringify(answer.json)}`);
  return answer;
};

export const generationOf = ({ teamKeys }: Pick<Relay, 'teamKeys'>): number => teamKeys.length;
export const relayKeys = (relay: Pick<Relay, 'teamKeys'>) =>
  identityKeys(relay.teamKeys[relay.teamKeys.length - 1] as AccountKey);

const fingerprintOf = (uid: Uint8Array, { sign, enc }: ReturnType<typeof identityKeys>): Uint8Array =>
  fingerprint({ uid, sign: sign.publicKey, enc: enc.publicKey });

/** The relay as a grant names it. */
export const relayParty = (relay: Relay) => {
  const keys = relayKeys(relay);
  return {
    id: relay.uid,
    gen: generationOf(relay),
    fp: fingerprintOf(relay.uid, keys),
    enc: keys.enc.publicKey,
  };
};

const sealedTo = (relay: Uint8Array, generation: number, key: AccountKey, { uid, keys }: Worker): string =>
  toBase64Url(sealTeamKey(keys.enc.publicKey, { relay, generation, member: uid }, key));

/** A relay and its founding, not sent yet. */
export const prepareRelay = (founder: Worker, changed: Partial<TeamEntry> = {}) => {
  const key = newKey<'account'>();
  const keys = identityKeys(key);
  const uid = relayId(keys.sign.publicKey, memberOf(founder));
  const link = firstIdentity(uid, 'relay', keys, Date.now());
  const entry = signTeamEntry(
    {
      relay: uid,
      seq: 1,
      prev: null,
      act: 'add',
      member: memberOf(founder),
      role: 'manager',
      name: 'Camille',
      teamGen: 1,
      teamFp: fingerprintOf(uid, keys),
      by: uid,
      ts: Date.now(),
      ...changed,
    },
    keys.sign.secretKey,
  );
  const body = {
    statement: toBase64Url(link.statement),
    team: { entry: toBase64Url(entry), approval: null },
    sealed: sealedTo(uid, 1, key, founder),
  };
  return { uid, key, keys, link, entry, body };
};

/** The relay as its founder keeps it, whether or not a server ever heard of it. */
export const relayOf = (
  founder: Worker,
  { uid, key, keys, link, entry }: ReturnType<typeof prepareRelay>,
): Relay => ({
  uid,
  teamKeys: [key],
  identity: [link],
  workers: new Map([[toHex(founder.uid), founder]]),
  team: openTeam({ uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey }, [{ entry, approval: null }]),
});

export const foundRelay = async (founder: Worker): Promise<Relay> => {
  const prepared = prepareRelay(founder);
  must(await call(founder, 'POST', '/v1/relays', prepared.body), 201);
  return relayOf(founder, prepared);
};

export const certificateOf = (relay: Relay, directory: KeyPair, name = 'Halte du Pont'): string => {
  const first = openIdentityChain(relay.uid, relay.identity.slice(0, 1));
  const said = { relay: relay.uid, fp: fingerprint(first), name, ts: Date.now() };
  return toBase64Url(signCertificate(said, directory.secretKey));
};

export const putCertificate = (worker: Worker, relay: Relay, certificate: string): Promise<Answer> =>
  call(worker, 'PUT', relayPath(relay, '/certificate'), { certificate });

export const certify = async (worker: Worker, relay: Relay, directory: KeyPair): Promise<void> => {
  must(await putCertificate(worker, relay, certificateOf(relay, directory)), 204);
};

export interface TeamStep {
  readonly act: TeamEntry['act'];
  readonly about: Worker;
  readonly role?: TeamEntry['role'];
  readonly name?: string;
  /** The second signature of `replace`. */
  readonly second?: Worker;
  readonly invitation?: Uint8Array;
  /** What an honest client would not write. */
  readonly changed?: Partial<TeamEntry>;
}

/** One entry of the team with all that belongs to it, not sent yet, and the relay as it would be. */
export const prepareStep = (relay: Relay, by: Worker, step: TeamStep) => {
  const { act, about, second, invitation, changed } = step;
  // what a member is called and may do changes by the acts for it alone
  const present = act === 'add' ? undefined : relay.team.members.get(toHex(about.uid));
  const role = act === 'role' ? (step.role ?? 'member') : (present?.role ?? step.role ?? 'member');
  const name = present?.name ?? step.name ?? 'Sacha';
  const turns = act === 'remove' || act === 'rotate' || act === 'replace';
  const generation = generationOf(relay);
  const key = newKey<'account'>();
  const entry = signTeamEntry(
    {
      relay: relay.uid,
      seq: relay.team.seq + 1,
      prev: relay.team.hash,
      act,
      member: memberOf(about),
      role,
      name,
      teamGen: generation + (turns ? 1 : 0),
      teamFp: turns ? fingerprintOf(relay.uid, identityKeys(key)) : relay.team.teamFp,
      by: by.uid,
      ts: Date.now(),
      ...changed,
    },
    by.keys.sign.secretKey,
  );
  const approval = second ? approveTeamEntry(entry, second.keys.sign.secretKey) : null;
  const workers = new Map(relay.workers);
  if (act === 'add') workers.set(toHex(about.uid), about);
  if (act === 'remove' || act === 'replace') workers.delete(toHex(about.uid));
  const older = relay.teamKeys[generation - 1] as AccountKey;
  const last = relay.identity[generation - 1] as IdentityLink;
  const identity = openIdentityChain(relay.uid, relay.identity);
  const next = nextIdentity({ identity, link: last }, identityKeys(older), identityKeys(key), Date.now());
  const gets = turns ? [...workers.values()] : act === 'add' ? [about] : [];
  const sealedKey = turns ? key : older;
  const body = {
    team: { entry: toBase64Url(entry), approval: approval && toBase64Url(approval) },
    keys: gets.map((one) => ({
      member: toHex(one.uid),
      sealed: sealedTo(relay.uid, generation + (turns ? 1 : 0), sealedKey, one),
    })),
    rotation: turns
      ? {
          identity: {
            statement: toBase64Url(next.statement),
            approval: toBase64Url(next.approval ?? random(64)),
          },
          previous: toBase64Url(wrapPreviousTeamKey(key, relay.uid, generation, older)),
        }
      : null,
    invitation: invitation ? toHex(invitation) : null,
  };
  const settle = (): void => {
    relay.team = extendTeam(relay.team, { entry, approval });
    relay.workers.clear();
    for (const [id, worker] of workers) relay.workers.set(id, worker);
    if (!turns) return;
    relay.teamKeys.push(key);
    relay.identity.push(next);
  };
  return { body, settle };
};

export const postStep = (by: Worker, relay: Relay, body: object): Promise<Answer> =>
  call(by, 'POST', relayPath(relay, '/team'), body);

/** Changes the team; the test's relay moves on only if the server said yes. */
export const changeTeam = async (relay: Relay, by: Worker, step: TeamStep): Promise<Answer> => {
  const { body, settle } = prepareStep(relay, by, step);
  const answer = await postStep(by, relay, body);
  if (answer.status === 200) settle();
  return answer;
};

export const inviteTo = (relay: Relay, by: Worker, secret: Uint8Array, ms = 7 * 86_400_000) => {
  const first = openIdentityChain(relay.uid, relay.identity.slice(0, 1));
  return call(by, 'POST', relayPath(relay, '/invitations'), {
    invitation: toHex(invitationLocator(secret)),
    welcome: toBase64Url(welcomeProof(secret, relay.uid, fingerprint(first))),
    role: 'member',
    expiresAt: Date.now() + ms,
  });
};

export const answerInvitation = (worker: Worker, secret: Uint8Array, name = 'Sacha'): Promise<Answer> =>
  call(worker, 'POST', `/v1/invitations/${toHex(invitationLocator(secret))}/answer`, {
    proof: toBase64Url(joinProof(secret, worker.uid, worker.fp, name)),
    name,
  });

/** Invites, answers, adds: the whole way of a worker into a team. */
export const join = async (relay: Relay, manager: Worker, worker: Worker): Promise<void> => {
  const secret = newInvitation();
  must(await inviteTo(relay, manager, secret), 201);
  must(await answerInvitation(worker, secret), 204);
  const invitation = invitationLocator(secret);
  must(await changeTeam(relay, manager, { act: 'add', about: worker, invitation }), 200);
};

/** A certified relay with a manager and a member, in one step. */
export const wholeRelay = async (url: string, directory: KeyPair) => {
  const [manager, member] = await Promise.all([openWorker(url), openWorker(url)]);
  const relay = await foundRelay(manager);
  await certify(manager, relay, directory);
  await join(relay, manager, member);
  return { relay, manager, member };
};
