import { sameBytes } from '../core/bytes.js';
import type { SafeKey } from '../core/crypto/keys.js';
import type { Grant } from '../core/protocol/grant.js';
import type { GrantedKey } from '../core/protocol/grant-keys.js';
import { categoryKey } from '../core/protocol/safe-keys.js';
import type { Paper } from './paper.js';
import { CATEGORY_EPOCH } from './safe.js';
import type { Safe } from './state.js';

/** Keys of whole categories, of every epoch: papers that were not wrapped anew stay readable. */
const ofCategories = (safe: Safe, ids: readonly Uint8Array[]): GrantedKey[] =>
  ids.flatMap((id) =>
    safe.keys.map((root, at) => ({ id, n: at + 1, key: categoryKey(root, id, CATEGORY_EPOCH) })),
  );

const ofSafe = (safe: Safe): GrantedKey[] =>
  safe.keys.map((key: SafeKey, at) => ({ id: safe.id, n: at + 1, key }));

const ofPapers = (papers: readonly Paper[], ids: readonly Uint8Array[]): GrantedKey[] =>
  papers
    .filter(({ place }) => ids.some((id) => sameBytes(id, place.document)))
    .map(({ place, version, key }) => ({ id: place.document, n: version, key }));

/** What opens the papers of a scope, and nothing else. `papers` are the versions that a scope of papers shows. */
export const keysFor = (
  safe: Safe,
  { kind, ids }: Grant['scope'],
  papers: readonly Paper[],
): GrantedKey[] => {
  if (kind === 'doc') return ofPapers(papers, ids);
  return kind === 'cat' ? ofCategories(safe, ids) : ofSafe(safe);
};
