import { concat, utf8 } from '../../core/bytes.js';
import { parseCanonical } from '../../core/crypto/jcs.js';
import { damaged } from '../../core/errors.js';
import { unpadBytes } from '../../core/protocol/padded.js';
import { derive, isText, signChallenge, unwrap } from '../quick/primitives.js';

/** What the page says of a link before it is opened. */
export interface QuickCard {
  readonly from: string;
  readonly agency: string;
  readonly purpose: string;
  readonly count: number;
}

/** Opens the card of a link with its secret alone; `damaged` for anything that the link's maker did not write. */
export const openCard = (secret: Uint8Array, loc: Uint8Array, wrapped: Uint8Array): QuickCard => {
  const context = concat(utf8('link.card'), Uint8Array.of(0), loc);
  const plain = unwrap(derive(secret, 'link.card'), context, wrapped);
  const card = parseCanonical(unpadBytes(plain)) as Partial<Record<keyof QuickCard, unknown>> | null;
  const { from, agency, purpose, count } = card ?? {};
  const sound = isText(from, 60) && isText(agency, 80) && isText(purpose, 300) && Number.isSafeInteger(count);
  if (!sound) throw damaged();
  return { from, agency, purpose, count: count as number };
};

export const locatorOf = (secret: Uint8Array): Uint8Array => derive(secret, 'link.loc').slice(0, 16);

/** `SIGN("link.look", loc challenge)` by the browser itself; throws where it can't. */
export const signQuickLook = (
  secret: Uint8Array,
  loc: Uint8Array,
  challenge: Uint8Array,
): Promise<Uint8Array> => signChallenge('link.look', derive(secret, 'link.auth'), loc, challenge);
