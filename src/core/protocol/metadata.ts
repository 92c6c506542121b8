import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { damaged, SafeError } from '../errors.js';
import { day, list, nullable, type Read, shape, text, TIME, whole } from './shape.js';

const fields = {
  /** Format of this record, so that later clients can tell what they read. */
  v: whole(1),
  title: text(200),
  /** Id of the kind of paper (src/core/kinds.ts). */
  kind: text(60),
  /** Name that the file had, made harmless. */
  fileName: text(255),
  mediaType: text(100),
  /** Size of the paper in bytes. */
  size: whole(0),
  /** BLAKE2b-256 of the paper as stored, in hexadecimal: tells the holder that a file is already kept. */
  digest: text(64),
  /** Last day of validity, YYYY-MM-DD, where the person knows it. */
  expires: nullable(day),
  note: nullable(text(2000)),
  pages: nullable(whole(1)),
  /** Codes of what was noticed at intake (a locked PDF, a script inside). */
  notices: list(text(40), 20),
  /** When the person added this version, milliseconds since 1970. */
  added: TIME,
  /** When they added the first one: gives papers an order that new versions don't change. */
  since: TIME,
};
const readMetadata = shape(fields);

/** What the holder knows of a paper and the server must not: the content of the metadata container. */
export type PaperMetadata = Read<typeof fields>;

/** Most bytes that a record may take, escapes included: a bound for readers. */
export const MAX_METADATA = 16 * 1024;

/** Throws `invalid_request` on what {@link decodeMetadata} would refuse: nothing is stored that can't be read again. */
export const encodeMetadata = (metadata: PaperMetadata): Uint8Array => {
  const bytes = canonicalBytes(metadata);
  try {
    decodeMetadata(bytes);
  } catch (cause) {
    throw new SafeError('invalid_request', { cause });
  }
  return bytes;
};

/** Throws `damaged` on anything that {@link encodeMetadata} did not make. */
export const decodeMetadata = (bytes: Uint8Array): PaperMetadata => {
  if (bytes.length > MAX_METADATA) throw damaged();
  return readMetadata(parseCanonical(bytes));
};
