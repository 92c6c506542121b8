import { concat, toHex } from '../core/bytes.js';
import type { Contract } from '../core/api/contract.js';
import * as documents from '../core/api/documents.js';
import { decryptContainer } from '../core/crypto/container/decrypt.js';
import { CHUNK_OVERHEAD, HEADER_BYTES, LOG2_CHUNK } from '../core/crypto/container/header.js';
import { blake2bStream } from '../core/crypto/sodium.js';
import { damaged, isSafeError } from '../core/errors.js';
import { containerPlace } from '../core/protocol/manifest.js';
import type { Paper } from './paper.js';
import type { Clock, HttpAnswer } from './ports.js';
import { jitter } from './retry.js';
import type { Session } from './session.js';

const STORED_CHUNK = 2 ** LOG2_CHUNK + CHUNK_OVERHEAD;
const FAILURES = 4;
const WAIT = 300;

const CONTRACTS = { content: documents.readContent, thumbnail: documents.readThumbnail } as const;

const paramsOf = ({ doc, version, place }: Pick<Paper, 'doc' | 'version' | 'place'>) => ({ safe: toHex(place.safe), document: doc, version });

/** The last point before `given` from which the server answers; the beginning, if that is nearer. */
const boundaryBefore = (given: number): number => {
  const chunks = Math.floor((given - HEADER_BYTES) / STORED_CHUNK);
  return chunks > 0 ? HEADER_BYTES + chunks * STORED_CHUNK : 0;
};

/** Asks for the stored bytes of a paper, `from` a chunk boundary on. */
export type OpenStored = (
  part: 'content' | 'thumbnail',
  paper: Pick<Paper, 'doc' | 'version' | 'place'>,
  from: number,
) => Promise<HttpAnswer>;

/** From where papers are read: the holder's own safe, or under a grant. */
export interface Reader {
  readonly clock: Clock;
  readonly open: OpenStored;
}

/** The holder's own papers. */
export const ownReader = ({ api, device }: Session): Reader => ({
  clock: device.clock,
  open: (part, paper, from) =>
    api.stream<Contract & (typeof CONTRACTS)[typeof part]>(CONTRACTS[part], paramsOf(paper), from),
});

/** The stored bytes; where the connection breaks they go on from the last chunk. Nothing here is trusted. */
async function* stored(
  { clock, open }: Reader,
  part: 'content' | 'thumbnail',
  paper: Paper,
): AsyncGenerator<Uint8Array, void, undefined> {
  let given = 0;
  for (let failures = 0; ; ) {
    const from = boundaryBefore(given);
    const answer = await open(part, paper, from);
    let skip = given - (answer.status === 206 ? from : 0);
    try {
      for await (const piece of answer.bytes) {
        const rest = piece.subarray(Math.min(skip, piece.length));
        skip -= piece.length - rest.length;
        if (rest.length === 0) continue;
        given += rest.length;
        failures = 0;
        yield rest;
      }
      return;
    } catch (error) {
      failures += 1;
      if (failures === FAILURES || !isSafeError(error, 'unavailable')) throw error;
      await clock.wait(jitter(WAIT * failures));
    }
  }
}

/**
 * The bytes of a paper, decrypted and verified while they come, in memory of a few chunks. **Nothing may be kept before
 * the generator ended**: only then root, length and digest are those that were signed. Throws `damaged` on any fault.
 */
export async function* readFrom(
  reader: Reader,
  paper: Paper,
  onProgress: (read: number, total: number) => void = () => {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { manifest, metadata, key } = paper;
  const source = stored(reader, 'content', paper);
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

/** The bytes of a paper of one's own: see {@link readFrom}. */
export const readPaper = (
  session: Session,
  paper: Paper,
  onProgress?: (read: number, total: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> => readFrom(ownReader(session), paper, onProgress);

/** The small picture of a paper, or null if it has none. */
export const readThumbnail = async (session: Session, paper: Paper): Promise<Uint8Array | null> => {
  const { manifest, key } = paper;
  const root = manifest.roots.thumbnail;
  if (root === null) return null;
  const source = stored(ownReader(session), 'thumbnail', paper);
  const pieces: Uint8Array[] = [];
  for await (const piece of decryptContainer(key, containerPlace(manifest, 'thumbnail'), root, source)) {
    pieces.push(piece);
  }
  return concat(...pieces);
};
