import { sameBytes, toHex } from '../bytes.js';
import { type Envelope, openObject, signObject } from '../crypto/sign.js';
import { damaged } from '../errors.js';
import { count, hex, ID, literal, nullable, oneOf, type Read, shape, TIME } from './shape.js';

const TYPE = 'read';

export const READ_PARTS = ['list', 'content', 'thumbnail'] as const;

const fields = {
  t: literal(TYPE),
  safe: ID,
  grant: ID,
  part: oneOf(READ_PARTS),
  doc: nullable(ID),
  ver: nullable(count),
  by: ID,
  nonce: hex(16),
  ts: TIME,
};
const readReading = shape(fields);

/** What a grantee signs before each reading: it enters the log, and nobody can ask in their name. */
export type Reading = Read<typeof fields>;

export const signReading = (value: Omit<Reading, 't'>, secretKey: Uint8Array): Envelope =>
  signObject(
    {
      t: TYPE,
      safe: toHex(value.safe),
      grant: toHex(value.grant),
      part: value.part,
      doc: value.doc === null ? null : toHex(value.doc),
      ver: value.ver,
      by: toHex(value.by),
      nonce: toHex(value.nonce),
      ts: value.ts,
    },
    secretKey,
  );

/** A list is of the whole grant; content and thumbnail are of one version of one paper. */
const isSound = ({ part, doc, ver }: Reading): boolean =>
  (doc === null) === (part === 'list') && (ver === null) === (part === 'list');

/** Verifies a signed reading under the worker's key; throws `damaged`, also if it names another reader than `by`. */
export const openReading = (envelope: Envelope, key: Uint8Array, by?: Uint8Array): Reading => {
  const value = readReading(openObject(TYPE, envelope, key));
  if (!isSound(value) || (by && !sameBytes(value.by, by))) throw damaged();
  return value;
};
