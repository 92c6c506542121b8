import { type Kysely, sql } from 'kysely';
import { sameBytes } from '../../core/bytes.js';
import { damaged, type ErrorCode, SafeError } from '../../core/errors.js';
import {
  claimedLink,
  linkBlobHash,
  type LinkStatement,
  MAX_LINK_MS,
  openLinkStatement,
} from '../../core/protocol/link.js';
import { holdMembership } from '../database/membership.js';
import type { Database } from '../database/schema.js';
import type { Caller } from '../http/caller.js';
import { asCaller } from '../log/caller.js';
import { appendEntries, type Asked, entryBody, operate, recordRefusal } from '../log/record.js';
import type { LinksPorts } from './ports.js';
import * as repository from './repository.js';

type Db = Kysely<Database>;

/** How far the clock of who signs may be from ours. */
const CLOCKS_MS = 120_000;
/** Links that a holder may have of their own, and that others may have made for them, those that are over included. */
const MAX_LINKS = 1000;
/** Under one grant, so that whoever acts under it leaves room for others: open at a time, and listed at all. */
const MOST_OPEN = 100;
const MOST_LISTED = 300;

export interface NewLink {
  readonly statement: Uint8Array;
  readonly auth: Uint8Array;
  readonly tagHash: Uint8Array;
  readonly released: Uint8Array;
  readonly card: Uint8Array;
  readonly payload: Uint8Array;
  readonly own: Uint8Array;
  readonly made: Uint8Array | null;
}

export interface Made {
  readonly loc: Uint8Array;
  readonly expires: number;
}

/** Where a link is made: in whose safe, and under which grant. */
interface At {
  readonly safe: Uint8Array;
  readonly parent: Uint8Array | null;
}

const sameOrNull = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : sameBytes(a, b);

/** What a link says of itself is what is so: who signed it, for which safe, and with what beside it. */
const checkStatement = async (tx: Db, caller: Caller, at: At, link: NewLink): Promise<LinkStatement> => {
  const said = openLinkStatement(link.statement, await repository.signKeyOf(tx, caller.uid), caller.uid);
  const blobs =
    sameBytes(said.card, linkBlobHash(link.card)) &&
    sameBytes(said.sealed, linkBlobHash(link.payload)) &&
    sameBytes(said.own, linkBlobHash(link.own)) &&
    sameOrNull(said.made, link.made && linkBlobHash(link.made));
  const holder = await repository.holderOf(tx, at.safe);
  const own = sameBytes(said.safe, at.safe) && holder !== undefined && sameBytes(said.holder, holder);
  if (!blobs || !own || !sameOrNull(said.parent, at.parent)) throw damaged();
  const now = await repository.safeClock(tx, at.safe);
  if (said.exp <= now) throw new SafeError('link_expired');
  if (said.exp > now + MAX_LINK_MS + CLOCKS_MS) throw damaged();
  return said;
};

/** Asked when the link is there: what others made takes no room from the holder's own. */
const checkRoom = async (tx: Db, { safe, parent }: At): Promise<void> => {
  const { all, listed, open } = await repository.countLinks(tx, safe, parent);
  const full = all > MAX_LINKS || (parent !== null && (listed > MOST_LISTED || open > MOST_OPEN));
  if (full) throw new SafeError('links_full');
};

const store = async (
  { secrets }: LinksPorts,
  tx: Db,
  caller: Caller,
  at: At,
  link: NewLink,
): Promise<Made & { repeat: boolean }> => {
  const said = await checkStatement(tx, caller, at, link);
  const shown = await repository.countPapers(tx, at.safe, said.papers, at.parent);
  if (shown !== said.papers.length) throw new SafeError(at.parent ? 'not_granted' : 'not_found');
  const { loc, exp: expires, max: openings, code } = said;
  const outcome = await repository.insertLink(
    tx,
    {
      loc,
      safe: at.safe,
      maker: caller.uid,
      parent: at.parent,
      statement: link.statement,
      card: link.card,
      own: link.own,
      made: link.made,
      auth_key: link.auth,
      tag_hash: link.tagHash,
      released: secrets.protectShare(loc, link.released),
      payload: link.payload,
      code,
      expires,
      openings,
    },
    said.papers,
  );
  if (outcome === 'taken') throw new SafeError('conflict');
  await checkRoom(tx, at);
  return { loc, expires, repeat: outcome === 'repeat' };
};

/** A link by the holder. */
export const making =
  (ports: LinksPorts) =>
  async (caller: Caller, safe: Uint8Array, link: NewLink): Promise<Made> => {
    // A refusal names no link: its id would be what somebody wrote there.
    const asked: Asked = { caller, safe, act: 'link.make' };
    return operate(
      ports.db,
      asked,
      (tx) => store(ports, tx, caller, { safe, parent: null }, link),
      ({ repeat, loc }) => (repeat ? [] : [entryBody({ ...asked, grant: loc })]),
    );
  };

/** Whether the caller may pass on, now, what the grant shows; and not for longer. */
const checkGrant = async (tx: Db, caller: Caller, grant: Uint8Array, link: NewLink): Promise<void> => {
  const { rows } = await sql<{ refusal: string | null; manages: boolean; expires: number }>`
    select grant_refusal(${caller.uid}, ${caller.loc}, g.id) as refusal, g.expires,
      (convert_from(substring(g.envelope from 65), 'UTF8')::jsonb -> 'perm') ? 'manage' as manages
    from grants g where g.id = ${grant}
  `.execute(tx);
  const [found] = rows;
  if (!found || found.refusal !== null) throw new SafeError((found?.refusal ?? 'not_found') as ErrorCode);
  if (!found.manages) throw new SafeError('not_granted');
  if (claimedLink(link.statement).exp > found.expires) throw new SafeError('not_granted');
};

/** A link by somebody to whom the holder gave a grant that lets manage. */
export const makingGranted =
  (ports: LinksPorts) =>
  async (caller: Caller, grant: Uint8Array, link: NewLink): Promise<Made> => {
    const { db } = ports;
    const safe = await repository.safeOfGrant(db, grant);
    if (!safe) return asCaller(db, caller, () => Promise.reject(new SafeError('not_found')));
    const asked: Asked = { caller, safe, act: 'link.make' };
    try {
      return await db.transaction().execute(async (tx) => {
        await holdMembership(tx, grant, caller.uid);
        await sql`select 1 from safes where id = ${safe} for no key update`.execute(tx);
        await checkGrant(tx, caller, grant, link);
        const { repeat, ...made } = await store(ports, tx, caller, { safe, parent: grant }, link);
        if (!repeat) await appendEntries(tx, safe, [entryBody({ ...asked, grant: made.loc })]);
        return made;
      });
    } catch (error) {
      await recordRefusal(db, asked, error);
      throw error;
    }
  };
