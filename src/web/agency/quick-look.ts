import type { LinkState } from '../../core/api/links.js';
import { fromBase64Url, toBase64Url, toHex } from '../../core/bytes.js';
import { damaged, isSafeError, SafeError } from '../../core/errors.js';
import { bytesOf, type Fields, fieldsOf, post } from '../quick/post.js';
import { locatorOf, openCard, type QuickCard, signQuickLook } from './quick-card.js';
import { loadVault } from './vault-door.js';

/** A link as it stands, before it is opened. */
export interface QuickLook {
  readonly state: LinkState;
  /** Null once the link was ended. */
  readonly card: QuickCard | null;
  readonly code: boolean;
  readonly expiresAt: number;
  readonly openingsLeft: number;
  /** As the server said it: verified behind the button. Null where it was verified already. */
  readonly answer: unknown;
}

/** One that says who shows what: every link that was not ended. */
export type Offered = QuickLook & { readonly card: QuickCard };

export const isOffered = (look: QuickLook): look is Offered => look.card !== null;

const SECRET = /^#1([A-Za-z0-9_-]{27})$/;

/** The secret in a fragment, or `bad_link`. */
export const readSecret = (fragment: string): Uint8Array => {
  const [, text] = SECRET.exec(fragment) ?? [];
  try {
    if (text !== undefined) return fromBase64Url(text);
  } catch {
    // told below, as what it is
  }
  throw new SafeError('bad_link');
};

const STATES: readonly unknown[] = ['open', 'frozen', 'used_up', 'expired', 'ended'] satisfies LinkState[];

const readLook = (secret: Uint8Array, loc: Uint8Array, answer: Fields): QuickLook => {
  const { state, shown, code, expiresAt, openingsLeft } = answer;
  const sound =
    STATES.includes(state) &&
    typeof code === 'boolean' &&
    Number.isSafeInteger(expiresAt) &&
    Number.isSafeInteger(openingsLeft) &&
    (shown === null) === (state === 'ended');
  if (!sound) throw damaged();
  const card = shown === null ? null : openCard(secret, loc, bytesOf(fieldsOf(shown)['card']));
  return {
    state: state as LinkState,
    card,
    code,
    expiresAt: expiresAt as number,
    openingsLeft: openingsLeft as number,
    answer,
  };
};

const askQuickly = async (secret: Uint8Array): Promise<QuickLook> => {
  const loc = locatorOf(secret);
  const link = toHex(loc);
  const { challenge } = await post('/v1/locks/challenge', { loc: link });
  const signature = await signQuickLook(secret, loc, bytesOf(challenge));
  return readLook(
    secret,
    loc,
    await post('/v1/links/look', { link, challenge, signature: toBase64Url(signature) }),
  );
};

/** The same by libsodium, where the browser itself can't sign. */
const askSlowly = async (secret: Uint8Array): Promise<QuickLook> => {
  const { state, shown, code, expiresAt, openingsLeft } = await (await loadVault(secret)).looked();
  return { state, card: shown && shown.card, code, expiresAt, openingsLeft, answer: null };
};

/**
 * Who shows what until when: uses up nothing, and loads nothing but what the page has already. The dates and numbers are the
 * server's word until the link is opened; what the card says is its maker's, since it opens with the secret alone.
 *
 * @throws SafeError `unauthorized` if there is no such link, `damaged`, `unavailable`, `rate_limited`
 */
export const lookQuickly = (secret: Uint8Array): Promise<QuickLook> =>
  askQuickly(secret).catch((error: unknown) => {
    if (isSafeError(error)) throw error;
    return askSlowly(secret);
  });
