import type { DropState } from '../../core/api/drops.js';
import { concat, fromBase64Url, sameBytes, utf8 } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import { damaged, SafeError } from '../../core/errors.js';
import { unpadBytes } from '../../core/protocol/padded.js';
import { fieldsOf } from '../quick/post.js';
import { derive, hash, isText, unwrap } from '../quick/primitives.js';

/** What the page says of a link before a paper is chosen. */
export interface QuickCard {
  readonly to: string;
  readonly from: string;
  readonly purpose: string;
  /** Milliseconds since 1970, as the person wrote it into the link. */
  readonly exp: number;
}

/** A link as it stands. */
export interface QuickLook {
  readonly state: DropState;
  /** Null once the link was ended. */
  readonly card: QuickCard | null;
  readonly papersLeft: number;
  readonly bytesLeft: number;
  readonly maxPaperBytes: number;
}

const SEED = /^#1([A-Za-z0-9_-]{43})$/;

/** The seed in a fragment, or `bad_drop`. */
export const readSeed = (fragment: string): Uint8Array => {
  const [, text] = SEED.exec(fragment) ?? [];
  try {
    if (text !== undefined) return fromBase64Url(text);
  } catch {
    // told below, as what it is
  }
  throw new SafeError('bad_drop');
};

export const locatorOf = (seed: Uint8Array): Uint8Array => derive(seed, 'drop.loc').slice(0, 16);

/** Opens what a link says of itself; `damaged` unless it is, byte for byte, what the address names. */
export const openCard = (seed: Uint8Array, wrapped: Uint8Array): QuickCard => {
  const context = concat(utf8('drop.card'), Uint8Array.of(0), locatorOf(seed));
  const bytes = unpadBytes(unwrap(derive(seed, 'drop.card'), context, wrapped));
  if (!sameBytes(hash('drop.card', bytes), seed)) throw damaged();
  const { to, from, purpose, exp } = fieldsOf(parseCanonical(bytes));
  const sound = isText(to, 60) && isText(from, 80) && isText(purpose, 300) && Number.isSafeInteger(exp);
  if (!sound) throw damaged();
  return { to, from, purpose, exp: exp as number };
};
