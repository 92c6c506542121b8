import { fromHex, sameBytes, toHex } from '../core/bytes.js';
import { type ReceivedGrant, receivedGrants } from '../core/api/grants.js';
import type { KeyPair } from '../core/crypto/sodium.js';
import { damaged } from '../core/errors.js';
import {
  claimedGrant,
  type Grant,
  grantHash,
  type GrantPrivate,
  openGrant,
  openPrivate,
  unwrapPrivate,
} from '../core/protocol/grant.js';
import {
  claimedReseal,
  type GrantedKey,
  type GrantKeys,
  openGrantKeys,
  openReseal,
  openResealedKeys,
} from '../core/protocol/grant-keys.js';
import {
  fingerprint,
  type Identity,
  identityKeys,
  type IdentityLink,
  openIdentityChain,
  openPinnedIdentity,
} from '../core/protocol/identity.js';
import { fingerprintWords } from '../core/protocol/words.js';
import { withKnown } from './known.js';
import { type OwnRelay, ownRelays } from './relay-keys.js';
import type { AccountSession } from './session.js';
import { readLinks, wireBytes } from './wire.js';

/** A person who showed something. */
export interface HolderSeen {
  /** Id in hexadecimal. */
  readonly id: string;
  readonly identity: Identity;
  readonly links: readonly IdentityLink[];
  /** How this worker calls them, if their public code was read here: only then is it known who they are. */
  readonly name: string | null;
  /** To be compared with those on the person's card or screen. */
  readonly words: readonly string[];
}

/** What was shown to a worker or to a relay of theirs. */
export interface Received {
  /** Id in hexadecimal. */
  readonly id: string;
  readonly grant: Grant;
  readonly envelope: Uint8Array;
  readonly holder: HolderSeen;
  /** The relay that it was shown to; null if it was shown to the worker themselves. */
  readonly relay: OwnRelay | null;
  readonly state: 'open' | 'ended' | 'over';
  /** What it opens, and what was told; null once it is over. */
  readonly opened: { readonly keys: readonly GrantedKey[]; readonly told: GrantPrivate } | null;
}

/** The holder's chain as it verifies; held against their public code, where it was read here. */
const openHolder = (session: AccountSession, uid: Uint8Array, links: readonly IdentityLink[]): HolderSeen => {
  const id = toHex(uid);
  const contact = session.pins.known().contacts[id];
  const identity = contact
    ? openPinnedIdentity({ uid, gen: contact.gen, fp: fromHex(contact.fp, 32) }, links)
    : openIdentityChain(uid, links);
  if (identity.role !== 'holder') throw damaged();
  const words = fingerprintWords(fingerprint(identity));
  return { id, identity, links, name: contact?.name ?? null, words };
};

/** Who somebody is: a worker, or a relay with its keys. */
interface Addressee {
  readonly relay: OwnRelay | null;
  /** Key pair of the generation that the keys were sealed to. */
  encOf(gen: number): KeyPair;
}

const keyOfGeneration = (relay: OwnRelay, gen: number): KeyPair => {
  const key = relay.keys[gen - 1];
  if (!key) throw damaged();
  return identityKeys(key).enc;
};

/** The receipt must name this worker, or a relay of theirs, by the very fingerprint that they know as their own. */
const addresseeOf = (session: AccountSession, relays: readonly OwnRelay[], { to }: Grant): Addressee => {
  const own = sameBytes(to.id, session.uid);
  const relay = own ? null : relays.find(({ uid }) => sameBytes(uid, to.id));
  if (relay === undefined) throw damaged();
  const links = relay ? relay.links : session.links;
  const meant = openIdentityChain(to.id, links.slice(0, to.gen));
  if (meant.gen !== to.gen || !sameBytes(fingerprint(meant), to.fp)) throw damaged();
  const ofOwn = (gen: number): KeyPair => {
    if (gen !== session.identity.gen) throw damaged();
    return session.keys.enc;
  };
  return { relay, encOf: relay ? (gen) => keyOfGeneration(relay, gen) : ofOwn };
};

/** Who may seal keys anew: the holder, or somebody who is or was in the team. */
const sealerKeys = ({ identity }: HolderSeen, relay: OwnRelay | null, by: Uint8Array): Uint8Array[] => {
  if (sameBytes(by, identity.uid)) return [identity.sign];
  return (relay?.everybody ?? []).filter(({ uid }) => sameBytes(uid, by)).map(({ sign }) => sign);
};

const tried = <T>(keys: readonly Uint8Array[], open: (key: Uint8Array) => T): T => {
  for (const key of keys) {
    try {
      return open(key);
    } catch {
      // perhaps under the next one
    }
  }
  throw damaged();
};

const openRenewed = (
  { grant, envelope, holder }: Pick<Received, 'grant' | 'envelope' | 'holder'>,
  { relay, encOf }: Addressee,
  renewed: NonNullable<ReceivedGrant['renewed']>,
): GrantKeys => {
  const signed = wireBytes(renewed.reseal);
  const { by } = claimedReseal(signed);
  const reseal = tried(sealerKeys(holder, relay, by), (key) =>
    openReseal(signed, key, grantHash(envelope), { grant: grant.id, by }),
  );
  const opened = openResealedKeys(encOf(reseal.gen), reseal, wireBytes(renewed.sealed));
  const { kind, ids } = grant.scope;
  const allowed = kind === 'safe' ? [grant.safe] : ids;
  if (!opened.keys.every(({ id }) => allowed.some((one) => sameBytes(one, id)))) throw damaged();
  return opened;
};

const openReceived = (
  session: AccountSession,
  relays: readonly OwnRelay[],
  wire: ReceivedGrant,
): Received => {
  const envelope = wireBytes(wire.grant);
  const holder = openHolder(session, claimedGrant(envelope).holder, readLinks(wire.holder));
  const grant = openGrant(envelope, holder.identity.sign, holder.identity.uid);
  if (!sameBytes(grant.holder, holder.identity.uid)) throw damaged();
  const to = addresseeOf(session, relays, grant);
  const base = { id: toHex(grant.id), grant, envelope, holder, relay: to.relay };
  if (wire.sealed === '') return { ...base, state: wire.endedAt === null ? 'over' : 'ended', opened: null };
  const { grantKey, keys } = wire.renewed
    ? openRenewed(base, to, wire.renewed)
    : openGrantKeys(to.encOf(grant.to.gen), grant, wireBytes(wire.sealed));
  const told = openPrivate(grant, unwrapPrivate(grantKey, grant, wireBytes(wire.priv)));
  return { ...base, state: 'open', opened: { keys, told } };
};

/**
 * What was shown to a worker and to their relays, each receipt verified under its holder's key and found to be meant for them.
 * One that is not is `damaged`: nothing of the list is believed then.
 */
export const listReceived = async (session: AccountSession): Promise<Received[]> => {
  const relays = await ownRelays(session);
  const { grants } = await session.api.call(receivedGrants, {});
  return grants.map((one) => openReceived(session, relays, one)).sort((a, b) => a.grant.ts - b.grant.ts);
};

/** Believes a person by their public code, under a name of the worker's choice. */
export const meetHolder = async (
  session: AccountSession,
  contact: { readonly uid: Uint8Array; readonly fp: Uint8Array },
  name: string,
): Promise<void> => {
  const contacts = { [toHex(contact.uid)]: { gen: 1, fp: toHex(contact.fp), name } };
  await session.pins.advance({ known: withKnown(session.pins.known(), { contacts }) });
};
