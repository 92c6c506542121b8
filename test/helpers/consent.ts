import { toHex } from '../../src/core/bytes.js';
import { type AccountKey, type Key, newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import * as grants from '../../src/core/protocol/grant.js';
import { type GrantKeys, sealGrantKeys } from '../../src/core/protocol/grant-keys.js';
import * as identity from '../../src/core/protocol/identity.js';
import * as team from '../../src/core/protocol/team.js';

/** Somebody with keys of one generation. */
export const person = (
  role: identity.Role = 'worker',
  account: AccountKey = newKey(),
  uid = random(16),
  gen = 1,
) => {
  const keys = identity.identityKeys(account);
  const fp = identity.fingerprint({ uid, sign: keys.sign.publicKey, enc: keys.enc.publicKey });
  const link = identity.firstIdentity(uid, role, keys, 1);
  return { uid, account, keys, fp, link, member: { uid, gen, sign: keys.sign.publicKey, fp } };
};
export type Person = ReturnType<typeof person>;

/** The same account with a later generation of keys. */
export const rekeyed = ({ uid }: Person): Person => person('worker', newKey(), uid, 2);

export type Entry = Omit<team.TeamEntry, 't'>;
export const NAMES = { first: 'Camille', later: 'Sacha' };

/** A relay as its founder makes it: keys of several generations, the chain of its identity, and the first entry. */
export const newRelay = (
  founder: Person,
  accounts: readonly AccountKey[] = [newKey(), newKey(), newKey()],
) => {
  const keys = accounts.map(identity.identityKeys);
  const first = keys[0] as identity.IdentityKeys;
  const uid = team.relayId(first.sign.publicKey, founder.member);
  const fps = keys.map(({ sign, enc }) =>
    identity.fingerprint({ uid, sign: sign.publicKey, enc: enc.publicKey }),
  );
  const chain = [identity.firstIdentity(uid, 'relay', first, 1)];
  for (let i = 1; i < keys.length; i++) {
    const last = { identity: identity.openIdentityChain(uid, chain), link: chain[i - 1] as never };
    chain.push(identity.nextIdentity(last, keys[i - 1] as never, keys[i] as never, i + 1));
  }
  const opening: Entry = {
    relay: uid,
    seq: 1,
    prev: null,
    act: 'add',
    member: founder.member,
    role: 'manager',
    name: NAMES.first,
    teamGen: 1,
    teamFp: fps[0] as Uint8Array,
    by: uid,
    ts: 1,
  };
  const entry = team.signTeamEntry(opening, first.sign.secretKey);
  const link: team.TeamLink = { entry, approval: null };
  const id = { uid, sign: first.sign.publicKey, enc: first.enc.publicKey };
  return { uid, accounts, keys, fps, chain, opening, link, id };
};
export type Relay = ReturnType<typeof newRelay>;

export interface Step {
  readonly act: team.TeamAct;
  readonly by: Person;
  readonly about: Person;
  readonly role?: team.TeamRole;
  readonly second?: Person;
  readonly changed?: Partial<Entry>;
}

/** The next entry as an honest client writes it, but for what `changed` says. */
export const step = (relay: Relay, now: team.Team, { act, by, about, role, second, changed }: Step) => {
  const known = now.members.get(toHex(about.uid));
  const teamGen = now.teamGen + (team.rotates(act) ? 1 : 0);
  const value: Entry = {
    relay: relay.uid,
    seq: now.seq + 1,
    prev: now.hash,
    act,
    member: about.member,
    role: role ?? known?.role ?? 'member',
    name: known?.name ?? NAMES.later,
    teamGen,
    teamFp: relay.fps[teamGen - 1] ?? random(32),
    by: by.uid,
    ts: now.seq + 1,
    ...changed,
  };
  const entry = team.signTeamEntry(value, by.keys.sign.secretKey);
  return { entry, approval: second ? team.approveTeamEntry(entry, second.keys.sign.secretKey) : null };
};

/** The team after these steps, and the links that lead there. */
export const built = (relay: Relay, ...steps: Step[]) => {
  const links: team.TeamLink[] = [relay.link];
  let now = team.openTeam(relay.id, links);
  for (const one of steps) {
    links.push(step(relay, now, one));
    now = team.openTeam(relay.id, links);
  }
  return { now, links };
};

export const PRIVATE: grants.GrantPrivate = {
  purpose: 'Renouveler la carte',
  labels: [{ id: new Uint8Array(16).fill(0xd0), kind: 'identity-card', title: 'Carte d’identité' }],
  recipient: 'Halte du Pont',
  language: 'fr',
  shown: 'Je montre ce papier.',
  explained: 'read-aloud',
  witness: null,
};

type Open = Omit<grants.Grant, 't' | 'sealed'>;

/** A consent as an honest holder gives it, but for what `changed` says. */
export const newGrant = (holder: Person, to: Person, changed: Partial<Open> = {}, keys?: GrantKeys) => {
  const doc = new Uint8Array(16).fill(0xd0);
  const priv = grants.privateBytes(PRIVATE);
  const open: Open = {
    id: random(16),
    safe: random(16),
    holder: holder.uid,
    to: { id: to.uid, gen: 1, fp: to.fp },
    scope: { kind: 'doc', ids: [doc] },
    perm: ['read'],
    nbf: 1_000,
    exp: 1_000 + 86_400_000,
    epoch: 1,
    parent: null,
    by: holder.uid,
    headSeq: 3,
    priv: grants.privateHash(priv),
    ts: 1_000,
    ...changed,
  };
  const given = keys ?? {
    grantKey: newKey<'grant'>() as Key<'grant'>,
    keys: [{ id: doc, n: 1, key: newKey<'document'>() }],
  };
  const blob = sealGrantKeys(to.keys.enc.publicKey, open, given);
  const value = { ...open, sealed: grants.sealedHash(blob) };
  return { open, value, blob, priv, keys: given };
};
