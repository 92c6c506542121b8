import { randomBytes } from 'node:crypto';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { random } from '../../src/core/crypto/sodium.js';
import type { Grant } from '../../src/core/protocol/grant.js';
import {
  docs,
  endGrant,
  type Given,
  give,
  look,
  type Party,
  read,
  received,
  reseal,
  resealWire,
  workerParty,
} from '../helpers/grants.js';
import { call, keep, openHolder, versionPath } from '../helpers/holder.js';
import { type Loose, ownerOf } from '../helpers/inside.js';
import { changeTeam, join, newDirectory, relayParty, wholeRelay } from '../helpers/relay.js';
import { testServer } from '../helpers/server.js';
import { passedOn, passOn, prepareSub } from '../helpers/sub-grants.js';
import { openWorker, type Worker } from '../helpers/worker.js';

const directory = newDirectory();
const server = await testServer(t, directory.env);
const owner = await ownerOf(t, server);

const ROLES = ['stranger', 'worker', 'member', 'manager', 'removed', 'direct', 'giver', 'holder'] as const;
const STATES = [
  'none',
  'valid',
  'not started',
  'expired',
  'ended',
  'other scope',
  'only add',
  'to manage',
  'passed on',
  'parent ended',
  'parent expired',
  'frozen',
] as const;
const OPERATIONS = [
  'received',
  'look',
  'content',
  'thumbnail',
  'holder list',
  'holder read',
  'reseal',
  'pass on',
  'end',
] as const;
type Role = (typeof ROLES)[number];
type State = (typeof STATES)[number];
type Operation = (typeof OPERATIONS)[number];

const ACTS: Partial<Record<Operation, string>> = {
  received: 'unlocker.refused',
  look: 'grant.look',
  content: 'paper.read',
  thumbnail: 'paper.preview',
  'holder list': 'paper.list',
  'holder read': 'paper.read',
  reseal: 'grant.reseal',
  'pass on': 'grant.pass',
  end: 'grant.end',
};

const toldOf = new Set<string>();
/** Whether nobody of this role tried this before: a log tells of what a stranger tries once an hour. */
const isFirst = (role: Role, operation: Operation): boolean => {
  const one = `${role} ${ACTS[operation]}`;
  return !toldOf.has(one) && toldOf.add(one).size > 0;
};

/**
 * What must come of it, reckoned apart from the server: an outcome, and whether the person finds the try in their history.
 * `direct` is who got a grant of their own; the others meet grants that were given to the relay. What was passed on was so by
 * a relay of which `giver` is.
 */
const reckon = (role: Role, operation: Operation, state: State): { out: string; told: boolean } => {
  const isGrantee = role === 'member' || role === 'manager' || role === 'direct';
  const exists = state !== 'none';
  const own = operation.startsWith('holder ');
  const isPassed = state === 'passed on' || state.startsWith('parent ');
  const isParty = isGrantee || role === 'holder' || (role === 'giver' && (isPassed || own));
  // What has ended is ended once; a stranger is told of once.
  const isNews = () => (isParty ? operation !== 'end' || state !== 'ended' : isFirst(role, operation));
  const told = (own || (exists && operation !== 'received')) && isNews();
  // Where no safe is asked for, the caller's own is told of a card that no longer opens.
  const ownCard = operation === 'received' && role === 'holder';
  if (state === 'frozen') return { out: 'lock_frozen', told: told || ownCard };
  const sees = exists && isGrantee;
  const over: Partial<Record<State, string>> = {
    ended: 'grant_ended',
    expired: 'grant_expired',
    'parent ended': 'grant_ended',
    'parent expired': 'grant_expired',
  };
  const closed = { ...over, 'not started': 'grant_not_started', 'only add': 'not_granted' } as typeof over;
  const outcome = (): string => {
    if (own) return role === 'holder' ? 'ok' : 'not_found';
    if (operation === 'received') return sees ? (over[state] ? 'named' : 'shown') : 'absent';
    if (operation === 'end') return exists && isParty ? 'ok' : 'not_found';
    if (!sees) return 'not_found';
    // The relay's key changed after the grants were given, a worker's own did not.
    if (operation === 'reseal') return over[state] ?? (role === 'direct' ? 'conflict' : 'ok');
    if (operation === 'pass on') {
      if (state === 'not started') return 'grant_not_started';
      return over[state] ?? (state === 'to manage' ? 'ok' : 'not_granted');
    }
    if (closed[state]) return closed[state];
    if (state === 'other scope') return operation === 'look' ? 'others' : 'not_granted';
    return 'ok';
  };
  return { out: outcome(), told };
};

const { relay, manager, member } = await wholeRelay(server.address, directory.keys);
const removed = await openWorker(server.address);
await join(relay, manager, removed);
const [stranger, holder] = await Promise.all([openHolder(server.address), openHolder(server.address)]);
const [worker, direct, elsewhere] = await Promise.all([
  openWorker(server.address),
  openWorker(server.address),
  openWorker(server.address),
]);
const giving = await wholeRelay(server.address, directory.keys);
const giver = giving.member;
const paper = await keep(holder, randomBytes(2_000), { thumbnail: true });
const other = await keep(holder, randomBytes(100));

