import { sameBytes, toHex } from '../../core/bytes.js';
import { type PassedGrant, type ReceivedGrant, receivedGrants } from '../../core/api/grants.js';
import type { AccountKey } from '../../core/crypto/keys.js';
import type { KeyPair } from '../../core/crypto/sodium.js';
import { damaged, type ErrorCode, isSafeError } from '../../core/errors.js';
import type { Contact } from '../../core/protocol/contact.js';
import {
  claimedGrant,
  type Grant,
  grantHash,
  type GrantPrivate,
  openGrant,
  openPrivate,
  unwrapPrivate,
} from '../../core/protocol/grant.js';
import {
  claimedReseal,
  type GrantKeys,
  openGrantKeys,
  openReseal,
  openResealedKeys,
  type Reseal,
} from '../../core/protocol/grant-keys.js';
import {
  fingerprint,
  type Identity,
  identityKeys,
  type IdentityLink,
  openIdentityChain,
} from '../../core/protocol/identity.js';
import type { TeamLink } from '../../core/protocol/team.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { readLinks } from '../locks.js';
import { everyPage } from '../pages.js';
import { wireBytes } from '../wire.js';
import { type Caller, openFromContact } from './chains.js';
import { openSub, signersIn } from './givers.js';
import { stateOf, type Share } from './shares.js';
import { type Signer, teamSigners } from './team-signers.js';

/** A relay that one belongs to, verified, with its team keys by generation. */
export interface OwnTeam {
  readonly relay: Uint8Array;
  /** The newest identity, which the team stands behind. */
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  readonly teamLinks: readonly TeamLink[];
  readonly teamKeys: ReadonlyMap<number, AccountKey>;
}

/** Whom a worker believes: people whose public codes were scanned, and their own relays. */
export interface Believed {
  readonly contacts: readonly Contact[];
  readonly teams: readonly OwnTeam[];
}

export interface Holder {
  readonly identity: Identity;
  /** Id in hexadecimal. */
  readonly uid: string;
  /** Whether their public code was scanned; if not, the words have to be compared aloud. */
  readonly verified: boolean;
  readonly words: readonly string[];
}

/** Something that was shown to the worker or a relay of theirs, verified. */
export interface Received {
  readonly id: string;
  readonly state: Share['state'];
  readonly grant: Grant;
  readonly hash: Uint8Array;
  readonly holder: Holder;
  /** Id of the relay that it is for, or null if it is for the worker. */
  readonly relay: string | null;
  /** Keys, and what was said to the person; null once it is over. */
  readonly opened: { readonly keys: GrantKeys; readonly private: GrantPrivate } | null;
  /** The generation and epoch that the keys are sealed for. */
  readonly sealedFor: { readonly gen: number; readonly epoch: number };
  readonly endedAt: number | null;
  /** Of what was passed on: the grant under which it was given, and who signed it. */
  readonly passed: { readonly parent: Grant; readonly giver: Signer } | null;
}

/** A grant of which nothing is shown. */
export interface Refused {
  readonly id: string | null;
  readonly code: ErrorCode;
}

const holderOf = ({ contacts }: Believed, wire: ReceivedGrant, uid: Uint8Array): Holder => {
  const links = readLinks(wire.holder);
  const contact = contacts.find((one) => sameBytes(one.uid, uid));
  const identity = contact ? openFromContact(contact, links) : openIdentityChain(uid, links);
  if (identity.role !== 'holder') throw damaged();
  const words = fingerprintWords(fingerprint(identity));
  return { identity, uid: toHex(uid), verified: contact !== undefined, words };
};

const teamFor = ({ teams }: Believed, id: Uint8Array): OwnTeam | undefined =>
  teams.find(({ relay }) => sameBytes(relay, id));

/** The pair of keys of one generation, if the worker has it, and its public part is that of the relay's own chain. */
const pairOf = (
  caller: Caller,
  believed: Believed,
  { id, gen }: Pick<Grant['to'], 'id' | 'gen'>,
): KeyPair => {
  if (sameBytes(id, caller.uid)) {
    if (gen !== caller.identity.gen) throw damaged();
    return caller.keys.enc;
  }
  const team = teamFor(believed, id);
  const key = team?.teamKeys.get(gen);
  if (!team || !key) throw damaged();
  const identity = openIdentityChain(id, team.links.slice(0, gen));
  const { enc } = identityKeys(key);
  if (identity.gen !== gen || !sameBytes(enc.publicKey, identity.enc)) throw damaged();
  return enc;
};

/** The receipt names the very keys that the worker or the relay had at that generation. */
const checkRecipient = (caller: Caller, believed: Believed, { to }: Grant): void => {
  const own = sameBytes(to.id, caller.uid);
  const team = teamFor(believed, to.id);
  const identity = own ? caller.identity : team && openIdentityChain(to.id, team.links.slice(0, to.gen));
  if (!identity || identity.gen !== to.gen || !sameBytes(fingerprint(identity), to.fp)) throw damaged();
};

