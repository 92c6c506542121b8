import type { SafeKey } from '../../core/crypto/keys.js';
import type { Grant } from '../../core/protocol/grant.js';
import type { GrantedKey } from '../../core/protocol/grant-keys.js';
import { categoryKey } from '../../core/protocol/safe-keys.js';
import { CATEGORY_EPOCH } from '../safe.js';

/** A root key of the safe and its epoch. */
export interface Root {
  readonly epoch: number;
  readonly key: SafeKey;
}

/** Keys of categories, or of the whole safe, under these root keys. A grant of single papers has each paper's own. */
export const scopeKeys = (
  { safe, scope }: Pick<Grant, 'safe' | 'scope'>,
  roots: readonly Root[],
): GrantedKey[] =>
  scope.kind === 'safe'
    ? roots.map(({ epoch, key }) => ({ id: safe, n: epoch, key }))
    : scope.ids.flatMap((id) =>
        roots.map(({ epoch, key }) => ({ id, n: epoch, key: categoryKey(key, id, CATEGORY_EPOCH) })),
      );
