import { concat, toHex } from '../core/bytes.js';
import type { Contract } from '../core/api/contract.js';
import * as documents from '../core/api/documents.js';
import { decryptContainer } from '../core/crypto/container/decrypt.js';
import { CHUNK_OVERHEAD, HEADER_BYTES, LOG2_CHUNK } from '../core/crypto/container/header.js';
import { blake2bStream } from '../core/crypto/sodium.js';
import { damaged, isSafeError } from '../core/errors.js';
import { containerPlace, type Located } from '../core/protocol/manifest.js';
import type { Paper } from './paper.js';
import type { Clock, HttpAnswer } from './ports.js';
import { jitter } from './retry.js';
import type { Session } from './session.js';

const STORED_CHUNK = 2 ** LOG2_CHUNK + CHUNK_OVERHEAD;
const FAILURES = 4;
const WAIT = 300;

const paramsOf = ({ doc, version, place }: Paper) => ({ safe: toHex(place.safe), document: doc, version });

/** The last point before `given` from which the server answers; the beginning, if that is nearer. */
const boundaryBefore = (given: number): number => {
  const chunks = Math.floor((given - HEADER_BYTES) / STORED_CHUNK);
  return chunks > 0 ? HEADER_BYTES + chunks * STORED_CHUNK : 0;
};

/** The stored bytes; where the connection breaks they go on from the last chunk. Nothing here is trusted. */
export async function* resumed(
  clock: Clock,
  ask: (from: number) => Promise<HttpAnswer>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let given = 0;
  for (let failures = 0; ; ) {
    const from = boundaryBefore(given);
    const answer = await ask(from);
    let skip = given - (answer.status === 206 ? from : 0);
    try {
      for await (const piece of answer.bytes) {
        const part = piece.subarray(Math.min(skip, piece.length));
        skip -= piece.length - part.length;
        if (part.length === 0) continue;
        given += part.length;
        failures = 0;
        yield part;
      }
      return;
    } catch (error) {
      failures += 1;
      if (failures === FAILURES || !isSafeError(error, 'unavailable')) throw error;
      await clock.wait(jitter(WAIT * failures));
    }
  }
}

const stored = (
  session: Session,
  contract: typeof documents.readContent | typeof documents.readThumbnail,
  paper: Paper,
) =>
  resumed(session.device.clock, (from) =>
    session.api.stream<Contract & typeof contract>(contract, paramsOf(paper), from),
  );

/** What is needed to read a paper's bytes. */
export type Readable = Pick<Paper, 'metadata' | 'key'> & { readonly manifest: Located };

/** Decrypts and verifies the stored bytes of a paper while they come; see {@link readPaper}. */
export async function* openContent(
  { manifest, metadata, key }: Readable,
  source: AsyncIterable<Uint8Array>,
  onProgress: (read: number, total: number) => void = () => {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = blake2bStream();
  let digest: string | undefined;
  let read = 0;
  try {
    const place = containerPlace(manifest, 'content');
    for await (const piece of decryptContainer(key, place, manifest.roots.content, source)) {
      hash.update(piece);
      read += piece.length;
      yield piece;
      onProgress(read, metadata.size);
    }
    digest = toHex(hash.digest());
  } finally {
    if (digest === undefined) hash.digest();
  }
  if (read !== metadata.size || digest !== metadata.digest) throw damaged();
}

/** The small picture of a paper from its stored bytes, or null if it has none. */
export const openThumbnail = async (
  { manifest, key }: Readable,
  source: () => AsyncIterable<Uint8Array>,
): Promise<Uint8Array | null> => {
  const root = manifest.roots.thumbnail;
  if (root === null) return null;
  const pieces: Uint8Array[] = [];
  for await (const piece of decryptContainer(key, containerPlace(manifest, 'thumbnail'), root, source())) {
    pieces.push(piece);
  }
  return concat(...pieces);
};

/**
 * The bytes of a paper, decrypted and verified while they come, in memory of a few chunks. **Nothing may be kept before
 * the generator ended**: only then root, length and digest are those that were signed. Throws `damaged` on any fault.
 */
export const readPaper = (
  session: Session,
  paper: Paper,
  onProgress?: (read: number, total: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> =>
  openContent(paper, stored(session, documents.readContent, paper), onProgress);

/** The small picture of a paper, or null if it has none. */
export const readThumbnail = (session: Session, paper: Paper): Promise<Uint8Array | null> =>
  openThumbnail(paper, () => stored(session, documents.readThumbnail, paper));
