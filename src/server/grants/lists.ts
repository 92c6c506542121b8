import { type ErrorCode, SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import { toHex } from '../../core/bytes.js';
import type { Caller } from '../http/caller.js';
import { refuseCaller } from '../log/caller.js';
import { refusalOf } from '../log/record.js';
import type { GrantsPorts } from './ports.js';
import * as repository from './repository.js';

/** What the holder shows to whom, what has ended included. */
export const listingGiven =
  ({ db }: GrantsPorts) =>
  async (caller: Caller, safe: Uint8Array) => {
    const rows = await repository.listGiven(db, { caller, safe, act: 'grant.list' });
    const [first] = rows;
    const refusal = first ? refusalOf(first) : 'not_found';
    if (!first || refusal) throw new SafeError(refusal ?? 'not_found');
    return { head: first.head, grants: rows.filter((row) => row.found) };
  };

export interface Received extends repository.ReceivedRow {
  readonly identity: readonly IdentityLink[];
}

/** What was shown to the caller and to their relays, with the identity of each holder; `next` if there is more. */
export const listingReceived =
  ({ db }: GrantsPorts) =>
  async (
    caller: Caller,
    { after, limit }: repository.Page,
  ): Promise<{ grants: Received[]; next: Uint8Array | null }> => {
    const { refusal, grants: found } = await repository.listReceived(db, caller, { after, limit: limit + 1 });
    if (refusal !== null) await refuseCaller(db, caller, new SafeError(refusal as ErrorCode));
    const grants = found.slice(0, limit);
    const chains = new Map<string, Promise<IdentityLink[]>>();
    const chainOf = (holder: Uint8Array): Promise<IdentityLink[]> => {
      const known = chains.get(toHex(holder)) ?? repository.identityChain(db, holder);
      chains.set(toHex(holder), known);
      return known;
    };
    return {
      grants: await Promise.all(grants.map(async (row) => ({ ...row, identity: await chainOf(row.holder) }))),
      next: found.length > limit ? (grants.at(-1)?.id ?? null) : null,
    };
  };
