import { listMadeAsks } from '../../core/api/asks.js';
import { isSafeError } from '../../core/errors.js';
import { type Believed, teamFor } from '../consent/believed.js';
import type { Caller } from '../consent/chains.js';
import type { Received } from '../consent/received.js';
import { everyMember, type Signer } from '../consent/team-signers.js';
import { openListedAsk, type PaperAsk } from './listed.js';

/** Who could have asked under it: the worker whom it is for, or whoever their relay ever had. */
const signersFor = (caller: Caller, believed: Believed, { grant }: Received): readonly Signer[] => {
  const team = teamFor(believed, grant.to.id);
  return team ? everyMember(team.teamLinks) : [{ uid: caller.uid, sign: caller.identity.sign, name: '' }];
};

/** What was asked for under a consent, newest first, with what came of it. What does not verify is left out. */
export const madeAsks = async (
  caller: Caller,
  believed: Believed,
  shown: Received,
): Promise<readonly PaperAsk[]> => {
  const { opened, grant, holder } = shown;
  if (!opened) return [];
  const { asks } = await caller.api.call(listMadeAsks, { params: { grant: shown.id } });
  const signers = signersFor(caller, believed, shown);
  const under = { grant, key: opened.keys.grantKey };
  return asks.flatMap((wire) => {
    try {
      return openListedAsk(wire, under, signers, holder.identity);
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
      return [];
    }
  });
};
