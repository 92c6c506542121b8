import { type ErrorCode, SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import type { Caller } from '../http/caller.js';
import type { AccountsPorts } from './ports.js';
import * as repository from './repository.js';

/** The public keys of any account: who asks verifies them against the code that its owner showed. */
export const showingIdentity =
  ({ db }: AccountsPorts) =>
  async (caller: Caller, uid: Uint8Array): Promise<IdentityLink[]> => {
    const refusal = await repository.callerRefusal(db, caller.uid, caller.loc);
    if (refusal !== null) throw new SafeError(refusal as ErrorCode);
    const chain = await repository.identityChain(db, uid);
    if (chain.length === 0) throw new SafeError('not_found');
    return chain;
  };
