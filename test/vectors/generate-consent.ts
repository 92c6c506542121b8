import { toBase64Url } from '../../src/core/bytes.js';
import { canonicalBytes } from '../../src/core/crypto/jcs.js';
import { type AccountKey, derive, type Key } from '../../src/core/crypto/keys.js';
import { contactText, posterText } from '../../src/core/protocol/contact.js';
import * as directory from '../../src/core/protocol/directory.js';
import * as grants from '../../src/core/protocol/grant.js';
import { signWithdrawal } from '../../src/core/protocol/grant-end.js';
import { signReseal } from '../../src/core/protocol/grant-keys.js';
import * as invitation from '../../src/core/protocol/invitation.js';
import { signReading } from '../../src/core/protocol/reading.js';
import * as team from '../../src/core/protocol/team.js';
import { signVouching } from '../../src/core/protocol/vouching.js';
import { built, newGrant, newRelay, person, PRIVATE, type Step } from '../helpers/consent.js';
import { CONTEXTS, keysText, resealContext } from '../helpers/second/consent.js';
import { seal } from '../helpers/second/keys.js';
import type * as v from '../helpers/vectors.js';
import { tohex, unhex } from '../helpers/vectors.js';
import { counting, fill } from './generate-crypto.js';
import { account, objectCase } from './generate-protocol.js';

const NOW = 1_767_225_600_000;
const SAFE = fill(0xa1, 16);
const DOC = fill(0xd0, 16);
const somebody = (role: 'holder' | 'worker', from: number) => person(role, account(from), fill(from, 16));
const [alice, chief, awa, bo] = [
  somebody('holder', 0xe0),
  somebody('worker', 0xe1),
  somebody('worker', 0xe2),
  somebody('worker', 0xe3),
];
const later = person('worker', account(0xe4), awa.uid, 2);
const seedOf = ({ account: key }: { account: AccountKey }) => derive(key, 'id.sign');
const encOf = (key: AccountKey) => derive(key, 'id.enc');
const ACCOUNTS = [account(0x41), account(0x42), account(0x43), account(0x44)];
const relay = newRelay(chief, ACCOUNTS);

const STEPS: Step[] = [
  { act: 'add', by: chief, about: awa },
  { act: 'add', by: chief, about: bo },
  { act: 'add', by: chief, about: later },
  { act: 'role', by: chief, about: later, role: 'manager' },
  { act: 'rotate', by: later, about: later },
  { act: 'role', by: chief, about: later, role: 'member' },
  { act: 'replace', by: later, about: chief, second: bo },
  { act: 'remove', by: later, about: bo },
];
const { links, now } = built(relay, ...STEPS);

const teamCases = (): v.ConsentCase['team'] => ({
  entries: links.map(({ entry }) => tohex(entry)),
  approvals: links.map(({ approval }) => approval && tohex(approval)),
  approvers: [null, ...STEPS.map(({ second }) => (second ? tohex(seedOf(second)) : null))],
  members: [...now.members.values()].map(({ uid, role, name, gen }) => ({
    uid: tohex(uid),
    role,
    name,
    gen,
  })),
});

const randomness = (from: number) => counting(from, 64);

const teamKeyCase = (): v.ConsentCase['teamKey'] => {
  const context = CONTEXTS.teamKey(relay.uid, 2, later.uid);
  return {
    seed: tohex(encOf(later.account)),
    member: tohex(later.uid),
    generation: 2,
    randomness: tohex(randomness(1)),
    sealed: tohex(seal(later.keys.enc.publicKey, context, ACCOUNTS[1]!, randomness(1))),
    previous: tohex(team.wrapPreviousTeamKey(ACCOUNTS[1]!, relay.uid, 1, ACCOUNTS[0]!)),
  };
};

const GRANT_KEY = counting(0x91, 32) as Key<'grant'>;
const KEYS = [2, 1].map((n) => ({ id: tohex(DOC), n, key: toBase64Url(counting(n, 32)) }));
const to = { ...chief, uid: relay.uid, fp: relay.fps[1]!, keys: relay.keys[1]! };
const privateBytes = (): Uint8Array => {
  const labels = PRIVATE.labels.map((one) => ({ ...one, id: tohex(one.id) }));
  return Uint8Array.of(...fill(0x5a, 32), ...canonicalBytes({ ...PRIVATE, labels }));
};

type Changed = Parameters<typeof newGrant>[2];
const receipt = (changed: Changed = {}) => {
  const dates = { nbf: NOW, exp: NOW + 31 * 86_400_000, ts: NOW };
  const common = { id: fill(0x61, 16), safe: SAFE, priv: grants.privateHash(privateBytes()), ...dates };
  const gen2 = { id: relay.uid, gen: 2, fp: relay.fps[1]! };
  const { open } = newGrant(alice, to, { ...common, to: gen2, ...changed });
  const text = keysText(GRANT_KEY, KEYS);
  const blob = seal(to.keys.enc.publicKey, grants.grantContext(open), text, randomness(2));
  const signer = open.parent ? later : alice;
  const envelope = grants.signGrant({ ...open, sealed: grants.sealedHash(blob) }, signer.keys.sign.secretKey);
  return { open, blob, envelope };
};
const first = receipt();

