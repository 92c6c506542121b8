import { concat, sameBytes, toHex } from '../core/bytes.js';
import type { VersionWire } from '../core/api/documents.js';
import { decryptContainer } from '../core/crypto/container/decrypt.js';
import { makeHeader, SALT_BYTES, storedBytes } from '../core/crypto/container/header.js';
import type { CategoryKey, DocumentKey } from '../core/crypto/keys.js';
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
import type { Safe } from './state.js';
import { wireBytes, wireId } from './wire.js';

/** One version of a paper, verified. Its key lets read the bytes; they are verified while they come. */
export interface Paper {
  /** Id in hexadecimal. */
  readonly doc: string;
  readonly version: number;
  readonly place: VersionPlace;
  readonly metadata: PaperMetadata;
  /** Name of its category, such as `identity`. */
  readonly category: string;
  /** Milliseconds since 1970, null when it isn't in the bin. */
  readonly binnedAt: number | null;
  /** Bytes of ciphertext that it takes, content and thumbnail. */
  readonly bytes: number;
  /** Epoch of the safe's key that its own key is wrapped under. */
  readonly wrapEpoch: number;
  readonly key: DocumentKey;
  readonly manifest: Manifest;
  /** The signed manifest as it is stored. */
  readonly envelope: Uint8Array;
  readonly hash: Uint8Array;
}

const readMetadata = async (manifest: Manifest, key: DocumentKey, container: Uint8Array) => {
  const place = containerPlace(manifest, 'metadata');
  const pieces: Uint8Array[] = [];
  for await (const piece of decryptContainer(key, place, manifest.roots.metadata, [container])) {
    pieces.push(piece);
    if (piece.length > MAX_METADATA) throw damaged();
  }
  return decodeMetadata(concat(...pieces));
};

/** What the server says it stores must be what a paper of this size takes. */
const checkSizes = (manifest: Manifest, metadata: PaperMetadata, wire: VersionWire): void => {
  const header = makeHeader(containerPlace(manifest, 'content'), metadata.size, new Uint8Array(SALT_BYTES));
  const sameThumbnail = (manifest.roots.thumbnail === null) === (wire.thumbnailBytes === null);
  if (storedBytes(header) !== wire.contentBytes || !sameThumbnail) throw damaged();
};

/** Whose papers are opened, and with which keys. */
export interface Shelf {
  readonly safe: Uint8Array;
  readonly holder: Uint8Array;
  /** Key that the holder signs with. */
  readonly sign: Uint8Array;
  keyOf(manifest: Manifest, wire: VersionWire): DocumentKey;
  categoryOf(manifest: Manifest): string;
}

/** The key of a version out of its wrapping, by the category's key; `damaged` unless it is the one that was promised. */
export const unwrapPaperKey = (
  category: CategoryKey,
  manifest: Manifest,
  wire: VersionWire,
): DocumentKey => {
  const place = { safe: manifest.safe, document: manifest.doc, version: manifest.ver };
  return unwrapDocumentKey(category, place, wireBytes(wire.wrappedKey));
};

/**
 * Verifies one version as the server lists it: signed by the holder for this very place, its key the one that was
 * promised, its metadata the one that was signed. Anything else is `damaged`.
 */
export const openVersion = async (shelf: Shelf, wire: VersionWire): Promise<Paper> => {
  const place = { safe: shelf.safe, document: wireId(wire.doc), version: wire.ver };
  const envelope = wireBytes(wire.manifest);
  const manifest = openManifest(envelope, shelf.sign, place);
  if (!sameBytes(manifest.by, shelf.holder) || manifest.grant !== null) throw damaged();
  if (wire.wrapEpoch < manifest.epoch) throw damaged();
  const key = checkDocumentKey(manifest, shelf.keyOf(manifest, wire));
  const metadata = await readMetadata(manifest, key, wireBytes(wire.metadata));
  checkSizes(manifest, metadata, wire);
  return {
    doc: toHex(place.document),
    version: wire.ver,
    place,
    metadata,
    category: shelf.categoryOf(manifest),
    binnedAt: wire.binnedAt,
    bytes: wire.contentBytes + (wire.thumbnailBytes ?? 0),
    wrapEpoch: wire.wrapEpoch,
    key,
    manifest,
    envelope,
    hash: manifestHash(envelope),
  };
};

/** One version in the holder's own safe. */
export const openPaper = (session: Session, safe: Safe, wire: VersionWire): Promise<Paper> =>
  openVersion(
    {
      safe: session.safe,
      holder: session.uid,
      sign: session.identity.sign,
      keyOf: (manifest, { wrapEpoch }) => {
        const root = safe.keys[wrapEpoch - 1];
        if (!root) throw damaged();
        return unwrapPaperKey(categoryKey(root, manifest.cat, manifest.catEpoch), manifest, wire);
      },
      categoryOf: ({ cat }) => {
        const found = safe.categories.find(({ id }) => sameBytes(id, cat));
        if (!found) throw damaged();
        return found.slug;
      },
    },
    wire,
  );
