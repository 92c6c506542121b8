import { sameBytes, toHex } from '../../core/bytes.js';
import type { PassedGrant } from '../../core/api/grants.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { claimedGrant, type Grant, type GrantPrivate } from '../../core/protocol/grant.js';
import { wireBytes } from '../wire.js';
import type { Caller } from './chains.js';
import { openSub } from './givers.js';
import { openSubPrivate } from './passed-on.js';
import type { Believed } from './believed.js';
import type { Got, Received } from './received.js';
import { stateOf, type Share } from './shares.js';
import { sendWithdrawal } from './take-back.js';
import { everyMember, type Signer } from './team-signers.js';

/** Something that the worker, or somebody of a relay of theirs, passed on. */
export interface OwnPassed {
  readonly id: string;
  readonly grant: Grant;
  /** What it was passed on of. */
  readonly under: Received;
  readonly giver: Signer;
  readonly state: Share['state'];
  /** What was written of it; null where it can't be read, or where what was shown is over. */
  readonly private: GrantPrivate | null;
}

const openOne = (
  caller: Caller,
  { teams }: Believed,
  grants: readonly Received[],
  wire: PassedGrant,
): OwnPassed => {
  const envelope = wireBytes(wire.grant);
  const { parent } = claimedGrant(envelope);
  const under = grants.find(({ grant: { id } }) => parent !== null && sameBytes(id, parent));
  if (!under) throw damaged();
  const team = teams.find(({ relay }) => sameBytes(relay, under.grant.to.id));
  const self = { uid: caller.uid, sign: caller.identity.sign, name: '' };
  const { grant, giver } = openSub(envelope, under.grant, team ? everyMember(team.teamLinks) : [self]);
  const parts = { priv: wireBytes(wire.priv), ownKey: wireBytes(wire.ownKey) };
  const hidden = under.opened && openSubPrivate(under.opened.keys.grantKey, grant, parts);
  const state = stateOf({ endedAt: wire.endedAt ?? under.endedAt, grant }, caller.device.clock.now());
  return { id: toHex(grant.id), grant, under, giver, state, private: hidden?.private ?? null };
};

/** What the worker and their relays passed on, newest first; what nobody of them signed is left out, and counted. */
export const openOwnPassed = (
  caller: Caller,
  believed: Believed,
  { grants, passedOn }: Pick<Got, 'grants' | 'passedOn'>,
): { readonly passed: readonly OwnPassed[]; readonly refused: number } => {
  const passed: OwnPassed[] = [];
  for (const wire of passedOn) {
    try {
      passed.push(openOne(caller, believed, grants, wire));
    } catch (error) {
      if (!isSafeError(error)) throw error;
    }
  }
  return { passed, refused: passedOn.length - passed.length };
};

/** Ends what was passed on, before its date: whoever it was of the relay. */
export const endPassed = (caller: Caller, { id, grant }: OwnPassed): Promise<void> =>
  sendWithdrawal(caller, id, grant);
