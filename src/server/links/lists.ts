import { sameBytes, toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { refusalOf } from '../log/record.js';
import type { LinksPorts } from './ports.js';
import * as repository from './repository.js';

export interface Listed extends repository.ListedRow {
  readonly makerChain: readonly IdentityLink[];
  readonly holderChain: readonly IdentityLink[];
  readonly receipts: readonly repository.ReceiptRow[];
}

/** With the identities of who made and who holds each, and the receipts that came. */
const withMore = async ({ db }: LinksPorts, rows: readonly repository.ListedRow[]): Promise<Listed[]> => {
  const chains = new Map<string, Promise<IdentityLink[]>>();
  const chainOf = (uid: Uint8Array): Promise<IdentityLink[]> => {
    const known = chains.get(toHex(uid)) ?? repository.identityChain(db, uid);
    chains.set(toHex(uid), known);
    return known;
  };
  const receipts = await repository.receiptsOf(
    db,
    rows.map(({ loc }) => loc),
  );
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      makerChain: await chainOf(row.maker),
      holderChain: await chainOf(row.holder),
      receipts: receipts.filter(({ loc }) => sameBytes(loc, row.loc)),
    })),
  );
};

/** The links to papers of a safe, for its holder. */
export const listing =
  (ports: LinksPorts) =>
  async (caller: Caller, safe: Uint8Array): Promise<Listed[]> => {
    const rows = await repository.listOfSafe(ports.db, { caller, safe, act: 'link.list' });
    const [first] = rows;
    const refusal = first ? refusalOf(first) : 'not_found';
    if (refusal) throw new SafeError(refusal);
    return withMore(
      ports,
      rows.filter((row) => row.found),
    );
  };

/** The links that the caller made on behalf of others. */
export const listingMade =
  (ports: LinksPorts) =>
  async (caller: Caller): Promise<Listed[]> =>
    withMore(ports, await asCaller(ports.db, caller, (tx) => repository.listOfMaker(tx, caller)));
