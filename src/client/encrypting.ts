import { toHex } from '../core/bytes.js';
import { type ByteSource, encryptContainer } from '../core/crypto/container/encrypt.js';
import { type ContainerPlace, makeHeader, SALT_BYTES, storedBytes } from '../core/crypto/container/header.js';
import type { ContainerKind } from '../core/crypto/container/kind.js';
import { type DocumentKey, newKey } from '../core/crypto/keys.js';
import { blake2bStream } from '../core/crypto/sodium.js';
import { SafeError } from '../core/errors.js';
import type { Roots } from '../core/protocol/manifest.js';
import { decodeMetadata, encodeMetadata, type PaperMetadata } from '../core/protocol/metadata.js';
import type { VersionPlace } from '../core/protocol/safe-keys.js';
import type { Part } from './multipart.js';

/** What a paper holds, before it is encrypted. */
export interface Contents {
  /** The digest may be unknown before the bytes were read. */
  readonly metadata: Omit<PaperMetadata, 'digest'> & { readonly digest?: string | undefined };
  readonly open: () => ByteSource;
  readonly thumbnail: Uint8Array | null;
}

/** A paper's containers under a fresh key, encrypted while they are sent. */
export interface Encrypting {
  readonly key: DocumentKey;
  readonly parts: readonly Part[];
  /** Once the last of the parts was read. */
  roots(): Roots;
  /** As many roots as there will be: to know the size of what signs them. */
  readonly blankRoots: Roots;
}

const NO_HASH = new Uint8Array(32);
const NO_DIGEST = toHex(NO_HASH);

/** Refuses with `invalid_request` what no reader would take: one such paper would make the whole list unreadable. */
export const checkMetadata = (metadata: Contents['metadata']): void => {
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
const finalMetadata = ({ metadata }: Contents, digest: string): Uint8Array => {
  const expected = metadata.digest;
  if (expected !== undefined && expected !== digest) throw new SafeError('file_changed');
  return encodeMetadata({ ...metadata, digest });
};

/** Encrypts a paper for its place while it is sent, in one pass. Every size is known at the beginning. */
export const encryptPaper = (place: VersionPlace, contents: Contents): Encrypting => {
  const key: DocumentKey = newKey();
  const at = (kind: ContainerKind) => ({ ...place, kind });
  let digest = '';
  const source = digesting(contents.open(), (value) => {
    digest = value;
  });
  const content = encryptContainer(key, at('content'), contents.metadata.size, source);
  const blank = encodeMetadata({ ...contents.metadata, digest: NO_DIGEST });
  const metadata = smallPart('metadata', key, at('metadata'), blank.length);
  const { thumbnail } = contents;
  const picture = smallPart('thumbnail', key, at('thumbnail'), thumbnail?.length ?? 0);
  return {
    key,
    parts: [
      { name: 'content', size: content.size, bytes: () => content.bytes },
      ...(thumbnail ? [picture.part(() => thumbnail)] : []),
      metadata.part(() => finalMetadata(contents, digest)),
    ],
    roots: () => ({
      content: content.root(),
      metadata: metadata.root(),
      thumbnail: thumbnail && picture.root(),
    }),
    blankRoots: { content: NO_HASH, metadata: NO_HASH, thumbnail: thumbnail && NO_HASH },
  };
};
