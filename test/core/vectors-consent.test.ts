import t from 'tap';
import { toHex } from '../../src/core/bytes.js';
import type { AccountKey } from '../../src/core/crypto/keys.js';
import { xwingKeyPair } from '../../src/core/crypto/sodium.js';
import * as contact from '../../src/core/protocol/contact.js';
import * as directory from '../../src/core/protocol/directory.js';
import * as grants from '../../src/core/protocol/grant.js';
import { openWithdrawal } from '../../src/core/protocol/grant-end.js';
import * as sealing from '../../src/core/protocol/grant-keys.js';
import * as identity from '../../src/core/protocol/identity.js';
import * as invitation from '../../src/core/protocol/invitation.js';
import { openReading } from '../../src/core/protocol/reading.js';
import * as team from '../../src/core/protocol/team.js';
import { openVouching } from '../../src/core/protocol/vouching.js';
import * as second from '../helpers/second/consent.js';
import * as keys from '../helpers/second/keys.js';
import { foundTeam, nextTeam, teamMembers } from '../helpers/second/team.js';
import * as objects from '../helpers/second/objects.js';
import { join, kemKeys, sign, verify } from '../helpers/second/primitives.js';
import { tohex, unhex, vectors } from '../helpers/vectors.js';

const cases = vectors('consent');
const account = (hex: string | undefined) => unhex(hex as string) as AccountKey;
const nonceOf = (wrapped: string) => unhex(wrapped).slice(1, 25);

t.test('a relay and its association are the same in both programs', async (t) => {
  for (const { directory: d, relay: r, contact: c } of cases) {
    t.equal(tohex(directory.directoryKeys(unhex(d.seed)).publicKey), d.publicKey);
    t.equal(tohex(second.directoryKeys(unhex(d.seed)).publicKey), d.publicKey);
    t.equal(tohex(directory.directoryFingerprint(unhex(d.publicKey))), d.fingerprint);
    t.equal(tohex(second.directoryFingerprint(unhex(d.publicKey))), d.fingerprint);
    const [uid, sign, fp] = [r.founder.uid, r.founder.sign, r.founder.fp].map(unhex) as [never, never, never];
    t.equal(tohex(second.relayId(account(r.accountKeys[0]), { uid, sign, fp })), r.uid);
    const first = identity.identityKeys(account(r.accountKeys[0])).sign.publicKey;
    t.equal(tohex(team.relayId(first, { uid, gen: 1, sign, fp })), r.uid);
    r.accountKeys.forEach((key, i) => {
      const own = objects.identityKeys(account(key));
      t.equal(tohex(objects.fingerprint(unhex(r.uid), own.sign, own.enc.publicKey)), r.fingerprints[i]);
    });
    const [id, print, pin] = [unhex(c.uid), unhex(c.fp), unhex(d.publicKey)] as const;
    t.equal(second.contactText(id, print), c.text);
    t.equal(second.posterText(pin, id, print), c.poster);
    t.strictSame(contact.readContact(c.text), { uid: id, fp: print });
    t.strictSame(contact.readPoster(c.poster), { directory: pin, uid: id, fp: print });
    t.equal(contact.contactText({ uid: id, fp: print }), c.text);
    t.equal(contact.posterText({ directory: pin, uid: id, fp: print }), c.poster);
  }
});

t.test('an invitation gives the same code, name and proofs in both', async (t) => {
  for (const { invitation: v, contact: c } of cases) {
    const [secret, uid, fp] = [unhex(v.secret), unhex(c.uid), unhex(c.fp)] as const;
    const other = second.invitation(secret);
    t.equal(invitation.invitationText(secret), v.text);
    t.equal(second.invitationText(secret), v.text);
    t.equal(tohex(invitation.readInvitation(v.text)), v.secret);
    t.equal(tohex(invitation.invitationLocator(secret)), v.locator);
    t.equal(tohex(other.locator), v.locator);
    t.equal(tohex(invitation.welcomeProof(secret, uid, fp)), v.welcome);
    t.equal(tohex(other.welcome(uid, fp)), v.welcome);
    const { directory } = contact.readPoster(c.poster);
    t.equal(tohex(invitation.associationProof(secret, uid, directory)), v.association);
    t.equal(tohex(other.association(uid, directory)), v.association);
    t.equal(tohex(invitation.joinProof(secret, uid, fp, v.name)), v.join);
    t.equal(tohex(other.join(uid, fp, v.name)), v.join);
  }
});

