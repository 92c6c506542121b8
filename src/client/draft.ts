import { toHex } from '../core/bytes.js';
import { type ByteSource, encryptContainer } from '../core/crypto/container/encrypt.js';
import { type ContainerPlace, makeHeader, SALT_BYTES, storedBytes } from '../core/crypto/container/header.js';
import type { ContainerKind } from '../core/crypto/container/kind.js';
import { type DocumentKey, newKey, type SafeKey } from '../core/crypto/keys.js';
import { blake2bStream } from '../core/crypto/sodium.js';
import { SafeError } from '../core/errors.js';
import { type ManifestInput, manifestHash, signManifest } from '../core/protocol/manifest.js';
import { decodeMetadata, encodeMetadata, type PaperMetadata } from '../core/protocol/metadata.js';
import { categoryKey, wrapDocumentKey } from '../core/protocol/safe-keys.js';
import type { Part } from './multipart.js';
import { CATEGORY_EPOCH } from './safe.js';
import type { Session } from './session.js';
import type { Category, Safe } from './state.js';

/** A version about to be sent: where it goes and what it holds. */
export interface Draft {
  readonly safe: Safe;
  readonly doc: Uint8Array;
  readonly ver: number;
  /** Hash of the manifest of the version before. */
  readonly prev: Uint8Array | null;
  readonly category: Category;
  /** The digest may be unknown before the bytes were read. */
  readonly metadata: Omit<PaperMetadata, 'digest'> & { readonly digest?: string | undefined };
  readonly open: () => ByteSource;
  readonly thumbnail: Uint8Array | null;
}

/** The parts of one attempt, and the hash of the manifest once the last of them was read. */
export interface Attempt {
  readonly key: DocumentKey;
  readonly parts: readonly Part[];
  manifest(): Uint8Array;
}

const NO_HASH = new Uint8Array(32);
const NO_DIGEST = toHex(NO_HASH);

/** Refuses with `invalid_request` what no reader would take: one such paper would make the whole list unreadable. */
export const checkMetadata = (metadata: Draft['metadata']): void => {
  try {
    decodeMetadata(encodeMetadata({ ...metadata, digest: metadata.digest ?? NO_DIGEST }));
  } catch (cause) {
    throw new SafeError('invalid_request', { cause });
  }
};

/** Passes the bytes on and tells their BLAKE2b-256 when they are over. */
async function* digesting(source: ByteSource, tell: (digest: string) => void) {
  const hash = blake2bStream();
  let whole = false;
  try {
    for await (const piece of source) {
      hash.update(piece);
      yield piece;
    }
    whole = true;
  } finally {
    const digest = toHex(hash.digest());
    if (whole) tell(digest);
  }
}

/** A small container, encrypted when its turn comes. */
const smallPart = (name: ContainerKind, key: DocumentKey, place: ContainerPlace, size: number) => {
  let root: Uint8Array | undefined;
  return {
    root: () => root as Uint8Array,
    part: (data: () => Uint8Array): Part => ({
      name,
      size: storedBytes(makeHeader(place, size, new Uint8Array(SALT_BYTES))),
      async *bytes() {
        const bytes = data();
        const container = encryptContainer(key, place, bytes.length, [bytes]);
        yield* container.bytes;
        root = container.root();
      },
    }),
  };
};

/** The metadata with the digest of what was really sent; another one than was promised is `file_changed`. */
const finalMetadata = (draft: Draft, digest: string): Uint8Array => {
  const expected = draft.metadata.digest;
  if (expected !== undefined && expected !== digest) throw new SafeError('file_changed');
  return encodeMetadata({ ...draft.metadata, digest });
};

const manifestInput = (session: Session, draft: Draft, key: DocumentKey): Omit<ManifestInput, 'roots'> => ({
  safe: session.safe,
  doc: draft.doc,
  ver: draft.ver,
  prev: draft.prev,
  cat: draft.category.id,
  catEpoch: CATEGORY_EPOCH,
  epoch: draft.safe.keys.length,
  key,
  grant: null,
  by: session.uid,
  ts: session.device.clock.now(),
});

const wrappedKeyOf = (session: Session, draft: Draft, key: DocumentKey): Uint8Array => {
  const epoch = draft.safe.keys.length;
  const category = categoryKey(draft.safe.keys[epoch - 1] as SafeKey, draft.category.id, CATEGORY_EPOCH);
  const place = { safe: session.safe, document: draft.doc, version: draft.ver };
  return wrapDocumentKey(category, place, key);
};

/**
 * Encrypts a version while it is sent, under a fresh key, in one pass: the manifest goes last, since it signs what went
 * before. Every size is known at the beginning; the manifest's from one that signs zeros.
 */
export const makeAttempt = (session: Session, draft: Draft): Attempt => {
  const key: DocumentKey = newKey();
  const at = (kind: ContainerKind) => ({
    safe: session.safe,
    document: draft.doc,
    version: draft.ver,
    kind,
  });
  let digest = '';
  const source = digesting(draft.open(), (value) => {
    digest = value;
  });
  const content = encryptContainer(key, at('content'), draft.metadata.size, source);
  const blank = encodeMetadata({ ...draft.metadata, digest: NO_DIGEST });
  const metadata = smallPart('metadata', key, at('metadata'), blank.length);
  const thumbnail = draft.thumbnail;
  const picture = smallPart('thumbnail', key, at('thumbnail'), thumbnail?.length ?? 0);
  const input = manifestInput(session, draft, key);
  const sign = (roots: ManifestInput['roots']) =>
    signManifest({ ...input, roots }, session.keys.sign.secretKey);
  const zeros = { content: NO_HASH, metadata: NO_HASH, thumbnail: thumbnail && NO_HASH };
  const wrappedKey = wrappedKeyOf(session, draft, key);
  let signed: Uint8Array = new Uint8Array(0);
  const signReal = () => {
    const roots = {
      content: content.root(),
      metadata: metadata.root(),
      thumbnail: thumbnail && picture.root(),
    };
    signed = sign(roots);
    return [signed];
  };
  return {
    key,
    parts: [
      { name: 'content', size: content.size, bytes: () => content.bytes },
      ...(thumbnail ? [picture.part(() => thumbnail)] : []),
      metadata.part(() => finalMetadata(draft, digest)),
      { name: 'key', size: wrappedKey.length, bytes: () => [wrappedKey] },
      { name: 'manifest', size: sign(zeros).length, bytes: signReal },
    ],
    manifest: () => manifestHash(signed),
  };
};
