import type { DocumentKey, SafeKey } from '../core/crypto/keys.js';
import { manifestHash, type Roots, signManifest } from '../core/protocol/manifest.js';
import { categoryKey, wrapDocumentKey } from '../core/protocol/safe-keys.js';
import { type Contents, encryptPaper } from './encrypting.js';
import type { HeadAlong } from './head-along.js';
import type { Part } from './multipart.js';
import { CATEGORY_EPOCH } from './safe.js';
import type { Session } from './session.js';
import type { Category, Safe } from './state.js';

/** Where a version goes. */
export interface Destination {
  readonly safe: Safe;
  readonly doc: Uint8Array;
  readonly ver: number;
  /** Hash of the manifest of the version before. */
  readonly prev: Uint8Array | null;
  readonly category: Category;
}

/** A version about to be sent: where it goes and what it holds. */
export interface Draft extends Destination, Contents {}

/** The parts of one attempt, and the hash of the manifest once the last of them was read. */
export interface Attempt {
  readonly key: DocumentKey;
  readonly parts: readonly Part[];
  manifest(): Uint8Array;
}

/** The holder's own manifest of a version whose containers have these roots. */
export const signVersion = (
  session: Session,
  { safe, doc, ver, prev, category }: Destination,
  key: DocumentKey,
  roots: Roots,
): Uint8Array =>
  signManifest(
    {
      safe: session.safe,
      doc,
      ver,
      prev,
      cat: category.id,
      catEpoch: CATEGORY_EPOCH,
      epoch: safe.keys.length,
      key,
      roots,
      grant: null,
      by: session.uid,
      ts: session.device.clock.now(),
    },
    session.keys.sign.secretKey,
  );

export const wrappedKeyOf = (
  session: Session,
  { safe, doc, ver, category }: Destination,
  key: DocumentKey,
): Uint8Array => {
  const newest = categoryKey(safe.keys.at(-1) as SafeKey, category.id, CATEGORY_EPOCH);
  return wrapDocumentKey(newest, { safe: session.safe, document: doc, version: ver }, key);
};

/**
 * Encrypts a version while it is sent, under a fresh key, in one pass: the manifest goes last, since it signs what went
 * before, but for a head that keeps it. Every size is known at the beginning; the manifest's from one that signs zeros.
 */
export const makeAttempt = (session: Session, draft: Draft, along: HeadAlong | null): Attempt => {
  const place = { safe: session.safe, document: draft.doc, version: draft.ver };
  const { key, parts, roots, blankRoots } = encryptPaper(place, draft);
  const wrappedKey = wrappedKeyOf(session, draft, key);
  let signed: Uint8Array = new Uint8Array(0);
  const signReal = () => {
    signed = signVersion(session, draft, key, roots());
    return [signed];
  };
  const size = signVersion(session, draft, key, blankRoots).length;
  const head = along && { name: 'head', size: along.size, bytes: () => [along.sign(manifestHash(signed))] };
  return {
    key,
    parts: [
      ...parts,
      { name: 'key', size: wrappedKey.length, bytes: () => [wrappedKey] },
      { name: 'manifest', size, bytes: signReal },
      ...(head ? [head] : []),
    ],
    manifest: () => manifestHash(signed),
  };
};
