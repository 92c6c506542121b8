import { sameBytes, toHex } from '../../core/bytes.js';
import { type LinkState, type ListedLink, listLinks as list, madeLinks } from '../../core/api/links.js';
import { lockAuthKeys, lockLocator } from '../../core/crypto/locked-secret.js';
import type { KeyPair } from '../../core/crypto/sodium.js';
import { damaged, isSafeError } from '../../core/errors.js';
import { type Identity, openIdentityChain, openPinnedIdentity } from '../../core/protocol/identity.js';
import {
  claimedLink,
  claimedLinkChange,
  linkBlobHash,
  linkPapersHash,
  type LinkChange,
  type LinkStatement,
  openLinkChange,
  openLinkStatement,
} from '../../core/protocol/link.js';
import { openLinkReceipt } from '../../core/protocol/link-receipt.js';
import { formatLink, type LinkOwn, unsealOwn, unwrapNote } from '../../core/protocol/link-secret.js';
import type { Caller } from '../consent/chains.js';
import { fetchSigners } from '../consent/givers.js';
import { readLinks } from '../locks.js';
import { currentState } from '../papers.js';
import type { Session } from '../session.js';
import type { Given } from '../state.js';
import { wireBytes } from '../wire.js';

/** That the papers arrived, signed by who opened the link. */
export interface LinkReceived {
  /** By the server's clock. */
  readonly at: number;
  /** When it was opened, by the opener's clock. */
  readonly openedAt: number;
  /** The name that they left; null if none. */
  readonly name: string | null;
}

/** A link to papers, as its holder or its maker sees it, verified. */
export interface Link {
  /** Locator in hexadecimal. */
  readonly id: string;
  readonly state: LinkState;
  readonly statement: LinkStatement;
  readonly url: string;
  readonly code: string | null;
  readonly agency: string;
  readonly purpose: string;
  /** The grant under which it was made for the holder, with the name of whom that was given to; null for one's own. */
  readonly under: { readonly grant: string; readonly name: string | null } | null;
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly openings: number;
  readonly opened: number;
  readonly wrongCodes: number;
  readonly madeAt: number;
  readonly lastOpenedAt: number | null;
  readonly endedAt: number | null;
  readonly receipts: readonly LinkReceived[];
  /** Number of the newest change; 0 if there is none. */
  readonly seq: number;
  /** Who may have signed changes: the maker and the holder, each with every key they had. */
  readonly signers: readonly Identity[];
}

/** For whom a link is opened. */
interface Keeper {
  readonly server: string;
  readonly keeper: 'link.own' | 'link.made';
  readonly enc: KeyPair;
  isMine(statement: LinkStatement): boolean;
}

