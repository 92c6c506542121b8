import { concat, sameBytes, u64, utf8 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { sha256 } from '../crypto/sha256.js';
import { SafeError } from '../errors.js';
import { count, nullable, oneOf, shape, text } from './shape.js';

/** What was done to a safe. The names are those that the history translates. */
export const LOG_ACTIONS = [
  'safe.open',
  'safe.look',
  'safe.name-category',
  'safe.head',
  'paper.list',
  'paper.send',
  'paper.keep',
  'paper.versions',
  'paper.read',
  'paper.preview',
  'paper.bin',
  'paper.restore',
  'paper.destroy',
  'paper.expire',
  'log.read',
  'grant.list',
  'grant.give',
  'grant.pass',
  'grant.reseal',
  'grant.end',
  'grant.look',
  'ask.make',
  'ask.list',
  'ask.end',
  'link.make',
  'link.list',
  'link.change',
  'link.end',
  'link.look',
  'link.open',
  'link.receipt',
  'deposit.add',
  'deposit.list',
  'deposit.read',
  'deposit.keep',
  'deposit.refuse',
  'deposit.expire',
  'deposit.close',
  'deposit.open',
  'drop.make',
  'drop.list',
  'drop.end',
  'drop.look',
  'drop.add',
  'safe.vouch',
  'spare.make',
  'spare.release',
  'spare.reseal',
  'spare.aside',
  'spare.back',
  'spare.use',
  'spare.end',
  'unlocker.login',
  'unlocker.refused',
  'unlocker.change',
] as const;
export type LogAction = (typeof LOG_ACTIONS)[number];

/** Who, what, with what outcome; stored as canonical JSON, ids in hexadecimal. The time lies beside it, in the chain. */
export interface LogBody {
  readonly act: LogAction;
  /** Null where the server itself acted, by a rule the holder knows. */
  readonly by: string | null;
  /** Locator of the card or device used. */
  readonly lock: string | null;
  readonly doc: string | null;
  readonly ver: number | null;
  /** The consent under which a relay or worker acted, or which was given or ended. */
  readonly grant: string | null;
  /** The request as its author signed it, base64url: a reading by a grantee can't be made up by the server. */
  readonly proof: string | null;
  /** `ok`, or the code of the refusal. */
  readonly out: string;
}

/** One entry as it comes from the server: salt 16 bytes, hash 32. */
export interface LogEntry {
  readonly seq: number;
  /** Milliseconds since 1970 by the database's clock; never goes back within a chain. */
  readonly at: number;
  readonly salt: Uint8Array;
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
}

/** Where a reader of the log stands: the number and the hash of the last entry it verified, and its time if known. */
export interface LogPin {
  readonly seq: number;
  readonly hash: Uint8Array;
  readonly at?: number;
}

const LOG_SALT_BYTES = 16;
const ENTRY = concat(utf8('CS1/log'), Uint8Array.of(0));
const START = concat(utf8('CS1/log.start'), Uint8Array.of(0));

/** Where every chain begins: `SHA-256("CS1/log.start" 00 safe)`. */
export const logStart = (safe: Uint8Array): LogPin => ({ seq: 0, hash: sha256(START, safe) });

/** `SHA-256("CS1/log" 00 prev | u64 seq | u64 at | SHA-256(salt | body))`: salted, so that a body can be erased. */
export const logEntryHash = (prev: Uint8Array, entry: Omit<LogEntry, 'hash'>): Uint8Array =>
  sha256(ENTRY, prev, u64(entry.seq), u64(entry.at), sha256(entry.salt, entry.body));

// Checked before hashing: numbers that are none must not become another error, nor a byte move from body to salt.
const isNext = (entry: LogEntry, seq: number, at: number): boolean =>
  entry.seq === seq + 1 &&
  Number.isSafeInteger(entry.at) &&
  entry.at >= at &&
  entry.salt.length === LOG_SALT_BYTES;

/**
 * Follows the chain from a verified point. An entry that was edited, dropped, reordered or dated back is refused with
 * `rolled_back`, and nothing of the answer is to be shown.
 */
export const verifyLog = (from: LogPin, entries: readonly LogEntry[]): LogPin => {
  let { seq, hash, at = 0 } = from;
  for (const entry of entries) {
    if (!isNext(entry, seq, at) || !sameBytes(logEntryHash(hash, entry), entry.hash)) {
      throw new SafeError('rolled_back');
    }
    ({ seq, hash, at } = entry);
  }
  return { seq, hash, at };
};

const readBody = shape({
  act: oneOf(LOG_ACTIONS),
  by: nullable(text(32)),
  lock: nullable(text(32)),
  doc: nullable(text(32)),
  ver: nullable(count),
  grant: nullable(text(32)),
  proof: nullable(text(2000)),
  out: text(40),
});

export const logBody = (body: LogBody): Uint8Array => canonicalBytes({ ...body });

/** Reads a verified entry's body; `damaged` if it is not one of ours. */
export const readLogBody = (bytes: Uint8Array): LogBody => readBody(parseCanonical(bytes));