t.test('a team’s chain leads to the same team in both', async (t) => {
  for (const { team: v, relay: r } of cases) {
    const chain = r.statements.map((statement, i) => ({
      statement: unhex(statement),
      approval: r.approvals[i] ? unhex(r.approvals[i]) : null,
    }));
    const links = v.entries.map((entry, i) => ({
      entry: unhex(entry),
      approval: v.approvals[i] ? unhex(v.approvals[i]) : null,
    }));
    const opened = team.openTeam(identity.openIdentityChain(unhex(r.uid), chain.slice(0, 1)), links);
    const members = [...opened.members.values()].map(({ uid, role, name, gen }) => {
      return { uid: toHex(uid), role, name, gen };
    });
    t.strictSame(members, v.members);
    t.equal(toHex(opened.teamFp), r.fingerprints[opened.teamGen - 1]);
    t.equal(toHex(identity.fingerprint(team.openTeamIdentity(opened, chain))), r.fingerprints.at(-1));
    let people = foundTeam(unhex(r.uid), account(r.accountKeys[0]), links[0]!.entry);
    for (const link of links.slice(1)) people = nextTeam(people, link);
    t.strictSame(teamMembers(people), v.members);
    v.approvers.forEach((seed, i) => {
      const approval = seed && tohex(sign('team.co', unhex(v.entries[i]!).slice(64), unhex(seed)));
      t.equal(approval, v.approvals[i]);
    });
  }
});

t.test('a team’s keys open in both', async (t) => {
  for (const { teamKey: v, relay: r } of cases) {
    const [older, key] = [account(r.accountKeys[0]), account(r.accountKeys[v.generation - 1])] as const;
    const place = { relay: unhex(r.uid), generation: v.generation, member: unhex(v.member) };
    const context = second.CONTEXTS.teamKey(place.relay, v.generation, place.member);
    t.equal(tohex(team.unsealTeamKey(xwingKeyPair(unhex(v.seed)), place, unhex(v.sealed))), tohex(key));
    const enc = kemKeys(unhex(v.seed));
    t.equal(tohex(keys.unseal(enc, context, unhex(v.sealed))), tohex(key));
    t.equal(tohex(keys.seal(enc.publicKey, context, key, unhex(v.randomness))), v.sealed);
    t.equal(tohex(team.unwrapPreviousTeamKey(key, place.relay, 1, unhex(v.previous))), tohex(older));
    const wrapping = second.teamKeyWrapping(key);
    const before = second.CONTEXTS.previousTeamKey(place.relay, 1);
    t.equal(tohex(keys.wrap(wrapping, before, older, nonceOf(v.previous))), v.previous);
  }
});

