import { sameBytes, toHex } from '../../core/bytes.js';
import { SafeError } from '../../core/errors.js';
import type { IdentityLink } from '../../core/protocol/identity.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { refusalOf } from '../log/record.js';
import type { LinksPorts } from './ports.js';
import * as repository from './list-repository.js';
import { identityChain } from './repository.js';

export interface Listed extends repository.ListedRow {
  readonly makerChain: readonly IdentityLink[];
  readonly holderChain: readonly IdentityLink[];
  readonly receipts: readonly repository.ReceiptRow[];
}

/** With the identities of who made and who holds each, and the receipts that came. */
const withMore = async ({ db }: LinksPorts, rows: readonly repository.ListedRow[]): Promise<Listed[]> => {
  const chains = new Map<string, Promise<IdentityLink[]>>();
  const chainOf = (uid: Uint8Array): Promise<IdentityLink[]> => {
    const known = chains.get(toHex(uid)) ?? identityChain(db, uid);
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

/** Links by id, and after which the next page begins, if there is one. */
export interface ListedPage {
  readonly links: readonly Listed[];
  readonly next: Uint8Array | null;
}

const pageOf = async (
  ports: LinksPorts,
  rows: readonly repository.ListedRow[],
  limit: number,
): Promise<ListedPage> => {
  const links = await withMore(ports, rows.slice(0, limit));
  return { links, next: rows.length > limit ? (links.at(-1)?.loc ?? null) : null };
};

/** A page of the links to papers of a safe, for its holder. */
export const listing =
  (ports: LinksPorts) =>
  async (caller: Caller, safe: Uint8Array, { after, limit }: repository.Page): Promise<ListedPage> => {
    const asked = { caller, safe, act: 'link.list' } as const;
    const rows = await repository.listOfSafe(ports.db, asked, { after, limit: limit + 1 });
    const [first] = rows;
    const refusal = first ? refusalOf(first) : 'not_found';
    if (refusal) throw new SafeError(refusal);
    return pageOf(
      ports,
      rows.filter((row) => row.found),
      limit,
    );
  };

/** A page of the links that the caller made on behalf of others. */
export const listingMade =
  (ports: LinksPorts) =>
  async (caller: Caller, { after, limit }: repository.Page): Promise<ListedPage> => {
    const page = { after, limit: limit + 1 };
    const rows = await asCaller(ports.db, caller, (tx) => repository.listOfMaker(tx, caller, page));
    return pageOf(ports, rows, limit);
  };
