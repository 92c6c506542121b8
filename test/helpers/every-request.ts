import { newKey } from '../../src/core/crypto/keys.js';
import { toBase64Url, toHex } from '../../src/core/bytes.js';
import { random } from '../../src/core/crypto/sodium.js';
import { signErasure } from '../../src/core/protocol/erasure.js';
import { invitationLocator } from '../../src/core/protocol/invitation.js';
import { signVouching } from '../../src/core/protocol/vouching.js';
import { endAsk, listAsks, madeAsks, prepareAsk, sendAsks } from './asks.js';
import {
  findSafe,
  listWaiting,
  prepareDeposit,
  readLeft,
  refuse,
  sendAsRelay,
  sendUnderGrant,
  setDoor,
} from './deposits.js';
import { endDrop, listDrops, prepareDrop, sendNewDrop } from './drops.js';
import { firstKeyring, nextKeyring } from './devices.js';
import { endGrant, look, prepareGrant, read, reseal, resealWire, workerParty } from './grants.js';
import { type Answer, call, commitBody, type Holder, prepareVersion, send, type Sent } from './holder.js';
import {
  answerInvitation,
  certificateOf,
  changeTeam,
  inviteTo,
  newDirectory,
  prepareRelay,
  putCertificate,
  relayOf,
  relayPath,
} from './relay.js';
import { keptByRelayRequests } from './every-relay-request.js';
import { changeLink, endLink, prepareLink, sendGranted, sendLink, type Shown } from './links.js';
import { passOn, prepareSub } from './sub-grants.js';
import { asWorker } from './worker.js';

type Requests = Readonly<Record<string, () => Promise<Pick<Answer, 'status' | 'json'>>>>;

/** A paper as a link would name it. */
const madeUp = ({ doc }: Pick<Sent, 'doc'>): Shown => ({
  doc,
  ver: 1,
  key: newKey<'document'>(),
  manifest: random(100),
});

/** A well-formed request for every operation on an account and its safe, by the contract's id. */
export const safeRequests = (holder: Holder, kept: Pick<Sent, 'doc'>): Requests => {
  const safe = `/v1/safes/${toHex(holder.safe)}`;
  const paper = `${safe}/documents/${toHex(kept.doc)}`;
  const order = signErasure(holder.safe, holder.head.seq, Date.now(), holder.keys.sign.secretKey);
  const list = nextKeyring(holder, firstKeyring(holder), holder.locks);
  return {
    showAccount: () => call(holder, 'GET', '/v1/account'),
    showIdentity: () => call(holder, 'GET', `/v1/identities/${toHex(holder.uid)}`),
    changeUnlockers: () =>
      call(holder, 'PUT', '/v1/account/unlockers', { unlockers: toBase64Url(list.envelope), locks: [] }),
    listSafes: () => call(holder, 'GET', '/v1/safes'),
    nameCategory: () =>
      call(holder, 'PUT', `${safe}/categories/${toHex(holder.category)}`, {
        epoch: 1,
        wrappedName: toBase64Url(new Uint8Array(137)),
      }),
    commitHead: () => call(holder, 'POST', `${safe}/heads`, commitBody(holder, { bin: [kept.doc] }).body),
    eraseSafe: () => call(holder, 'POST', `${safe}/erasure`, { order: toBase64Url(order) }),
    listDeposits: () => listWaiting(holder),
    readDeposit: () => readLeft(holder, kept.doc),
    readDepositThumbnail: () => readLeft(holder, kept.doc, 'thumbnail'),
    refuseDeposits: () => refuse(holder, [kept.doc]),
    setDepositDoor: () => setDoor(holder, true),
    listAsks: () => listAsks(holder),
    listGrants: () => call(holder, 'GET', `${safe}/grants`),
    listLinks: () => call(holder, 'GET', `${safe}/links`),
    makeLink: async () => sendLink(holder, await prepareLink(holder, [madeUp(kept)])),
    listDrops: () => listDrops(holder),
    makeDrop: () => sendNewDrop(holder, prepareDrop(holder)),
    readLog: () => call(holder, 'GET', `${safe}/log`),
    listPapers: () => call(holder, 'GET', `${safe}/documents`),
    listVersions: () => call(holder, 'GET', `${paper}/versions`),
    sendVersion: async () => send(holder, await prepareVersion(holder, Buffer.from('paper'))),
    readContent: () => call(holder, 'GET', `${paper}/versions/1/content`),
    readThumbnail: () => call(holder, 'GET', `${paper}/versions/1/thumbnail`),
  };
};