/** Sealed anew by the holder, or by somebody whom the team ever had. Keys that lie are found out by what they open. */
const openRenewal = (
  believed: Believed,
  grant: Grant,
  receipt: Uint8Array,
  holder: Identity,
  envelope: Uint8Array,
): Reseal => {
  const { by } = claimedReseal(envelope);
  const meant = { grant: grant.id, by };
  const team = teamFor(believed, grant.to.id);
  const keys = sameBytes(by, holder.uid) ? [holder.sign] : team ? teamSigners(team, by) : [];
  for (const key of keys) {
    try {
      const reseal = openReseal(envelope, key, receipt, meant);
      if (reseal.gen < grant.to.gen || reseal.epoch < grant.epoch) throw damaged();
      return reseal;
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  throw damaged();
};

const checkScope = ({ scope, safe }: Grant, { keys }: GrantKeys): void => {
  const ids = scope.kind === 'safe' ? [safe] : scope.ids;
  if (!keys.every(({ id }) => ids.some((one) => sameBytes(one, id)))) throw damaged();
};

const openKeys = (
  caller: Caller,
  believed: Believed,
  grant: Grant,
  receipt: Uint8Array,
  wire: ReceivedGrant,
  holder: Identity,
) => {
  if (wire.renewed === null) {
    const keys = openGrantKeys(pairOf(caller, believed, grant.to), grant, wireBytes(wire.sealed));
    return { keys, sealedFor: { gen: grant.to.gen, epoch: grant.epoch } };
  }
  const { reseal: envelope, sealed } = wire.renewed;
  const { gen, epoch, ...reseal } = openRenewal(believed, grant, receipt, holder, wireBytes(envelope));
  const pair = pairOf(caller, believed, { id: grant.to.id, gen });
  const keys = openResealedKeys(pair, { ...reseal, gen, epoch }, wireBytes(sealed));
  checkScope(grant, keys);
  return { keys, sealedFor: { gen, epoch } };
};

/** The receipt, signed by the holder, or by somebody whom the holder showed it to, within what the holder signed. */
const openReceipt = (
  { grant, parent }: ReceivedGrant,
  { identity }: Holder,
): Pick<Received, 'grant' | 'passed'> => {
  const envelope = wireBytes(grant);
  if (parent === null) return { grant: openGrant(envelope, identity.sign, identity.uid), passed: null };
  const above = openGrant(wireBytes(parent.grant), identity.sign, identity.uid);
  const chains = { identity: parent.recipient, team: parent.team };
  const { grant: child, giver } = openSub(envelope, above, signersIn(above.to, chains));
  return { grant: child, passed: { parent: above, giver } };
};

const openReceived = (caller: Caller, believed: Believed, wire: ReceivedGrant): Received => {
  const envelope = wireBytes(wire.grant);
  const claimed = claimedGrant(envelope);
  const holder = holderOf(believed, wire, claimed.holder);
  const { grant, passed } = openReceipt(wire, holder);
  checkRecipient(caller, believed, grant);
  const hash = grantHash(envelope);
  const state = stateOf({ endedAt: wire.endedAt, grant }, caller.device.clock.now());
  const base = {
    id: toHex(grant.id),
    state,
    grant,
    hash,
    holder,
    relay: sameBytes(grant.to.id, caller.uid) ? null : toHex(grant.to.id),
    endedAt: wire.endedAt,
    passed,
  };
  // The server keeps back the keys of what is over; by its clock that may be a moment before ours.
  if (wire.sealed === '' || state === 'ended' || state === 'expired') {
    const over = state === 'ended' ? 'ended' : 'expired';
    return { ...base, state: over, opened: null, sealedFor: { gen: grant.to.gen, epoch: grant.epoch } };
  }
  const { keys, sealedFor } = openKeys(caller, believed, grant, hash, wire, holder.identity);
  const hidden = openPrivate(grant, unwrapPrivate(keys.grantKey, grant, wireBytes(wire.priv)));
  return { ...base, opened: { keys, private: hidden }, sealedFor };
};

const claimedId = (wire: ReceivedGrant): string | null => {
  try {
    return toHex(claimedGrant(wireBytes(wire.grant)).id);
  } catch {
    return null;
  }
};

export interface Got {
  readonly grants: readonly Received[];
  readonly refused: readonly Refused[];
  /** What was passed on of them, as the server says: to be opened with `openOwnPassed`. */
  readonly passedOn: readonly PassedGrant[];
}

/**
 * What was shown to a worker and to their relays, each verified for itself: one that was altered, or that is for other keys,
 * is named in `refused` and nothing of it is shown, and the others stay.
 */
export const received = async (caller: Caller, believed: Believed): Promise<Got> => {
  const pages = await everyPage(
    (query) => caller.api.call(receivedGrants, { query }),
    (page) => page.grants.length,
  );
  const wires = pages.flatMap((page) => page.grants);
  const passedOn = pages.flatMap((page) => page.passedOn);
  const grants: Received[] = [];
  const refused: Refused[] = [];
  for (const wire of wires) {
    try {
      grants.push(openReceived(caller, believed, wire));
    } catch (error) {
      if (!isSafeError(error)) throw error;
      refused.push({ id: claimedId(wire), code: error.code });
    }
  }
  return { grants, refused, passedOn };
};