t.test('what a consent carries opens in both', async (t) => {
  for (const { grant: v, reseal: again, relay: r } of cases) {
    const holder = objects.identityKeys(account(v.accountKey));
    const grant = grants.openGrant(unhex(v.receipt), holder.sign);
    const receipt = objects.openEnvelope('grant', unhex(v.receipt), holder.sign) as Record<string, string>;
    t.equal(toHex(grant.to.id), r.uid);
    t.equal(tohex(grants.grantContext(grant)), v.context);
    t.equal(tohex(second.grantContext(receipt)), v.context);
    t.equal(tohex(grants.sealedHash(unhex(v.sealed))), receipt['sealed']);
    t.equal(tohex(second.sealedHash(unhex(v.sealed))), receipt['sealed']);
    const opened = sealing.openGrantKeys(xwingKeyPair(unhex(v.seed)), grant, unhex(v.sealed));
    const text = second.keysText(unhex(v.grantKey), v.keys);
    t.equal(tohex(opened.grantKey), v.grantKey);
    const listed = JSON.parse(Buffer.from(text).toString()) as { keys: { key: string }[] };
    t.strictSame(
      opened.keys.map(({ key }) => Buffer.from(key).toString('base64url')),
      listed.keys.map(({ key }) => key),
    );
    const enc = kemKeys(unhex(v.seed)).publicKey;
    t.equal(tohex(keys.seal(enc, unhex(v.context), text, unhex(v.randomness))), v.sealed);

    t.equal(tohex(second.privateHash(unhex(v.private))), receipt['priv']);
    t.equal(grants.openPrivate(grant, unhex(v.private)).purpose, 'Renouveler la carte');
    t.equal(tohex(grants.unwrapPrivate(opened.grantKey, grant, unhex(v.wrappedPrivate))), v.private);
    const [place, own] = [
      second.CONTEXTS.private(grant.safe, grant.id),
      second.CONTEXTS.grantKey(grant.safe, grant.id),
    ];
    const nonce = nonceOf(v.wrappedPrivate);
    t.equal(tohex(keys.wrap(unhex(v.grantKey), place, unhex(v.private), nonce)), v.wrappedPrivate);
    t.equal(tohex(grants.unwrapGrantKey(account(v.accountKey), grant, unhex(v.ownKey))), v.grantKey);
    const wrapping = second.ownWrapping(account(v.accountKey));
    t.equal(tohex(keys.wrap(wrapping, own, unhex(v.grantKey), nonceOf(v.ownKey))), v.ownKey);

    const hash = objects.objectHash('grant', unhex(v.receipt));
    t.equal(tohex(grants.grantHash(unhex(v.receipt))), tohex(hash));
    t.equal(tohex(second.resealContext(hash, again.gen, again.epoch)), again.context);
    const renewed = kemKeys(unhex(again.seed)).publicKey;
    t.equal(tohex(keys.seal(renewed, unhex(again.context), text, unhex(again.randomness))), again.sealed);
    const value = {
      gen: again.gen,
      epoch: again.epoch,
      receipt: hash,
      sealed: second.sealedHash(unhex(again.sealed)),
    };
    const about = { t: 'grant.reseal' as const, ...value, grant: grant.id, by: holder.sign, ts: 1 };
    const recipient = xwingKeyPair(unhex(again.seed));
    t.strictSame(sealing.openResealedKeys(recipient, about, unhex(again.sealed)), opened);
  }
});

const id = (body: Record<string, string>, field: string) => unhex(body[field] as string);
const READERS: Record<string, (e: Uint8Array, key: Uint8Array, body: Record<string, string>) => unknown> = {
  'relay.cert': directory.openCertificate,
  grant: (e, key, body) => grants.openGrant(e, key, id(body, 'by')),
  'grant.end': (e, key, body) =>
    openWithdrawal(e, key, { safe: id(body, 'safe'), id: id(body, 'grant') }, id(body, 'by')),
  'grant.reseal': (e, key, body) =>
    sealing.openReseal(e, key, id(body, 'receipt'), { grant: id(body, 'grant'), by: id(body, 'by') }),
  read: (e, key, body) => openReading(e, key, id(body, 'by')),
  vouch: (e, key, body) => openVouching(e, key, id(body, 'relay'), id(body, 'by')),
};

t.test('every word about a consent is read, and written again, by both', async (t) => {
  for (const v of cases.flatMap((one) => one.objects)) {
    const body = JSON.parse(v.canonical) as { t: string } & Record<string, string>;
    t.doesNotThrow(() => READERS[v.type]!(unhex(v.envelope), unhex(v.publicKey), body), v.name);
    t.ok(verify(v.type, join(v.canonical), unhex(v.envelope).slice(0, 64), unhex(v.publicKey)), v.name);
    t.equal(tohex(objects.envelope(body, unhex(v.seed))), v.envelope, v.name);
    t.equal(tohex(objects.objectHash(v.type, unhex(v.envelope))), v.hash, v.name);
  }
});
