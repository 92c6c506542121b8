import { sameBytes, toHex } from '../../core/bytes.js';
import type { AnswerOf } from '../../core/api/contract.js';
import { listRelays } from '../../core/api/relays.js';
import type { AccountKey } from '../../core/crypto/keys.js';
import { damaged, SafeError } from '../../core/errors.js';
import { fingerprint, openIdentityChain } from '../../core/protocol/identity.js';
import {
  checkTeamKey,
  type Member,
  signedEntry,
  type TeamRole,
  unsealTeamKey,
  unwrapPreviousTeamKey,
} from '../../core/protocol/team.js';
import { readLinks } from '../locks.js';
import type { AccountSession } from '../session.js';
import { wireBytes } from '../wire.js';
import { openRelay, passRelay, type RelayView, readTeam, relayIdOf } from './open.js';
import { trustedRelay, type TrustedRelay } from './pins.js';

/** A relay that one belongs to, with the team keys opened. */
export interface OwnRelay extends RelayView {
  readonly role: TeamRole;
  readonly me: Member;
  readonly members: readonly Member[];
  /** Team keys, oldest first: that of generation g at g − 1. They are account keys of the relay. */
  readonly keys: readonly AccountKey[];
}

/** A relay that the server says one belongs to, and that nothing here speaks for: its poster has to be read first. */
export interface UnknownRelay {
  readonly relay: Uint8Array;
  /** Fingerprint as the server says it, to be compared in words. */
  readonly fp: Uint8Array;
}

type ListedWire = AnswerOf<typeof listRelays>['relays'][number];

/** The account's place in the team: by its own key, whatever the server says. */
const ownPlace = (session: AccountSession, { team }: RelayView): Member => {
  const me = team.members.get(toHex(session.uid));
  if (!me || !sameBytes(me.sign, session.identity.sign)) throw damaged();
  return me;
};

/** Team keys of all generations: the newest as it was sealed to this account, each older one by the one after it. */
const openKeys = (
  session: AccountSession,
  { relay, team, links }: RelayView,
  wire: ListedWire,
): AccountKey[] => {
  const sealed = wire.keys.find(({ generation }) => generation === team.teamGen)?.sealed;
  if (sealed === undefined) throw damaged();
  const place = { relay, generation: team.teamGen, member: session.uid };
  const keys = [unsealTeamKey(session.keys.enc, place, wireBytes(sealed))];
  for (let generation = team.teamGen - 1; generation >= 1; generation--) {
    const wrapped = wire.previous.find((one) => one.generation === generation)?.wrapped;
    if (wrapped === undefined) throw damaged();
    keys.unshift(unwrapPreviousTeamKey(keys[0] as AccountKey, relay, generation, wireBytes(wrapped)));
  }
  for (const [i, key] of keys.entries()) checkTeamKey(key, openIdentityChain(relay, links.slice(0, i + 1)));
  return keys;
};

const openOwn = (session: AccountSession, trusted: TrustedRelay, wire: ListedWire): OwnRelay => {
  const view = openRelay(trusted, wire.relay);
  const me = ownPlace(session, view);
  return {
    ...view,
    me,
    role: me.role,
    members: [...view.team.members.values()],
    keys: openKeys(session, view, wire),
  };
};

const claimed = ({ relay }: ListedWire): UnknownRelay => {
  const uid = relayIdOf(relay);
  const first = openIdentityChain(uid, readLinks(relay.identity).slice(0, 1));
  return { relay: uid, fp: fingerprint(first) };
};

/**
 * What speaks for a relay on a device that has not seen it yet: an entry of its team that this account signed, since each entry
 * holds all that came before it. Undefined where there is none.
 */
const trustedByOwnHand = (session: AccountSession, wire: ListedWire): TrustedRelay | undefined => {
  // The first entry is signed by the relay's own key, which proves nothing to somebody who does not know it.
  const signed = readTeam(wire.relay.team).slice(1);
  if (!signed.some((link) => signedEntry(link, session.identity.sign))) return undefined;
  return { ...claimed(wire), directory: null, name: null, team: null };
};

/**
 * The relays to which a worker belongs, everything verified, with their team keys. `unknown` are those whose identity this
 * device has no reason to believe: nothing of them is opened.
 *
 * @throws SafeError `damaged`, or `rolled_back` for a team older than the one seen here
 */
export const loadRelays = async (
  session: AccountSession,
): Promise<{ readonly relays: readonly OwnRelay[]; readonly unknown: readonly UnknownRelay[] }> => {
  const { relays: listed } = await session.api.call(listRelays, {});
  const relays: OwnRelay[] = [];
  const unknown: UnknownRelay[] = [];
  for (const wire of listed) {
    const trusted = trustedRelay(session, relayIdOf(wire.relay)) ?? trustedByOwnHand(session, wire);
    if (trusted) relays.push(openOwn(session, trusted, wire));
    else unknown.push(claimed(wire));
  }
  for (const one of relays) await passRelay(session, one);
  return { relays, unknown };
};

/** One of them, as it is now; `not_found` if one does not belong to it. */
export const loadRelay = async (session: AccountSession, relay: Uint8Array): Promise<OwnRelay> => {
  const { relays } = await loadRelays(session);
  const found = relays.find((one) => sameBytes(one.relay, relay));
  if (!found) throw new SafeError('not_found');
  return found;
};

/** The one relay of whom belongs to one only; `not_found` without, `conflict` where one has to be chosen. */
export const onlyRelay = async (session: AccountSession): Promise<OwnRelay> => {
  const { relays } = await loadRelays(session);
  const [one, ...more] = relays;
  if (!one) throw new SafeError('not_found');
  if (more.length > 0) throw new SafeError('conflict');
  return one;
};
