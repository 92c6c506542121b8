import { sameBytes, toHex } from '../../core/bytes.js';
import { type ListedLink, listLinks as list, madeLinks } from '../../core/api/links.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { claimedLink, type LinkStatement } from '../../core/protocol/link.js';
import type { Caller } from '../consent/chains.js';
import { fetchSigners } from '../consent/givers.js';
import { everyPage } from '../pages.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import type { Given } from '../state.js';
import { wireBytes } from '../wire.js';
import { type Keeper, type Link, openListed } from './listed.js';

export type { Link } from './listed.js';

type Page = { readonly links: readonly ListedLink[]; readonly next: string | null };

/** All pages, newest first. */
const everyListed = async (ask: (query: { after?: string }) => Promise<Page>): Promise<ListedLink[]> => {
  const pages = await everyPage(ask, ({ links }) => links.length);
  return pages.flatMap(({ links }) => links).toSorted((a, b) => b.madeAt - a.madeAt);
};

/**
 * A link that somebody else made and that does not open for the holder: whoever made it could have written anything there. What
 * is said of it is what the server says; it can be ended.
 */
export interface UnreadLink
  extends Pick<
    Link,
    'id' | 'state' | 'until' | 'openings' | 'opened' | 'wrongCodes' | 'madeAt' | 'lastOpenedAt' | 'endedAt'
  > {
  /** As it was sent, believed by nobody. */
  readonly statement: LinkStatement;
  /** The grant that it names, with the name of whom that was given to; null if the holder gave none of that id. */
  readonly under: Link['under'];
}

const unread = (wire: ListedLink, statement: LinkStatement, given: Given | undefined): UnreadLink => {
  const { state, openings, opened, wrongCodes, madeAt, lastOpenedAt, endedAt } = wire;
  return {
    id: toHex(statement.loc),
    statement,
    under: given ? { grant: given.id, name: given.private.recipient, worker: null } : null,
    state,
    until: wire.expiresAt,
    openings,
    opened,
    wrongCodes,
    madeAt,
    lastOpenedAt,
    endedAt,
  };
};

/** A link that somebody else made is by one of those for whom a grant is that the holder gave, and within it. */
const openForHolder = async (
  session: Session,
  keeper: Keeper,
  wire: ListedLink,
  { id, grant, private: said }: Given,
): Promise<Link | null> => {
  try {
    const people = await fetchSigners(session, grant.to);
    return openListed(keeper, wire, ({ by, exp }) => {
      const theirs = people.find(({ uid }) => sameBytes(uid, by));
      if (!theirs || !grant.perm.includes('manage') || exp > grant.exp) throw damaged();
      return { grant: id, name: said.recipient, worker: theirs.name === '' ? null : theirs.name };
    });
  } catch (error) {
    if (!isSafeError(error, 'damaged')) throw error;
    return null;
  }
};

const openOwn = (session: Session, keeper: Keeper, wire: ListedLink): Link =>
  openListed(keeper, wire, (statement, maker) => {
    const own = maker.some(({ sign }) => sameBytes(sign, session.identity.sign));
    if (statement.parent !== null || !own) throw damaged();
    return null;
  });

/**
 * The links to papers of a safe, newest first, each with its address and code, those that are over included. One of the
 * holder's own that was altered is `damaged`, and then nothing of the list is shown. One that somebody made on their behalf
 * and that does not open is told apart, in `unread`: the history tells of it as unproven, and it ends with the grant under
 * which it was made.
 */
export const everyLink = async (
  session: Session,
): Promise<{ readonly links: readonly Link[]; readonly unread: readonly UnreadLink[] }> => {
  const { grants } = await currentState(session);
  const params = { safe: toHex(session.safe) };
  const wires = await everyListed((query) => session.api.call(list, { params, query }));
  const keeper: Keeper = {
    server: session.server,
    keeper: 'link.own',
    enc: session.keys.enc,
    isMine: ({ safe, holder }) => sameBytes(safe, session.safe) && sameBytes(holder, session.uid),
  };
  const links: Link[] = [];
  const rest: UnreadLink[] = [];
  for (const wire of wires) {
    const claimed = claimedLink(wireBytes(wire.statement));
    const { parent } = claimed;
    if (!sameBytes(claimed.safe, session.safe)) throw damaged();
    const given = parent && grants.find(({ grant }) => sameBytes(grant.id, parent));
    const opened = given ? await openForHolder(session, keeper, wire, given) : null;
    if (opened) links.push(opened);
    else if (parent) rest.push(unread(wire, claimed, given ?? undefined));
    else links.push(openOwn(session, keeper, wire));
  }
  return { links, unread: rest };
};

/** Those of {@link everyLink} that can be read. */
export const listLinks = async (session: Session): Promise<readonly Link[]> =>
  (await everyLink(session)).links;

/** The links that a worker made on behalf of others, newest first. */
export const listMadeLinks = async (caller: Caller & { readonly server: string }): Promise<Link[]> => {
  const links = await everyListed((query) => caller.api.call(madeLinks, { query }));
  const keeper: Keeper = {
    server: caller.server,
    keeper: 'link.made',
    enc: caller.keys.enc,
    isMine: ({ by }) => sameBytes(by, caller.uid),
  };
  return links.map((wire) =>
    openListed(keeper, wire, ({ parent }, maker) => {
      if (!parent || !maker.some(({ sign }) => sameBytes(sign, caller.identity.sign))) throw damaged();
      return { grant: toHex(parent), name: null, worker: null };
    }),
  );
};
