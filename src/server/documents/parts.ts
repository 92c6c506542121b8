import type { Readable } from 'node:stream';
import { MAX_METADATA_CONTAINER } from '../../core/api/documents.js';
import { toHex } from '../../core/bytes.js';
import { CHUNK_OVERHEAD, HEADER_BYTES } from '../../core/crypto/container/header.js';
import type { ContainerKind } from '../../core/crypto/container/kind.js';
import { THUMBNAIL_BYTES } from '../../core/crypto/container/padding.js';
import { random } from '../../core/crypto/sodium.js';
import { WRAP_OVERHEAD } from '../../core/crypto/wrap.js';
import { SafeError } from '../../core/errors.js';
import { takeBytes, takeContainer, takeSmallContainer } from './container-intake.js';
import type { DocumentsPorts, Parts, Place } from './ports.js';
import * as repository from './repository.js';

const THUMBNAIL_CONTAINER = HEADER_BYTES + THUMBNAIL_BYTES + CHUNK_OVERHEAD;
const MAX_MANIFEST = 16 * 1024;
const WRAPPED_KEY = WRAP_OVERHEAD + 32;

interface StoredBlob {
  readonly key: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** What has arrived of a version so far. */
interface Arriving {
  content?: StoredBlob;
  thumbnail?: StoredBlob;
  metadata?: { bytes: Buffer; root: Uint8Array };
  key?: Buffer;
  manifest?: Buffer;
}

/** A version that arrived whole; its blobs lie on stable storage. */
export type Received = Required<Omit<Arriving, 'thumbnail'>> & Pick<Arriving, 'thumbnail'>;

const PART_ORDER = ['content', 'thumbnail', 'metadata', 'key', 'manifest'] as const;
type PartName = (typeof PART_ORDER)[number];

/** Where a version goes while it arrives; `keys` notes every blob that was begun, for undoing. */
export interface Reception {
  readonly place: Place;
  /** Bytes that the safe may hold, with all that is under way to it. */
  readonly room: number;
  readonly keys: string[];
}

/** Stores a container under a fresh key that the database knew first. */
const storeContainer = async (
  { db, blobs }: DocumentsPorts,
  source: Readable,
  { place, room, keys }: Reception,
  kind: ContainerKind,
  limit: number,
): Promise<StoredBlob> => {
  const container = await takeContainer(source, { ...place, kind }, limit);
  try {
    const key = toHex(random(16));
    keys.push(key);
    const wanted = { safe: place.safe, bytes: container.size, room };
    await repository.registerBlob(db, key, wanted);
    await blobs.put(key, container.bytes, { size: container.size });
    return { key, size: container.size, root: container.root() };
  } finally {
    container.bytes.destroy();
    container.close();
  }
};

const receivePart = async (
  ports: DocumentsPorts,
  name: PartName,
  bytes: Readable,
  reception: Reception,
): Promise<Arriving> => {
  if (name === 'key') return { key: await takeBytes(bytes, WRAPPED_KEY) };
  if (name === 'manifest') return { manifest: await takeBytes(bytes, MAX_MANIFEST) };
  if (name === 'metadata') {
    const place = { ...reception.place, kind: name };
    return { metadata: await takeSmallContainer(bytes, place, MAX_METADATA_CONTAINER) };
  }
  const limit = name === 'content' ? ports.maxBytes : THUMBNAIL_CONTAINER;
  return { [name]: await storeContainer(ports, bytes, reception, name, limit) };
};

const refuse = (message: string): never => {
  throw new SafeError('invalid_request', { message });
};

const isWhole = (received: Arriving): received is Received =>
  received.content !== undefined &&
  received.metadata !== undefined &&
  received.key?.length === WRAPPED_KEY &&
  received.manifest !== undefined;

/** Takes the parts in their order, storing each as it comes; refuses others, doubles and gaps with `invalid_request`. */
export const receiveParts = async (
  ports: DocumentsPorts,
  parts: Parts,
  reception: Reception,
): Promise<Received> => {
  const received: Arriving = {};
  let expected = 0;
  for await (const part of parts) {
    const at = PART_ORDER.findIndex((name, i) => i >= expected && name === part.name);
    const name = PART_ORDER[at] ?? refuse('The parts are not the ones described, in their order.');
    expected = at + 1;
    Object.assign(received, await receivePart(ports, name, part.bytes, reception));
  }
  return isWhole(received) ? received : refuse('A part of the version is missing.');
};
