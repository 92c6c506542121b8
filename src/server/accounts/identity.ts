import { SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import type { AccountsPorts } from './ports.js';
import * as repository from './repository.js';

/** The public keys of any account: who asks verifies them against the code that its owner showed. */
export const showingIdentity =
  ({ db }: AccountsPorts) =>
  async (caller: Caller, uid: Uint8Array): Promise<IdentityLink[]> => {
    const chain = await asCaller(db, caller, (tx) => repository.identityChain(tx, uid));
    if (chain.length === 0) throw new SafeError('not_found');
    return chain;
  };
