import { damaged, isSafeError } from '../../core/errors.js';
import { toHex } from '../../core/bytes.js';
import type { DepositWire } from '../../core/api/deposits.js';
import type { DocumentKey } from '../../core/crypto/keys.js';
import { type Drop, openDrop, openDropKey } from '../../core/protocol/drop.js';
import { unwrapDropName } from '../../core/protocol/drop-secret.js';
import type { Session } from '../session.js';
import { wireBytes, wireId } from '../wire.js';
import { openOwnDrop } from './list.js';

/**
 * From whom a paper came that was left by a link: somebody who has it, no more is known. What the fields that it shares with
 * papers of workers say is that nobody signed for it.
 */
export interface FromLink {
  readonly link: {
    /** Locator in hexadecimal. */
    readonly id: string;
    /** Whom the holder asked, and what for, in their own words; may be empty. */
    readonly from: string;
    readonly purpose: string;
  };
  /** The name that was left with it; nothing proves it. */
  readonly claims: string | null;
  readonly relay: null;
  readonly name: null;
  readonly verified: false;
  readonly words: readonly string[];
}

/** The name that somebody left; null where they wrapped nonsense, which they could sign. */
const claimOf = (key: DocumentKey, { doc, name }: Drop): string | null => {
  if (name === null) return null;
  try {
    return unwrapDropName(key, doc, name) || null;
  } catch (error) {
    if (!isSafeError(error, 'damaged')) throw error;
    return null;
  }
};

/** Opens a paper that was left by a link of the holder's own; `damaged` for anything else. */
export const openDropped = (
  session: Session,
  wire: DepositWire,
): { readonly said: Drop; readonly key: DocumentKey; readonly from: FromLink } => {
  if (wire.link === null) throw damaged();
  const { statement, card, keys } = openOwnDrop(session, wire.link);
  const place = { loc: statement.loc, safe: session.safe, doc: wireId(wire.doc) };
  const said = openDrop(wireBytes(wire.statement), statement.auth, place);
  const key = openDropKey(keys, said, wireBytes(wire.sealedKey));
  const link = { id: toHex(statement.loc), from: card.from, purpose: card.purpose };
  const nobody = { relay: null, name: null, verified: false, words: [] } as const;
  return { said, key, from: { link, claims: claimOf(key, said), ...nobody } };
};
