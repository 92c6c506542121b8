import { type ErrorCode, SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import { toHex } from '../../core/bytes.js';
import type { TeamLink } from '../../core/protocol/team.js';
import type { Caller } from '../http/caller.js';
import { refuseCaller } from '../log/caller.js';
import { refusalOf } from '../log/record.js';
import type { GrantsPorts } from './ports.js';
import * as repository from './repository.js';

/** A page of what the holder shows to whom, by id, what has ended included; `next` if there is more. */
export const listingGiven =
  ({ db }: GrantsPorts) =>
  async (caller: Caller, safe: Uint8Array, { after, limit }: repository.Page) => {
    const asked = { caller, safe, act: 'grant.list' } as const;
    const rows = await repository.listGiven(db, asked, { after, limit: limit + 1 });
    const [first] = rows;
    const refusal = first ? refusalOf(first) : 'not_found';
    if (!first || refusal) throw new SafeError(refusal ?? 'not_found');
    const page = rows.filter((row) => row.id !== null).slice(0, limit);
    return {
      head: first.head,
      grants: page.filter((row) => !row.passed),
      passedOn: page.filter((row) => row.passed),
      next: first.found > page.length ? (page.at(-1)?.id ?? null) : null,
    };
  };

export interface Received extends repository.ReceivedRow {
  readonly identity: readonly IdentityLink[];
  /** Of whom the parent of a sub-grant is for: their identities, and the team if it is a relay. */
  readonly givers: { readonly identity: readonly IdentityLink[]; readonly team: readonly TeamLink[] } | null;
}

/** Asks once for each id. */
const once = <T>(ask: (uid: Uint8Array) => Promise<T>): ((uid: Uint8Array) => Promise<T>) => {
  const asked = new Map<string, Promise<T>>();
  return (uid) => {
    const known = asked.get(toHex(uid)) ?? ask(uid);
    asked.set(toHex(uid), known);
    return known;
  };
};

/** What was shown to the caller and to their relays, with the identity of each holder, and what was passed on of it; `next` if there is more. */
export const listingReceived =
  ({ db }: GrantsPorts) =>
  async (
    caller: Caller,
    { after, limit }: repository.Page,
  ): Promise<{
    grants: readonly Received[];
    passedOn: readonly repository.PassedRow[];
    next: Uint8Array | null;
  }> => {
    const { refusal, grants: found } = await repository.listReceived(db, caller, { after, limit: limit + 1 });
    if (refusal !== null) await refuseCaller(db, caller, new SafeError(refusal as ErrorCode));
    const chainOf = once((uid) => repository.identityChain(db, uid));
    const teamOf = once((uid) => repository.teamChain(db, uid));
    const giversOf = async ({ parent_recipient: uid }: repository.ReceivedRow) =>
      uid && { identity: await chainOf(uid), team: await teamOf(uid) };
    const page = found.slice(0, limit);
    const whole = page.map(async (row) => ({
      ...row,
      identity: await chainOf(row.holder),
      givers: await giversOf(row),
    }));
    const parents = page.map(({ id }) => id);
    return {
      grants: await Promise.all(whole),
      passedOn: await repository.listPassedOn(db, caller, parents),
      next: found.length > limit ? (parents.at(-1) ?? null) : null,
    };
  };
