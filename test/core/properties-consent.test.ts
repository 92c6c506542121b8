import fc from 'fast-check';
import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import { newKey } from '../../src/core/crypto/keys.js';
import { isSafeError } from '../../src/core/errors.js';
import * as contact from '../../src/core/protocol/contact.js';
import * as grants from '../../src/core/protocol/grant.js';
import { isWithin } from '../../src/core/protocol/grant-bounds.js';
import { openGrantKeys } from '../../src/core/protocol/grant-keys.js';
import * as invitation from '../../src/core/protocol/invitation.js';
import * as team from '../../src/core/protocol/team.js';
import { built, newGrant, newRelay, type Person, person, type Step, step } from '../helpers/consent.js';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const id = (n: number) => new Uint8Array(16).fill(n);
const sorted = (ids: readonly Uint8Array[]) => ids.toSorted((a, b) => Buffer.compare(a, b));
const [holder, worker] = [person('holder'), person()];

/** Papers of the categories 1 and 2, one of none, two whose ids are those of categories, and those that are still to come. */
const PAPERS = [
  { id: 11, category: 1 },
  { id: 21, category: 2 },
  { id: 31, category: undefined },
  { id: 1, category: 2 },
  { id: 2, category: 1 },
];
const COMING = [
  { id: 91, category: 1 },
  { id: 92, category: 2 },
  { id: 93, category: undefined },
];
const categoryOf = (doc: Uint8Array) => {
  const category = [...PAPERS, ...COMING].find((one) => one.id === doc[0])?.category;
  return category === undefined ? undefined : id(category);
};
const scope = fc.oneof(
  fc.constant({ kind: 'safe' as const, ids: [] }),
  fc.subarray([1, 2], { minLength: 1 }).map((ids) => ({ kind: 'cat' as const, ids: ids.map(id) })),
  fc
    .subarray(
      PAPERS.map((one) => one.id),
      { minLength: 1 },
    )
    .map((ids) => ({ kind: 'doc' as const, ids: sorted(ids.map(id)) })),
);
const perm = fc.subarray([...grants.PERMISSIONS], { minLength: 1 });
const which = fc.constantFrom(1, 1, 1, 1, 1, 1, 1, 2);
const base = newGrant(holder, worker).value;
const grant = fc.record({ scope, perm, from: fc.nat(2), days: fc.integer({ min: 1, max: 3 }) });
/** Somebody who may pass on, and somebody to whom it is mostly passed on: so that most pairs differ in one thing. */
const wide = fc.record({
  scope,
  perm: fc.oneof(perm, fc.constant([...grants.PERMISSIONS])),
  from: fc.nat(1),
  days: fc.integer({ min: 3, max: 5 }),
});
const numbers = fc.record({
  safe: which,
  holder: which,
  parent: which,
  of: fc.constantFrom(null, null, null, null, 9),
});
const pair = fc.tuple(wide, grant, numbers).map(([one, two, n]) => {
  const common = { t: 'grant' as const, ...base };
  const dates = (of: typeof one) => ({ nbf: of.from, exp: of.from + of.days });
  const parent = { ...common, ...one, ...dates(one), id: id(1), safe: id(1), holder: id(1) };
  const child = { ...common, ...two, ...dates(two), id: id(3), safe: id(n.safe), holder: id(n.holder) };
  return {
    parent: { ...parent, parent: n.of && id(n.of) },
    child: { ...child, parent: id(n.parent), by: worker.uid },
  };
});

/** Everything that a consent lets be done, when: counted out, one by one. */
const allowed = ({ scope: { kind, ids }, perm: may, nbf, exp }: grants.Grant): Set<string> => {
  const out = new Set<string>();
  for (const paper of [...PAPERS, ...COMING]) {
    const named = ids.map((one) => one[0]);
    const shown = { safe: true, cat: named.includes(paper.category), doc: named.includes(paper.id) }[kind];
    for (const what of shown ? may : []) {
      for (let at = nbf; at <= exp; at++) out.add(`${what} ${paper.id} at ${at}`);
    }
  }
  return out;
};

t.test('whoever passes a consent on passes on no more than they have', async () => {
  const property = fc.property(pair, ({ parent, child }) => {
    const all = allowed(parent);
    const less = [...allowed(child)].every((one) => all.has(one));
    const related =
      same(child.safe, parent.safe) && same(child.holder, parent.holder) && same(child.parent, parent.id);
    const delegate = parent.perm.includes('manage') && !child.perm.includes('manage');
    const expected = less && related && delegate && parent.parent === null;
    return isWithin(child, parent, categoryOf) === expected;
  });
  fc.assert(property, { numRuns: 5000 });
});

t.test('the holder’s own consents stand under no other', async (t) => {
  const own = fc.sample(pair, 1)[0]!;
  const top = { ...own.parent, perm: ['manage', 'read'] as const, parent: null };
  const child = { ...top, id: id(3), perm: ['read'] as const, parent: id(1) };
  t.ok(isWithin(child, top, categoryOf));
  t.notOk(isWithin({ ...child, parent: null }, top, categoryOf));
  t.notOk(isWithin({ ...child, scope: { kind: 'doc', ids: [] } }, top, categoryOf));
});

