import { toBase64Url } from '../core/bytes.js';
import { newKey, type SafeKey } from '../core/crypto/keys.js';
import { categoryKey, wrapDocumentKey, wrapPreviousKey, wrapSafeKey } from '../core/protocol/safe-keys.js';
import type { Paper } from './paper.js';
import { listPapers } from './papers.js';
import type { Session } from './session.js';
import type { Safe } from './state.js';
import { listVersions } from './versions.js';

/** A new root key of the safe, and what it wraps anew. */
export interface NewEpoch {
  /** The safe with the new key, as the next head describes it. */
  readonly safe: Safe;
  readonly wire: { readonly wrappedKey: string; readonly wrappedPrevious: string };
  readonly rewrap: readonly { doc: string; ver: number; wrappedKey: string }[];
}

const allVersions = async (session: Session): Promise<Paper[]> => {
  const { papers, binned } = await listPapers(session);
  const all: Paper[] = [];
  for (const paper of [...papers, ...binned]) {
    all.push(...(paper.version === 1 ? [paper] : await listVersions(session, paper.doc)));
  }
  return all;
};

const rewrapped = (session: Session, key: SafeKey, { place, manifest, doc, version, ...paper }: Paper) => {
  const category = categoryKey(key, manifest.cat, manifest.catEpoch);
  return {
    doc,
    ver: version,
    wrappedKey: toBase64Url(wrapDocumentKey(category, { ...place, safe: session.safe }, paper.key)),
  };
};

/** Makes the safe's next key: who had a key of a category or of the safe opens nothing that comes later. */
export const makeEpoch = async (session: Session, safe: Safe): Promise<NewEpoch> => {
  const key: SafeKey = newKey();
  const last = safe.keys.length;
  const older = safe.keys[last - 1] as SafeKey;
  const wrapped = wrapSafeKey(session.account, session.safe, last + 1, key);
  const previous = wrapPreviousKey(key, session.safe, last, older);
  const versions = await allVersions(session);
  return {
    safe: { ...safe, keys: [...safe.keys, key], wrappedKeys: [...safe.wrappedKeys, wrapped] },
    wire: { wrappedKey: toBase64Url(wrapped), wrappedPrevious: toBase64Url(previous) },
    rewrap: versions
      .filter(({ wrapEpoch }) => wrapEpoch <= last)
      .map((paper) => rewrapped(session, key, paper)),
  };
};

export const epochOf = ({ keys }: Safe): number => keys.length;
