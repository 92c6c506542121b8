import { CHUNK_OVERHEAD, HEADER_BYTES, LOG2_CHUNK } from '../../core/crypto/container/header.js';
import { SafeError } from '../../core/errors.js';
import type { ByteRange } from '../storage/blob-store.js';

const CHUNK = 2 ** LOG2_CHUNK + CHUNK_OVERHEAD;

/** Where a chunk may begin; the header may be asked for alone or with what follows. */
const isBoundary = (offset: number): boolean =>
  offset === 0 || (offset >= HEADER_BYTES && (offset - HEADER_BYTES) % CHUNK === 0);

/**
 * One range of a container (RFC 9110 §14.2) that begins and ends at chunk boundaries, so that every answer can be verified
 * chunk by chunk. Several ranges, other units and suffixes are ignored, as the RFC allows; other offsets are
 * `range_not_satisfiable`.
 */
export const chunkRange = (header: string | undefined, size: number): ByteRange | undefined => {
  const match = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match) return undefined;
  const start = Number(match[1]);
  const end = match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  const aligned = isBoundary(start) && (end === size - 1 || isBoundary(end + 1));
  if (start >= size || start > end || !aligned) {
    throw new SafeError('range_not_satisfiable', { details: { size } });
  }
  return { start, end };
};