t.test('a consent is read exactly as it was given', async () => {
  const key = fc.record({ id: fc.integer({ min: 1, max: 9 }), n: fc.integer({ min: 1, max: 2 ** 32 - 1 }) });
  const keys = fc.uniqueArray(key, { minLength: 1, maxLength: 8, selector: (one) => `${one.id} ${one.n}` });
  const property = fc.property(keys, perm, fc.nat(8.64e15 - 9e10), fc.nat(1e10), (list, may, nbf, length) => {
    const ids = sorted([...new Set(list.map((one) => one.id))].map(id));
    const changed = { scope: { kind: 'doc' as const, ids }, perm: may, nbf, exp: nbf + length + 1 };
    const given = list.map((one) => ({ id: id(one.id), n: one.n, key: newKey() }));
    const made = newGrant(holder, worker, changed, { grantKey: newKey(), keys: given });
    const opened = grants.openGrant(
      grants.signGrant(made.value, holder.keys.sign.secretKey),
      holder.member.sign,
    );
    const { keys: got } = openGrantKeys(worker.keys.enc, opened, made.blob);
    const find = (one: (typeof given)[0]) => got.find(({ id: doc, n }) => same(doc, one.id) && n === one.n);
    const complete = got.length === given.length && given.every((one) => same(find(one)!.key, one.key));
    return complete && toHex(grants.grantContext(opened)) === toHex(grants.grantContext(made.open));
  });
  fc.assert(property, { numRuns: 30 });
});

t.test('two different consents never have one context', async () => {
  fc.assert(
    fc.property(pair, ({ parent, child }) => !same(grants.grantContext(parent), grants.grantContext(child))),
  );
});

/** A text is either read, and then it is the only one of its meaning, or it is refused with this code. */
const readOrRefused = (
  text: string,
  again: (text: string) => string,
  code: 'bad_contact' | 'bad_invitation',
) => {
  try {
    return again(text) === text.trim();
  } catch (error) {
    return isSafeError(error, code);
  }
};

t.test('public codes and invitations come back as they were, and nothing else is one', async () => {
  fc.assert(
    fc.property(bytes(16), bytes(32), bytes(32), (uid, fp, directory) => {
      const one = contact.readContact(` ${contact.contactText({ uid, fp })}\n`);
      const two = contact.readPoster(contact.posterText({ directory, uid, fp }));
      const three = contact.readContact(contact.posterText({ directory, uid, fp }));
      const ids = [one, two, three].every((who) => same(who.uid, uid) && same(who.fp, fp));
      return ids && same(two.directory, directory);
    }),
  );
  fc.assert(
    fc.property(bytes(16), (secret) => {
      const text = invitation.invitationText(secret);
      const typed = text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      return same(invitation.readInvitation(typed), secret) && same(invitation.readInvitation(text), secret);
    }),
  );
  const prefix = fc.constantFrom('pochette:1:', 'pochette:relay1:', '');
  const texts = fc.tuple(
    prefix,
    fc.oneof(fc.base64String(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[\w-]{64}$/)),
  );
  fc.assert(
    fc.property(texts, ([head, tail]) =>
      readOrRefused(head + tail, (text) => contact.contactText(contact.readContact(text)), 'bad_contact'),
    ),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{0,34}$/), (text) =>
      readOrRefused(
        text,
        (one) => invitation.invitationText(invitation.readInvitation(one)),
        'bad_invitation',
      ),
    ),
  );
});

const people = [person(), person(), person(), person()];
const keysOfRelay = Array.from({ length: 9 }, () => newKey<'account'>());
const relay = newRelay(people[0]!, keysOfRelay);
const steps = fc.array(
  fc.record({
    act: fc.constantFrom(...team.TEAM_ACTS),
    by: fc.nat(3),
    about: fc.nat(3),
    role: fc.constantFrom(...team.TEAM_ROLES),
    second: fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(3) }),
  }),
  { maxLength: 8, size: 'max' },
);
const [chief, ...others] = people as [Person, Person, Person, Person];
const three = built(
  relay,
  ...others.slice(0, 2).map((about): Step => ({ act: 'add', by: chief, about })),
).now;
type Roles = readonly (team.TeamRole | undefined)[];
type Wanted = { act: team.TeamAct; by: number; about: number; role: team.TeamRole; second: number | null };

/** The rules of a team, said a second time: roles after an entry, or null for one that must be refused. */
const lawful = (roles: Roles, { act, by, about, role, second }: Wanted): Roles | null => {
  const put = (...changes: [number, team.TeamRole | undefined][]) =>
    roles.map((one, i) =>
      changes.some(([at]) => at === i) ? changes.findLast(([at]) => at === i)![1] : one,
    );
  const managers = (of: Roles) => of.filter((one) => one === 'manager').length;
  if (act === 'replace') {
    const last = roles[about] === 'manager' && managers(roles) === 1;
    const two = second !== null && roles[second] && new Set([by, about, second]).size === 3;
    return last && roles[by] && two ? put([about, undefined], [by, 'manager']) : null;
  }
  if (roles[by] !== 'manager' || second !== null || (act === 'add') === Boolean(roles[about])) return null;
  const after = act === 'rotate' ? roles : put([about, act === 'remove' ? undefined : role]);
  return managers(after) > 0 ? after : null;
};

t.test('whatever is tried, a team follows its rules and has somebody in charge', async () => {
  const property = fc.property(steps, (list) => {
    let [roles, now]: [Roles, team.Team] = [['manager', 'member', 'member', undefined], three];
    for (const one of list) {
      const keeps = one.act === 'add' || one.act === 'role' ? one.role : (roles[one.about] ?? one.role);
      const made: Step = {
        act: one.act,
        by: people[one.by]!,
        about: people[one.about]!,
        role: keeps,
        ...(one.second !== null && { second: people[one.second]! }),
      };
      const link = step(relay, now, made);
      const after = lawful(roles, one);
      try {
        now = team.extendTeam(now, link);
        if (!after) return false;
        roles = after;
      } catch (error) {
        if (after || !isSafeError(error, 'damaged')) return false;
      }
      if (!people.every(({ uid }, i) => now.members.get(toHex(uid))?.role === roles[i])) return false;
    }
    return true;
  });
  fc.assert(property, { numRuns: 300 });
});
