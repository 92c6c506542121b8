import { toBase64Url, toHex } from '../../core/bytes.js';
import { resealGrant } from '../../core/api/grants.js';
import { isSafeError } from '../../core/errors.js';
import { sealedHash } from '../../core/protocol/grant.js';
import { resealGrantKeys, signReseal } from '../../core/protocol/grant-keys.js';
import type { Caller } from './chains.js';
import type { Believed, OwnTeam } from './believed.js';
import type { Received } from './received.js';
import { sendWithdrawal } from './take-back.js';

/** Gives back what was shown, before its date: from the answer on nobody of the relay reads it. */
export const giveBack = (caller: Caller, { id, grant }: Received): Promise<void> =>
  sendWithdrawal(caller, id, grant);

const resealFor = async (caller: Caller, team: OwnTeam, shown: Received): Promise<boolean> => {
  const { opened, hash: receipt, sealedFor, badSeal, grant, id } = shown;
  if (!opened) return false;
  const renewed = { receipt, gen: team.identity.gen, epoch: sealedFor.epoch };
  const sealed = resealGrantKeys(team.identity.enc, renewed, opened.keys);
  const value = {
    ...renewed,
    grant: grant.id,
    sealed: sealedHash(sealed),
    by: caller.uid,
    ts: caller.device.clock.now(),
  };
  const reseal = toBase64Url(signReseal(value, caller.keys.sign.secretKey));
  const instead = badSeal && { instead: badSeal.reseal };
  const request = { params: { grant: id }, body: { reseal, sealed: toBase64Url(sealed), ...instead } };
  try {
    await caller.api.call(resealGrant, request, { again: true });
    return true;
  } catch (error) {
    // Another member was faster, or it ended meanwhile.
    const settled = ['conflict', 'grant_ended', 'grant_expired', 'not_found'] as const;
    if (settled.some((code) => isSafeError(error, code))) return false;
    throw error;
  }
};

/**
 * After the team got a new key: seals the keys of what was shown to it before to the new one, so that who comes later reads
 * it and who left does not; and anew what a colleague sealed wrongly. Any member does it; gives how many were sealed.
 * `onDone` hears after each how many of all are behind it.
 */
export const resealQueue = async (
  caller: Caller,
  { teams }: Pick<Believed, 'teams'>,
  grants: readonly Received[],
  onDone: (done: number, all: number) => void = () => {},
): Promise<number> => {
  const waiting = grants.flatMap((shown) => {
    const team = teams.find(({ relay }) => shown.relay !== null && toHex(relay) === shown.relay);
    return team && shown.sealedFor.gen < team.identity.gen ? [{ shown, team }] : [];
  });
  let sealed = 0;
  for (const [i, { shown, team }] of waiting.entries()) {
    if (await resealFor(caller, team, shown)) sealed += 1;
    onDone(i + 1, waiting.length);
  }
  return sealed;
};
