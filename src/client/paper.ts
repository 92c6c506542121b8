import { concat, sameBytes, toHex } from '../core/bytes.js';
import type { VersionWire } from '../core/api/documents.js';
import { decryptContainer } from '../core/crypto/container/decrypt.js';
import { makeHeader, SALT_BYTES, storedBytes } from '../core/crypto/container/header.js';
import type { DocumentKey } from '../core/crypto/keys.js';
import { damaged } from '../core/errors.js';
import {
  checkDocumentKey,
  containerPlace,
  type Manifest,
  manifestHash,
  openManifest,
} from '../core/protocol/manifest.js';
import { decodeMetadata, MAX_METADATA, type PaperMetadata } from '../core/protocol/metadata.js';
import { categoryKey, unwrapDocumentKey, type VersionPlace } from '../core/protocol/safe-keys.js';
import type { Session } from './session.js';
import type { Paper, Safe } from './state.js';
import { wireBytes, wireId } from './wire.js';

export type { Paper } from './state.js';

/** Wrapped under the root key of the epoch that it was written in, or of a later one. */
const openKey = (safe: Safe, manifest: Manifest, { wrapEpoch, wrappedKey }: VersionWire): DocumentKey => {
  const root = safe.keys[wrapEpoch - 1];
  if (!root || wrapEpoch < manifest.epoch) throw damaged();
  const place = { safe: manifest.safe, document: manifest.doc, version: manifest.ver };
  return unwrapDocumentKey(categoryKey(root, manifest.cat, manifest.catEpoch), place, wireBytes(wrappedKey));
};

export const readMetadata = async (
  manifest: Manifest,
  key: DocumentKey,
  container: Uint8Array,
): Promise<PaperMetadata> => {
  const place = containerPlace(manifest, 'metadata');
  const pieces: Uint8Array[] = [];
  for await (const piece of decryptContainer(key, place, manifest.roots.metadata, [container])) {
    pieces.push(piece);
    if (piece.length > MAX_METADATA) throw damaged();
  }
  return decodeMetadata(concat(...pieces));
};

/** What the server says it stores must be what a paper of this size takes. */
export const checkSizes = (
  manifest: Manifest,
  metadata: PaperMetadata,
  wire: Pick<VersionWire, 'contentBytes' | 'thumbnailBytes'>,
): void => {
  const header = makeHeader(containerPlace(manifest, 'content'), metadata.size, new Uint8Array(SALT_BYTES));
  const sameThumbnail = (manifest.roots.thumbnail === null) === (wire.thumbnailBytes === null);
  if (storedBytes(header) !== wire.contentBytes || !sameThumbnail) throw damaged();
};

const categoryOf = (safe: Safe, manifest: Manifest): string => {
  const found = safe.categories.find(({ id }) => sameBytes(id, manifest.cat));
  if (!found) throw damaged();
  return found.slug;
};

/** By whom a version must have been written, and what opens its key. */
export interface Author {
  readonly uid: Uint8Array;
  readonly sign: Uint8Array;
}

/**
 * Verifies one version as the server lists it: signed by the holder for this very place, its key the one that was
 * promised, its metadata the one that was signed. Anything else is `damaged`.
 */
export const openVersion = async (
  wire: VersionWire,
  place: VersionPlace,
  author: Author,
  keyOf: (manifest: Manifest) => DocumentKey,
): Promise<Omit<Paper, 'category'>> => {
  const envelope = wireBytes(wire.manifest);
  const manifest = openManifest(envelope, author.sign, place, author.uid);
  if (manifest.grant !== null) throw damaged();
  const key = checkDocumentKey(manifest, keyOf(manifest));
  const metadata = await readMetadata(manifest, key, wireBytes(wire.metadata));
  checkSizes(manifest, metadata, wire);
  return {
    doc: toHex(place.document),
    version: wire.ver,
    place,
    metadata,
    binnedAt: wire.binnedAt,
    bytes: wire.contentBytes + (wire.thumbnailBytes ?? 0),
    key,
    wrapEpoch: wire.wrapEpoch,
    manifest,
    envelope,
    hash: manifestHash(envelope),
  };
};

/** One version of the holder's own safe. */
export const openPaper = async (session: Session, safe: Safe, wire: VersionWire): Promise<Paper> => {
  const place = { safe: session.safe, document: wireId(wire.doc), version: wire.ver };
  const author = { uid: session.uid, sign: session.identity.sign };
  const opened = await openVersion(wire, place, author, (manifest) => openKey(safe, manifest, wire));
  return { ...opened, category: categoryOf(safe, opened.manifest) };
};