/** The statement under the key that its maker had when they signed it; `damaged` under none of them. */
const openStatement = (envelope: Uint8Array, maker: readonly Identity[]): LinkStatement => {
  for (const { uid, sign } of maker) {
    try {
      return openLinkStatement(envelope, sign, uid);
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  throw damaged();
};

/** The newest change, signed by the holder or the maker. */
const openChange = (
  wire: ListedLink,
  statement: LinkStatement,
  signers: readonly Identity[],
): LinkChange | null => {
  if (wire.change === null) return null;
  const envelope = wireBytes(wire.change);
  const { by } = claimedLinkChange(envelope);
  for (const { uid, sign } of signers.filter((one) => sameBytes(one.uid, by))) {
    try {
      return openLinkChange(envelope, sign, statement, uid);
    } catch (error) {
      if (!isSafeError(error, 'damaged')) throw error;
    }
  }
  throw damaged();
};

/** The name that an opener left; null where they wrapped nonsense, which they could sign. */
const readNote = (secret: Uint8Array, loc: Uint8Array, name: Uint8Array): string | null => {
  try {
    return unwrapNote(secret, loc, name);
  } catch (error) {
    if (!isSafeError(error, 'damaged')) throw error;
    return null;
  }
};

const openReceipts = (wire: ListedLink, statement: LinkStatement, { secret }: LinkOwn): LinkReceived[] => {
  const auth = lockAuthKeys('link', secret).publicKey;
  const meant = { loc: statement.loc, papers: linkPapersHash(statement) };
  return wire.receipts.map(({ receipt, at }) => {
    const { opened, name } = openLinkReceipt(wireBytes(receipt), auth, meant);
    return { at, openedAt: opened, name: name && readNote(secret, statement.loc, name) };
  });
};

const generations = (uid: Uint8Array, wire: ListedLink['maker']): Identity[] => {
  const chain = readLinks(wire);
  return chain.map((_, i) => openIdentityChain(uid, chain.slice(0, i + 1))).toReversed();
};

/** The same from the generation that was pinned when the link was made. */
const generationsFrom = (
  uid: Uint8Array,
  { gen, fp }: LinkOwn['holder'],
  wire: ListedLink['holder'],
): Identity[] => {
  openPinnedIdentity({ uid, gen, fp }, readLinks(wire));
  return generations(uid, wire);
};

const openListed = (
  { server, keeper, enc, isMine }: Keeper,
  wire: ListedLink,
  under: (statement: LinkStatement, maker: readonly Identity[]) => Link['under'],
): Link => {
  const envelope = wireBytes(wire.statement);
  const maker = generations(claimedLink(envelope).by, wire.maker);
  const statement = openStatement(envelope, maker);
  const sealed = wireBytes(wire.own);
  const named = keeper === 'link.own' ? statement.own : statement.made;
  if (!isMine(statement) || !named || !sameBytes(named, linkBlobHash(sealed))) throw damaged();
  const own = unsealOwn(enc, keeper, statement.loc, sealed);
  if (!sameBytes(lockLocator('link', own.secret), statement.loc)) throw damaged();
  const holder = generationsFrom(statement.holder, own.holder, wire.holder);
  const signers = [...maker, ...holder];
  const change = openChange(wire, statement, signers);
  const { state, opened, wrongCodes, madeAt, lastOpenedAt, endedAt } = wire;
  const { exp: until, max: openings } = change ?? statement;
  if (wire.expiresAt !== until || wire.openings !== openings) throw damaged();
  return {
    id: toHex(statement.loc),
    statement,
    url: formatLink({ server, secret: own.secret }),
    code: own.code,
    agency: own.agency,
    purpose: own.purpose,
    under: under(statement, maker),
    state,
    until,
    openings,
    opened,
    wrongCodes,
    madeAt,
    lastOpenedAt,
    endedAt,
    receipts: openReceipts(wire, statement, own),
    seq: change?.seq ?? 0,
    signers,
  };
};

/** A link that somebody else made is by one of those for whom a grant is that the holder gave, and within it. */
const openForHolder = async (
  session: Session,
  keeper: Keeper,
  wire: ListedLink,
  given: Given,
): Promise<Link | null> => {
  const { id, grant, private: said } = given;
  try {
    const people = await fetchSigners(session, grant.to);
    return openListed(keeper, wire, ({ by, exp }) => {
      const theirs = people.some(({ uid }) => sameBytes(uid, by));
      if (!theirs || !grant.perm.includes('manage') || exp > grant.exp) throw damaged();
      return { grant: id, name: said.recipient };
    });
  } catch (error) {
    if (!isSafeError(error, 'damaged')) throw error;
    return null;
  }
};

/**
 * The links to papers of a safe, newest first, each with its address and code, those that are over included. One of the
 * holder's own that was altered is `damaged`, and then nothing of the list is shown. One that somebody made on their behalf
 * and that does not open is left out: whoever made it could have written anything there. The history tells of it as
 * unproven, and it ends with the grant under which it was made.
 */
export const listLinks = async (session: Session): Promise<Link[]> => {
  const { grants } = await currentState(session);
  const { links } = await session.api.call(list, { params: { safe: toHex(session.safe) } });
  const keeper: Keeper = {
    server: session.server,
    keeper: 'link.own',
    enc: session.keys.enc,
    isMine: ({ safe, holder }) => sameBytes(safe, session.safe) && sameBytes(holder, session.uid),
  };
  const opened = links.map(async (wire) => {
    const { parent } = claimedLink(wireBytes(wire.statement));
    if (parent !== null) {
      const given = grants.find(({ grant }) => sameBytes(grant.id, parent));
      return given ? openForHolder(session, keeper, wire, given) : null;
    }
    return openListed(keeper, wire, (statement, maker) => {
      const own = maker.some(({ sign }) => sameBytes(sign, session.identity.sign));
      if (statement.parent !== null || !own) throw damaged();
      return null;
    });
  });
  return (await Promise.all(opened)).filter((one) => one !== null);
};

/** The links that a worker made on behalf of others, newest first. */
export const listMadeLinks = async (caller: Caller & { readonly server: string }): Promise<Link[]> => {
  const { links } = await caller.api.call(madeLinks, {});
  const keeper: Keeper = {
    server: caller.server,
    keeper: 'link.made',
    enc: caller.keys.enc,
    isMine: ({ by }) => sameBytes(by, caller.uid),
  };
  return links.map((wire) =>
    openListed(keeper, wire, ({ parent }, maker) => {
      if (!parent || !maker.some(({ sign }) => sameBytes(sign, caller.identity.sign))) throw damaged();
      return { grant: toHex(parent), name: null };
    }),
  );
};
