import { sameBytes, toBase64Url, toHex } from '../../core/bytes.js';
import { type DropState, endDrop as end, type ListedDrop, listDrops as list } from '../../core/api/drops.js';
import { damaged, isSafeError } from '../../core/errors.js';
import {
  claimedDropLink,
  type DropLink,
  dropBlobHash,
  openDropLink,
  signDropEnd,
} from '../../core/protocol/drop-link.js';
import {
  type DropCard,
  dropAuthKeys,
  dropKeys,
  formatDrop,
  unwrapDropCard,
  unwrapDropOwn,
} from '../../core/protocol/drop-secret.js';
import type { KeyPair } from '../../core/crypto/sodium.js';
import type { Session } from '../session.js';
import { wireBytes } from '../wire.js';

/** A link by which papers can be left, as its holder made it. */
export interface OwnDrop {
  readonly statement: DropLink;
  readonly card: DropCard;
  readonly seed: Uint8Array;
  /** What papers are sealed to that come by it. */
  readonly keys: KeyPair;
}

/** The same, and how it stands. */
export interface Drop extends OwnDrop {
  /** Locator in hexadecimal. */
  readonly id: string;
  readonly url: string;
  readonly state: DropState;
  /** How many papers came by it, and how many bytes, as the server says. */
  readonly papers: number;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
  readonly lastUsedAt: number | null;
  readonly endedAt: number | null;
}

/**
 * Verifies a link of the holder's own, wherever the server shows it: they signed it, it is of this safe, and everything
 * beside it is what they wrote. `damaged` for anything else, such as another safe's, or another key.
 */
export const openOwnDrop = (
  { uid, safe, account, identity }: Session,
  wire: Pick<ListedDrop, 'statement' | 'card' | 'own'>,
): OwnDrop => {
  const statement = openDropLink(wireBytes(wire.statement), identity.sign, { safe, by: uid });
  const [wrapped, own] = [wireBytes(wire.card), wireBytes(wire.own)];
  const beside =
    sameBytes(statement.card, dropBlobHash(wrapped)) && sameBytes(statement.own, dropBlobHash(own));
  if (!beside || statement.gen !== identity.gen) throw damaged();
  const seed = unwrapDropOwn(account, safe, statement.loc, own);
  const card = unwrapDropCard(seed, wrapped);
  const keys = dropKeys(account, safe, statement.id);
  const same =
    sameBytes(card.key, keys.publicKey) &&
    sameBytes(card.safe, safe) &&
    card.exp === statement.exp &&
    sameBytes(statement.auth, dropAuthKeys(seed).publicKey);
  if (!same) throw damaged();
  return { statement, card, seed, keys };
};

/** Made under former keys of the holder's: it opens nothing any more. */
const isFormer = ({ identity }: Session, { statement }: ListedDrop): boolean =>
  claimedDropLink(wireBytes(statement)).gen < identity.gen;

const openListed = (session: Session, wire: ListedDrop): Drop | null => {
  if (isFormer(session, wire)) return null;
  const own = openOwnDrop(session, wire);
  const { state, papers, bytes, madeAt, lastUsedAt, endedAt } = wire;
  return {
    ...own,
    id: toHex(own.statement.loc),
    url: formatDrop({ server: session.server, seed: own.seed }),
    state,
    papers,
    bytes,
    madeAt,
    lastUsedAt,
    endedAt,
  };
};

const fetchListed = async ({ api, safe }: Session): Promise<readonly ListedDrop[]> =>
  (await api.call(list, { params: { safe: toHex(safe) } })).drops;

/**
 * The links by which papers can be left, newest first, each with its address, those that are over included. One that was
 * altered is `damaged`, and then nothing of the list is shown. Those made under former keys of the holder's, which open
 * nothing any more, are left out.
 */
export const listDrops = async (session: Session): Promise<Drop[]> =>
  (await fetchListed(session)).map((wire) => openListed(session, wire)).filter((one) => one !== null);

/** Those that are whole, for who tells the history: there an altered one is a line of its own, and hides no other. */
export const wholeDrops = async (session: Session): Promise<Drop[]> =>
  (await fetchListed(session)).flatMap((wire) => {
    try {
      return openListed(session, wire) ?? [];
    } catch (error) {
      if (isSafeError(error, 'damaged')) return [];
      throw error;
    }
  });

/** Ends a link at once: nothing is taken by it any more. What came by it still waits. */
export const endDrop = async (
  session: Session,
  { id, statement: { loc, safe } }: Pick<Drop, 'id' | 'statement'>,
): Promise<void> => {
  const said = { loc, safe, by: session.uid, ts: session.device.clock.now() };
  const order = toBase64Url(signDropEnd(said, session.keys.sign.secretKey));
  await session.api.call(end, { params: { drop: id }, body: { end: order } }, { again: true });
};
