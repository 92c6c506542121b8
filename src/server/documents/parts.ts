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
import * as repository from './receive-repository.js';

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
  head?: Buffer;
}

type MayLack = 'thumbnail' | 'head';

/** A paper that arrived whole. */
export type Received = Required<Omit<Arriving, MayLack>> & Pick<Arriving, MayLack>;

/** What distinguishes a version from a deposit as it arrives: its key, what its author signed, and whether a head may come along. */
export interface PartsShape {
  readonly keyBytes: number;
  readonly signed: 'manifest' | 'statement';
  readonly head: boolean;
}

const PART_ORDER = ['content', 'thumbnail', 'metadata', 'key', 'signed', 'head'] as const;
type PartName = (typeof PART_ORDER)[number];

/**
 * Where a version goes while it arrives. For undoing, `keys` notes every blob that was begun; `storing` resolve once it is on
 * stable storage, which goes on while the parts behind it arrive.
 */
export interface Reception {
  readonly place: Place;
  /** Bytes that the safe may hold, with all that is under way to it. */
  readonly room: number;
  readonly keys: string[];
  readonly storing: Promise<void>[];
  readonly shape: PartsShape;
}

/** Begins to store a container under a fresh key, that the database knows before the store has it whole. */
const storeContainer = async (
  { db, blobs }: DocumentsPorts,
  source: Readable,
  { place, room, keys, storing }: Reception,
  kind: ContainerKind,
  limit: number,
): Promise<StoredBlob> => {
  const key = toHex(random(16));
  keys.push(key);
  let registered = Promise.resolve();
  const register = (bytes: number): Promise<void> => {
    registered = repository.registerBlob(db, key, { safe: place.safe, bytes, room });
    return registered;
  };
  const { size, bytes, arrived, root, close } = await takeContainer(
    source,
    { ...place, kind },
    limit,
    register,
  );
  const stored = blobs.put(key, bytes, { size }).finally(() => {
    bytes.destroy();
    close();
  });
  // its row too: one that comes after what was begun is undone would keep its room
  const settled = Promise.allSettled([registered, stored]).then(() => stored);
  settled.catch(() => undefined); // thrown by whoever waits for it
  storing.push(settled);
  await Promise.race([arrived, stored]);
  return { key, size, root: root() };
};

const receivePart = async (
  ports: DocumentsPorts,
  name: PartName,
  bytes: Readable,
  reception: Reception,
): Promise<Arriving> => {
  if (name === 'key') return { key: await takeBytes(bytes, reception.shape.keyBytes) };
  if (name === 'signed' || name === 'head') return { [name]: await takeBytes(bytes, MAX_SIGNED) };
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

/**
 * Takes the parts in their order, storing each as it comes; refuses others, doubles and gaps with `invalid_request`. Blobs may
 * still be on their way to the disk when it is done.
 */
export const receiveParts = async (
  ports: DocumentsPorts,
  parts: Parts,
  reception: Reception,
): Promise<Received> => {
  const received: Arriving = {};
  const { shape } = reception;
  const called = (name: PartName): string => (name === 'signed' ? shape.signed : name);
  const order = PART_ORDER.filter((name) => name !== 'head' || shape.head);
  let expected = 0;
  for await (const part of parts) {
    const at = order.findIndex((name, i) => i >= expected && called(name) === part.name);
    const name = order[at] ?? refuse('The parts are not the ones described, in their order.');
    expected = at + 1;
    Object.assign(received, await receivePart(ports, name, part.bytes, reception));
  }
  return isWhole(received, shape) ? received : refuse('A part of the version is missing.');
};