type Person = Pick<Worker, 'url' | 'uid' | 'keys' | 'token'> & { readonly card: Uint8Array };
const cardOf = (one: typeof holder): Person => ({ ...one, card: one.locks[0]!.loc });
const people: Readonly<Record<Role, Person>> = {
  stranger: cardOf(stranger),
  worker: { ...worker, card: worker.loc },
  member: { ...member, card: member.loc },
  manager: { ...manager, card: manager.loc },
  removed: { ...removed, card: removed.loc },
  direct: { ...direct, card: direct.loc },
  giver: { ...giver, card: giver.loc },
  holder: cardOf(holder),
};

const NEVER: Given = { ...({} as Given), id: random(16), safe: holder.safe, hash: random(32), key: newKey() };
const TERMS: Partial<Record<State, () => Partial<Grant>>> = {
  'not started': () => ({ nbf: Date.now() + 3_600_000 }),
  'other scope': () => ({ scope: docs(other) }),
  'only add': () => ({ perm: ['add'] }),
  'to manage': () => ({ perm: ['manage', 'read'] }),
};
const PASSED: readonly State[] = ['passed on', 'parent ended', 'parent expired'];

/** A grant in this state, one for each role and state, so that no try spoils another. */
const grantIn = async (state: State, to: Party): Promise<Given> => {
  if (state === 'none') return { ...NEVER, grant: (await give(holder, to)).grant };
  if (!PASSED.includes(state)) return give(holder, to, TERMS[state]?.());
  const parent = await give(holder, relayParty(giving.relay), { perm: ['manage', 'read'] });
  const child = await passedOn(giver, parent, to);
  if (state === 'parent ended') await endGrant(holder, parent);
  if (state === 'parent expired') {
    await owner.rows('update grants set not_before = 0, expires = 1 where id = $1', [parent.id]);
  }
  return child;
};
const grants = new Map<string, Given>();
for (const role of ROLES) {
  const to = role === 'direct' ? workerParty(direct) : relayParty(relay);
  for (const state of STATES) grants.set(`${role} ${state}`, await grantIn(state, to));
}
await changeTeam(relay, manager, { act: 'remove', about: removed });
for (const role of ROLES) {
  await endGrant(holder, grants.get(`${role} ended`)!);
  const { id } = grants.get(`${role} expired`)!;
  await owner.rows('update grants set not_before = 0, expires = 1 where id = $1', [id]);
}

const codeOf = ({ status, json }: { status: number; json: Loose }): string =>
  status < 300 ? 'ok' : (json?.error?.code ?? String(status));

const tries: Readonly<Record<Operation, (who: Person, given: Given, to: Party) => Promise<string>>> = {
  received: async (who, given) => {
    const answer = await received(who);
    if (answer.status !== 200) return codeOf(answer);
    const at = answer.ids.indexOf(toHex(given.id));
    if (at < 0) return 'absent';
    return answer.json.grants[at].sealed === '' ? 'named' : 'shown';
  },
  look: async (who, given) => {
    const answer = await look(who, given);
    const seen = answer.json.papers?.map((one: { doc: string }) => one.doc) ?? [];
    return answer.status === 200 && !seen.includes(toHex(paper.doc)) ? 'others' : codeOf(answer);
  },
  content: async (who, given) => {
    const answer = await read(who, given, paper);
    if (answer.status === 200 && !answer.bytes.equals(paper.content)) return 'other bytes';
    return codeOf(answer);
  },
  thumbnail: async (who, given) => codeOf(await read(who, given, paper, 'thumbnail')),
  'holder list': async (who) => codeOf(await call(who, 'GET', `/v1/safes/${toHex(holder.safe)}/documents`)),
  'holder read': async (who) =>
    codeOf(await call(who, 'GET', `${versionPath(holder, paper.doc, 1)}/content`)),
  reseal: async (who, given, to) => codeOf(await reseal(who, given, resealWire(who, given, to))),
  // no client signs one in the holder's own name
  'pass on': async (who, given) => {
    const by = toHex(who.uid) === toHex(holder.uid) ? elsewhere.uid : who.uid;
    return codeOf(await passOn(who, given, prepareSub(who, given, workerParty(elsewhere), { by })));
  },
  end: async (who, given) => codeOf(await endGrant(who, given)),
};

const entries = async (): Promise<Loose[]> =>
  (await owner.rows('select body from log_entries where safe = $1 order by seq', [holder.safe])).map(
    ({ body }) => JSON.parse(body.toString()),
  );

for (const role of ROLES) {
  t.test(`what a ${role} may do, whatever was given`, async (t) => {
    const who = people[role];
    const to = role === 'direct' ? workerParty(direct) : relayParty(relay);
    for (const state of STATES) {
      const given = grants.get(`${role} ${state}`)!;
      const freeze = (at: string) =>
        state === 'frozen' && owner.rows(`update locks set frozen_at = ${at} where loc = $1`, [who.card]);
      await freeze('now()');
      for (const operation of OPERATIONS) {
        const name = `${role}, ${operation}, ${state}`;
        const before = (await entries()).length;
        const expected = reckon(role, operation, state);
        t.equal(await tries[operation](who, given, to), expected.out, name);
        const news = (await entries()).slice(before);
        const own = operation.startsWith('holder ') || operation === 'received';
        const entry = {
          act: ACTS[operation],
          by: toHex(who.uid),
          lock: toHex(who.card),
          // what was passed on has an id of its own
          grant: own ? null : operation === 'pass on' && expected.out === 'ok' ? String : toHex(given.id),
          out: expected.out === 'others' ? 'ok' : expected.out,
        };
        t.equal(news.length, expected.told ? 1 : 0, `${name}: entries`);
        if (expected.told) t.match(news[0], entry, `${name}: the entry`);
      }
      await freeze('null');
    }
  });
}
