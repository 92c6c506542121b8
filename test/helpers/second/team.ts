import { fingerprint, identityKeys, objectHash, openEnvelope, type Value } from './objects.js';
import { demand, equal, verify } from './primitives.js';
import { relayId } from './consent.js';

interface Entry {
  readonly [key: string]: Value;
  readonly relay: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly act: 'add' | 'remove' | 'role' | 'rotate' | 'replace';
  readonly member: { readonly uid: string; readonly gen: number; readonly sign: string; readonly fp: string };
  readonly role: string;
  readonly name: string;
  readonly teamGen: number;
  readonly teamFp: string;
  readonly by: string;
}

export interface SecondTeam {
  readonly last: Entry;
  readonly hash: string;
  readonly members: readonly Entry[];
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const key = (one: Entry): Uint8Array => new Uint8Array(Buffer.from(one.member.sign, 'base64url'));
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const hashOf = (entry: Uint8Array): string => hex(objectHash('team', entry));

/** The first entry, under the relay's first key. */
export const foundTeam = (relay: Uint8Array, account: Uint8Array, entry: Uint8Array): SecondTeam => {
  const own = identityKeys(account);
  const first = openEnvelope('team', entry, own.sign) as Entry;
  const founder = { uid: bytes(first.member.uid), sign: key(first), fp: bytes(first.member.fp) };
  demand(equal(relayId(account, founder), relay) && first.relay === hex(relay) && first.by === hex(relay));
  demand(first.seq === 1 && first.prev === null && first.act === 'add' && first.role === 'manager');
  demand(first.teamGen === 1 && first.teamFp === hex(fingerprint(relay, own.sign, own.enc.publicKey)));
  return { last: first, hash: hashOf(entry), members: [first] };
};

interface Signed {
  readonly entry: Uint8Array;
  readonly approval: Uint8Array | null;
}

/** The team after an entry that is lawful; the members are kept as the entries that made them what they are. */
export const nextTeam = ({ last, hash, members }: SecondTeam, { entry, approval }: Signed): SecondTeam => {
  const body = entry.slice(64);
  const signer = members.find((one) => verify('team', body, entry.slice(0, 64), key(one)));
  demand(signer !== undefined);
  const it = openEnvelope('team', entry, key(signer!)) as Entry;
  const others = members.filter((one) => one.member.uid !== it.member.uid);
  const known = members.find((one) => one.member.uid === it.member.uid);
  const turns = ['remove', 'rotate', 'replace'].includes(it.act);
  demand(
    it.by === signer!.member.uid && it.relay === last.relay && it.seq === last.seq + 1 && it.prev === hash,
  );
  demand(it.teamGen === last.teamGen + Number(turns) && (it.teamFp !== last.teamFp) === turns);
  if (it.act === 'add') {
    demand(
      (known?.member.gen ?? 0) < it.member.gen && others.every((one) => one.member.sign !== it.member.sign),
    );
  } else {
    demand(JSON.stringify(known?.member) === JSON.stringify(it.member) && known?.name === it.name);
    demand(it.act === 'role' || known?.role === it.role);
  }
  const stays = it.act === 'add' || it.act === 'role';
  // A member keeps their place in the list for as long as they are in it.
  const after = known
    ? members.flatMap((one) => (one !== known ? [one] : stays ? [it] : it.act === 'rotate' ? [one] : []))
    : [...members, it];
  const made = { last: it, hash: hashOf(entry) };
  if (it.act !== 'replace') {
    demand(signer!.role === 'manager' && approval === null && after.some((one) => one.role === 'manager'));
    return { ...made, members: after };
  }
  demand(known?.role === 'manager' && others.every((one) => one.role !== 'manager') && signer !== known);
  const second = others.filter((one) => one !== signer);
  demand(approval !== null && second.some((one) => verify('team.co', body, approval, key(one))));
  return { ...made, members: after.map((one) => (one === signer ? { ...one, role: 'manager' } : one)) };
};

export const teamMembers = ({ members }: SecondTeam) =>
  members.map(({ member, role, name }) => ({ uid: member.uid, role, name, gen: member.gen }));
