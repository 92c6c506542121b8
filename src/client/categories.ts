import { toBase64Url, toHex, utf8 } from '../core/bytes.js';
import { nameCategory } from '../core/api/safes.js';
import type { SafeKey } from '../core/crypto/keys.js';
import { random } from '../core/crypto/sodium.js';
import { isSafeError, SafeError } from '../core/errors.js';
import { categoryKey, wrapCategoryName } from '../core/protocol/safe-keys.js';
import { currentState } from './papers.js';
import { CATEGORY_EPOCH } from './safe.js';
import type { Session } from './session.js';
import type { Category, SafeState } from './state.js';

const MAX_NAME = 62;
const ID_BYTES = 16;

/** Two devices may have made the same category at once: both hold papers, and all add to the one with the lowest id. */
const findCategory = ({ safe }: SafeState, slug: string): Category | undefined =>
  safe.categories
    .filter((one) => one.slug === slug)
    .sort((a, b) => (toHex(a.id) < toHex(b.id) ? -1 : 1))
    .at(0);

/** Writes a category's name under the safe's newest key. */
const writeName = async (
  session: Session,
  { safe }: Pick<SafeState, 'safe'>,
  { id, slug }: Pick<Category, 'id' | 'slug'>,
): Promise<void> => {
  const epoch = safe.keys.length;
  const key = categoryKey(safe.keys[epoch - 1] as SafeKey, id, CATEGORY_EPOCH);
  const wrappedName = toBase64Url(wrapCategoryName(key, session.safe, id, utf8(slug)));
  const params = { safe: toHex(session.safe), category: toHex(id) };
  await session.api.call(nameCategory, { params, body: { epoch, wrappedName } }, { again: true });
};

/** Names that an older key of the safe opens are written anew. Tells whether there were any. */
export const renewNames = async (session: Session, state: Pick<SafeState, 'safe'>): Promise<boolean> => {
  const stale = state.safe.categories.filter(({ epoch }) => epoch < state.safe.keys.length);
  for (const category of stale) {
    try {
      await writeName(session, state, category);
    } catch (error) {
      // Another device did it, under a key that comes after this one perhaps.
      if (!isSafeError(error, 'conflict')) throw error;
    }
  }
  if (stale.length > 0) session.state = undefined;
  return stale.length > 0;
};

const makeCategory = async (session: Session, state: SafeState, slug: string): Promise<Category> => {
  const id = random(ID_BYTES);
  const epoch = state.safe.keys.length;
  await writeName(session, state, { id, slug });
  const made = { id, slug, epoch };
  if (session.state) {
    const { safe } = session.state;
    session.state = { ...session.state, safe: { ...safe, categories: [...safe.categories, made] } };
  }
  return made;
};

/** The category of that name, made on its first paper; names have at most 62 bytes. */
export const categoryFor = async (session: Session, slug: string): Promise<Category> => {
  const length = utf8(slug).length;
  if (length === 0 || length > MAX_NAME) throw new SafeError('invalid_request');
  return session.inTurn(async () => {
    const state = await currentState(session);
    return findCategory(state, slug) ?? makeCategory(session, state, slug);
  });
};
