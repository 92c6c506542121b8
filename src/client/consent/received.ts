import { sameBytes, toHex } from '../../core/bytes.js';
import { type PassedGrant, type ReceivedGrant, receivedGrants } from '../../core/api/grants.js';
import { damaged, type ErrorCode, isSafeError } from '../../core/errors.js';
import {
  claimedGrant,
  type Grant,
  grantHash,
  type GrantPrivate,
  openGrant,
  openPrivate,
  unwrapPrivate,
} from '../../core/protocol/grant.js';
import type { GrantKeys } from '../../core/protocol/grant-keys.js';
import { fingerprint, type Identity, openIdentityChain } from '../../core/protocol/identity.js';
import { fingerprintWords } from '../../core/protocol/words.js';
import { readLinks } from '../locks.js';
import { everyPage } from '../pages.js';
import { wireBytes } from '../wire.js';
import { type Believed, teamFor } from './believed.js';
import { type Caller, openFromContact } from './chains.js';
import { openSub, signersIn } from './givers.js';
import { openSealed, type SealedKeys } from './sealed-keys.js';
import { stateOf, type Share } from './shares.js';
import type { Signer } from './team-signers.js';

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
  readonly sealedFor: SealedKeys['sealedFor'];
  /** What a colleague sealed anew and that does not open: what the person sealed was taken instead. */
  readonly badSeal: SealedKeys['badSeal'];
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

/** The receipt names the very keys that the worker or the relay had at that generation. */
const checkRecipient = (caller: Caller, believed: Believed, { to }: Grant): void => {
  const own = sameBytes(to.id, caller.uid);
  const team = teamFor(believed, to.id);
  const identity = own ? caller.identity : team && openIdentityChain(to.id, team.links.slice(0, to.gen));
  if (!identity || identity.gen !== to.gen || !sameBytes(fingerprint(identity), to.fp)) throw damaged();
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
    const sealedFor = { gen: grant.to.gen, epoch: grant.epoch };
    return { ...base, state: over, opened: null, sealedFor, badSeal: null };
  }
  const at = { caller, believed, grant, receipt: hash, holder: holder.identity };
  const { keys, ...sealed } = openSealed(at, wire);
  const hidden = openPrivate(grant, unwrapPrivate(keys.grantKey, grant, wireBytes(wire.priv)));
  return { ...base, opened: { keys, private: hidden }, ...sealed };
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