const grantCase = (): v.ConsentCase['grant'] => ({
  receipt: tohex(first.envelope),
  context: tohex(grants.grantContext(first.open)),
  seed: tohex(encOf(ACCOUNTS[1]!)),
  randomness: tohex(randomness(2)),
  grantKey: tohex(GRANT_KEY),
  keys: KEYS,
  sealed: tohex(first.blob),
  private: tohex(privateBytes()),
  wrappedPrivate: tohex(grants.wrapPrivate(GRANT_KEY, first.open, privateBytes())),
  accountKey: tohex(alice.account),
  ownKey: tohex(grants.wrapGrantKey(alice.account, first.open, GRANT_KEY)),
});

const resealCase = (): v.ConsentCase['reseal'] => {
  const context = resealContext(grants.grantHash(first.envelope), 3, 2);
  const text = keysText(GRANT_KEY, KEYS);
  return {
    gen: 3,
    epoch: 2,
    context: tohex(context),
    seed: tohex(encOf(ACCOUNTS[2]!)),
    randomness: tohex(randomness(3)),
    sealed: tohex(seal(relay.keys[2]!.enc.publicKey, context, text, randomness(3))),
  };
};

const association = directory.directoryKeys(counting(0x31, 32));
const secret = (who: typeof alice) => who.keys.sign.secretKey;

const words = (): v.ObjectCase[] => {
  const grant = { safe: SAFE, grant: fill(0x61, 16) };
  const cats = { kind: 'cat' as const, ids: [fill(0xca, 16), fill(0xcb, 16)] };
  const all = { scope: { kind: 'safe' as const, ids: [] }, perm: ['add', 'manage', 'read'] as const };
  const sub = { id: fill(0x62, 16), parent: fill(0x61, 16), by: later.uid, scope: cats };
  const cert = { relay: relay.uid, fp: relay.fps[0]!, name: 'Halte du Pont — Évry', ts: NOW };
  const renewed = { receipt: grants.grantHash(first.envelope), gen: 3, epoch: 2 };
  const sealed = grants.sealedHash(unhex(resealCase().sealed));
  const look = { ...grant, by: later.uid, nonce: fill(0x0c, 16), ts: NOW };
  const read = { ...look, part: 'content', doc: DOC, ver: 2 } as const;
  const list = { ...look, part: 'list', doc: null, ver: null } as const;
  const end = signWithdrawal({ ...grant, by: alice.uid, ts: NOW }, secret(alice));
  const reseal = { grant: grant.grant, ...renewed, sealed, by: later.uid, ts: NOW };
  const vouch = { relay: relay.uid, holder: alice.uid, by: later.uid, ts: NOW };
  const hers = seedOf(alice);
  const theirs = seedOf(later);
  return [
    objectCase(
      'a certificate',
      'relay.cert',
      directory.signCertificate(cert, association.secretKey),
      derive(counting(0x31, 32), 'dir.sign'),
    ),
    objectCase('a consent for one paper', 'grant', first.envelope, hers),
    objectCase('a consent for the whole safe', 'grant', receipt(all).envelope, hers),
    objectCase('a consent passed on', 'grant', receipt(sub).envelope, theirs),
    objectCase('its end', 'grant.end', end, hers),
    objectCase('its keys, sealed anew', 'grant.reseal', signReseal(reseal, secret(later)), theirs),
    objectCase('a reading', 'read', signReading(read, secret(later)), theirs),
    objectCase('a look at the list', 'read', signReading(list, secret(later)), theirs),
    objectCase('a word for somebody', 'vouch', signVouching(vouch, secret(later)), theirs),
  ];
};

const CODE = counting(0x51, 16);

export const consentCases = (): v.ConsentCase[] => [
  {
    name: 'a relay, its team of four generations, and consents to it',
    directory: {
      seed: tohex(counting(0x31, 32)),
      publicKey: tohex(association.publicKey),
      fingerprint: tohex(directory.directoryFingerprint(association.publicKey)),
    },
    relay: {
      accountKeys: ACCOUNTS.map(tohex),
      founder: { uid: tohex(chief.uid), sign: tohex(chief.member.sign), fp: tohex(chief.fp) },
      uid: tohex(relay.uid),
      statements: relay.chain.map(({ statement }) => tohex(statement)),
      approvals: relay.chain.map(({ approval }) => approval && tohex(approval)),
      fingerprints: relay.fps.map(tohex),
    },
    contact: {
      uid: tohex(relay.uid),
      fp: tohex(relay.fps[0]!),
      text: contactText({ uid: relay.uid, fp: relay.fps[0]! }),
      poster: posterText({ directory: association.publicKey, uid: relay.uid, fp: relay.fps[0]! }),
    },
    invitation: {
      secret: tohex(CODE),
      text: invitation.invitationText(CODE),
      locator: tohex(invitation.invitationLocator(CODE)),
      name: 'Aïcha',
      welcome: tohex(invitation.welcomeProof(CODE, relay.uid, relay.fps[0]!)),
      association: tohex(invitation.associationProof(CODE, relay.uid, association.publicKey)),
      join: tohex(invitation.joinProof(CODE, relay.uid, relay.fps[0]!, 'Aïcha')),
    },
    team: teamCases(),
    teamKey: teamKeyCase(),
    grant: grantCase(),
    reseal: resealCase(),
    objects: words(),
  },
];
