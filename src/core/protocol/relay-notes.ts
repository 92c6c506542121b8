import { concat, exactly, toHex, u32, utf8 } from '../bytes.js';
import { canonicalBytes, parseCanonical } from '../crypto/jcs.js';
import { type AccountKey, derive, deriveKey } from '../crypto/keys.js';
import { unwrap, wrap } from '../crypto/wrap.js';
import { damaged, SafeError } from '../errors.js';
import { padBytes, unpadBytes } from './padded.js';
import { HASH, hex, ID, list, nullable, type Reader, shape, text, whole } from './shape.js';

/** Where a note lies: swapped into another place, or under another number, it does not open. */
interface Place {
  readonly relay: Uint8Array;
  /** Of the team key. */
  readonly generation: number;
  /** Goes up by one each time it is written. */
  readonly version: number;
}

export type NamePlace = Place & { readonly safe: Uint8Array };
export type TallyPlace = Place & {
  readonly member: Uint8Array;
  /** Year × 100 + month. */
  readonly month: number;
};

/** Under which name a relay knows somebody. */
export interface RelayName {
  readonly holder: Uint8Array;
  /** Fingerprint of their first identity where a member of the team read their card, else null. */
  readonly fp: Uint8Array | null;
  readonly name: string;
}

/** What a member did in a month, without anybody's name. */
export interface Tally {
  /** How often, by what. */
  readonly counts: ReadonlyMap<string, number>;
  /** {@link personMark} of whoever something was done for. */
  readonly people: ReadonlySet<string>;
  /** What was added last, so that nothing is added twice when an answer was lost; 8 bytes in hexadecimal. */
  readonly last: string;
}

export const MAX_NAME = 60;
export const MAX_KINDS = 100;
export const MAX_MARKS = 2000;
const MARK_BYTES = 8;
const TALLY_MULTIPLE = 4096;

/** Line breaks, and signs that turn the direction of what stands beside them. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A name that a list can hold: 1 to 60 UTF-16 units that are seen. */
export const isName = (name: string): boolean =>
  name.trim() === name && name !== '' && name.length <= MAX_NAME && !UNSEEN.test(name);

const noteKey = (teamKey: AccountKey, relay: Uint8Array) =>
  deriveKey<'wrapping'>(teamKey, 'team.note', exactly(16, relay));

const place = (label: string, { relay, generation, version }: Place, ...of: Uint8Array[]): Uint8Array =>
  concat(utf8(label), Uint8Array.of(0), exactly(16, relay), ...of, u32(generation), u32(version));

const namePlace = (at: NamePlace): Uint8Array => place('team.name', at, exactly(16, at.safe));
const tallyPlace = (at: TallyPlace): Uint8Array =>
  place('team.tally', at, exactly(16, at.member), u32(at.month));

const seenName: Reader<string> = (value) => {
  const name = text(MAX_NAME)(value);
  if (!isName(name)) throw damaged();
  return name;
};
const readName = shape({ v: whole(1, 1), holder: ID, fp: nullable(HASH), name: seenName });

/** The name for the team alone: 585 bytes whatever it is. @throws SafeError `invalid_request` for one that no list can hold */
export const sealRelayName = (
  teamKey: AccountKey,
  at: NamePlace,
  { holder, fp, name }: RelayName,
): Uint8Array => {
  if (!isName(name)) throw new SafeError('invalid_request');
  const said = { v: 1, holder: toHex(exactly(16, holder)), fp: fp && toHex(exactly(32, fp)), name };
  return wrap(noteKey(teamKey, at.relay), namePlace(at), padBytes(canonicalBytes(said)));
};

/** `damaged` for another relay, safe, generation or number, or what no member writes. */
export const openRelayName = (teamKey: AccountKey, at: NamePlace, sealed: Uint8Array): RelayName => {
  const bytes = unwrap(noteKey(teamKey, at.relay), namePlace(at), sealed);
  const { holder, fp, name } = readName(parseCanonical(unpadBytes(bytes)));
  return { holder, fp, name };
};

const kind: Reader<string> = (value) => {
  const name = text(48)(value);
  if (!/^[a-z][a-z0-9.-]*$/.test(name)) throw damaged();
  return name;
};
const readCount = shape({ kind, n: whole(1, 1_000_000) });
const MARK = hex(MARK_BYTES);
const readTally = shape({
  v: whole(1, 1),
  counts: list(readCount, MAX_KINDS),
  people: list(MARK, MAX_MARKS),
  last: MARK,
});

const rises = (values: readonly string[]): boolean =>
  values.every((value, i) => i === 0 || (values[i - 1] as string) < value);

/** In multiples of 4,096 bytes, so that the server learns little of how much was done. */
export const sealTally = (
  teamKey: AccountKey,
  at: TallyPlace,
  { counts, people, last }: Tally,
): Uint8Array => {
  const said = {
    v: 1,
    counts: [...counts].map(([name, n]) => ({ kind: name, n })).sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    people: [...people].sort(),
    last,
  };
  return wrap(noteKey(teamKey, at.relay), tallyPlace(at), padBytes(canonicalBytes(said), TALLY_MULTIPLE));
};

export const openTally = (teamKey: AccountKey, at: TallyPlace, sealed: Uint8Array): Tally => {
  const bytes = unwrap(noteKey(teamKey, at.relay), tallyPlace(at), sealed);
  const { counts, people, last } = readTally(parseCanonical(unpadBytes(bytes, TALLY_MULTIPLE)));
  const marks = people.map(toHex);
  if (!rises(counts.map((one) => one.kind)) || !rises(marks)) throw damaged();
  return {
    counts: new Map(counts.map((one) => [one.kind, one.n])),
    people: new Set(marks),
    last: toHex(last),
  };
};

/**
 * What stands for a person in the tallies of one month: the same for all members, so that whom two of them saw is counted once;
 * another each month. From the team's first key, which every member has. 8 bytes in hexadecimal.
 */
export const personMark = (
  firstKey: AccountKey,
  relay: Uint8Array,
  month: number,
  holder: Uint8Array,
): string =>
  toHex(
    derive(firstKey, 'team.mark', exactly(16, relay), u32(month), exactly(16, holder)).slice(0, MARK_BYTES),
  );
