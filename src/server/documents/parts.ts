import type { Readable } from 'node:stream';
import { MAX_METADATA_CONTAINER } from '../../core/api/documents.js';
import { toHex } from '../../core/bytes.js';
import { CHUNK_OVERHEAD, HEADER_BYTES } from '../../core/crypto/container/header.js';
import type { ContainerKind } from '../../core/crypto/container/kind.js';
import { THUMBNAIL_BYTES } from '../../core/crypto/container/padding.js';
import { random } from '../../core/crypto/sodium.js';
import { SafeError } from '../../core/errors.js';
import { takeBytes, takeContainer, takeSmallContainer } from './container-intake.js';
import type { DocumentsPorts, Parts, Place } from './ports.js';
import * as repository from './repository.js';

const THUMBNAIL_CONTAINER = HEADER_BYTES + THUMBNAIL_BYTES + CHUNK_OVERHEAD;
const MAX_SIGNED = 16 * 1024;

interface StoredBlob {
  readonly key: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** What has arrived of a paper so far. */
interface Arriving {
  content?: StoredBlob;
  thumbnail?: StoredBlob;
  metadata?: { bytes: Buffer; root: Uint8Array };
  key?: Buffer;
  signed?: Buffer;
}

/** A paper that arrived whole; its blobs lie on stable storage. */
export type Received = Required<Omit<Arriving, 'thumbnail'>> & Pick<Arriving, 'thumbnail'>;

/** What distinguishes a version from a deposit as it arrives: its key, and what its author signed. */
export interface PartsShape {
  readonly keyBytes: number;
  readonly signed: 'manifest' | 'statement';
}

const PART_ORDER = ['content', 'thumbnail', 'metadata', 'key', 'signed'] as const;
type PartName = (typeof PART_ORDER)[number];

/** Where a version goes while it arrives; `keys` notes every blob that was begun, for undoing. */
export interface Reception {
  readonly place: Place;
  /** Bytes that the safe may hold, with all that is under way to it. */
  readonly room: number;
  readonly keys: string[];
  readonly shape: PartsShape;
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
  if (name === 'key') return { key: await takeBytes(bytes, reception.shape.keyBytes) };
  if (name === 'signed') return { signed: await takeBytes(bytes, MAX_SIGNED) };
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

const isWhole = (received: Arriving, { keyBytes }: PartsShape): received is Received =>
  received.content !== undefined &&
  received.metadata !== undefined &&
  received.key?.length === keyBytes &&
  received.signed !== undefined;

/** Takes the parts in their order, storing each as it comes; refuses others, doubles and gaps with `invalid_request`. */
export const receiveParts = async (
  ports: DocumentsPorts,
  parts: Parts,
  reception: Reception,
): Promise<Received> => {
  const received: Arriving = {};
  const { shape } = reception;
  const called = (name: PartName): string => (name === 'signed' ? shape.signed : name);
  let expected = 0;
  for await (const part of parts) {
    const at = PART_ORDER.findIndex((name, i) => i >= expected && called(name) === part.name);
    const name = PART_ORDER[at] ?? refuse('The parts are not the ones described, in their order.');
    expected = at + 1;
    Object.assign(received, await receivePart(ports, name, part.bytes, reception));
  }
  return isWhole(received, shape) ? received : refuse('A part of the version is missing.');
};
