import { sameBytes, toHex } from '../../core/bytes.js';
import type { LinkState, ListedLink } from '../../core/api/links.js';
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
import { readLinks } from '../locks.js';
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
  /**
   * The grant under which it was made for the holder, with the name of whom that was given to, and of who of them made it; null for
   * one's own. Names are null where they are not known here.
   */
  readonly under: {
    readonly grant: string;
    readonly name: string | null;
    readonly worker: string | null;
  } | null;
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
export interface Keeper {
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

/** What the server lists, held against what was signed and sealed; `damaged` if anything of it was altered. */
export const openListed = (
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
