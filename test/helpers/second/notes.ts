import { jcs, type Value } from './objects.js';
import { int, join, KD } from './primitives.js';

/** What a relay notes of a person (docs/protocol.md §19). */
export const nameText = ({
  holder,
  fp,
  name,
}: {
  holder: string;
  fp: string | null;
  name: string;
}): Value => ({
  v: 1,
  holder,
  fp,
  name,
});

const rising = (a: string, b: string): number => (a < b ? -1 : 1);

export const countText = (said: {
  readonly counts: ReadonlyMap<string, number>;
  readonly people: ReadonlySet<string>;
  readonly last: string;
}): Value => ({
  v: 1,
  counts: [...said.counts].map(([kind, n]) => ({ kind, n })).sort((a, b) => rising(a.kind, b.kind)),
  people: [...said.people].sort(rising),
  last: said.last,
});

export const canonical = (value: Value): string => Buffer.from(jcs(value)).toString();

export const paddedTo = (multiple: number, text: string): Uint8Array => {
  const bytes = join(text);
  const rest = (multiple - ((bytes.length + 4) % multiple)) % multiple;
  return join(int(bytes.length, 4), bytes, new Uint8Array(rest));
};

export const noteKey = (teamKey: Uint8Array, relay: Uint8Array): Uint8Array =>
  KD(teamKey, 'team.note', relay);

interface At {
  readonly relay: Uint8Array;
  readonly generation: number;
  readonly version: number;
}
export const NOTE_CONTEXTS = {
  name: ({ relay, generation, version }: At, safe: Uint8Array) =>
    join('team.name\0', relay, safe, int(generation, 4), int(version, 4)),
  count: ({ relay, generation, version }: At, member: Uint8Array, month: number) =>
    join('team.tally\0', relay, member, int(month, 4), int(generation, 4), int(version, 4)),
};

export const markOf = (first: Uint8Array, relay: Uint8Array, month: number, holder: Uint8Array): Uint8Array =>
  KD(first, 'team.mark', relay, int(month, 4), holder).slice(0, 8);