/** A well-formed request for every operation on relays, as somebody who belongs to none. */
const relayRequests = (holder: Holder): Requests => {
  const person = asWorker(holder);
  const prepared = prepareRelay(person);
  const relay = relayOf(person, prepared);
  const code = random(20);
  const vouching = signVouching(
    { relay: relay.uid, holder: holder.uid, by: holder.uid, ts: Date.now() },
    holder.keys.sign.secretKey,
  );
  return {
    foundRelay: () => call(holder, 'POST', '/v1/relays', prepared.body),
    certifyRelay: () => putCertificate(person, relay, certificateOf(relay, newDirectory().keys)),
    showRelay: () => call(holder, 'GET', relayPath(relay)),
    listRelays: () => call(holder, 'GET', '/v1/relays'),
    changeTeam: () => changeTeam(relay, person, { act: 'rotate', about: person }),
    invite: () => inviteTo(relay, person, code),
    listInvitations: () => call(holder, 'GET', relayPath(relay, '/invitations')),
    readInvitation: () => call(holder, 'GET', `/v1/invitations/${toHex(invitationLocator(code))}`),
    answerInvitation: () => answerInvitation(person, code),
    relayLog: () => call(holder, 'GET', relayPath(relay, '/log')),
    vouch: () => call(holder, 'POST', relayPath(relay, '/vouchings'), { vouching: toBase64Url(vouching) }),
  };
};

/** A well-formed request for every operation on grants, about one that was never given. */
const grantRequests = (holder: Holder, kept: Pick<Sent, 'doc'>): Requests => {
  const person = asWorker(holder);
  const party = workerParty(person);
  const given = prepareGrant(holder, party);
  return {
    receivedGrants: () => call(holder, 'GET', '/v1/grants'),
    lookAtGranted: () => look(person, given),
    readGranted: () => read(person, given, { doc: kept.doc, ver: 1 }),
    endGrant: () => endGrant(person, given),
    passOnGrant: () =>
      passOn(person, given, prepareSub(person, given, { ...party, id: random(16) }, { holder: random(16) })),
    makeAsks: () => sendAsks(person, given, [prepareAsk(person, given)]),
    listMadeAsks: () => madeAsks(person, given),
    endAsk: () => endAsk(person, { id: random(16), safe: holder.safe }, 'withdrawn'),
    resealGrant: () => reseal(person, given, resealWire(person, given, party)),
  };
};

/** A well-formed request to leave a paper, as somebody who belongs to no relay and to whom nothing was given. */
const depositRequests = (holder: Holder): Requests => {
  const [relay, grant] = [random(16), random(16)];
  return {
    findSafe: () => findSafe(holder, relay, holder.uid),
    sendDeposit: async () =>
      sendAsRelay(holder, relay, holder.safe, await prepareDeposit(holder, holder, { relay })),
    sendDepositUnderGrant: async () =>
      sendUnderGrant(holder, grant, await prepareDeposit(holder, holder, { grant })),
  };
};

/** A well-formed request for every operation on links, about one that was never made. */
const linkRequests = (holder: Holder, kept: Pick<Sent, 'doc'>): Requests => {
  const person = asWorker(holder);
  const [grant, loc] = [random(16), random(16)];
  const by = { maker: person, grant };
  return {
    madeLinks: () => call(holder, 'GET', '/v1/links'),
    makeGrantedLink: async () =>
      sendGranted(
        person,
        grant,
        await prepareLink(holder, [madeUp(kept)], { by, changed: { holder: random(16) } }),
      ),
    changeLink: () => changeLink(person, { loc, safe: holder.safe }, { seq: 1, exp: Date.now(), max: 1 }),
    endLink: () => endLink(person, { loc, safe: holder.safe }),
    endDrop: () => endDrop(holder, { loc, safe: holder.safe }),
  };
};

/** A well-formed request for every operation that needs an account, by the contract's id. */
export const everyRequest = (holder: Holder, kept: Pick<Sent, 'doc'>): Requests => ({
  ...safeRequests(holder, kept),
  ...relayRequests(holder),
  ...grantRequests(holder, kept),
  ...depositRequests(holder),
  ...linkRequests(holder, kept),
  ...keptByRelayRequests(holder),
});
