import { sameBytes, toHex } from '../bytes.js';
import type { ContainerPlace } from '../crypto/container/header.js';
import type { ContainerKind } from '../crypto/container/kind.js';
import type { DocumentKey } from '../crypto/keys.js';
import { parseCanonical } from '../crypto/jcs.js';
import { type Envelope, envelopeBytes, envelopeHash, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import { keyCommitment, type VersionPlace } from './safe-keys.js';
import { count, HASH, ID, literal, nullable, type Read, shape, TIME } from './shape.js';

const TYPE = 'doc';

const fields = {
  t: literal(TYPE),
  safe: ID,
  doc: ID,
  ver: count,
  /** Hash of the manifest of the version before, null for the first. */
  prev: nullable(HASH),
  cat: ID,
  catEpoch: count,
  epoch: count,
  roots: shape({ content: HASH, metadata: HASH, thumbnail: nullable(HASH) }),
  dekc: HASH,
  /** The grant under which somebody else than the holder wrote this version. */
  grant: nullable(ID),
  by: ID,
  ts: TIME,
};
const readManifest = shape(fields);

/** What an author signs of one version of a document. */
export type Manifest = Read<typeof fields>;

export type ManifestInput = Omit<Manifest, 't' | 'dekc'> & { readonly key: DocumentKey };

const optionalHex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : toHex(bytes));

/** Signs the manifest of a version whose containers have these roots. */
export const signManifest = (input: ManifestInput, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      safe: toHex(input.safe),
      doc: toHex(input.doc),
      ver: input.ver,
      prev: optionalHex(input.prev),
      cat: toHex(input.cat),
      catEpoch: input.catEpoch,
      epoch: input.epoch,
      roots: {
        content: toHex(input.roots.content),
        metadata: toHex(input.roots.metadata),
        thumbnail: optionalHex(input.roots.thumbnail),
      },
      dekc: toHex(keyCommitment(input.key)),
      grant: optionalHex(input.grant),
      by: toHex(input.by),
      ts: input.ts,
    },
    secretKey,
  );

const isAt = (manifest: Manifest, place: VersionPlace): boolean =>
  sameBytes(manifest.safe, place.safe) &&
  sameBytes(manifest.doc, place.document) &&
  manifest.ver === place.version &&
  (manifest.ver === 1) === (manifest.prev === null);

/**
 * Verifies a manifest under its author's key and that it speaks of this version of this document.
 * Throws `damaged` on anything else, such as another version's manifest shown in its place.
 *
 * @param author the account that `authorKey` belongs to; with it, a manifest that names another one is refused
 */
export const openManifest = (
  envelope: Envelope,
  authorKey: Uint8Array,
  place: VersionPlace,
  author?: Uint8Array,
): Manifest => {
  const manifest = readManifest(openObject(TYPE, envelope, authorKey));
  const byAuthor = author === undefined || sameBytes(manifest.by, author);
  if (!byAuthor || !isAt(manifest, place)) throw damaged();
  return manifest;
};

/**
 * Reads a manifest that somebody who is believed named by its hash; `damaged` if it is another one or of another place. Who
 * signed it is for the caller to check.
 */
export const openNamedManifest = (envelope: Envelope, named: Uint8Array, place: VersionPlace): Manifest => {
  if (!sameBytes(envelopeHash(TYPE, envelope), named)) throw damaged();
  const manifest = readManifest(parseCanonical(envelopeBytes(envelope)));
  if (!isAt(manifest, place)) throw damaged();
  return manifest;
};

export const manifestHash = (envelope: Envelope): Uint8Array => envelopeHash(TYPE, envelope);

/** Refuses a key that is not the one the author promised: two keys can't show two papers under one signature. */
export const checkDocumentKey = (manifest: Manifest, key: DocumentKey): DocumentKey => {
  if (!sameBytes(keyCommitment(key), manifest.dekc)) throw damaged();
  return key;
};

export const containerPlace = (manifest: Manifest, kind: ContainerKind): ContainerPlace => ({
  safe: manifest.safe,
  document: manifest.doc,
  version: manifest.ver,
  kind,
});
